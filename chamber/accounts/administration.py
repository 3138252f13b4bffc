"""What the administrator does with accounts: create, set roles, disable, enable, issue links."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from .. import clock
from ..audit import services as audit
from ..audit.models import AuditRow, AuditValue
from ..directory import handlers
from ..directory.models import Department, DepartmentHandler
from ..errors import Conflict, DomainError, at_field
from ..extensions import db, find_one
from ..language.phones import mobile as read_mobile
from ..language.text import checked_text, clean
from ..members.models import Contact
from ..rights import CASE_ROLES, Actor, Role
from . import rights
from .joining import invitations
from .models import Account, AccountRole, Invitation
from .services import end_sessions
from .signals import reach_changed

ASSIGNABLE = tuple(role for role in Role if role != Role.MEMBER)
"""Roles that the administrator gives; `member` comes and goes with a contact of a firm."""

DUPLICATE_WINDOW = timedelta(minutes=10)


@dataclass(frozen=True)
class NewAccount:
    """An account as typed."""

    name: str
    mobile: str = ""
    roles: frozenset[Role] = frozenset()
    department_id: int | None = None
    form_key: str = ""
    """Names the form: sent twice within `DUPLICATE_WINDOW`, it makes one account."""


def create(typed: NewAccount, *, actor: Actor) -> tuple[Account, str]:
    """Make an account that signs in by a link first; returns it and the secret of the link.

    DomainError where the name is missing, the roles do not go together, or a handler has no department; Conflict where
    the mobile number is another account's. A form that is sent twice gives the same account, with a fresh link.
    """
    rights.ADMINISTER.demand(actor)
    known = _made_by_same_form(typed.form_key, actor) if typed.form_key else None
    if known:
        return known, invitations.issue(actor=actor, account=known)
    name = name_of(typed.name)
    check_roles(typed.roles)
    if Role.MEMBER in typed.roles:
        raise DomainError(_("Contacts of firms get their accounts by a link from the secretariat."), field="roles")
    if Role.HANDLER in typed.roles and typed.department_id is None:
        raise DomainError(_("Choose the department that this person handles cases for."), field="department")
    account = Account(
        name=name, mobile=mobile_of(typed.mobile) if clean(typed.mobile) else None, created_at=clock.now()
    )
    account.roles = [AccountRole(role=role) for role in sorted(typed.roles)]
    db.session.add(account)
    flush_mobile()
    if Role.HANDLER in typed.roles:
        _add_as_handler(account, typed.department_id, actor)
    after = {"name": name, "roles": sorted(typed.roles), "form_key": typed.form_key}
    audit.record("account.created", "account", account.id, actor=actor, after=after)
    return account, invitations.issue(actor=actor, account=account)


def _made_by_same_form(form_key: str, actor: Actor) -> Account | None:
    """The account that the same form made within `DUPLICATE_WINDOW`, found by the form's key in the log."""
    locked(actor.account_id)
    query = (
        select(AuditRow.subject, AuditValue.values)
        .join(AuditValue, AuditValue.row_id == AuditRow.id)
        .where(
            AuditRow.act == "account.created",
            AuditRow.actor_id == actor.account_id,
            AuditRow.at > clock.now() - DUPLICATE_WINDOW,
        )
    )
    for row in db.session.execute(query):
        if row.values.get("after", {}).get("form_key") == form_key:
            return db.session.get(Account, int(row.subject.partition(":")[2]))
    return None


def name_of(typed: str) -> str:
    """The name of a person; DomainError where it is missing or too long."""
    return checked_text(typed, 60, "name", _("Please write the name of the person."))


def mobile_of(typed: str) -> str:
    """A mobile number in E.164; the DomainError is about the field `mobile`."""
    with at_field("mobile"):
        return read_mobile(typed)


def flush_mobile() -> None:
    """Flush the session; Conflict at `mobile` where another account has the number."""
    try:
        db.session.flush()
    except IntegrityError:
        raise Conflict(_("Another account has this mobile number."), field="mobile") from None


def _add_as_handler(account: Account, department_id: int | None, actor: Actor) -> None:
    """Make the account a handler of the department; the first one there leads it."""
    department = db.session.get(Department, department_id, with_for_update=True, populate_existing=True)
    if department is None:
        raise DomainError(_("Choose the department that this person handles cases for."), field="department")
    before = handlers.logged(department)
    leads = not any(one.is_lead for one in department.handlers)
    department.handlers.append(DepartmentHandler(account_id=account.id, is_lead=leads))
    _note_handlers(department, before, actor)


def _note_handlers(department: Department, before: dict[str, object], actor: Actor) -> None:
    flag_modified(department, "name")
    db.session.flush()
    old, new = audit.changes(before, handlers.logged(department))
    audit.record("directory.handlers_set", "directory", department.id, actor=actor, before=old, after=new)


def check_roles(roles: frozenset[Role]) -> None:
    """DomainError where these roles cannot go together in one account, or there are none."""
    if not roles:
        raise DomainError(_("Choose at least one role."), field="roles")
    if Role.ADMIN in roles and roles & CASE_ROLES:
        raise DomainError(
            _(
                "The system administrator cannot read cases, so this role cannot be combined with another. Create "
                "a second account for the other work."
            ),
            field="roles",
        )


