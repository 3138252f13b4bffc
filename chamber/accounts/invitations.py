"""Single-use links: the first sign-in, and the way back after a forgotten password."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, String, cast, exists, literal, or_, select, update

from .. import clock
from ..audit import services as audit
from ..audit.models import AuditRow
from ..cases.models import Case, CaseColleague
from ..cases.words import OPEN_STATES
from ..errors import Conflict, DomainError, NotFound
from ..extensions import db, reading
from ..language.text import clean, fold
from ..members.models import Contact, Member, MemberStatus
from ..rights import Actor, Role
from . import passwords, rights
from .models import Account, AccountRole, Invitation
from .services import begin_session, end_sessions
from .signals import access_passed
from .tokens import new_token, token_hash

LIFETIME = timedelta(days=7)


def invitable(contact_ids: Iterable[int], *, asker: Actor | None) -> set[int]:
    """Who of these contacts may be given a link: of a firm that left only those who keep an open case by it.

    Nobody who has another role besides: whoever issues the link of a supervisor could act as that supervisor.

    A case of which the asker may not read the log does not count, or they would learn of it by the button; to no
    asker, as where a link is used that is out already, all of them count.
    """
    people = (
        select(Contact.id, Member.status)
        .join(Member, Member.id == Contact.member_id)
        .where(Contact.id.in_(list(contact_ids)), Contact.left_at.is_(None))
        .where(~exists().where(AccountRole.account_id == Contact.account_id, AccountRole.role != Role.MEMBER))
    )
    found = {row.id: row.status in (MemberStatus.LEFT, MemberStatus.EXPELLED) for row in db.session.execute(people)}
    gone = [contact_id for contact_id, has_left in found.items() if has_left]
    return found.keys() - gone | (_with_open_case(gone, asker) if gone else set())


def _with_open_case(contact_ids: list[int], asker: Actor | None) -> set[int]:
    # Asked only of a firm that left: it looks through all cases that the asker may know of.
    named = select(CaseColleague.contact_id).where(CaseColleague.case_id == Case.id)
    keeps = exists().where(
        or_(Case.author_contact_id == Contact.id, Contact.id.in_(named)), Case.state.in_(OPEN_STATES)
    )
    if asker is not None:
        of_case = AuditRow.subject == literal("case:") + cast(Case.id, String)
        keeps = keeps.where(exists().where(of_case, audit.visible_to(asker)))
    return set(db.session.scalars(select(Contact.id).where(Contact.id.in_(contact_ids), keeps)))


def issue(*, actor: Actor | None, contact: Contact | None = None, account: Account | None = None) -> str:
    """A new link's secret for a contact or an account; earlier unused links of the same person are revoked.

    `actor` None is the command line. Raises DomainError where the contact or its firm has left or the account is
    disabled.
    """
    if contact is not None and contact.left_at:
        raise DomainError(_("This contact has left the firm."))
    account_id = account.id if account else contact.account_id if contact else None
    holder = account or (db.session.get(Account, account_id) if account_id else None)
    if contact is not None and holder is not None and any(row.role != Role.MEMBER for row in holder.roles):
        raise DomainError(_("This person has another role here too, so the system administrator issues the link."))
    if contact is not None and not invitable([contact.id], asker=actor):
        raise DomainError(_("This firm has left the chamber, and the contact has no open case to follow."))
    if holder is not None and holder.disabled_at:
        raise DomainError(_("This account is disabled. Enable it first."))
    same = [Invitation.account_id == account_id] if account_id else []
    same += [Invitation.contact_id == contact.id] if contact else []
    revoke(or_(*same))
    token = new_token()
    row = Invitation(
        token_hash=token_hash(token),
        account_id=account_id,
        contact_id=contact.id if contact else None,
        issued_by_id=actor.account_id if actor else None,
        issued_at=clock.now(),
        expires_at=clock.now() + LIFETIME,
    )
    db.session.add(row)
    db.session.flush()
    subject = ("contact", contact.id) if contact else ("account", account_id or 0)
    audit.record("invitation.issued", *subject, actor=actor, after={"invitation": row.id})
    return token


def revoke(which: ColumnElement[bool]) -> None:
    """End those of these links that nobody has used yet."""
    unused = update(Invitation).where(which, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
    db.session.execute(unused.values(revoked_at=clock.now()).execution_options(synchronize_session=False))


def issue_set_up() -> str:
    """The one-time secret that makes the first administrator of an empty chamber."""
    token = new_token()
    db.session.execute(
        update(Invitation)
        .where(Invitation.role == Role.ADMIN, Invitation.used_at.is_(None))
        .values(revoked_at=clock.now())
    )
    db.session.add(
        Invitation(
            token_hash=token_hash(token), role=Role.ADMIN, issued_at=clock.now(), expires_at=clock.now() + LIFETIME
        )
    )
    return token


@dataclass(frozen=True)
class Invited:
    """What the joining page shows: for whom the link is, and what is known already."""

    invitation_id: int
    name: str
    username: str
    is_return: bool
    """The person has an account already and chooses a new password."""
    is_member: bool = False
    """The person acts for a firm."""
    is_first: bool = False
    """The link makes the first administrator of an empty chamber."""


def look_up(token: str) -> Invited:
    """For whom this link is, changing nothing; NotFound where it is unknown, used, replaced or too old."""
    row = db.session.scalars(select(Invitation).where(Invitation.token_hash == token_hash(token))).first()
    if row is None or row.used_at or row.revoked_at or row.expires_at <= clock.now():
        raise NotFound(_("This link has been used or has expired. Please ask the secretariat for a new one."))
    account = db.session.get(Account, row.account_id) if row.account_id else None
    contact = db.session.get(Contact, row.contact_id) if row.contact_id else None
    if account is None and contact is not None and contact.account_id:
        account = db.session.get(Account, contact.account_id)
    if (account is not None and account.disabled_at) or (
        contact is not None and not invitable([contact.id], asker=None)
    ):
        raise NotFound(_("This link has been used or has expired. Please ask the secretariat for a new one."))
    return Invited(
        invitation_id=row.id,
        name=account.name if account else contact.name if contact else "",
        username=(account.username or "") if account else "",
        is_return=bool(account and account.password_hash),
        is_member=account is None or any(held.role == Role.MEMBER for held in account.roles),
        is_first=row.role == Role.ADMIN and account is None and contact is None,
    )


class Joined(NamedTuple):
    """A session that a link began: its secret, and whether the account had been used before."""

    secret: str
    is_return: bool


def accept(token: str, *, name: str, username: str, password: str, address: str, device: str) -> Joined:
    """Use the link: set name, user name and password, and begin a session.

    Whoever issued it can use it too: what waits for the account is told of by `access_passed`.

    The hash is made before the writing transaction. Raises NotFound (link no longer good), Conflict (user name taken),
    DomainError (name, user name or password not good enough).
    """
    with reading():
        invited = look_up(token)
    name = clean(name)
    if not name:
        raise DomainError(_("Please enter your name."), field="name")
    username = good_username(username)
    password_hash = passwords.hash_password(passwords.check(password, username=username, name=name))
    look_up(token)
    row = db.session.get_one(Invitation, invited.invitation_id, with_for_update=True, populate_existing=True)
    if row.used_at:
        raise NotFound(_("This link has been used or has expired. Please ask the secretariat for a new one."))
    account = _account_of(row, name)
    taken = db.session.scalar(select(Account.id).where(Account.username == username, Account.id != account.id))
    if taken:
        raise Conflict(_("This user name is taken. Please choose another."), field="username")
    was_used = bool(account.password_hash)
    account.name, account.username, account.password_hash = name, username, password_hash
    row.used_at, row.account_id = clock.now(), account.id
    end_sessions(account.id)
    db.session.flush()
    audit.record("account.joined", "account", account.id, actor=None, after={"invitation": row.id})
    if row.issued_by_id != account.id:
        contacts = db.session.scalars(select(Contact.id).where(Contact.account_id == account.id)).all()
        access_passed.send(
            None, account_id=account.id, contact_ids=contacts, by_id=row.issued_by_id, is_first=not was_used
        )
    return Joined(begin_session(account, address=address, device=device, by_invitation_id=row.id), was_used)


def good_username(typed: str) -> str:
    """A user name as it is stored; DomainError where it is too short, too long or a mere number."""
    username = fold(clean(typed)).replace(" ", "")
    if not 3 <= len(username) <= 60 or not any(char.isalpha() for char in username):
        raise DomainError(_("Please choose a user name of 3 to 60 characters with a letter in it."), field="username")
    return username


def _account_of(row: Invitation, name: str) -> Account:
    contact = db.session.get(Contact, row.contact_id) if row.contact_id else None
    account_id = row.account_id or (contact.account_id if contact else None)
    if account_id:
        return db.session.get_one(Account, account_id)
    role = Role.MEMBER if contact else Role(row.role)
    mobile = contact.mobile if contact and contact.mobile else None
    if mobile and db.session.scalar(select(Account.id).where(Account.mobile == mobile)):
        mobile = None
    account = Account(name=name, created_at=clock.now(), mobile=mobile, roles=[AccountRole(role=role)])
    db.session.add(account)
    db.session.flush()
    if contact:
        contact.account_id = account.id
    return account


def issued_for(account_id: int, *, actor: Actor) -> list[tuple[Invitation, str | None]]:
    """Every link that was issued for this account or its contacts with its issuer's name, newest first.

    For one's own account, and for the administrator.
    """
    if account_id != actor.account_id:
        rights.ADMINISTER.demand(actor)
    contacts = select(Contact.id).where(Contact.account_id == account_id)
    query = (
        select(Invitation, Account.name)
        .outerjoin(Account, Account.id == Invitation.issued_by_id)
        .where(or_(Invitation.account_id == account_id, Invitation.contact_id.in_(contacts)))
        .order_by(Invitation.issued_at.desc())
    )
    return [(row, issuer) for row, issuer in db.session.execute(query)]
