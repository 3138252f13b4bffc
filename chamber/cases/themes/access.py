"""Rows of common problems: who sees which, and which cases count.

Others see one while three firms have it, and no number: it would move when a known firm complains. Linking a case shows
nothing by itself, since one is shown by an act of its own; and what a person is kept from never makes one appear to
them, as their own count leaves it out.
"""

from functools import cache, lru_cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    String,
    and_,
    cast,
    distinct,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
)

from ...audit.models import AuditRow
from ...errors import NotFound
from ...extensions import db
from ...language.text import clean
from ...measures.models import Measure
from ...measures.words import State as MeasureState
from ...rights import YES, Actor
from .. import rights
from ..access import visibility
from ..models import Case, CaseRespondent
from ..words import TYPED, Kind, State
from .models import CaseTheme, CaseThemeLink
from .words import LEAST

KIND = "theme"
"""What the log and measures call it."""
LEFT_OUT = (State.WITHDRAWN, State.NOT_ACCEPTED)
PRIVATE_ACTS = ("theme.linked", "theme.unlinked")
"""When a case was linked is for those who link: it would tell whose complaint has just come."""
UNDER_WAY = (MeasureState.OPEN, MeasureState.DONE)


@cache
def counts() -> ColumnElement[bool]:
    """Whether a case may belong to a common problem, and counts: not one that somebody of the house is kept from.

    Of a case about a department, the chamber or the street office, which these must not know of, even the count would
    tell them: they could compare it with the cases that they see. Nor one that is withdrawn, or perhaps is.
    """
    # Read once for all cases: asked of each, the home page of a large chamber would wait for it.
    about_house = select(CaseRespondent.case_id).where(CaseRespondent.kind.not_in(TYPED))
    return and_(
        Case.kind != Kind.RETALIATION,
        Case.state.not_in(LEFT_OUT),
        Case.supervisor_runs.is_(False),
        Case.open_since.is_(None),
        Case.anonymous.is_(False),
        Case.id.not_in(about_house),
    )


def firms(*where: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many firms have a common problem, of the cases for which this holds too; part of a query of `CaseTheme`."""
    query = select(func.count(distinct(Case.member_id))).select_from(CaseThemeLink)
    query = query.join(Case, Case.id == CaseThemeLink.case_id)
    return query.where(CaseThemeLink.theme_id == CaseTheme.id, counts(), *where).correlate(CaseTheme).scalar_subquery()


def is_at_work() -> ColumnElement[bool]:
    """Whether one of its measures is under way."""
    return has_measure(Measure.state.in_(UNDER_WAY))


def has_measure(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether one of its measures is such a one; part of a query of `CaseTheme`."""
    mine = (Measure.subject_kind == KIND, Measure.subject_id == CaseTheme.id)
    return exists().where(*mine, *where).correlate(CaseTheme)


def links(actor: Actor) -> bool:
    """Whether this person prepares common problems: the secretariat."""
    return rights.LINK.allows(actor)


@lru_cache(maxsize=200)
def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition that picks the common problems that this person may see: the only way to their rows."""
    reach = rights.THEMES.of(actor)
    if reach is YES:
        return true()
    shown = and_(CaseTheme.shown_at.is_not(None), firms() >= LEAST)
    answered = CaseTheme.answered_at.is_not(None)
    match reach:
        case rights.ANSWERED_ONES:
            return and_(shown, answered)
        case rights.SHOWN_OF_DEPARTMENT:
            mine = Measure.department_id == actor.department_id
            own = or_(CaseTheme.department_id == actor.department_id, has_measure(mine))
            return and_(shown, own, or_(answered, _knows_enough(actor)))
        case rights.SHOWN_ONES:
            return and_(shown, or_(answered, _knows_enough(actor)))
    return false()


def _knows_enough(actor: Actor) -> ColumnElement[bool]:
    """Whether there are enough without the cases that this person is kept from: these change nothing for them."""
    return firms(~visibility.denied(actor)) >= LEAST


def find(reference: str, *, actor: Actor, lock: bool = False) -> CaseTheme:
    """One by its reference; NotFound, with one and the same answer, where it is missing or not for this person."""
    query = select(CaseTheme).where(CaseTheme.reference == clean(reference).upper()[:16], visible_to(actor))
    if lock:
        query = query.with_for_update(of=CaseTheme).execution_options(populate_existing=True)
    row = db.session.scalars(query).first()
    if row is None:
        raise NotFound(_("There is no such common problem."))
    return row


def cases_of(theme_id: int, actor: Actor) -> list[Any]:
    """The conditions for the cases of one that who links them sees: they too may be kept from some."""
    linked = select(CaseThemeLink.case_id).where(CaseThemeLink.theme_id == theme_id)
    return [Case.id.in_(linked), visibility.visible_to(actor)]


def number_of_firms(theme_id: int, actor: Actor) -> int:
    """How many firms have it, of the cases that this person sees."""
    query = select(func.count(distinct(Case.member_id))).where(counts(), *cases_of(theme_id, actor))
    return db.session.scalar(query) or 0


def log_rows(actor: Actor) -> ColumnElement[bool]:
    """The rows of the log about common problems that this person may see."""
    if links(actor):
        return true()
    rows = AuditRow.subject.in_(select(literal(f"{KIND}:") + cast(CaseTheme.id, String)).where(visible_to(actor)))
    return and_(rows, AuditRow.act.not_in(PRIVATE_ACTS))


def proposal_rows(actor: Actor) -> ColumnElement[bool]:
    """Rows of the log about proposals: a refused one says that several firms came, so who links reads them alone."""
    return true() if links(actor) else false()
