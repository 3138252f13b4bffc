"""Whom a case is about, as its author and who runs it read it; nobody else does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy import case as sql_case

from ... import clock
from ...directory.models import Department
from ...errors import NotFound
from ...extensions import NOW, db
from ...members import services as members
from ...members.models import Member
from ...registry.homes import waiting_row
from ...rights import Actor
from .. import rights
from ..access.respondents import Respondent, respondents_of
from ..access.visibility import denied
from ..models import Case, CaseRespondent
from ..rules.clocks import pressed_expression
from ..words import AGAIN, NAME_UNKNOWN, OPEN_KINDS, TYPED, RespondentKind, State

MAX_OFFERED = 5
NONE, NAMED, NOBODY_OF_OURS = "none", "named", "nobody"
"""The author: none of these; only whom I named; nobody of the chamber, the street office or a department."""


@dataclass(frozen=True)
class SeenRespondent:
    """Whom a case is about, or may be."""

    key: str
    kind: str
    name: str
    recognised: bool
    """Nobody named it: the program found it in the words."""
    removed: bool
    """The author took it back."""


def seen_respondents(case: Case, actor: Actor) -> list[SeenRespondent]:
    """In the order in which they were named; the caller has checked that this person may know."""
    there = respondents_of(case)
    words = _typed(there)
    named = {row.member_id for row in there if row.member_id and not row.found_in and row.removed_at is None}
    rows = [(row, _firm(row, actor, words)) for row in there if not row.found_in or row.member_id not in named]
    return [
        SeenRespondent(key_of(row), row.kind, firm or name_of(row), bool(row.found_in), row.removed_at is not None)
        for row, firm in rows
        if (firm or row.text or row.kind != RespondentKind.MEMBER) and row.kind != RespondentKind.UNKNOWN
    ]


def _firm(row: CaseRespondent, actor: Actor, words: str) -> str:
    """The firm that the program found, where the list of members shows it to this person.

    Only where something of its name was typed: else a person's name would tell which firm they are of.
    """
    if row.text or row.member_id is None:
        return ""
    columns = (Member.name, Member.bare_name, Member.short_name)
    firm = db.session.execute(select(*columns).where(Member.id == row.member_id, members.visible_to(actor))).first()
    if firm is None:
        return ""
    pieces = {firm.bare_name[start : start + 2] for start in range(len(firm.bare_name) - 1)} | {firm.short_name}
    return str(firm.name) if any(len(one) > 1 and one in words for one in pieces) else ""


def key_of(row: CaseRespondent) -> str:
    """What a form calls it: no number of a row."""
    return f"{row.kind} {row.department_id or row.member_id or ''} {row.text}".strip()


def name_of(one: Respondent | CaseRespondent) -> str:
    """How it is called: as it was typed, the department's name, or its kind."""
    department = db.session.get(Department, one.department_id) if one.department_id else None
    return one.text or (department.name if department else str(RespondentKind(one.kind).label))


def to_take_back(case: Case, actor: Actor) -> list[tuple[str, str]]:
    """What the author can take back, for the form."""
    return [(one.key, one.name) for one in seen_respondents(case, actor) if not one.removed]


def lacking_name(case: Case) -> str:
    """Of what nobody knows yet who it is, in words."""
    open_ones = [row for row in respondents_of(case) if row.kind in OPEN_KINDS]
    return _(", ").join(row.text or str(RespondentKind(row.kind).label) for row in open_ones)


def typed(case: Case) -> str:
    """The author's own words for the respondent, as far as the program did not take them for one that it knows."""
    return _typed(respondents_of(case))


def _typed(rows: Iterable[CaseRespondent]) -> str:
    return _(", ").join(row.text for row in rows if row.text and row.kind in TYPED)


def offered(case: Case, actor: Actor) -> list[CaseRespondent]:
    """Whom the author may have meant, at most five, the likeliest first: units, and firms of the list of members."""
    there = respondents_of(case)
    found = [row for row in there if row.found_in and row.removed_at is None and row.kind != RespondentKind.UNKNOWN]
    words = _typed(there)
    return [row for row in found if not row.member_id or _firm(row, actor, words)][:MAX_OFFERED]


