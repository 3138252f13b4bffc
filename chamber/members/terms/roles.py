"""Accounts that keep the role of an office which the person no longer holds: ending an office changes no account."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from ...accounts import rights as account_rights
from ...accounts.models import Account, AccountRole
from ...extensions import NOW, db
from ...registry.homes import waiting_row
from ...rights import Actor, Role
from .. import rights
from ..models import Contact, Member, Office, Position

OF_OFFICES = (Office.PRESIDENT, Office.SUPERVISOR)
"""Offices that have a role of the same name."""


@dataclass(frozen=True)
class Resting:
    """An account that still has a role, and the office that it went with."""

    account_id: int
    name: str
    role: str
    firm: str
    ended_on: date | None

    @property
    def role_label(self) -> str:
        """What the role is called on this page."""
        return Role.label_of(self.role)

    @property
    def office_label(self) -> str:
        """What the office is called on this page."""
        return Office.label_of(self.role)


def outdated(actor: Actor) -> list[Resting]:
    """Whose account still has the role of an office that has ended, for who enters offices and who changes roles."""
    if not account_rights.ADMINISTER.allows(actor):
        rights.EDIT.demand(actor)
    query = (
        select(Account.id, Account.name, AccountRole.role, Member.name, func.max(Position.ended_on))
        .select_from(Account)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .join(Contact, Contact.account_id == Account.id)
        .join(Member, Member.id == Contact.member_id)
        .join(Position, Position.member_id == Member.id)
        .where(*_of_contact(), _is_outdated())
        .group_by(Account.id, Account.name, AccountRole.role, Member.name)
    )
    return [Resting(*row) for row in db.session.execute(query.order_by(Account.id))]


def waiting(_actor: Actor) -> Select[Any]:
    """The same for the list of a home page that gets empty; it waits behind all else, as others change roles."""
    row = waiting_row(key=Account.id, title=Account.name, since=NOW)
    return row.join_from(Account, AccountRole, AccountRole.account_id == Account.id).where(_is_outdated())


def who_changes_roles() -> list[str]:
    """The names of the system administrators."""
    query = select(Account.name).join(AccountRole, AccountRole.account_id == Account.id)
    admins = query.where(AccountRole.role == Role.ADMIN, Account.disabled_at.is_(None))
    return list(db.session.scalars(admins.order_by(Account.id)))


def _is_outdated() -> ColumnElement[bool]:
    """For accounts with one of their roles: the person held the office of that name, and holds it no more."""
    ended, held = (
        exists().where(*_of_contact(), day).correlate(Account, AccountRole)
        for day in (Position.ended_on.is_not(None), Position.ended_on.is_(None))
    )
    return and_(Account.disabled_at.is_(None), AccountRole.role.in_(OF_OFFICES), ended, ~held)


def _of_contact() -> tuple[ColumnElement[bool], ...]:
    """The office that the role goes with, held by the person or, where nobody is named, by the firm."""
    return (
        Contact.account_id == Account.id,
        Position.member_id == Contact.member_id,
        Position.office == AccountRole.role,
        Position.office.in_(OF_OFFICES),
        or_(Position.contact_id.is_(None), Position.contact_id == Contact.id),
    )
