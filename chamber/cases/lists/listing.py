"""Lists of cases: filters, search, and one line per case as this person may see it. Only rows of `visible_to`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, false, literal, literal_column, or_, select, union

from ... import clock
from ...extensions import NOW, UtcDateTime
from ...language import dates
from ...language.catalogue import translated_labels
from ...rights import Actor, Role
from ...search import index
from ...workdays import services as workdays
from ...workdays.counting import Calendar
from .. import rights
from ..access import eligible
from ..access.visibility import is_author, visible_to, wrote
from ..figures import drilling
from ..models import Case
from ..reading.seeing import Facts, desk_of, holder, title_for, with_names
from ..reading.steps import act_of, next_step, own_step, shown_colour, shown_due, shown_level, shown_step
from ..reading.timeline import reads_words
from ..rules import clocks, turns
from ..rules.acts import Act, Party
from ..search import asking
from ..words import OPEN_STATES, PAUSED, STATE_TONES, Complexity, Kind, Outcome, State
from .due import colour_of, due_if_waiting
from .filters import due_day, together
from .holders import HOLDERS, holder_expression

COLUMNS = (
    Case.reference, Case.title, Case.kind, Case.confidential, Case.show_name, Case.supervisor_runs, Case.state,
    Case.level, Case.outcome, Case.complexity, Case.disputed, Case.round_number, Case.own_desk, Case.next_step,
    Case.submitted_at,
    Case.contacted_at, Case.contact_due_at, Case.step_due_at, Case.progress_due_at, Case.blue_at,
    Case.answered_at, Case.closed_at,
    Case.objected_at, Case.objection_decided_at, Case.extension_asked, Case.consent_asked, Case.leader_decides,
    Case.pressed_due_at, Case.pressed_contacted_at, Case.words_due_at, Case.others_step, Case.lead_department_id,
    Case.author_contact_id, Case.author_account_id, Case.author_left_at, Case.author_due_at, Case.locked_at,
    Case.released_title, Case.released_at, Case.open_since, Case.open_for_office,
    Case.question, Case.anonymous,
)  # fmt: skip
"""The columns of a line: a row of them is used like a `Case`; without the texts it takes a third of the time."""
AUTHOR, COLLEAGUE, RUNNER, ARBITER, WATCHER, PRESIDENT, LEADER, HANDLER, HELPER = (
    frozenset({party})
    for party in (
        *(Party.AUTHOR, Party.COLLEAGUE, Party.RUNNER, Party.ARBITER, Party.WATCHER),
        *(Party.PRESIDENT, Party.LEADER, Party.HANDLER, Party.HELPER),
    )
)


MAY_WAIT = (*sorted(OPEN_STATES), State.NOT_ACCEPTED)
"""Beside these, something may still have to be said or looked through."""


class SeenLine(NamedTuple):
    """A case as one line of a list, for one person."""

    reference: str
    title: str
    kind: str
    kind_label: str
    confidential: bool
    state: str
    state_label: str
    state_tone: str
    colour: str
    holder: str
    next_step: str
    """What comes next: the owner's own words where there are some."""
    step: str
    """What comes next in general, without the owner's words."""
    act: Act | None
    """The act that it is, where it is the reader's; None: the page of the case says what fits."""
    runs: bool
    calls: bool
    """A new round waits for the call of whoever runs it."""
    waits_for_reader: bool
    asks_consent: bool
    """The reader has to say whether an organisation may be told who they are."""
    asks_whom: bool
    """The reader has to say whom they mean."""
    due_at: datetime | None
    days_left: int | None
    firm: str
    submitted_at: datetime
    waited_days: int
    """Working days since it was submitted; 0 where it has ended."""
    outcome: str
    outcome_label: str
    disputed: bool
    level: int
    """Of what is overdue, to those inside: the highest level that it was reported to; 0 for none."""
    put_up_late_by: str
    """The department whose answer waits for its review and was late already when it came."""


@lru_cache(maxsize=200)
def todo(actor: Actor) -> ColumnElement[bool]:
    """What waits for this person in the acting role. The states come first, so that the database skips closed cases."""
    waits = and_(Case.state.in_(MAY_WAIT), _waits(actor))
    match actor.role:
        case Role.SECRETARIAT:
            return or_(waits, clocks.pressed_expression(), Case.words_due_at.is_not(None))
        case Role.SUPERVISOR:
            besides = or_(clocks.pressed_expression(), Case.words_due_at.is_not(None))
            return or_(waits, and_(besides, Case.supervisor_runs))
        case _:
            return waits


