"""In which roles an account can act (for which firm or department), and the `Actor` of a session."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import bindparam, func, select, update

from .. import clock
from ..directory.models import Department, DepartmentHandler
from ..errors import DomainError
from ..extensions import db
from ..members.models import Contact, Member, MemberStatus
from ..notifications.models import Notification
from ..rights import Actor, Role
from .models import Account, AccountRole, AccountSession
from .tokens import SESSION_LIFE, token_hash

MAX_COUNTED = 100
"""Unread messages are counted up to this number, as every request counts them."""


@dataclass(frozen=True)
class ActingAs:
    """One way in which an account can act: a role, for `member` with its contact, for `handler` with its department."""

    role: Role
    label: str
    contact_id: int | None = None
    department_id: int | None = None
    unit: str = ""
    """The name of that firm or department."""
    short_unit: str = ""
    """Its short name where there is one: for a narrow place."""

    @property
    def value(self) -> str:
        """How forms and `Job.hat` name it: role and contact or department, `handler:3`."""
        return _key(self)


def acting_as(actor: Actor) -> str:
    """What somebody acts as, as `ActingAs.value`."""
    return _key(actor)


def account_and_role(actor: Actor) -> str:
    """The account and what it acts as: a page that stood open compares it to see whether it is still the same."""
    return f"{actor.account_id} {_key(actor)}"


def _key(one: ActingAs | Actor) -> str:
    return f"{one.role}:{one.contact_id or one.department_id or ''}"


def acting_choices(account_id: int) -> list[ActingAs]:
    """Everything that an account can act as, in the order of `Role`.

    A contact keeps its role when the firm leaves the chamber: it still sees its own open cases.
    """
    roles = set(db.session.scalars(select(AccountRole.role).where(AccountRole.account_id == account_id)))
    choices = []
    for role in (role for role in Role if role in roles):
        if role == Role.MEMBER:
            query = (
                select(Contact.id, Member.name, Member.short_name)
                .join(Member, Member.id == Contact.member_id)
                .where(Contact.account_id == account_id, Contact.left_at.is_(None))
                .order_by(Contact.id)
            )
            choices += [_for_unit(role, row, contact_id=row.id) for row in db.session.execute(query)]
        elif role == Role.HANDLER:
            query = (
                select(Department.id, Department.name, Department.short_name)
                .join(DepartmentHandler, DepartmentHandler.department_id == Department.id)
                .where(DepartmentHandler.account_id == account_id)
                .order_by(Department.position, Department.id)
            )
            choices += [_for_unit(role, row, department_id=row.id) for row in db.session.execute(query)]
        else:
            choices.append(ActingAs(role, str(role.label)))
    return choices


def _for_unit(role: Role, row: Any, **which: int) -> ActingAs:
    short = row.short_name or row.name
    return ActingAs(role, f"{role.label} · {row.name}", unit=row.name, short_unit=short, **which)


def _connections(*extra: Any) -> Any:
    """The roles, contacts, firms and departments of accounts, one row for each combination."""
    return (
        select(
            Account.id.label("account_id"),
            Account.name,
            Account.locale,
            Account.large_text,
            Account.dense_lists,
            AccountRole.role,
            Contact.id.label("contact_id"),
            Contact.member_id,
            Contact.left_at,
            Member.name.label("member_name"),
            Member.status,
            DepartmentHandler.department_id,
            DepartmentHandler.is_lead,
            Department.name.label("department_name"),
            *extra,
        )
        .select_from(Account)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .outerjoin(Contact, Contact.account_id == Account.id)
        .outerjoin(Member, Member.id == Contact.member_id)
        .outerjoin(DepartmentHandler, DepartmentHandler.account_id == Account.id)
        .outerjoin(Department, Department.id == DepartmentHandler.department_id)
        .where(Account.disabled_at.is_(None))
    )


def _unread() -> Any:
    few = (
        select(Notification.id)
        .where(Notification.account_id == Account.id, Notification.read_at.is_(None), Notification.hidden_at.is_(None))
        .limit(MAX_COUNTED)
        .correlate(Account)
        .subquery()
    )
    return select(func.count()).select_from(few).scalar_subquery()


@cache
def _of_session() -> Any:
    """The query behind every request, put together once."""
    return (
        _connections(
            _unread().label("unread"),
            AccountSession.id.label("session_id"),
            AccountSession.acting_role,
            AccountSession.acting_contact_id,
            AccountSession.acting_department_id,
        )
        .join(AccountSession, AccountSession.account_id == Account.id)
        .where(
            AccountSession.token_hash == bindparam("token_hash"),
            AccountSession.ended_at.is_(None),
            AccountSession.began_at > bindparam("since"),
        )
    )


def actor_of_session(token: str) -> Actor | None:
    """Who acts in the session with this secret; one query. None where it has ended or its role was taken away."""
    values = {"token_hash": token_hash(token), "since": clock.now() - SESSION_LIFE}
    rows = db.session.execute(_of_session(), values).all()
    if not rows:
        return None
    first = rows[0]
    return _actor(rows, first.acting_role, first.acting_contact_id, first.acting_department_id, first.session_id, token)


def actor_for(account_id: int, choice: ActingAs | None = None) -> Actor:
    """The account as an actor outside a session (demo, tests, commands), in the given or its first role.

    DomainError where the account does not have that role (any more).
    """
    choice = choice or acting_choices(account_id)[0]
    rows = db.session.execute(_connections().where(Account.id == account_id)).all()
    actor = _actor(rows, choice.role, choice.contact_id, choice.department_id)
    if actor is None:
        raise DomainError(_("You cannot act in this role."))
    return actor


def actor_acting_as(value: str, account_id: int) -> Actor:
    """The account as an actor in this role (`ActingAs.value`), outside a session.

    DomainError where the account has been disabled or has lost the role.
    """
    choice = next((one for one in acting_choices(account_id) if one.value == value), None)
    if choice is None:
        raise DomainError(_("You cannot act in this role."))
    return actor_for(account_id, choice)


def _actor(
    rows: Sequence[Any],
    acting_role: str,
    contact_id: int | None,
    department_id: int | None,
    session_id: int | None = None,
    token: str = "",
) -> Actor | None:
    roles = frozenset(Role(row.role) for row in rows)
    if acting_role not in roles:
        return None
    role = Role(acting_role)
    first = rows[0]
    contact = next((row for row in rows if row.contact_id == contact_id), None) if role == Role.MEMBER else None
    department = (
        next((row for row in rows if row.department_id == department_id), None) if role == Role.HANDLER else None
    )
    if role == Role.MEMBER and (contact is None or contact.contact_id is None or contact.left_at):
        return None
    if role == Role.HANDLER and (department is None or department.department_id is None):
        return None
    return Actor(
        account_id=first.account_id,
        name=first.name,
        role=role,
        roles=roles,
        member_id=contact.member_id if contact else None,
        member_name=contact.member_name if contact else "",
        member_is_active=not contact or contact.status in (MemberStatus.ACTIVE, MemberStatus.SUSPENDED),
        contact_id=contact.contact_id if contact else None,
        department_id=department.department_id if department else None,
        department_name=department.department_name if department else "",
        is_lead=bool(department and department.is_lead),
        contact_ids=frozenset(row.contact_id for row in rows if row.contact_id),
        member_ids=frozenset(row.member_id for row in rows if row.member_id),
        department_ids=frozenset(row.department_id for row in rows if row.department_id),
        locale=first.locale,
        large_text=first.large_text,
        dense_lists=role == Role.SECRETARIAT if first.dense_lists is None else first.dense_lists,
        unread=getattr(first, "unread", 0),
        session_id=session_id,
        token=token,
    )


def other_firms(actor: Actor) -> list[ActingAs]:
    """The other firms of who acts for one; asks the database only for who may have some."""
    if actor.role != Role.MEMBER or len(actor.contact_ids) < 2:
        return []
    return [one for one in acting_choices(actor.account_id) if one.contact_id not in (None, actor.contact_id)]


def act_as(value: str, *, actor: Actor) -> None:
    """Switch to another of one's own roles (`ActingAs.value`); DomainError where it is not one's own."""
    choice = next((one for one in acting_choices(actor.account_id) if one.value == value), None)
    if choice is None:
        raise DomainError(_("You cannot act in this role."))
    db.session.execute(
        update(AccountSession)
        .where(AccountSession.id == actor.session_id)
        .values(
            acting_role=choice.role,
            acting_contact_id=choice.contact_id,
            acting_department_id=choice.department_id,
        )
    )
