"""Proposals: three firms in a year with cases of one category at one department, and no common problem among them.

A proposal is no row: it is found when it is asked for, in the cases that the person sees. What was turned down is
asked again only when a further firm has come.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, ScalarSelect, and_, bindparam, case, distinct, exists, func, or_, select, true

from ... import clock
from ...audit import services as audit
from ...directory.models import Department
from ...errors import NotFound, Repeated
from ...extensions import UtcDateTime, db
from ...language.catalogue import translated_labels
from ...language.text import checked_text
from ...rights import Actor
from .. import rights
from ..access import visibility
from ..lists import listing
from ..lists.listing import SeenLine
from ..models import Case
from ..models_lists import CaseCategory
from ..words import Kind
from . import access, keeping, linking
from .keeping import Wording
from .models import CaseTheme, CaseThemeRefusal, CaseThemeRefused
from .words import LEAST

YEAR = timedelta(days=365)
OWN_DESK = 0
"""Stands for a department where the secretariat handles the cases itself."""
MOST = linking.MOST


@dataclass(frozen=True)
class Proposal:
    """Cases that may have one cause."""

    category_id: int
    category: str
    department_id: int
    """Or `OWN_DESK`."""
    department: str
    firms: int
    cases: int


@lru_cache(maxsize=100)
def number_waiting(actor: Actor) -> ScalarSelect[int]:
    """How many proposals wait, as a part of a query: of each group only as many cases are read as it takes."""
    own_desk = select(func.count()).select_from(CaseCategory).where(*_waits(actor, None))
    led = select(func.count()).select_from(CaseCategory).join(Department, true())
    led = led.where(*_waits(actor, Department.id))
    return select(own_desk.scalar_subquery() + led.scalar_subquery()).scalar_subquery()


def waiting(*, actor: Actor) -> list[Proposal]:
    """All that wait, those of most firms first."""
    rights.LINK.demand(actor)
    groups = _waiting(actor).subquery()
    query = select(groups, CaseCategory.name, CaseCategory.kind, Department.name.label("department"))
    query = query.join(CaseCategory, CaseCategory.id == groups.c.category_id)
    query = query.outerjoin(Department, Department.id == groups.c.lead_department_id)
    rows = db.session.execute(query.order_by(groups.c.firms.desc(), groups.c.cases.desc(), CaseCategory.name)).all()
    return [_proposal(row) for row in rows]


def find(category_id: int, department_id: int, *, actor: Actor) -> Proposal:
    """One that waits; NotFound where there is none such for this person."""
    rights.LINK.demand(actor)
    found = (
        one for one in waiting(actor=actor) if (one.category_id, one.department_id) == (category_id, department_id)
    )
    one = next(found, None)
    if one is None:
        raise NotFound(_("There is no such proposal."))
    return one


def lines(proposal: Proposal, *, actor: Actor) -> list[SeenLine]:
    """Its cases as lines of a list, the newest first."""
    rights.LINK.demand(actor)
    query = listing.rows(_of(proposal, actor)).order_by(Case.submitted_at.desc(), Case.id.desc()).limit(MOST)
    return listing.lines(actor, db.session.execute(query))


def take_up(
    category_id: int,
    department_id: int,
    wording: Wording,
    cases: list[str],
    *,
    actor: Actor,
    form_key: str | None = None,
) -> CaseTheme:
    """Make a common problem of the chosen cases. A second call with the same `form_key` returns the same one."""
    rights.LINK.demand(actor)
    made = db.session.scalars(select(CaseTheme).where(CaseTheme.form_key == form_key)).first() if form_key else None
    if made is None:
        find(category_id, department_id, actor=actor)
    row = keeping.create(wording, actor=actor, form_key=form_key)
    linking.link(row.reference, cases, actor=actor)
    return row


def turn_down(category_id: int, department_id: int, reason: str, *, actor: Actor) -> None:
    """They have no common cause, with the reason: nobody is asked again before a further firm comes.

    Repeated where it was turned down a moment ago; NotFound where there is no such proposal.
    """
    rights.LINK.demand(actor)
    reason = checked_text(reason, 500, "reason", _("Please write why."), lines=True)
    department = department_id or None
    if _turned_down_by(category_id, department, reason, actor):
        raise Repeated(_("You have just submitted exactly this; it is there already."))
    proposal = find(category_id, department_id, actor=actor)
    row = CaseThemeRefusal(
        category_id=category_id, department_id=department, reason=reason, at=clock.now(), by_id=actor.account_id
    )
    db.session.add(row)
    db.session.flush()
    ids = db.session.scalars(select(Case.id).where(_of(proposal, actor)).order_by(Case.id))
    db.session.add_all([CaseThemeRefused(case_id=one, refusal_id=row.id) for one in ids])
    audit.record("theme.proposal_refused", "proposal", row.id, actor=actor, reason=reason)


def _turned_down_by(category_id: int, department_id: int | None, reason: str, actor: Actor) -> bool:
    same = select(CaseThemeRefusal.id).where(
        CaseThemeRefusal.category_id == category_id,
        CaseThemeRefusal.department_id.is_not_distinct_from(department_id),
        CaseThemeRefusal.reason == reason,
        CaseThemeRefusal.by_id == actor.account_id,
        CaseThemeRefusal.at > clock.now() - timedelta(minutes=10),
    )
    return db.session.scalar(same.limit(1)) is not None


@lru_cache(maxsize=100)
def _waiting(actor: Actor) -> Any:
    """The query of the groups of cases that are proposed to this person."""
    firms = func.count(distinct(Case.member_id))
    known = func.count(distinct(case((_was_refused(), Case.member_id))))
    query = select(Case.category_id, Case.lead_department_id, firms.label("firms"), func.count().label("cases"))
    groups = query.where(_is_proposed(actor)).group_by(Case.category_id, Case.lead_department_id)
    return groups.having(and_(firms >= LEAST, firms > known))


def _waits(actor: Actor, department: Any) -> tuple[ColumnElement[bool], ...]:
    """Whether the group of a category and a department (or the own desk) is one of `_waiting`."""
    # As the index of groups is written, which has them by firms: the third ends the search.
    group = (Case.category_id == CaseCategory.id, Case.lead_department_id == department, Case.member_id.is_not(None))
    firms = select(Case.member_id).where(*group, _is_proposed(actor)).correlate(CaseCategory, Department)
    last_needed = firms.distinct().order_by(Case.member_id).offset(LEAST - 1).limit(1).scalar_subquery()
    was_refused = exists().where(
        CaseThemeRefusal.category_id == CaseCategory.id, CaseThemeRefusal.department_id == department
    )
    known = func.count(distinct(case((_was_refused(), Case.member_id))))
    has_further = firms.with_only_columns(func.count(distinct(Case.member_id)) > known).scalar_subquery()
    return last_needed.is_not(None), or_(~was_refused, has_further)


def _is_proposed(actor: Actor) -> ColumnElement[bool]:
    at_work = or_(Case.lead_department_id.is_not(None), Case.own_desk)
    recent = and_(Case.submitted_at >= _a_year_ago(), Case.category_id.is_not(None), at_work)
    return and_(recent, linking.is_free(), access.counts(), visibility.visible_to(actor))


def _was_refused() -> ColumnElement[bool]:
    return exists().where(
        CaseThemeRefused.case_id == Case.id,
        CaseThemeRefusal.id == CaseThemeRefused.refusal_id,
        CaseThemeRefusal.category_id == Case.category_id,
        CaseThemeRefusal.department_id.is_not_distinct_from(Case.lead_department_id),
    )


def _a_year_ago() -> Any:
    # Asked anew each time: the query of a home page is built once.
    return bindparam(None, callable_=_since, type_=UtcDateTime())


def _since() -> datetime:
    return clock.now() - YEAR


def _of(proposal: Proposal, actor: Actor) -> ColumnElement[bool]:
    department = proposal.department_id or None
    group = (Case.category_id == proposal.category_id, Case.lead_department_id.is_not_distinct_from(department))
    return and_(*group, _is_proposed(actor))


def _proposal(row: Any) -> Proposal:
    kind = str(translated_labels(Kind)[row.kind])
    return Proposal(
        category_id=row.category_id,
        category=f"{kind} · {row.name}",
        department_id=row.lead_department_id or OWN_DESK,
        department=row.department or _("Secretariat"),
        firms=row.firms,
        cases=row.cases,
    )
