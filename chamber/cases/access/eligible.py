"""Who may take part in a case: the accounts that have a role, without those that are kept from the case."""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, literal, or_, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import aliased

from ...accounts import acting
from ...accounts.acting import ActingAs
from ...accounts.models import Account, AccountRole
from ...directory.models import Department, DepartmentHandler
from ...errors import DomainError
from ...extensions import db
from ...members.models import Contact, Member
from ...rights import Role
from ..models import Case, CaseRecusal, CaseRespondent
from ..rules import clocks
from ..words import Complexity, State
from .visibility import CONCERNED, OF_ALL_DEPARTMENTS, denied, visible_to

CAN_SIGN_IN = and_(Account.disabled_at.is_(None), Account.password_hash != "")
"""An account that is open and was used before."""


def holders(role: Role) -> list[tuple[int, ActingAs]]:
    """The accounts that have a role and can sign in, each acting in that role."""
    rows = (
        select(AccountRole.account_id)
        .join(Account, Account.id == AccountRole.account_id)
        .where(AccountRole.role == role, Account.disabled_at.is_(None))
    )
    return [(account_id, ActingAs(role, "")) for account_id in db.session.scalars(rows)]


def _able(role: Role) -> list[tuple[int, ActingAs]]:
    """`holders`, without those who have never signed in: nobody else could do it for them."""
    found = dict(holders(role))
    query = select(Account.id).where(Account.id.in_(found), CAN_SIGN_IN).order_by(Account.id)
    return [(one, found[one]) for one in db.session.scalars(query)]


def sees(account_id: int, acting_as: ActingAs, case_id: int, *, once_granted: bool = False) -> bool:
    """Whether an account that acts as this may see the case; `once_granted`: whether nothing would deny it."""
    try:
        actor = acting.actor_for(account_id, acting_as)
    except DomainError:
        return False
    allowed: ColumnElement[bool] = ~denied(actor) if once_granted else visible_to(actor)
    return db.session.scalar(select(Case.id).where(Case.id == case_id, allowed)) is not None


def author_sees(case: Case) -> bool:
    """Whether nothing keeps the author out of the own case; False where nobody has an account for it."""
    acting_as = ActingAs(Role.MEMBER, "", contact_id=case.author_contact_id)
    return case.author_account_id is not None and sees(case.author_account_id, acting_as, case.id, once_granted=True)


def is_free(role: Role, case: Case) -> bool:
    """Whether somebody in this role can sign in and is kept out of the case by nothing."""
    return any(sees(*holder, case.id, once_granted=True) for holder in _able(role))


def _is_kept_out(holder: Any) -> ColumnElement[bool]:
    """`visibility.denied` of the account of a row of `holder`: whether it is recused, a respondent, or of one."""
    about, department = select(CaseRespondent.id).where(CaseRespondent.case_id == Case.id), aliased(DepartmentHandler)
    of_role = (and_(AccountRole.role == role, CaseRespondent.kind.in_(kinds)) for role, kinds in CONCERNED.items())
    of_department = or_(
        department.department_id == CaseRespondent.department_id, CaseRespondent.kind.in_(sorted(OF_ALL_DEPARTMENTS))
    )
    of_firm = or_(
        CaseRespondent.member_id == Member.id, and_(CaseRespondent.uscc != "", CaseRespondent.uscc == Member.uscc)
    )
    concerned = (
        select(CaseRecusal.case_id).where(CaseRecusal.case_id == Case.id, CaseRecusal.account_id == holder.account_id),
        about.join(AccountRole, or_(*of_role)).where(AccountRole.account_id == holder.account_id),
        about.join(department, of_department).where(department.account_id == holder.account_id),
        about.join(Member, of_firm)
        .join(Contact, Contact.member_id == Member.id)
        .where(Contact.account_id == holder.account_id),
    )
    # Said here, because a query within a query within a query is bound to the middle one alone.
    return or_(*(one.correlate(Case, holder).exists() for one in concerned))


