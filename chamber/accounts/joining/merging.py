"""Taking another account of the same person over: two old ones become one, by both passwords."""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from ... import clock
from ...audit import services as audit
from ...errors import DomainError
from ...extensions import db
from ...members.models import Contact
from ...rights import Actor, Role
from ..administration import roles_of
from ..models import Account, AccountRole, Invitation
from ..services import demand_password, end_sessions, find_by_name, still
from ..signals import access_passed, accounts_merged, reach_changed
from . import invitations


def take_over(username: str, password: str, *, actor: Actor, address: str, known_by: str = "") -> None:
    """Bring the firms of another account, which has no other role, to one's own; that one is closed then.

    Its cases and messages come along, each as open or closed as it was, and so does what it must not see. DomainError
    where the password is wrong or the roles do not allow it, TooMany after many tries.
    """
    refusal = DomainError(_("The user name or the password is not right."), field="password")

    def find() -> list[Account]:
        account = find_by_name(username)
        return [account] if account else []

    known = demand_password(username, find, password, refusal=refusal, address=address, known_by=known_by)
    pair = select(Account).where(Account.id.in_((known.account_id, actor.account_id))).order_by(Account.id)
    db.session.scalars(pair.with_for_update(key_share=True).execution_options(populate_existing=True)).all()
    other, mine = still(known, refusal), db.session.get_one(Account, actor.account_id)
    _refuse_wrong_pair(other, mine)
    contacts = db.session.scalars(select(Contact).where(Contact.account_id == other.id).order_by(Contact.id)).all()
    for contact in contacts:
        contact.account_id = mine.id
    if Role.MEMBER not in roles_of(mine):
        mine.roles.append(AccountRole(role=Role.MEMBER))
        flag_modified(mine, "name")
    number, other.mobile, other.disabled_at = other.mobile, None, clock.now()
    db.session.flush()
    mine.mobile = mine.mobile or number
    end_sessions(other.id)
    ids = [contact.id for contact in contacts]
    invitations.revoke((Invitation.account_id == other.id) | Invitation.contact_id.in_(ids))
    db.session.flush()
    _lock_what_comes(other, mine, ids)
    accounts_merged.send(None, account_id=other.id, into_id=mine.id)
    _note(other, mine, ids, actor)
    reach_changed.send(None, contact_ids=ids)


def _lock_what_comes(other: Account, mine: Account, contact_ids: list[int]) -> None:
    """Whoever opened one's own account by a link knows its password and may sit in it: they are not the other's."""
    used = (Invitation.account_id == mine.id, Invitation.used_at.is_not(None))
    last = select(Invitation).where(*used).order_by(Invitation.used_at.desc(), Invitation.id.desc()).limit(1)
    row = db.session.scalar(last)
    if row is not None and row.issued_by_id != mine.id:
        access_passed.send(None, account_id=other.id, contact_ids=contact_ids, by_id=row.issued_by_id, is_first=False)


def _refuse_wrong_pair(other: Account, mine: Account) -> None:
    if other.id == mine.id:
        raise DomainError(_("This is the account that you are signed in with."), field="username")
    if Role.ADMIN in roles_of(mine):
        raise DomainError(_("The account of a system administrator cannot act for a firm, as it would read cases."))
    if roles_of(other) != {Role.MEMBER}:
        raise DomainError(
            _("That account has another role too. Please sign in with it, and take this one over from there."),
            field="username",
        )


def _note(other: Account, mine: Account, contact_ids: list[int], actor: Actor) -> None:
    reason = _("The same person signs in with another account from now on.")
    audit.record("account.disabled", "account", other.id, actor=actor, reason=reason)
    for contact_id in contact_ids:
        audit.record("account.linked", "account", mine.id, actor=None, after={"contact": contact_id})
