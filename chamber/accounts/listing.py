"""The administrator's list of accounts, with search, filters and their counts; one account."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import selectinload

from ..directory.models import Department, DepartmentHandler
from ..extensions import db, find_one
from ..language.text import clean, like_pattern
from ..members.models import Contact, Member
from ..members.words import Circle
from ..rights import Actor, Role
from ..search import index
from . import rights
from .models import Account, AccountRole


def name_matches(typed: str) -> ColumnElement[bool]:
    """The condition for accounts whose name or user name contains what somebody typed."""
    pattern = like_pattern(typed)
    return or_(func.lower(Account.name).like(pattern, escape="\\"), Account.username.like(pattern, escape="\\"))


@dataclass(frozen=True)
class Filter:
    """What the list is filtered by: words, and one chip (a role, a state or nothing)."""

    query: str = ""
    chip: str = ""


def accounts(wanted: Filter, *, actor: Actor) -> Select[Any]:
    """The accounts that fit, for paging by `Account.id`, newest first."""
    rights.ADMINISTER.demand(actor)
    query = select(Account).options(selectinload(Account.roles)).where(_matching(wanted.query))
    conditions = _chips()
    return query.where(conditions[wanted.chip]) if wanted.chip in conditions else query


def counts(query: str, *, actor: Actor) -> dict[str, int]:
    """How many accounts fit the words under each chip, `""` for all; one pass."""
    rights.ADMINISTER.demand(actor)
    columns: list[Any] = [func.count().label("all")]
    conditions = _chips()
    columns += [func.sum(case((condition, 1), else_=0)).label(name) for name, condition in conditions.items()]
    row = db.session.execute(select(*columns).select_from(Account).where(_matching(query))).one()
    return {"": row[0], **{name: int(value or 0) for name, value in zip(conditions, row[1:], strict=True)}}


def labels() -> dict[str, str]:
    """The words of the chips."""
    roles = {role: str(label) for role, label in Role.labels().items()}
    return {"": _("All"), **roles, "waiting": _("Not activated yet"), "disabled": _("Disabled")}


def find(account_id: int, *, actor: Actor) -> Account:
    """The account with this number; NotFound where there is none."""
    rights.ADMINISTER.demand(actor)
    return find_one(select(Account).where(Account.id == account_id), _("There is no such account."), fresh=True)


def firms_and_departments(account_ids: list[int], *, actor: Actor) -> dict[int, list[str]]:
    """The firms and departments of accounts, two queries for a page."""
    rights.ADMINISTER.demand(actor)
    found: dict[int, list[str]] = {number: [] for number in account_ids}
    firms = (
        select(Contact.account_id, Member.name)
        .join(Member, Member.id == Contact.member_id)
        .where(Contact.account_id.in_(account_ids), Contact.left_at.is_(None))
        .order_by(Contact.id)
    )
    departments = (
        select(DepartmentHandler.account_id, Department.name)
        .join(Department, Department.id == DepartmentHandler.department_id)
        .where(DepartmentHandler.account_id.in_(account_ids))
        .order_by(Department.position, Department.id)
    )
    for query in (firms, departments):
        for number, name in db.session.execute(query):
            if number is not None:
                found[number].append(name)
    return found


def departments_of(account_id: int, *, actor: Actor) -> list[tuple[Department, bool]]:
    """The departments that an account handles cases for, and whether it leads them."""
    rights.ADMINISTER.demand(actor)
    query = (
        select(Department, DepartmentHandler.is_lead)
        .join(DepartmentHandler, DepartmentHandler.department_id == Department.id)
        .where(DepartmentHandler.account_id == account_id)
        .order_by(Department.position, Department.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _chips() -> dict[str, ColumnElement[bool]]:
    open_ = Account.disabled_at.is_(None)
    held = {
        role.value: Account.id.in_(select(AccountRole.account_id).where(AccountRole.role == role)) & open_
        for role in Role
    }
    return {**held, "waiting": (Account.password_hash == "") & open_, "disabled": Account.disabled_at.is_not(None)}


def _matching(query: str) -> ColumnElement[bool]:
    if not clean(query):
        return Account.id > 0
    pattern = like_pattern(query)
    firms = (
        select(Contact.account_id)
        .join(Member, Member.id == Contact.member_id)
        .where(
            Contact.account_id.is_not(None),
            or_(
                Contact.search_door.like(pattern, escape="\\"),
                index.holds("member", Member.id, query, Circle.DIRECTORY),
            ),
        )
    )
    departments = (
        select(DepartmentHandler.account_id)
        .join(Department, Department.id == DepartmentHandler.department_id)
        .where(func.lower(Department.name).like(pattern, escape="\\"))
    )
    return or_(
        func.lower(Account.name).like(pattern, escape="\\"),
        Account.username.like(pattern, escape="\\"),
        Account.mobile.like(pattern, escape="\\"),
        Account.id.in_(firms),
        Account.id.in_(departments),
    )
