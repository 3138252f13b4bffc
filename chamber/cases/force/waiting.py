"""Task forces by whom they wait for: the leader's decision, the secretariat's proposal or change, one's own."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, exists, false, func, select, true

from ...extensions import db
from ...registry.homes import waiting_row
from ...rights import Actor, Role
from .. import rights
from ..access.visibility import visible_to
from ..models import Case
from ..words import OPEN_STATES, Complexity, State
from .models import CaseForce, CaseForcePerson

PROPOSE, CHANGE = 1, 2
"""What a line of the list that gets empty asks for."""


def _under_way() -> ColumnElement[bool]:
    open_case = and_(Case.complexity == Complexity.COMPLEX, Case.state.in_(sorted(OPEN_STATES)))
    return and_(CaseForce.ended_at.is_(None), open_case)


def _decides(actor: Actor) -> ColumnElement[bool]:
    """Whether it waits for this person, the leader."""
    if rights.EXTEND.of(actor) is not rights.COMPLEX:
        return false()
    waits = and_(CaseForce.decided_at.is_(None), Case.supervisor_runs.is_(False))
    return and_(_under_way(), waits, visible_to(actor))


def _forces(*columns: Any) -> Any:
    return select(*columns).select_from(CaseForce).join(Case, Case.id == CaseForce.case_id)


def number_waiting(actor: Actor) -> ScalarSelect[int]:
    """How many wait for this person's decision, as a part of a query."""
    number: ScalarSelect[int] = _forces(func.count()).where(_decides(actor)).scalar_subquery()
    return number


def _sits(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        CaseForcePerson.force_id == CaseForce.id,
        CaseForcePerson.account_id == actor.account_id,
        CaseForcePerson.department_id == actor.department_id,
        CaseForcePerson.left_at.is_(None),
    )


def number_mine(actor: Actor) -> ScalarSelect[int]:
    """In how many that are at work this person sits, as a part of a query."""
    mine = and_(_under_way(), CaseForce.began_at.is_not(None), visible_to(actor), _sits(actor))
    number: ScalarSelect[int] = _forces(func.count()).where(mine).scalar_subquery()
    return number


def to_decide(actor: Actor) -> Select[Any]:
    """Those that wait for this person's decision; for the list that gets empty."""
    row = waiting_row(key=CaseForce.id, title=Case.reference, since=CaseForce.proposed_at, due=CaseForce.decide_by)
    return row.select_from(CaseForce).join(Case, Case.id == CaseForce.case_id).where(_decides(actor))


def to_form(actor: Actor) -> Select[Any]:
    """Complex cases of which nobody has proposed one, or whose lead department is none that leads theirs."""
    live = exists().where(CaseForce.case_id == Case.id, CaseForce.ended_at.is_(None))
    leads = exists().where(
        CaseForce.case_id == Case.id,
        CaseForce.ended_at.is_(None),
        CaseForcePerson.force_id == CaseForce.id,
        CaseForcePerson.leads,
        CaseForcePerson.left_at.is_(None),
        CaseForcePerson.department_id == Case.lead_department_id,
    )
    row = waiting_row(
        key=Case.id, title=Case.reference, number=case((live, CHANGE), else_=PROPOSE), since=Case.accepted_at
    )
    with_department = and_(Case.state.in_((State.ASSIGNED, State.IN_PROGRESS)), Case.lead_department_id.is_not(None))
    wanted = and_(Case.complexity == Complexity.COMPLEX, Case.own_desk.is_(False), with_department)
    return row.where(wanted, visible_to(actor), ~leads)


def listed(actor: Actor) -> list[Any]:
    """The task forces of open cases that this person may know of: what waits for a decision first, then the newest.

    Rows of the case's `id`, `reference` and `kind`, and of the force `began_at`, `provisional`, `decided_at`,
    `decide_by` and `mine`.
    """
    rights.READ.demand(actor)
    begun = CaseForce.began_at.is_not(None) if actor.role in (Role.MEMBER, Role.PRESIDENT) else true()
    rows = _forces(
        Case.id,
        Case.reference,
        Case.kind,
        CaseForce.began_at,
        CaseForce.provisional,
        CaseForce.decided_at,
        CaseForce.decide_by,
        _sits(actor).label("mine"),
    )
    query = rows.where(_under_way(), visible_to(actor), begun).order_by(
        CaseForce.decided_at.is_not(None), CaseForce.decide_by.desc(), CaseForce.id.desc()
    )
    return list(db.session.execute(query.limit(200)).all())


def at_work(case_id: int) -> bool:
    """Whether the case has one that has begun and not ended."""
    query = select(CaseForce.id).where(
        CaseForce.case_id == case_id, CaseForce.began_at.is_not(None), CaseForce.ended_at.is_(None)
    )
    return db.session.scalar(query.limit(1)) is not None


def led_by(actor: Actor) -> Select[Any]:
    """The cases whose task force at work this person leads, acting for the department for which they do."""
    return (
        select(CaseForce.case_id)
        .join(CaseForcePerson, CaseForcePerson.force_id == CaseForce.id)
        .where(
            CaseForce.began_at.is_not(None),
            CaseForce.ended_at.is_(None),
            CaseForcePerson.leads,
            CaseForcePerson.left_at.is_(None),
            CaseForcePerson.account_id == actor.account_id,
            CaseForcePerson.department_id == actor.department_id,
        )
    )
