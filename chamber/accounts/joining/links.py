"""What a link is for: the first sign-in, another firm for an account that is there, or a new password."""

from dataclasses import dataclass, replace
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import or_, select

from ... import clock
from ...errors import DomainError, NotFound
from ...extensions import db
from ...language.phones import mask_phone, mobile
from ...members.models import Contact
from ...members.standing.models import ConsentText
from ...rights import Role
from ..models import Account, Invitation
from ..tokens import token_hash
from .invitations import invitable


class Way(StrEnum):
    """What a link asks for."""

    RENEW = "renew"
    """A new password, for an account that was used before."""
    NUMBER = "number"
    """The mobile number and a first password."""
    ADD = "add"
    """The mobile number and the password of the account that it signs in to: that one gets the firm as well."""
    USERNAME = "username"
    """A user name and a first password, for staff without a mobile number."""
    SET_UP = "set_up"
    """A name too: the first administrator of an empty chamber."""


@dataclass(frozen=True)
class Invited:
    """What the joining page shows: for whom the link is, and what it asks for."""

    invitation_id: int
    way: Way
    name: str
    firm: str = ""
    number: str = ""
    """The mobile number that is known of the person, E.164."""
    username: str = ""
    is_member: bool = False
    """The person acts for a firm."""
    obstacle: str = ""
    """Why it cannot be used as things are."""
    text: str = ""
    """The text on personal data that is asked for consent; empty where none is asked."""
    text_version: int = 0

    @property
    def signs_in_with(self) -> str:
        """What to type beside the password, without giving a whole number away to whoever holds the link."""
        return self.username or mask_phone(self.number)


def look_up(token: str, number: str = "") -> Invited:
    """For whom this link is, changing nothing; NotFound where it is unknown, used, replaced or too old.

    `number`: what the person has typed, E.164; it counts where the chamber knows none.
    """
    row = db.session.scalars(select(Invitation).where(Invitation.token_hash == token_hash(token))).first()
    if row is None or row.used_at or row.revoked_at or row.expires_at <= clock.now():
        raise gone()
    contact = db.session.get(Contact, row.contact_id) if row.contact_id else None
    account = account_of(row, contact)
    if (account is not None and account.disabled_at) or (
        contact is not None and not invitable([contact.id], asker=None)
    ):
        raise gone()
    if account is not None:
        return _of_account(row, account)
    if contact is None:
        return Invited(row.id, Way.SET_UP, "")
    known = _mobile_or_none(contact.mobile)
    way, obstacle = _way_of(known or number)
    return Invited(row.id, way, contact.name, contact.member.label, known, is_member=True, obstacle=obstacle)


def with_text(invited: Invited) -> Invited:
    """The same, with the text on personal data that is in force: it is asked once, of who joins for a firm."""
    if not invited.is_member or invited.way not in (Way.NUMBER, Way.USERNAME):
        return invited
    row = db.session.scalars(select(ConsentText).order_by(ConsentText.version.desc()).limit(1)).first()
    return replace(invited, text=row.text, text_version=row.version) if row else invited


def gone() -> NotFound:
    """The one answer for a link that opens nothing."""
    return NotFound(_("This link has been used or has expired. Please ask the secretariat for a new one."))


def account_of(row: Invitation, contact: Contact | None) -> Account | None:
    """The account that a link is for; None where one is yet to be made, or found by the number."""
    account_id = row.account_id or (contact.account_id if contact else None)
    return db.session.get(Account, account_id) if account_id else None


def _of_account(row: Invitation, account: Account) -> Invited:
    way = Way.RENEW if account.password_hash else Way.NUMBER if account.mobile else Way.USERNAME
    acts_for_firm = any(held.role == Role.MEMBER for held in account.roles)
    return Invited(row.id, way, account.name, "", account.mobile or "", account.username or "", is_member=acts_for_firm)


def _mobile_or_none(number: str) -> str:
    try:
        return number if mobile(number) == number else ""
    except DomainError:
        return ""


def holders(number: str) -> list[Account]:
    """The accounts that this mobile number may mean: of who signs in with it, and of contacts who have it."""
    if not number:
        return []
    contacts = select(Contact.account_id).where(Contact.mobile == number, Contact.left_at.is_(None))
    found = db.session.scalars(select(Account).where(or_(Account.mobile == number, Account.id.in_(contacts))))
    return sorted(found, key=lambda one: (one.mobile != number, one.id))


def usable(accounts: list[Account]) -> list[Account]:
    """Those of them that somebody can sign in to."""
    return [one for one in accounts if one.password_hash and not one.disabled_at]


def _way_of(number: str) -> tuple[Way, str]:
    found = holders(number)
    if usable(found):
        return Way.ADD, ""
    own = next((one for one in found if one.mobile == number), None)
    if own is None:
        return Way.NUMBER, ""
    if own.disabled_at:
        return Way.ADD, _("The account with this mobile number is closed. Please ask the secretariat.")
    return Way.ADD, _(
        "The account with this mobile number has never been used. Please use the link that was issued for it first,"
        " and then this one."
    )
