"""Cases walked through the services without a database: what they would store is kept in lists of a process."""

import random
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from chamber import clock
from chamber.cases.authors import leaving
from chamber.cases.doing import answering, closing, daily, desk, handling, intake, releasing, routing
from chamber.cases.models import Case, CaseAssignment, CaseExtension, CaseRound
from chamber.cases.paths import due
from chamber.cases.pausing import dates, monitoring, suspending, terminating
from chamber.cases.pausing.models import CaseMonitoring, CaseSuspension
from chamber.cases.rounds import calling
from chamber.cases.rules import clocks, conditions, waiting
from chamber.cases.rules.acts import Act, Party
from chamber.cases.rules.hand import Hand, parties_of
from chamber.cases.rules.limits import DEFAULTS
from chamber.cases.suggestions import implementing
from chamber.cases.words import Kind
from chamber.extensions import db
from chamber.rights import Actor, Role
from chamber.workdays import services as workdays
from chamber.workdays.counting import Calendar

BEGIN = datetime(2026, 3, 2, 2, tzinfo=UTC)
DEPARTMENTS = (1, 2, 3)


def kept(row: Any) -> Any:
    """A row as the database would give it back: what nobody filled in has its default."""
    for column in row.__table__.columns:
        if getattr(row, column.key, None) is None and column.default is not None and column.default.is_scalar:
            setattr(row, column.key, column.default.arg)
    return row


class Rows(list[int]):
    """Rows as a session gives them."""

    def all(self) -> "Rows":
        """All of them."""
        return self

    def first(self) -> None:
        """The first of them: none."""


class Memory:
    """What services ask a session for."""

    no_autoflush = nullcontext()

    def __init__(self) -> None:
        self.case, self.info = Case(), {}  # type: ignore[var-annotated]
        self.rows: dict[type, list[Any]] = {}

    def add(self, row: Any) -> None:
        """Keep a row."""
        self.rows.setdefault(type(row), []).append(kept(row))

    def get(self, model: type, key: Any, **_how: Any) -> Any:
        """The case, or something with a name."""
        return self.case if model is Case else SimpleNamespace(id=key, name=str(key), kind="")

    get_one = get

    def flush(self) -> None:
        """Nothing is to be written."""

    def scalar(self, _statement: Any) -> int:
        """Who asked for a longer limit: the department that has it now."""
        return int(self.case.lead_department_id or 0)

    def scalars(self, _statement: Any) -> "Rows":
        """Which departments led before, which measures are open: none, so that a walk can go on with any."""
        return Rows()

    def execute(self, _statement: Any) -> None:
        """Nothing is to be changed beside the case."""

    def of(self, model: type) -> list[Any]:
        """All rows of a table."""
        return self.rows.get(model, [])


def everybody() -> dict[str, Actor]:
    """One account of each role, and two for a department's lead and hand."""
    found = {role.value: Actor(number, role, role) for number, role in enumerate(Role, 10)}
    found["member"] = Actor(1, "member", Role.MEMBER, contact_id=1)
    found["colleague"] = Actor(2, "colleague", Role.MEMBER, contact_id=2)
    for department in DEPARTMENTS:
        for lead in (True, False):
            name = f"handler {department}{' lead' if lead else ''}"
            found[name] = Actor(20 + 2 * department + lead, name, Role.HANDLER, department_id=department, is_lead=lead)
    return found


