"""Linking accounts with contacts, so that a president or leader acts for the own firm with the same account."""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import flag_modified

from ..audit import services as audit
from ..errors import Conflict, DomainError, NotFound
from ..extensions import db, find_one
from ..members.models import Contact
from ..rights import Actor, Role
from . import rights
from .administration import locked, mobile_of, roles_of
from .joining import invitations
from .models import Account, AccountRole, Invitation
from .signals import access_passed, reach_changed


def candidates(typed: str, *, actor: Actor) -> list[Contact]:
    """The contacts without an account that have exactly this mobile number; DomainError where it is none.

    The administrator does not read the roster, so only who knows the number finds the contact.
    """
    rights.ADMINISTER.demand(actor)
    number = mobile_of(typed)
    query = (
        select(Contact)
        .options(joinedload(Contact.member))
        .where(Contact.mobile == number, Contact.account_id.is_(None), Contact.left_at.is_(None))
        .order_by(Contact.id)
        .limit(10)
    )
    return list(db.session.scalars(query))


def link(account_id: int, contact_id: int, *, mobile: str, actor: Actor) -> Contact:
    """Let an account act for the contact's firm; it gets the member role with it.

    `mobile` is the number by which the contact was found. DomainError for an administrator's account or a disabled one,
    Conflict where the contact has an account meanwhile.
    """
    rights.ADMINISTER.demand(actor)
    account, contact = _account_and_contact(account_id, contact_id)
    if contact not in candidates(mobile, actor=actor):
        raise Conflict(_("This contact now has an account, or another number. Please check again."))
    roles = roles_of(account)
    if Role.ADMIN in roles:
        raise DomainError(_("The account of a system administrator cannot act for a firm, as it would read cases."))
    if account.disabled_at:
        raise DomainError(_("This account is disabled. Enable it first."))
    contact.account_id = account.id
    # A link of before was told to nobody, and would now set the password of an account in use.
    invitations.revoke(Invitation.contact_id == contact.id)
    if Role.MEMBER not in roles:
        account.roles.append(AccountRole(role=Role.MEMBER))
        flag_modified(account, "name")
    db.session.flush()
    audit.record("account.linked", "account", account.id, actor=actor, after={"contact": contact.id})
    access_passed.send(None, account_id=None, contact_ids=[contact.id], by_id=actor.account_id, is_first=False)
    reach_changed.send(None, contact_ids=[contact.id])
    return contact


def unlink(account_id: int, contact_id: int, *, actor: Actor) -> Contact:
    """Unlink an account from a contact; without any contact left it loses the member role too.

    DomainError where no role would remain: such an account is disabled instead.
    """
    rights.ADMINISTER.demand(actor)
    account, contact = _account_and_contact(account_id, contact_id)
    if contact.account_id != account.id:
        raise NotFound(_("This contact is not linked to this account."))
    query = select(Contact.id).where(
        Contact.account_id == account.id, Contact.id != contact.id, Contact.left_at.is_(None)
    )
    if db.session.scalar(query.limit(1)) is None:
        if roles_of(account) <= {Role.MEMBER}:
            raise DomainError(_("This account would have no role left. Disable it instead."))
        account.roles = [row for row in account.roles if row.role != Role.MEMBER]
        flag_modified(account, "name")
    contact.account_id = None
    db.session.flush()
    audit.record("account.unlinked", "account", account.id, actor=actor, before={"contact": contact.id})
    access_passed.send(None, account_id=None, contact_ids=[contact.id], by_id=actor.account_id, is_first=False)
    reach_changed.send(None, contact_ids=[contact.id])
    return contact


def _account_and_contact(account_id: int, contact_id: int) -> tuple[Account, Contact]:
    contact = select(Contact).where(Contact.id == contact_id)
    return locked(account_id), find_one(contact, _("There is no such account."), lock=True)


def lock_people_of(member_id: int) -> None:
    """Lock the accounts of a firm's contacts until the transaction ends, before any of its contacts."""
    query = select(Account.id).where(Account.id.in_(select(Contact.account_id).where(Contact.member_id == member_id)))
    # Not against those who only refer to them: whoever registers holds the event that leaving waits for.
    db.session.execute(query.order_by(Account.id).with_for_update(key_share=True))


def in_turn(actor: Actor) -> None:
    """Wait until what this person sent before is done: of two equal forms the second then finds what the first made."""
    db.session.execute(select(Account.id).where(Account.id == actor.account_id).with_for_update(key_share=True))