def _waits(actor: Actor) -> ColumnElement[bool]:
    silent = clocks.contact_expression()
    calls = and_(Case.state == State.IN_PROGRESS, Case.round_number > 1, silent)
    longer = and_(Case.extension_asked, ~calls)
    leaders = and_(Case.complexity == Complexity.COMPLEX, Case.supervisor_runs.is_(False))
    match actor.role:
        case Role.SECRETARIAT | Role.SUPERVISOR:
            own = and_(Case.state == State.IN_PROGRESS, Case.own_desk, ~longer)
            on_desk = Case.state.in_((State.SUBMITTED, State.ACCEPTED, State.ANSWER_REVIEW))
            nobody_else = ~and_(leaders, eligible.is_free_expression(Role.LEADER))
            desk = or_(on_desk, silent, own, and_(longer, nobody_else), eligible.unattended_expression())
            desk = or_(desk, Case.author_due_at.is_not(None), and_(Case.state.in_(PAUSED), _is_near()))
            if actor.role == Role.SECRETARIAT:
                return desk
            return or_(and_(Case.supervisor_runs, desk), and_(clocks.objection_expression(), ~Case.leader_decides))
        case Role.HANDLER:
            lead = Case.lead_department_id == actor.department_id
            return and_(lead, Case.state.in_((State.ASSIGNED, State.IN_PROGRESS)), ~calls, ~longer)
        case Role.LEADER:
            return or_(and_(longer, leaders), and_(clocks.objection_expression(), Case.leader_decides))
        case Role.MEMBER:
            return and_(
                is_author(actor), or_(Case.state.in_(clocks.WAITS_FOR_MEMBER), Case.consent_asked, Case.question != "")
            )
        case _:
            return false()


def _is_near() -> ColumnElement[bool]:
    """Whether a review comes near, so that it stands on the list of what is to be done."""
    return or_(Case.blue_at.is_(None), Case.blue_at <= NOW, Case.step_due_at < NOW)


@cache
def may_wait() -> ColumnElement[bool]:
    """What `todo` is true of at most, whatever has a colour, and what somebody has to do by a date.

    Each part is found by its index: asked for either of them, SQLite looks at every case.
    """
    # Written out: PostgreSQL, which keeps one plan for all values, takes unknown ones for most of the table.
    states: list[Any] = [literal_column(f"'{state.value}'") for state in MAY_WAIT]
    ever: Any = literal_column(f"'{clock.EPOCH:%Y-%m-%d}'")
    parts = (Case.state.in_(states), Case.pressed_due_at > ever, Case.words_due_at > ever)
    return Case.id.in_(union(*(select(Case.id).where(part) for part in parts)))


@cache
def is_over() -> ColumnElement[bool]:
    """What is no part of `may_wait`: nobody has to do anything, so nothing of it changes with time."""
    return and_(Case.state.not_in(MAY_WAIT), Case.pressed_due_at.is_(None), Case.words_due_at.is_(None))


def due_between(actor: Actor, start: date, end: date) -> ColumnElement[bool]:
    """What is due from one day to another, both included, by the date that this person is shown."""
    due, limits = due_if_waiting(actor), (clock.midnight(start), clock.midnight(end + timedelta(days=1)))
    first, beyond = (literal(limit, UtcDateTime()) for limit in limits)
    return and_(may_wait(), due >= first, due < beyond)


def condition(actor: Actor, args: Mapping[str, str], *, newest: Sequence[int] | None = None) -> ColumnElement[bool]:
    """The rows of a list as the address describes it (`filters.NAMES` and `q`).

    `newest`: what `finding.newest` gave of them, which are shown and counted instead of all.
    """
    rights.READ.demand(actor)
    chosen = together(actor, args)
    if newest is not None:
        parts = [index.among(Case.id, newest[: index.MOST])]
    else:
        parts = [visible_to(actor), *narrowing(actor, chosen)]
        parts += [asking.search_condition(actor, q)] if (q := args.get("q", "").strip()) else []
    match chosen.get("do"):
        case "mine":
            parts += [may_wait(), todo(actor)]
        case "open":
            parts.append(clocks.open_expression())
        case "disputed":
            parts.append(Case.disputed.is_(True))
    if chosen.get("colour") in ("red", "yellow", "blue"):
        parts += [may_wait(), colour_of(actor) == chosen["colour"]]
    if chosen.get("state") in set(State):
        parts.append(Case.state == chosen["state"])
    if chosen.get("kind") in set(Kind):
        parts.append(Case.kind == chosen["kind"])
    department, at = chosen.get("department", ""), chosen.get("at", "")
    if department.isdecimal() and len(department) < 10:
        parts.append(Case.lead_department_id == int(department))
    if at in HOLDERS or (at.isdecimal() and len(at) < 10):
        parts.append(holder_expression() == at)
    return and_(*parts)


