"""Signing in and out, sessions, and what people set for themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import func, or_, select, update

from .. import clock
from ..audit import services as audit
from ..errors import DomainError
from ..extensions import NOW, db, reading, unit_of_work
from ..language.phones import mobile
from ..language.text import clean, fold
from ..members.models import Contact, Member
from ..rights import Actor, Role
from . import passwords
from .acting import acting_choices
from .guard import devices, tries
from .models import Account, AccountSession
from .tokens import SESSION_LIFE, new_token, token_hash


def find_by_name(typed: str) -> Account | None:
    """The account with this user name or mobile number, however it is spelled."""
    name = fold(clean(typed))
    if not name:
        return None
    try:
        number = mobile(name)
    except DomainError:
        number = ""
    query = select(Account).where(
        or_(Account.username == name, Account.mobile == number) if number else Account.username == name
    )
    return db.session.scalars(query.order_by(Account.username != name).limit(1)).first()


def _normalized_name(typed: str) -> str:
    """The key under which failures are counted: the same for every spelling of a mobile number."""
    name = fold(clean(typed))
    try:
        return mobile(name)
    except DomainError:
        return name


@dataclass(frozen=True)
class Known:
    """An account whose password somebody has typed, as it was when they did."""

    account_id: int
    password_hash: str
    try_number: int = 0


def sign_in(username: str, password: str, *, address: str, device: str, known_by: str = "") -> str:
    """Begin a session; returns its secret token. `known_by`: what `guard.devices` keeps in the browser.

    Raises what `demand_password` does, with one and the same sentence for an unknown name, a wrong password and a
    disabled account.
    """
    refusal = DomainError(_("The user name or the password is not right."))

    def find() -> list[Account]:
        account = find_by_name(username)
        return [account] if account else []

    known = demand_password(username, find, password, refusal=refusal, address=address, known_by=known_by)
    return begin_session(still(known, refusal), address=address, device=device)


def demand_password(
    name: str,
    find: Callable[[], Sequence[Account]],
    password: str,
    *,
    refusal: DomainError,
    address: str,
    known_by: str = "",
) -> Known:
    """The first of the accounts that `find` finds whose password this is; `refusal` is raised where none.

    The password is checked outside any transaction, and the try counted before that; `still` takes the count back.
    TooMany after some failures, of strangers by name and by address, of a device that the account knows by itself.
    """
    with reading():
        found = [Known(one.id, one.password_hash if not one.disabled_at else "") for one in find()]
        session_id = devices.known_session([one.account_id for one in found], known_by)
    stranger = tries.of_stranger(_normalized_name(name), address)
    counter = tries.of_device(session_id) if session_id else stranger
    number = counter.count(found[0].account_id if found else None)
    for known in found or [Known(0, "")]:
        if passwords.verify(known.password_hash, password):
            return replace(known, try_number=number)
    raise refusal


def still(known: Known, refusal: DomainError) -> Account:
    """The account, if it can still be entered with that password; else `refusal`."""
    query = select(Account).where(
        Account.id == known.account_id, Account.password_hash == known.password_hash, Account.disabled_at.is_(None)
    )
    account = db.session.scalars(query).first()
    if account is None:
        raise refusal
    tries.take_back(known.try_number)
    return account


def begin_session(
    account: Account, *, address: str, device: str, by_invitation_id: int | None = None, contact_id: int | None = None
) -> str:
    """A new session of this account; returns the secret token.

    It acts for the firm of this contact, else in the first role, an office before a firm, the firm of last time first.
    """
    choices = acting_choices(account.id)
    if not choices:
        raise DomainError(_why_without_role(account.id))
    office = next((choice for choice in choices if choice.role != Role.MEMBER), None)
    if office is None and len(choices) > 1:
        contact_id = contact_id or _last_acted_for(account.id)
    own = next((choice for choice in choices if contact_id and choice.contact_id == contact_id), None)
    first = own or office or choices[0]
    token = new_token()
    row = AccountSession(
        token_hash=token_hash(token),
        account_id=account.id,
        acting_role=first.role,
        acting_contact_id=first.contact_id,
        acting_department_id=first.department_id,
        began_at=clock.now(),
        by_invitation_id=by_invitation_id,
        address=address,
        device=device[:200],
    )
    db.session.add(row)
    db.session.flush()
    audit.record("account.signed_in", "account", account.id, actor=None, after={"session": row.id})
    return token


def _last_acted_for(account_id: int) -> int | None:
    acted = select(AccountSession.acting_contact_id).where(AccountSession.account_id == account_id)
    return db.session.scalar(acted.order_by(AccountSession.id.desc()).limit(1))


def _why_without_role(account_id: int) -> str:
    left = (
        select(Member.name)
        .join(Contact, Contact.member_id == Member.id)
        .where(Contact.account_id == account_id, Contact.left_at.is_not(None))
        .order_by(Contact.left_at.desc(), Contact.id.desc())
    )
    firm = db.session.scalar(left.limit(1))
    if firm is None:
        return _("Your account has no role yet. Please ask the secretariat.")
    return _(
        "You are no longer a contact of %(firm)s, so you cannot sign in for it."
        " To ask about a case that you brought, or if this is wrong, please call the secretariat.",
        firm=firm,
    )


def end_sessions(account_id: int, *, but: int | None = None, only: int | None = None) -> None:
    """End an account's sessions at once: all, all but one, or only one; it knows their devices no more."""
    query = update(AccountSession).where(AccountSession.account_id == account_id, AccountSession.forgotten_at.is_(None))
    if but is not None:
        query = query.where(AccountSession.id != but)
    if only is not None:
        query = query.where(AccountSession.id == only)
    ended_at = func.coalesce(AccountSession.ended_at, NOW)
    db.session.execute(query.values(ended_at=ended_at, forgotten_at=NOW).execution_options(synchronize_session=False))


