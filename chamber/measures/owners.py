"""Whom a measure is given to: a department, a person of the secretariat, or a firm; and whether one is still there."""

from dataclasses import dataclass
from functools import cache

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from ..accounts import acting
from ..accounts.acting import ActingAs
from ..accounts.models import Account, AccountRole
from ..directory.models import Department
from ..errors import DomainError, at_field
from ..extensions import db
from ..members.audience.naming import firms_by_name
from ..members.models import Member
from ..members.services import IN_DIRECTORY
from ..rights import Role
from .access import measured, runs_subject
from .models import Measure

RUNNERS = (Role.SECRETARIAT, Role.SUPERVISOR)
OWNER = func.coalesce(
    select(func.coalesce(func.nullif(Department.short_name, ""), Department.name))
    .where(Department.id == Measure.department_id)
    .scalar_subquery(),
    select(Account.name).where(Account.id == Measure.account_id).scalar_subquery(),
    select(Member.name).where(Member.id == Measure.member_id).scalar_subquery(),
)
"""The name of the owner, in a query of measures."""


@dataclass(frozen=True)
class Owner:
    """The owner as typed: `whom` says which of the others counts."""

    whom: str = ""
    department: int = 0
    account: int = 0
    firm: str = ""

    def columns(self, kind: str, subject_id: int) -> dict[str, int | None]:
        """As the columns of a measure; DomainError at a field where it is none that this may be given to."""
        found: dict[str, int | None] = {"department_id": None, "account_id": None, "member_id": None}
        of = measured().get(kind)
        match self.whom:
            case "department" if self.department in dict(departments(kind, subject_id)):
                return found | {"department_id": self.department}
            case "account" if self.account in dict(colleagues(kind, subject_id)):
                return found | {"account_id": self.account}
            case "member" if of is None or of.takes_firms:
                return found | {"member_id": _firm(self.firm)}
            case "department" | "account":
                raise DomainError(_("Please choose from the list."), field=self.whom)
        raise DomainError(_("Please choose one."), field="whom")


def _firm(typed: str) -> int:
    with at_field("firm"):
        found = firms_by_name(typed)
    if len(found) != 1:
        raise DomainError(_("Please name one firm: a measure has one owner."), field="firm")
    return found[0]


def departments(kind: str, subject_id: int) -> list[tuple[int, str]]:
    """The departments that a measure of this may be given to."""
    query = select(Department.id, Department.name).order_by(Department.position, Department.id)
    of = measured().get(kind)
    only = of.departments(subject_id) if of else None
    if only is not None:
        query = query.where(Department.id.in_(only))
    return [(row.id, row.name) for row in db.session.execute(query)]


def colleagues(kind: str, subject_id: int) -> list[tuple[int, str]]:
    """The people who run this: of the secretariat, or whoever runs the thing instead."""
    rows = (
        select(Account.id, Account.name, AccountRole.role)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role.in_(RUNNERS), Account.disabled_at.is_(None))
        .order_by(Account.id)
    )
    people = db.session.execute(rows).all()
    return [(row.id, row.name) for row in people if _runs(row.id, Role(row.role), kind, subject_id)]


def _runs(account_id: int, role: Role, kind: str, subject_id: int) -> bool:
    if not kind:
        return role == Role.SECRETARIAT
    return runs_subject(acting.actor_for(account_id, ActingAs(role, "")), kind, subject_id)


@cache
def gone_expression() -> ColumnElement[bool]:
    """Whether its owner cannot do it: the account is closed or has another role, the firm left, the thing is hidden."""
    serves = exists().where(
        AccountRole.account_id == Measure.account_id,
        AccountRole.role.in_(RUNNERS),
        Account.id == AccountRole.account_id,
        Account.disabled_at.is_(None),
    )
    belongs = exists().where(Member.id == Measure.member_id, Member.status.in_(IN_DIRECTORY))
    lost = (and_(Measure.subject_kind == kind, one.is_lost()) for kind, one in measured().items())
    return or_(
        *lost,
        and_(Measure.account_id.is_not(None), ~serves.correlate(Measure)),
        and_(Measure.member_id.is_not(None), ~belongs.correlate(Measure)),
    )