def narrowing(actor: Actor, args: Mapping[str, str]) -> list[ColumnElement[bool]]:
    """What a list is narrowed to beside its chips: what is due on a day, and what a figure has counted."""
    found = []
    if day := due_day(args):
        found.append(due_between(actor, day, day))
    counted = drilling.condition(actor, args.get("counted", ""))
    if counted is not None:
        found.append(counted)
    return found


@cache
def _joined(*more: Any) -> Any:
    # Put together once: it takes as long as the database needs to answer it.
    return with_names(select(*COLUMNS, turns.put_up_late_expression().label("put_up_late"))).add_columns(*more)


def rows(where: ColumnElement[bool], *more: Any) -> Any:
    """The query behind some lines, with `more` columns."""
    return _joined(*more).where(where)


def party_of(actor: Actor, case: Case) -> frozenset[Party]:
    """The part of `hand.parties_of` that a line needs, without asking the database."""
    if actor.role == Role.MEMBER:
        return AUTHOR if wrote(actor, case) else COLLEAGUE
    decides = case.objected_at and not case.leader_decides and not case.anonymous
    if actor.role == Role.SECRETARIAT or (actor.role == Role.SUPERVISOR and (case.supervisor_runs or decides)):
        return RUNNER
    at_work = HANDLER if case.lead_department_id == actor.department_id else HELPER
    above = {Role.PRESIDENT: PRESIDENT, Role.LEADER: LEADER, Role.SUPERVISOR: WATCHER}
    return above.get(actor.role, at_work)


def lines(actor: Actor, cases: Iterable[Any]) -> list[SeenLine]:
    """Rows of `rows` as this person may see them in a list."""
    found = list(cases)
    if not found:
        return []
    now = (dates.language(), int(clock.now().timestamp() // 60), workdays.current())
    return [_line(actor, case, *now) for case in found]


@lru_cache(maxsize=1000)
def _line(actor: Actor, case: Any, _language: str, _minute: int, calendar: Calendar) -> SeenLine:
    # Kept for the minute: the same rows are asked for again and again, and limits end at a full minute.
    today, state, parties = clock.today(), case.state, party_of(actor, case)
    runs = actor.role == Role.SECRETARIAT or (actor.role == Role.SUPERVISOR and case.supervisor_runs)
    own = parties if runs or Party.RUNNER not in parties else ARBITER
    due, colour = shown_due(case, own, in_list=True), shown_colour(case, own, in_list=True)
    outcome = case.outcome if case.answered_at or case.closed_at else ""
    ended = case.closed_at and not clocks.waits_for_objection(case)
    unit = case.short_name or case.department or ""
    facts = Facts(case.firm or "", "", "", unit, case.owner or "", "", leader_is_free=case.leader_is_free)
    shows_firm = (not case.confidential or actor.role == Role.MEMBER) and parties != WATCHER
    return SeenLine(
        reference=case.reference,
        title=title_for(case, parties, in_list=True),
        kind=case.kind,
        kind_label=translated_labels(Kind)[case.kind],
        confidential=case.confidential,
        state=state,
        state_label=translated_labels(State)[state],
        state_tone=STATE_TONES[state],
        colour=colour,
        holder=desk_of(case) if runs and turns.words_alone(case) else holder(case, facts, parties),
        next_step=own_step(case, own, in_list=True) or shown_step(case, parties, actor),
        step=own_step(case, own, in_list=True) or next_step(case),
        act=act_of(case, own),
        runs=runs,
        calls=clocks.waits_for_call(case),
        waits_for_reader=Party.AUTHOR in parties and state in clocks.WAITS_FOR_MEMBER,
        asks_consent=Party.AUTHOR in parties and clocks.waits_for_consent(case),
        asks_whom=Party.AUTHOR in parties and bool(case.question) and state in OPEN_STATES,
        due_at=due,
        days_left=calendar.left(today, clock.local(due).date()) if due else None,
        firm=(case.firm or "") if shows_firm and reads_words(case, parties) else "",
        submitted_at=case.submitted_at,
        waited_days=0 if ended else max(0, calendar.until(clock.local(case.submitted_at).date(), today)),
        outcome=outcome,
        outcome_label=translated_labels(Outcome).get(outcome, ""),
        disputed=case.disputed,
        level=shown_level(case, parties) if colour == "red" else 0,
        put_up_late_by=unit if case.put_up_late and not parties & (AUTHOR | COLLEAGUE) else "",
    )