def set_roles(account_id: int, roles: frozenset[Role], *, actor: Actor, version: int) -> Account:
    """Give an account these roles, from now on; `version` is the one that the form showed.

    Raises DomainError where they do not go together, for one's own account, where no active administrator would
    remain, where a member role has no contact or a handler still leads a department; Conflict where somebody was
    quicker.
    """
    rights.ADMINISTER.demand(actor)
    check_roles(roles)
    administrators = _locked_administrators()
    account = locked(account_id)
    if account.version != version:
        raise Conflict(
            _("Someone else has changed this account since you opened the page. The current content is shown here.")
        )
    before = roles_of(account)
    if account.id == actor.account_id:
        raise DomainError(_("Your own roles can only be changed by another administrator."), field="roles")
    if Role.MEMBER in roles and not contacts_of(account.id, actor=actor):
        raise DomainError(_("The member role needs a contact of a firm: link one first."), field="roles")
    if Role.ADMIN in before and Role.ADMIN not in roles:
        _require_another(administrators, account)
    if Role.HANDLER in before and Role.HANDLER not in roles:
        _remove_as_handler(account, actor)
    if roles != before:
        account.roles = [one for one in account.roles if one.role in roles]
        account.roles += [AccountRole(role=role) for role in sorted(roles - before)]
        # Roles are rows of their own: without this a change of them would not count up the version.
        flag_modified(account, "name")
        db.session.flush()
        old, new = {"roles": sorted(before)}, {"roles": sorted(roles)}
        audit.record("account.roles_changed", "account", account.id, actor=actor, before=old, after=new)
    return account


def roles_of(account: Account) -> frozenset[Role]:
    """The roles that an account holds."""
    return frozenset(Role(row.role) for row in account.roles)


def contacts_of(account_id: int, *, actor: Actor) -> list[Contact]:
    """The contacts of firms that an account is linked to and that have not left."""
    rights.ADMINISTER.demand(actor)
    query = select(Contact).where(Contact.account_id == account_id, Contact.left_at.is_(None)).order_by(Contact.id)
    return list(db.session.scalars(query))


def is_contact_only(account: Account, *, actor: Actor) -> bool:
    """Whether it is a contact of a firm and nothing else, so that the secretariat issues its links."""
    rights.ADMINISTER.demand(actor)
    return roles_of(account) <= {Role.MEMBER} and bool(contacts_of(account.id, actor=actor))


def locked(account_id: int) -> Account:
    """The account, locked until the transaction ends and read anew; NotFound where there is none."""
    return find_one(select(Account).where(Account.id == account_id), _("There is no such account."), lock=True)


def _locked_administrators() -> set[int]:
    """The administrators who can sign in, locked before any other row, so that two can neither leave nor block."""
    query = (
        select(Account.id)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role == Role.ADMIN, Account.disabled_at.is_(None), Account.password_hash != "")
        .order_by(Account.id)
        .with_for_update(of=Account)
    )
    return set(db.session.scalars(query))


def _require_another(administrators: set[int], leaving: Account) -> None:
    if administrators <= {leaving.id}:
        raise DomainError(_("This is the last administrator who can sign in. Create another one first."), field="roles")


def _remove_as_handler(account: Account, actor: Actor) -> None:
    rows = db.session.scalars(
        select(DepartmentHandler).where(DepartmentHandler.account_id == account.id).order_by("department_id")
    ).all()
    for row in rows:
        if row.is_lead and len(row.department.handlers) > 1:
            raise DomainError(
                _("This person is the lead of “%(name)s”. Name another lead there first.", name=row.department.name),
                field="roles",
            )
        department = row.department
        before = handlers.logged(department)
        department.handlers.remove(row)
        _note_handlers(department, before, actor)


def disable(account_id: int, *, actor: Actor, reason: str) -> Account:
    """Close an account: every session ends at once and open links die.

    DomainError without a reason, for one's own account and for the last administrator's.
    """
    rights.ADMINISTER.demand(actor)
    reason_given = _reason(reason)
    administrators = _locked_administrators()
    account = locked(account_id)
    if account.id == actor.account_id:
        raise DomainError(_("Your own account can only be disabled by another administrator."))
    if account.disabled_at:
        raise Conflict(_("This account is disabled already."))
    if Role.ADMIN in roles_of(account):
        _require_another(administrators, account)
    account.disabled_at = clock.now()
    end_sessions(account.id)
    contacts = _contact_ids(account)
    invitations.revoke((Invitation.account_id == account.id) | Invitation.contact_id.in_(contacts))
    db.session.flush()
    audit.record("account.disabled", "account", account.id, actor=actor, reason=reason_given)
    reach_changed.send(None, contact_ids=contacts)
    return account


def _contact_ids(account: Account) -> list[int]:
    return list(db.session.scalars(select(Contact.id).where(Contact.account_id == account.id)))


def enable(account_id: int, *, actor: Actor, reason: str) -> Account:
    """Open a closed account again; its password still fits."""
    rights.ADMINISTER.demand(actor)
    reason_given = _reason(reason)
    account = locked(account_id)
    if not account.disabled_at:
        raise Conflict(_("This account is not disabled."))
    account.disabled_at = None
    db.session.flush()
    audit.record("account.enabled", "account", account.id, actor=actor, reason=reason_given)
    reach_changed.send(None, contact_ids=_contact_ids(account))
    return account


def issue_link(account_id: int, *, actor: Actor) -> tuple[Account, str]:
    """A new link for an account; returns both. DomainError where the secretariat issues it."""
    rights.ADMINISTER.demand(actor)
    account = locked(account_id)
    if is_contact_only(account, actor=actor):
        raise DomainError(_("This person is a contact of a firm, so the secretariat issues the link."))
    return account, invitations.issue(actor=actor, account=account)


def _reason(typed: str) -> str:
    return checked_text(typed, 500, "reason", _("Please give a reason; it is recorded in the log."))
