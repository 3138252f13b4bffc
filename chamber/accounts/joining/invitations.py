"""Issuing single-use links: for the first sign-in, for another firm, and after a forgotten password."""

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, String, cast, exists, literal, or_, select, update

from ... import clock
from ...audit import services as audit
from ...audit.models import AuditRow
from ...cases.models import Case, CaseColleague
from ...cases.words import OPEN_STATES
from ...errors import DomainError
from ...extensions import db
from ...members.models import Contact, Member, MemberStatus
from ...rights import Actor, Role
from .. import rights
from ..models import Account, AccountRole, Invitation
from ..tokens import new_token, token_hash

LIFETIME = timedelta(days=7)
GONE = (MemberStatus.LEFT, MemberStatus.EXPELLED, MemberStatus.REFUSED, MemberStatus.OUTSIDE)
"""Statuses of firms that nobody is invited to act for, any more or at all."""


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
    found = {row.id: row.status in GONE for row in db.session.execute(people)}
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
        raise DomainError(_("This firm is not in the chamber, and the contact has no open case to follow."))
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