def sign_out(actor: Actor) -> None:
    """End this session; the account still knows the device."""
    db.session.execute(update(AccountSession).where(AccountSession.id == actor.session_id).values(ended_at=clock.now()))


def open_sessions(actor: Actor) -> list[AccountSession]:
    """The person's own open sessions, newest first."""
    query = select(AccountSession).where(
        AccountSession.account_id == actor.account_id,
        AccountSession.ended_at.is_(None),
        AccountSession.began_at > clock.now() - SESSION_LIFE,
    )
    return list(db.session.scalars(query.order_by(AccountSession.began_at.desc())))


def change_password(old: str, new: str, *, actor: Actor, address: str) -> None:
    """Change one's own password and end one's other sessions; DomainError where the old is wrong or the new weak.

    TooMany after some wrong ones: whoever finds a browser that is signed in must not learn the password by it.
    """
    with reading():
        account = db.session.get_one(Account, actor.account_id)
        known, username, name = account.password_hash, account.username or "", account.name
    number = tries.of_secret("own password", actor, address, tries.OF_DEVICE).count()
    if not passwords.verify(known, old):
        raise DomainError(_("The current password is not right."), field="old_password")
    with unit_of_work():
        # Also where the new one is not good enough yet.
        tries.take_back(number)
    fresh = passwords.hash_password(passwords.check(new, username, name))
    account = db.session.get_one(Account, actor.account_id)
    account.password_hash = fresh
    end_sessions(account.id, but=actor.session_id)
    audit.record("account.password_changed", "account", account.id, actor=actor)


def set_preferences(
    *, actor: Actor, locale: str | None = None, large_text: bool | None = None, dense_lists: bool | None = None
) -> None:
    """Remember the language (`zh_CN` or `en`), the large text switch and the dense lists of one's account."""
    account = db.session.get_one(Account, actor.account_id)
    if locale in ("zh_CN", "en"):
        account.locale = locale
    if large_text is not None:
        account.large_text = large_text
    if dense_lists is not None:
        account.dense_lists = dense_lists


def username_of(actor: Actor) -> str:
    """The person's own user name, to show on the account page."""
    return db.session.scalar(select(Account.username).where(Account.id == actor.account_id)) or ""