def answers(case: Case, actor: Actor) -> list[tuple[str, str]]:
    """What the author can answer, with its words: those offered first."""
    rows, there = offered(case, actor), respondents_of(case)
    words = _typed(there)
    found = [(key_of(row), _firm(row, actor, words) or name_of(row)) for row in rows]
    found.append((RespondentKind.DEPARTMENT, _("Another department or public body, chosen below")))
    named = [row for row in there if not row.found_in and row.removed_at is None]
    by_story = all(row.found_in == "story" for row in rows if row.unsure)
    stands = named if case.question != AGAIN and case.open_since is None and by_story else []
    kinds = (*NAME_UNKNOWN, RespondentKind.SECRETARIAT, RespondentKind.LEADER)
    said = {*dict(found), *(row.kind for row in stands)}
    found += [(kind, str(kind.label)) for kind in kinds if kind not in said]
    if case.question == AGAIN:
        return [*found, (NOBODY_OF_OURS, _("No one from the chamber, the street office or a department"))]
    if stands:
        names = _(", ").join(name_of(row) for row in stands)
        return [*found, (NAMED, _("I mean %(names)s; anyone else in the text is only mentioned", names=names))]
    return [*found, (NONE, _("None of these"))]


class OpenWords(NamedTuple):
    """What the supervisor is given of a complaint of which nobody knows whom it is about: nothing of the case."""

    ticket: str
    words: str
    day: date
    until: date | None
    """None where the author has been asked again meanwhile."""


def _open_rows(actor: Actor) -> ColumnElement[bool]:
    # Whoever withdrew under pressure is to be spoken to by who runs it: that is clear only when somebody has said it.
    goes_on = or_(Case.state != State.WITHDRAWN, pressed_expression())
    still_asked = (Case.open_since.is_not(None), Case.open_for_office.is_(False), goes_on)
    of_case = select(Case.id).where(*still_asked, ~denied(actor))
    return and_(CaseRespondent.kind == RespondentKind.UNKNOWN, CaseRespondent.case_id.in_(of_case))


def open_words(actor: Actor) -> list[OpenWords]:
    """All words that wait for the supervisor, the oldest first."""
    rights.CLARIFY.demand(actor, rights.OPEN_WORDS)
    # Of what its author was asked again no date is shown: where they have left, it would tell so.
    until = sql_case((Case.question != AGAIN, Case.step_due_at)).label("until")
    query = select(CaseRespondent.ticket, CaseRespondent.text, Case.open_since, until)
    query = query.join(Case, Case.id == CaseRespondent.case_id).where(_open_rows(actor))
    return [
        OpenWords(row.ticket, row.text, _day(row.open_since), _day(row.until) if row.until else None)
        for row in db.session.execute(query.order_by(func.date(Case.open_since), CaseRespondent.ticket))
    ]


def _day(moment: datetime) -> date:
    return clock.local(moment).date()


def open_ids(actor: Actor, ids: Sequence[int]) -> Sequence[int]:
    """Those of these rows that wait for this person."""
    return db.session.scalars(select(CaseRespondent.id).where(CaseRespondent.id.in_(ids), _open_rows(actor))).all()


def waiting(actor: Actor) -> Select[Any]:
    """One row where words wait; for the list that gets empty."""
    return waiting_row(key=0, number=open_count(actor), since=NOW, due=NOW).where(open_count(actor) > 0)


def open_count(actor: Actor) -> ScalarSelect[int]:
    """How many wait, for the home page."""
    return select(func.count()).select_from(CaseRespondent).where(_open_rows(actor)).scalar_subquery()


def find_words(ticket: str, actor: Actor, *, lock: bool = False) -> CaseRespondent:
    """These words, where they wait for this person; NotFound else."""
    rights.CLARIFY.demand(actor, rights.OPEN_WORDS)
    query = select(CaseRespondent).where(
        CaseRespondent.ticket == ticket, CaseRespondent.ticket != "", _open_rows(actor)
    )
    row = db.session.scalars(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound(_("This no longer needs an answer."))
    return row
