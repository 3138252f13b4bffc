"""Whom a case is about, as its author and who runs it read it; nobody else does."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from ...directory.models import Department
from ...extensions import db
from ...members import services as members
from ...members.models import Member
from ...rights import Actor
from ..access.respondents import Respondent, respondents_of
from ..models import Case, CaseRespondent
from ..words import RespondentKind


@dataclass(frozen=True)
class SeenRespondent:
    """Whom a case is about, or may be."""

    key: str
    name: str
    recognised: bool
    """Nobody named it: the program found it in the words."""
    removed: bool
    """The author took it back."""


def seen_respondents(case: Case, actor: Actor) -> list[SeenRespondent]:
    """In the order in which they were named; the caller has checked that this person may know."""
    rows = [(row, _firm(row, actor)) for row in respondents_of(case)]
    return [
        SeenRespondent(key_of(row), firm or name_of(row), bool(row.found_in), row.removed_at is not None)
        for row, firm in rows
        if firm or row.text or row.kind != RespondentKind.MEMBER
    ]


def _firm(row: CaseRespondent, actor: Actor) -> str:
    """The firm that the program found, where the list of members shows it to this person."""
    if row.text or row.member_id is None:
        return ""
    query = select(Member.name).where(Member.id == row.member_id, members.visible_to(actor))
    return db.session.scalar(query) or ""


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
    open_ones = [row for row in respondents_of(case) if row.kind.startswith("some_")]
    return _(", ").join(str(RespondentKind(row.kind).label) for row in open_ones)
