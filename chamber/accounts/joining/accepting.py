"""Using a link: open an account, add a firm to one that is there, or set a new password."""

from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from ... import clock
from ...audit import services as audit
from ...errors import Conflict, DomainError
from ...extensions import db, reading, unit_of_work
from ...language.phones import last_four_digits
from ...language.text import clean, fold
from ...members.models import Contact
from ...members.standing.models import Agreement
from ...rights import Role
from .. import passwords
from ..administration import flush_mobile, mobile_of, roles_of
from ..models import Account, AccountRole, Invitation
from ..services import Known, begin_session, demand_password, end_sessions, still
from ..signals import access_passed, reach_changed
from .links import Invited, Way, account_of, gone, holders, look_up, usable, with_text


@dataclass(frozen=True)
class Typed:
    """What the joining page asks for, each where its `Way` needs it."""

    password: str
    mobile: str = ""
    name: str = ""
    username: str = ""
    agrees: bool = False
    text_version: str = ""
    """Which text on personal data was read."""


class Joined(NamedTuple):
    """A session that a link began: its secret, whether a used account got a new password, and the firm added to one."""

    secret: str
    is_return: bool
    added: str = ""


def for_whom(token: str) -> Invited:
    """For whom this link is, in a transaction of its own: also before a POST writes."""
    with reading():
        return with_text(look_up(token))


def accept(token: str, typed: Typed, *, address: str, device: str, known_by: str = "") -> Joined:
    """Use the link, and begin a session.

    A link for a contact whose number has an account already asks for the password of that one and never sets it.
    Hashes are made and compared before the writing transaction. NotFound where the link is no longer good, Conflict
    where a user name is taken or somebody was quicker, DomainError at what is not good enough, TooMany after many
    wrong passwords.
    """
    invited = for_whom(token)
    number = ""
    if invited.way in (Way.NUMBER, Way.ADD):
        number = own_number(invited, typed.mobile)
        if not invited.number:
            _keep_to(number, invited, typed.password)
        with reading():
            invited = look_up(token, number)
    if invited.obstacle:
        raise DomainError(invited.obstacle)
    if invited.way == Way.ADD:
        known = demand_password(
            number,
            lambda: usable(holders(number)),
            typed.password,
            refusal=_wrong_password(),
            address=address,
            known_by=known_by,
        )
        return _add_firm(token, number, known, address=address, device=device)
    return _set_password(token, invited, number, typed, address=address, device=device)


def own_number(invited: Invited, typed: str) -> str:
    """The number that was typed, E.164; DomainError where it is not the one that the chamber knows of this person."""
    number = mobile_of(typed)
    if invited.number and number != invited.number:
        digits = last_four_digits(invited.number)
        raise DomainError(
            _(
                "The chamber knows another number of you, which ends in %(digits)s. If that is wrong, please ask the"
                " secretariat to correct it.",
                digits=digits,
            ),
            field="mobile",
        )
    return number


def _keep_to(number: str, invited: Invited, password: str) -> None:
    """Let a link for somebody whose number nobody knows take no other than the first one tried, and no bad password.

    Whoever holds it could else try which numbers have an account.
    """
    passwords.check(password, invited.name, number.removeprefix("+86"))
    with unit_of_work():
        row = db.session.get_one(Invitation, invited.invitation_id, with_for_update=True, populate_existing=True)
        row.tried_number = row.tried_number or number
        if row.tried_number != number:
            raise DomainError(
                _(
                    "This link was first used with a number that ends in %(digits)s and takes no other. If that one is"
                    " wrong, please ask the secretariat for a new link.",
                    digits=last_four_digits(row.tried_number),
                ),
                field="mobile",
            )


def good_username(typed: str) -> str:
    """A user name as it is stored; DomainError where it is too short, too long or a mere number."""
    username = fold(clean(typed)).replace(" ", "")
    if not 3 <= len(username) <= 60 or not any(char.isalpha() for char in username):
        raise DomainError(_("Please choose a user name of 3 to 60 characters with a letter in it."), field="username")
    return username


def _wrong_password() -> DomainError:
    words = _("This number has an account already, and this is not the password of that account.")
    return DomainError(words, field="password")