@dataclass
class Walk:
    """One case on its way, and everybody who could do something to it."""

    dice: random.Random
    memory: Memory
    people: dict[str, Actor] = field(default_factory=everybody)
    now: datetime = BEGIN
    leader_free: bool = True
    trail: list[str] = field(default_factory=list)
    idle: int = 0
    """How often in a row nobody found anything to do."""
    moved: list[tuple[Act, str, str]] = field(default_factory=list)
    """Each call of `move`: the act, the state before and after."""

    @property
    def case(self) -> Case:
        """The row."""
        return self.memory.case

    def begin(self, kind: Kind) -> None:
        """A new case of a firm."""
        supervised = self.dice.random() < 0.15
        self.memory.rows.clear()
        self.memory.case = kept(
            Case(
                id=1,
                kind=kind,
                confidential=kind == Kind.RETALIATION or self.dice.random() < 0.5,
                member_id=1,
                author_contact_id=1,
                author_account_id=1,
                title="题",
                story="事",
                limits=dict(DEFAULTS),
                submitted_at=self.now,
                contact_due_at=workdays.deadline(self.now, DEFAULTS["contact"]),
                decision_due_at=workdays.deadline(self.now, DEFAULTS["decide"]),
                supervisor_runs=supervised,
                version=1,
            )
        )
        self.leader_free = self.dice.random() < 0.7
        self.trail.clear()
        self.idle = 0
        hand = self.hand(self.people["member"])
        desk.move(hand, Act.SUBMIT)
        clocks.set_intake_step(self.case)
        if self.dice.random() < 0.1:
            with clock.at(self.now):
                waiting.begin(self.case)
                waiting.wait_until(self.case, workdays.deadline(self.now, DEFAULTS["clarify"]))

    @property
    def waits_for_author(self) -> bool:
        """Nobody else sees it, because nobody knows whom it is about."""
        return clocks.waits_for_respondent(self.case)

    def goes_on(self) -> bool:
        """Whether anything can still come of this case, and it is not too long a story."""
        return len(self.trail) < 60 and self.case.state is not None and (self.idle < 3 or self.waits_for_author)

    def hand(self, actor: Actor | None) -> Hand:
        """As `hand.load` has it."""
        extensions = self.memory.of(CaseExtension)
        assignments = [row for row in self.memory.of(CaseAssignment) if row.ended_at is None]
        rounds = {
            one: next((asked for asked in reversed(extensions) if asked.round_number == one.number), None)
            for one in self.memory.of(CaseRound)
        }
        current = next((one for one in rounds if one.number == self.case.round_number), None)
        parties = self.parties(actor, assignments) if actor else frozenset({Party.TIME})
        extension = rounds[current] if current else None
        return Hand(self.case, actor, current, assignments, extension, parties, owes_reply=True, rounds=rounds)

    def not_ended(self, model: type) -> Any:
        """What a case waits for."""
        return next((one for one in self.memory.of(model) if one.until_at is None), None)

    def hands(self) -> list[Hand]:
        """The case in the hand of everybody who is something to it."""
        plain = self.hand(None)
        found = ((actor, self.parties(actor, plain.assignments)) for actor in self.people.values())
        return [replace(plain, actor=actor, parties=parties) for actor, parties in found if parties]

    def parties(self, actor: Actor, assignments: list[CaseAssignment]) -> frozenset[Party]:
        """What somebody is to it; nothing where they do not see it."""
        if self.case.open_since and actor.role != Role.MEMBER:
            return frozenset()
        if self.case.author_left_at and actor.contact_id == 1:
            return frozenset()
        if actor.role == Role.SECRETARIAT and self.case.supervisor_runs:
            return frozenset()
        return parties_of(actor, self.case, assignments)

    def move(self, hand: Hand, act: Act) -> None:
        """`desk.move`, with a note of what it did."""
        before = hand.case.state
        desk.move(hand, act)
        self.moved.append((act, before, hand.case.state))

    def pass_time(self) -> str:
        """Some hours, or as long as the step may take and a bit; the act that this caused."""
        due = self.case.step_due_at
        if due and self.dice.random() < 0.08:
            self.now = max(self.now, due) + timedelta(hours=1)
        else:
            self.now += timedelta(hours=self.dice.choice((1, 3, 5, 20)))
        before = self.case.question
        with clock.at(self.now):
            if self.dice.random() < 0.02:
                hand = self.hand(None)
                (leaving.author_back if self.case.author_left_at else leaving.author_left)(hand)
            daily._catch_up(1)
        if self.case.question != before:
            return Act.ASK_WHOM_AGAIN
        return self.moved[-1][0] if self.moved else ""


@contextmanager
def walking(dice: random.Random, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    """The services at work on a walk's case; names are found by chance, nothing is noted."""
    walk = Walk(dice, Memory())
    calendar = Calendar()
    monkeypatch.setattr(db, "session", walk.memory)
    monkeypatch.setattr(workdays, "current", lambda: calendar)
    monkeypatch.setattr(daily, "load", lambda _case, actor: walk.hand(actor))
    monkeypatch.setattr(intake, "arbiter", lambda case: Role.LEADER if case.supervisor_runs else Role.SUPERVISOR)
    monkeypatch.setattr(
        conditions.eligible, "leader_grants", lambda case: clocks.leader_grants(case) and walk.leader_free
    )
    monkeypatch.setattr(daily.eligible, "unattended", lambda _case: False)
    monkeypatch.setattr(conditions.eligible, "another_runs", lambda _case, _but: False)
    monkeypatch.setattr(routing, "_good_departments", lambda _case, ids, **_lead: {one: str(one) for one in ids})
    monkeypatch.setattr(releasing, "naming", lambda _case: lambda _text: "")
    monkeypatch.setattr(releasing, "accused", lambda _case: lambda _text: "")
    monkeypatch.setattr(releasing, "names_somebody", lambda _case: lambda _text: dice.random() < 0.3)
    monkeypatch.setattr(conditions.succession, "choices", lambda _case: [])
    monkeypatch.setattr(monitoring, "owners", lambda hand: [(row.department_id, "") for row in hand.assignments])
    monkeypatch.setattr(calling, "attempts", lambda _case: [BEGIN] * dice.choice((0, 1, 2)))
    monkeypatch.setattr(due, "waits_for", lambda _case: None)
    monkeypatch.setattr(dates, "under_way", lambda _case: walk.not_ended(CaseSuspension))
    monkeypatch.setattr(dates, "watched", lambda _case: walk.not_ended(CaseMonitoring))
    monkeypatch.setattr(implementing, "_give", lambda *_what: None)
    monkeypatch.setattr(leaving, "_note", lambda *_what: None)
    for module in (
        leaving,
        answering,
        intake,
        routing,
        handling,
        closing,
        releasing,
        suspending,
        monitoring,
        terminating,
        calling,
        implementing,
    ):
        for name in ("note", "attach", "check_path", "check_category", "refuse_names"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, lambda *_what, **_facts: None)
        if hasattr(module, "move"):
            monkeypatch.setattr(module, "move", walk.move)
    yield walk