@cache
def unattended_expression() -> ColumnElement[bool]:
    """Whether a case lies with a department of which nobody can act on it: no handler, all disabled or kept out."""
    able = exists().where(
        DepartmentHandler.department_id == Case.lead_department_id,
        Account.id == DepartmentHandler.account_id,
        CAN_SIGN_IN,
        ~_is_kept_out(DepartmentHandler),
    )
    at_work = Case.state.in_((State.ASSIGNED, State.IN_PROGRESS))
    return and_(at_work, Case.lead_department_id.is_not(None), ~able.correlate(Case))


@cache
def is_free_expression(role: Role, *, but_author: bool = False) -> ColumnElement[bool]:
    """Whether somebody in this role, perhaps other than the author, can sign in and is kept out by nothing."""
    holder = aliased(AccountRole)
    free = exists().where(
        holder.role == role,
        *((holder.account_id.is_distinct_from(Case.author_account_id),) if but_author else ()),
        Account.id == holder.account_id,
        CAN_SIGN_IN,
        ~_is_kept_out(holder),
    )
    return free.correlate(Case)


@cache
def leader_decides_expression() -> ColumnElement[bool]:
    """Whether a leader is free, asked only of cases for which a longer limit of theirs was asked; else true."""
    theirs = and_(Case.extension_asked, Case.complexity == Complexity.COMPLEX, Case.supervisor_runs.is_(False))
    return sql_case((theirs, is_free_expression(Role.LEADER)), else_=literal(True))


def handlers_free_for(case: Case, department_ids: Collection[int]) -> list[Any]:
    """The handlers of these departments who can sign in and are kept out by nothing; lead handlers first.

    Rows of `department_id`, `account_id` and `name`.
    """
    handler = DepartmentHandler
    query = (
        select(handler.department_id, handler.account_id, Account.name)
        .select_from(handler)
        .join(Account, Account.id == handler.account_id)
        .join(Case, Case.id == case.id)
        .where(handler.department_id.in_(sorted(department_ids)), CAN_SIGN_IN, ~_is_kept_out(handler))
        .order_by(handler.department_id, handler.is_lead.desc(), handler.account_id)
    )
    return list(db.session.execute(query))


def unattended(case: Case) -> bool:
    """`unattended_expression` for a row that is loaded already."""
    lies_there = case.state in (State.ASSIGNED, State.IN_PROGRESS) and case.lead_department_id is not None
    query = select(Case.id).where(Case.id == case.id, unattended_expression())
    return lies_there and db.session.scalar(query) is not None


def leader_grants(case: Case) -> bool:
    """Whether a longer limit waits for the leader: it is theirs to grant, and one is free to."""
    return clocks.leader_grants(case) and is_free(Role.LEADER, case)


def another_department(case: Case) -> bool:
    """Whether there is a department beside the one that has the case which it is not about."""
    about = exists().where(
        CaseRespondent.case_id == case.id,
        or_(CaseRespondent.department_id == Department.id, CaseRespondent.kind.in_(sorted(OF_ALL_DEPARTMENTS))),
    )
    query = select(Department.id).where(Department.id != case.lead_department_id, ~about)
    return db.session.scalar(query.limit(1)) is not None


def another_runs(case: Case, but: Collection[int]) -> bool:
    """Whether somebody else than these accounts can run the case."""
    desk = Role.SUPERVISOR if case.supervisor_runs else Role.SECRETARIAT
    return any(sees(*holder, case.id) for holder in _able(desk) if holder[0] not in but)


def hand_over(case: Case) -> bool:
    """Let the supervisor run a case that everybody in the secretariat is kept out of; whether somebody is left."""
    desk = Role.SUPERVISOR if case.supervisor_runs else Role.SECRETARIAT
    if not _able(desk) or is_free(desk, case):
        return True
    if case.supervisor_runs or not is_free(Role.SUPERVISOR, case):
        return False
    case.supervisor_runs, case.owner_id = True, None if case.own_desk else case.owner_id
    return True


def arbiter(case: Case) -> Role | None:
    """Who decides an objection: the supervisor, or the leader where no supervisor is free to.

    Nobody judges a decision of their own: where the supervisor ran the case, the leader comes first. None where
    everybody is concerned.
    """
    order = (Role.LEADER, Role.SUPERVISOR) if case.supervisor_runs else (Role.SUPERVISOR, Role.LEADER)
    return next((role for role in order if is_free(role, case)), None)