def _add_firm(token: str, number: str, known: Known, *, address: str, device: str) -> Joined:
    """Let the account that this number signs in to, whose password was the right one, act for one more firm.

    Whoever issued the link may have put the number into the roster: what waits for the contact is told of by
    `access_passed`, also where it is the issuer's own account. What the account has already stays as it is.
    """
    account = still(known, _wrong_password())
    row = _unused(token, number, Way.ADD)
    contact = db.session.get_one(Contact, row.contact_id, with_for_update={"key_share": True}, populate_existing=True)
    if contact.account_id is not None:
        raise gone()
    if Role.ADMIN in roles_of(account):
        raise DomainError(_("The account of a system administrator cannot act for a firm, as it would read cases."))
    contact.account_id = account.id
    if Role.MEMBER not in roles_of(account):
        account.roles.append(AccountRole(role=Role.MEMBER))
        flag_modified(account, "name")
    row.used_at, row.account_id = clock.now(), account.id
    db.session.flush()
    audit.record("account.linked", "account", account.id, actor=None, after={"contact": contact.id})
    access_passed.send(None, account_id=None, contact_ids=[contact.id], by_id=row.issued_by_id, is_first=True)
    reach_changed.send(None, contact_ids=[contact.id])
    secret = begin_session(account, address=address, device=device, contact_id=contact.id)
    return Joined(secret, False, contact.member.label)


def _set_password(token: str, invited: Invited, number: str, typed: Typed, *, address: str, device: str) -> Joined:
    name = clean(typed.name) if invited.way == Way.SET_UP else invited.name
    if not name:
        raise DomainError(_("Please enter your name."), field="name")
    asks_name = invited.way in (Way.SET_UP, Way.USERNAME)
    username = good_username(typed.username) if asks_name or typed.username else invited.username
    own_names = (username, name, (number or invited.number).removeprefix("+86"))
    password_hash = passwords.hash_password(passwords.check(typed.password, *own_names))
    row = _unused(token, number, invited.way)
    agreed_to = _agreed_to(with_text(invited), typed)
    account = _account_to_open(row, name, number)
    if username and db.session.scalar(select(Account.id).where(Account.username == username, Account.id != account.id)):
        raise Conflict(_("This user name is taken. Please choose another."), field="username")
    was_used = bool(account.password_hash)
    account.name, account.username, account.password_hash = name, username or None, password_hash
    row.used_at, row.account_id = clock.now(), account.id
    if agreed_to:
        db.session.add(Agreement(account_id=account.id, text_version=agreed_to, agreed=True, at=clock.now()))
    end_sessions(account.id)
    db.session.flush()
    after = {"invitation": row.id, **({"text_version": agreed_to} if agreed_to else {})}
    audit.record("account.joined", "account", account.id, actor=None, after=after)
    if row.issued_by_id != account.id:
        # Whoever issued it can use it too.
        contacts = db.session.scalars(select(Contact.id).where(Contact.account_id == account.id)).all()
        access_passed.send(
            None, account_id=account.id, contact_ids=contacts, by_id=row.issued_by_id, is_first=not was_used
        )
    return Joined(begin_session(account, address=address, device=device, by_invitation_id=row.id), was_used)


def _agreed_to(invited: Invited, typed: Typed) -> int:
    """The version of the text that was agreed to, 0 where none is asked; DomainError where it was not.

    Source: Personal Information Protection Law arts. 13, 14, 17.
    """
    if not invited.text_version:
        return 0
    if not typed.agrees:
        raise DomainError(_("Please read the text on personal data and agree to it."), field="agrees")
    if typed.text_version != str(invited.text_version):
        raise DomainError(_("The text on personal data has just changed. Please read the new one."), field="agrees")
    return invited.text_version


def _unused(token: str, number: str, way: Way) -> Invitation:
    """The row of the link, locked; NotFound where it was used meanwhile, Conflict where it asks for something else."""
    now = look_up(token, number)
    row = db.session.get_one(Invitation, now.invitation_id, with_for_update=True, populate_existing=True)
    if row.used_at or row.revoked_at:
        raise gone()
    if now.way != way:
        raise Conflict(_("Something has changed meanwhile. Please open the link once more."))
    return row


def _account_to_open(row: Invitation, name: str, number: str) -> Account:
    contact = db.session.get(Contact, row.contact_id) if row.contact_id else None
    account = account_of(row, contact)
    if account is not None:
        return account
    role = Role.MEMBER if contact else Role(row.role)
    account = Account(name=name, created_at=clock.now(), mobile=number or None, roles=[AccountRole(role=role)])
    db.session.add(account)
    flush_mobile()
    if contact:
        contact.account_id = account.id
    return account
