"""Which cases belong to a common problem: linked and taken out by hand, and found for that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, delete, exists, select

from ... import clock
from ...audit import services as audit
from ...errors import DomainError
from ...extensions import db
from ...language.text import clean
from ...rights import Actor
from ...search import index
from .. import rights
from ..access import visibility
from ..lists import finding, listing
from ..lists.listing import SeenLine
from ..models import Case
from . import access, answering
from .models import CaseTheme, CaseThemeLink

MOST = 100
"""So many lines of a list, and cases of one form."""


@dataclass(frozen=True)
class Linked:
    """The cases of a common problem, for who links them."""

    lines: list[SeenLine]
    number: int
    """All that this person sees; the lines are the newest of them."""
    firms: int
    left_out: frozenset[str]
    """References of those that do not count any more: withdrawn, or kept from somebody of the house."""


def is_free() -> ColumnElement[bool]:
    """Whether a case belongs to no common problem yet."""
    return ~exists().where(CaseThemeLink.case_id == Case.id)


def linked(row: CaseTheme, *, actor: Actor) -> Linked:
    """What belongs to it, as far as this person sees the cases."""
    rights.LINK.demand(actor)
    mine, order = and_(*access.cases_of(row.id, actor)), (Case.submitted_at.desc(), Case.id.desc())
    rows = db.session.execute(listing.rows(mine).order_by(*order).limit(MOST))
    numbers = select(Case.reference, access.counts().label("counts")).where(mine)
    found = db.session.execute(numbers).all()
    left_out = frozenset(one.reference for one in found if not one.counts)
    return Linked(listing.lines(actor, rows), len(found), access.number_of_firms(row.id, actor), left_out)


def to_choose(row: CaseTheme, typed: str, *, actor: Actor) -> list[SeenLine]:
    """Cases that may be linked: those of the same category, or those that a search finds; the newest first."""
    rights.LINK.demand(actor)
    parts = [visibility.visible_to(actor), access.counts(), is_free()]
    if newest := finding.newest(actor, {"q": typed}):
        parts.append(index.among(Case.id, newest))
    elif typed.strip():
        return []
    elif row.category_id:
        parts.append(Case.category_id == row.category_id)
    query = listing.rows(and_(*parts)).order_by(Case.submitted_at.desc(), Case.id.desc()).limit(MOST)
    return listing.lines(actor, db.session.execute(query))


def link(reference: str, cases: Sequence[str], *, actor: Actor) -> int:
    """Let these cases belong to a common problem; how many are new. Harmless when repeated.

    DomainError where none was chosen, or one is not there for this person, counts nowhere, or belongs to another one:
    a case belongs to one, so that its author gets one answer. Where it is answered they are told at once.
    """
    rights.LINK.demand(actor)
    row = access.find(reference, actor=actor, lock=True)
    wanted = _references(cases)
    if not wanted:
        raise DomainError(_("Please choose at least one case."), field="cases")
    found = _lock(wanted, actor)
    there = {one.case_id: one.theme_id for one in _links(found.values())}
    if any(theme_id != row.id for theme_id in there.values()):
        raise DomainError(_("One of these cases belongs to another common problem already."), field="cases")
    new = [one for one in found.values() if one not in there]
    now = clock.now()
    db.session.add_all(
        CaseThemeLink(case_id=one, theme_id=row.id, linked_at=now, linked_by_id=actor.account_id) for one in new
    )
    db.session.flush()
    if new:
        audit.record("theme.linked", access.KIND, row.id, actor=actor)
    if new and row.answered_at:
        answering.tell_authors(row, answering.answer_of(row), among=new)
    return len(new)


def unlink(reference: str, cases: Sequence[str], *, actor: Actor) -> int:
    """Take cases out; how many there were. What their authors were told stays. Harmless when repeated."""
    rights.LINK.demand(actor)
    row = access.find(reference, actor=actor, lock=True)
    wanted = _references(cases)
    mine = select(Case.id).where(Case.reference.in_(wanted), *access.cases_of(row.id, actor))
    ids = list(db.session.scalars(mine))
    if ids:
        db.session.execute(delete(CaseThemeLink).where(CaseThemeLink.case_id.in_(ids)))
        audit.record("theme.unlinked", access.KIND, row.id, actor=actor)
    return len(ids)


@dataclass(frozen=True)
class PlaceOf:
    """What the page of a case says of common problems to who links them."""

    reference: str
    title: str
    """Empty where it belongs to none and may be linked."""


def place_of(case: Case, actor: Actor) -> PlaceOf | None:
    """What a case that this person sees belongs to; none: nothing, and it may not be linked either."""
    if not access.links(actor):
        return None
    query = select(CaseTheme.reference, CaseTheme.title, access.counts().label("counts")).select_from(Case)
    query = query.outerjoin(CaseThemeLink, CaseThemeLink.case_id == Case.id)
    query = query.outerjoin(CaseTheme, CaseTheme.id == CaseThemeLink.theme_id)
    row = db.session.execute(query.where(Case.id == case.id)).one()
    if row.reference is None and not row.counts:
        return None
    return PlaceOf(row.reference or "", row.title or "")


def may_link(case_reference: str, *, actor: Actor) -> bool:
    """Whether this person may let a case belong to a common problem now."""
    rights.LINK.demand(actor)
    known = Case.reference == clean(case_reference).upper()[:16]
    mine = (known, visibility.visible_to(actor), access.counts(), is_free())
    return db.session.scalar(select(Case.id).where(*mine)) is not None


def _references(cases: Iterable[str]) -> list[str]:
    return sorted({clean(one).upper()[:16] for one in list(cases)[:MOST]} - {""})


def _lock(wanted: list[str], actor: Actor) -> dict[str, int]:
    """The cases of these references, locked so that none is linked twice at once."""
    query = select(Case.reference, Case.id).where(
        Case.reference.in_(wanted), visibility.visible_to(actor), access.counts()
    )
    found = {row.reference: row.id for row in db.session.execute(query.order_by(Case.id).with_for_update(of=Case))}
    if len(found) < len(wanted):
        raise DomainError(
            _("One of these cases cannot belong to a common problem: it was withdrawn, or it is about the house."),
            field="cases",
        )
    return found


def _links(ids: Iterable[int]) -> list[CaseThemeLink]:
    return list(db.session.scalars(select(CaseThemeLink).where(CaseThemeLink.case_id.in_(list(ids)))))
