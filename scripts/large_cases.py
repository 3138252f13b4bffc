"""Many invented cases for measuring, beside those of the demo: most closed, some in every other state."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import Dialect, func, select

from chamber.cases.lists import groups
from chamber.cases.models import Case, CaseAssignment, CaseEvent, CaseRespondent, CaseRound
from chamber.cases.models_lists import CaseCategory
from chamber.cases.rules.acts import Act
from chamber.cases.rules.limits import DEFAULTS
from chamber.cases.search import indexed
from chamber.cases.words import PREFIXES, Channel, Circle, Kind, Outcome, RespondentKind, State
from chamber.demo.timeline import Timeline
from chamber.demo.world import data
from chamber.directory.models import Department
from chamber.extensions import Base, db, touch_stamp, unit_of_work
from chamber.members.models import Contact, Member, MemberStatus
from chamber.rights import Role
from chamber.search.tokens import belonging, doc, written
from chamber.workdays import services as workdays
from chamber.workdays.counting import Calendar
from scripts.large_rows import CHUNK, Batch, batch, catch_up, fill_with, finds, next_id

OPEN = (State.SUBMITTED, State.ACCEPTED, State.ASSIGNED, State.IN_PROGRESS, State.ANSWER_REVIEW, State.ANSWERED)
KINDS = (Kind.COMPLAINT, Kind.COMPLAINT, Kind.REQUEST, Kind.REQUEST, Kind.REQUEST, Kind.SUGGESTION)
SHARE_OPEN = 0.03
"""As many as are open at one moment where each takes three weeks and all came in within three years."""
BACK = 700
"""Working days over which the closed ones are spread."""
Facts = tuple[tuple[str, Any], ...]
LIMITS = tuple(DEFAULTS.items())
ANSWER, RESPONDENT = "已办结。", "某公司"
CODE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def fill_cases(wanted: int, timeline: Timeline) -> None:
    """Add cases until there are so many."""
    with unit_of_work():
        missing = wanted - (db.session.scalar(select(func.count()).select_from(Case)) or 0)
        if missing <= 0:
            return
        ledger = _Ledger(timeline)
        fill_with(lambda dialect: ledger.batches(missing, dialect))
        catch_up(Case)
        touch_stamp(groups.AREA)
        touch_stamp(groups.OVER)


class _Ledger:
    """Invented cases with the texts of the demo."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline, self.first = timeline, next_id(Case)
        self.random = Random(self.first)  # noqa: S311
        # There are few days, and many cases on each.
        self.working_day = cache(timeline.working_day)
        self.end_after = cache(self._end_after)
        self.calendar: Calendar = workdays.current()
        self.stories = [case for case in data("cases_closed")["case"] if case["kind"] in PREFIXES]
        self.departments = {row.id: row.name for row in db.session.execute(select(Department.id, Department.name))}
        self.categories = {row.kind: row.id for row in db.session.execute(select(CaseCategory.kind, CaseCategory.id))}
        self.authors = db.session.execute(
            select(Contact.id, Contact.member_id, Contact.name.label("author"), Member.name)
            .join(Member, Member.id == Contact.member_id)
            .where(Member.status == MemberStatus.ACTIVE, Contact.account_id.is_(None))
            .order_by(Contact.id)
        ).all()
        self.names = {author.id: author.author for author in self.authors}
        self.firms = {author.member_id: author.name for author in self.authors}
        # There are few firms and stories, which are most of what a case is found by.
        self.tokens = cache(lambda circle, text: tuple(written(circle, text)))

    def batches(self, number: int, dialect: Dialect) -> Iterator[Batch]:
        """All rows that so many cases take."""
        for start in range(0, number, CHUNK):
            rows = [self.case(place) for place in range(start, min(start + CHUNK, number))]
            accepted = [row for row in rows if row["state"] != State.SUBMITTED]
            parts: list[tuple[type[Base], list[dict[str, Any]]]] = [
                (Case, rows),
                (CaseRespondent, [_respondent(row) for row in rows if row["kind"] == Kind.COMPLAINT]),
                (CaseRound, [_round(row) for row in accepted]),
                (CaseAssignment, [_assignment(row) for row in accepted if row["lead_department_id"]]),
                (CaseEvent, [event for row in rows for event in self.events(row)]),
            ]
            yield from (batch(model, some, dialect) for model, some in parts if some)
            yield from finds("case", {row["id"]: self.doc(row) for row in rows}, dialect)

    def _end_after(self, day: date, days: int) -> datetime:
        return workdays.end_of(self.calendar.add(day, days).day)

    def case(self, place: int) -> dict[str, Any]:
        """One row; the same columns whatever its state."""
        random = self.random
        kind, tale, author = random.choice(KINDS), random.choice(self.stories), random.choice(self.authors)
        is_open = random.random() < SHARE_OPEN
        state = random.choice(OPEN) if is_open else State.CLOSED
        back = random.randint(1, 18) if is_open else random.randint(40, BACK)
        day = self.working_day(back)
        submitted = self.timeline.at(day, minutes=random.randint(0, 420))
        confidential = kind == Kind.COMPLAINT and random.random() < 0.5
        reference = f"{PREFIXES[kind]}-{day.year}-{self._code(place)}"
        title, story = f"{tale['title']}（{place + 1}）", tale["story"]
        facts = {
            "id": self.first + place,
            "reference": reference,
            "kind": kind.value,
            "channel": Channel.WEB.value,
            "confidential": confidential,
            "member_id": author.member_id,
            "author_contact_id": author.id,
            "category_id": self.categories[kind],
            "title": title,
            "story": story,
            "released_title": title,
            "released_story": story,
            "released_at": submitted,
            "state": state.value,
            "submitted_at": submitted,
            "limits": LIMITS,
        }
        return {**facts, **self._dates(day, submitted, state)}

    def doc(self, row: dict[str, Any]) -> str:
        """By what a case is found, as `search.indexed` says."""
        own, firm = (row["reference"], row["title"]), self.firms[row["member_id"]]
        is_nameless = row["confidential"] or row["kind"] == Kind.SUGGESTION
        full = list(written(Circle.FULL, *own))
        unit = row["lead_department_id"]
        belongs = (f"{indexed.CATEGORY}{row['category_id']}", f"{indexed.DEPARTMENT}{unit}" if unit else "")
        return doc(
            full,
            self.tokens(Circle.FULL, firm),
            self.tokens(Circle.FULL, self.names[row["author_contact_id"]]),
            self.tokens(Circle.FULL, row["story"]),
            # A token begins with its circle.
            (Circle.RELEASED + token[len(Circle.FULL) :] for token in full),
            () if is_nameless else self.tokens(Circle.FIRM, firm),
            self.tokens(Circle.RELEASED, row["story"]),
            self.tokens(Circle.FULL, ANSWER) if row["answered_at"] else (),
            self.tokens(Circle.RELEASED, ANSWER) if row["answered_at"] else (),
            self.tokens(Circle.OWN, RESPONDENT) if row["kind"] == Kind.COMPLAINT else (),
            belonging(Circle.FULL, *belongs),
            belonging(Circle.RELEASED, *belongs),
        )

    def _code(self, place: int) -> str:
        # Five places instead of four: no clash with the references of the services.
        digits = ""
        for _turn in range(5):
            place, rest = divmod(place, len(CODE))
            digits += CODE[rest]
        return digits

    def _dates(self, day: date, submitted: datetime, state: State) -> dict[str, Any]:
        accepted = self.end_after(day, 1) if state != State.SUBMITTED else None
        due = self.end_after(day, 16) if accepted else None
        answered = self.end_after(day, 12) if state in (State.ANSWERED, State.CLOSED) else None
        closed = self.end_after(day, 15) if state == State.CLOSED else None
        steps = {
            State.SUBMITTED: self.end_after(day, 2),
            State.ACCEPTED: self.end_after(day, 2),
            State.ASSIGNED: self.end_after(day, 3),
            State.ANSWERED: self.end_after(day, 17),
            State.CLOSED: None,
        }
        routed = state not in (State.SUBMITTED, State.ACCEPTED)
        return {
            "complexity": "normal" if accepted else "",
            "outcome": Outcome.RESOLVED.value if answered else "",
            "contact_due_at": self.end_after(day, 1),
            "contacted_at": submitted if accepted else None,
            "decision_due_at": self.end_after(day, 2),
            "accepted_at": accepted,
            "original_due_at": due,
            "due_at": due,
            "step_due_at": steps.get(state, due),
            "lead_department_id": self.random.choice(list(self.departments)) if routed else None,
            "answered_at": answered,
            "closed_at": closed,
        }

    def events(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The lines of the timeline of one case, with the facts that the services put into them."""
        department, due = row["lead_department_id"], row["due_at"]
        assigned = row["accepted_at"] if department else None
        signed = assigned if row["state"] != State.ASSIGNED else None
        drafted = row["answered_at"] or (row["step_due_at"] if row["state"] == State.ANSWER_REVIEW else None)
        assigning = (("departments", (self.departments[department],) if department else ()),)
        accepting = (("complexity", row["complexity"]), ("due", due.isoformat() if due else ""))
        acts: list[tuple[Act, datetime | None, Role, Facts]] = [
            (Act.SUBMIT, row["submitted_at"], Role.MEMBER, (("channel", row["channel"]),)),
            (Act.CONTACT, row["contacted_at"], Role.SECRETARIAT, ()),
            (Act.ACCEPT, row["accepted_at"], Role.SECRETARIAT, accepting),
            (Act.ASSIGN, assigned, Role.SECRETARIAT, assigning),
            (Act.SIGN, signed, Role.HANDLER, ()),
            (Act.DRAFT, drafted, Role.HANDLER, ()),
            (Act.PUBLISH, row["answered_at"], Role.SECRETARIAT, (("outcome", row["outcome"]),)),
        ]
        all_acts = [*acts, (Act.CLOSE_SILENTLY, row["closed_at"], None, ())]
        for act, at, role, facts in all_acts:
            if at is not None:
                yield {
                    "case_id": row["id"],
                    "round_number": 1,
                    "act": act.value,
                    "at": at,
                    "role": role.value if role else "",
                    "department_id": department if role == Role.HANDLER else None,
                    "audience": "all",
                    "data": facts,
                }


def _respondent(row: dict[str, Any]) -> dict[str, Any]:
    return {"case_id": row["id"], "kind": RespondentKind.OTHER.value, "text": RESPONDENT}


def _round(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "case_id": row["id"],
        "number": 1,
        "cause": "first",
        "began_at": row["accepted_at"],
        "contact_due_at": row["contact_due_at"],
        "contacted_at": row["contacted_at"],
        "original_due_at": row["due_at"],
        "due_at": row["due_at"],
        "outcome": row["outcome"],
        "answer": ANSWER if row["outcome"] else "",
        "answered_at": row["answered_at"],
        "closed_at": row["closed_at"],
    }


def _assignment(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "case_id": row["id"],
        "department_id": row["lead_department_id"],
        "is_lead": True,
        "assigned_at": row["accepted_at"],
        "signed_at": None if row["state"] == State.ASSIGNED else row["accepted_at"],
    }
