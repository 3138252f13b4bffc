"""Signing in and out, sessions, and what people set for themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, delete, func, or_, select, update

from .. import clock
from ..audit import services as audit
from ..errors import DomainError, TooMany
from ..extensions import db, reading, unit_of_work
from ..language.phones import mobile
from ..language.text import clean, fold
from ..members.models import Contact, Member
from ..rights import Actor, Role
from . import passwords
from .acting import acting_choices
from .models import Account, AccountSession, SignInFailure
from .tokens import SESSION_LIFE, new_token, token_hash

WINDOW = timedelta(minutes=15)
MAX_PER_NAME, MAX_PER_ADDRESS = 10, 100
FREE_OF_ACCOUNT, FREE_OF_ADDRESS = 3, 12
"""Tries before the first pause; an office has many people behind one address."""
REMEMBERED = timedelta(days=1)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=12)
LONGEST_OF_ADDRESS = WINDOW
"""An office, a firm or a whole mobile network may share one address: it slows guessing down and locks nobody out."""


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


def _seconds_to_wait(most: int, **key: str) -> int:
    """Until fewer than `most` failures lie within the window; 0 where they do already."""
    conditions = [getattr(SignInFailure, column) == value for column, value in key.items()]
    query = select(SignInFailure.at).where(SignInFailure.at > clock.now() - WINDOW, *conditions)
    decisive = db.session.scalar(query.order_by(SignInFailure.at.desc()).offset(most - 1).limit(1))
    return ceil((decisive + WINDOW - clock.now()).total_seconds()) if decisive else 0


@dataclass(frozen=True)
class Known:
    """An account whose password somebody has typed, as it was when they did."""

    account_id: int
    password_hash: str


def sign_in(username: str, password: str, *, address: str, device: str) -> str:
    """Begin a session; returns its secret token.

    Raises what `demand_password` does, with one and the same sentence for an unknown name, a wrong password and a
    disabled account.
    """
    refusal = DomainError(_("The user name or the password is not right."))

    def find() -> list[Account]:
        account = find_by_name(username)
        return [account] if account else []

    known = demand_password(username, find, password, refusal=refusal, address=address)
    return begin_session(still(known, refusal), address=address, device=device)


def demand_password(
    name: str, find: Callable[[], Sequence[Account]], password: str, *, refusal: DomainError, address: str
) -> Known:
    """The first of the accounts that `find` finds whose password this is; `refusal` is raised where none.

    The password is checked outside any transaction. Failures count by name and by address in a transaction of their
    own. Raises TooMany after 10 failures of a name or 100 of an address within 15 minutes.
    """
    name_hash = token_hash(_normalized_name(name))
    with reading():
        wait = _seconds_to_wait(MAX_PER_NAME, name_hash=name_hash) or _seconds_to_wait(MAX_PER_ADDRESS, address=address)
        if wait:
            raise TooMany(
                _("Too many failed attempts. Please wait 15 minutes, or ask the secretariat for a new link."),
                seconds=wait,
            )
        found = [Known(one.id, one.password_hash if not one.disabled_at else "") for one in find()]
    for known in found or [Known(0, "")]:
        if passwords.verify(known.password_hash, password):
            return known
    with unit_of_work():
        db.session.add(SignInFailure(name_hash=name_hash, address=address, at=clock.now()))
    raise refusal


def still(known: Known, refusal: DomainError) -> Account:
    """The account, if it can still be entered with that password; else `refusal`."""
    query = select(Account).where(
        Account.id == known.account_id, Account.password_hash == known.password_hash, Account.disabled_at.is_(None)
    )
    account = db.session.scalars(query).first()
    if account is None:
        raise refusal
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
    """End an account's sessions at once: all, all but one, or only one."""
    query = update(AccountSession).where(AccountSession.account_id == account_id, AccountSession.ended_at.is_(None))
    if but is not None:
        query = query.where(AccountSession.id != but)
    if only is not None:
        query = query.where(AccountSession.id == only)
    db.session.execute(query.values(ended_at=clock.now()))


def open_sessions(actor: Actor) -> list[AccountSession]:
    """The person's own open sessions, newest first."""
    query = select(AccountSession).where(
        AccountSession.account_id == actor.account_id,
        AccountSession.ended_at.is_(None),
        AccountSession.began_at > clock.now() - SESSION_LIFE,
    )
    return list(db.session.scalars(query.order_by(AccountSession.began_at.desc())))


def change_password(old: str, new: str, *, actor: Actor) -> None:
    """Change one's own password and end one's other sessions; DomainError where the old is wrong or the new weak."""
    with reading():
        account = db.session.get_one(Account, actor.account_id)
        known, username, name = account.password_hash, account.username or "", account.name
    if not passwords.verify(known, old):
        raise DomainError(_("The current password is not right."), field="old_password")
    fresh = passwords.hash_password(passwords.check(new, username, name))
    account = db.session.get_one(Account, actor.account_id)
    account.password_hash = fresh
    end_sessions(account.id, but=actor.session_id)
    audit.record("account.password_changed", "account", account.id, actor=actor)


def set_preferences(*, actor: Actor, locale: str | None = None, large_text: bool | None = None) -> None:
    """Remember the language (`zh_CN` or `en`) and the large text switch of one's account."""
    account = db.session.get_one(Account, actor.account_id)
    if locale in ("zh_CN", "en"):
        account.locale = locale
    if large_text is not None:
        account.large_text = large_text


def username_of(actor: Actor) -> str:
    """The person's own user name, to show on the account page."""
    return db.session.scalar(select(Account.username).where(Account.id == actor.account_id)) or ""


def delete_old_failures() -> str:
    """Each day: failed sign-ins of more than a day ago count no more."""
    with unit_of_work():
        db.session.execute(delete(SignInFailure).where(SignInFailure.at < clock.now() - timedelta(days=1)))
    return ""


def count_try(what: str, *, actor: Actor, address: str) -> None:
    """Count a try before it is looked at, in a transaction of its own, so that tries at the same moment count too.

    `TooMany` where the account or the address has to wait; such a one does not count.
    """
    of_account, of_address = _key_of_account(what, actor), _key_of_address(what, address)
    with unit_of_work():
        db.session.execute(select(Account.id).where(Account.id == actor.account_id).with_for_update())
        wait = max(
            _pause(SignInFailure.name_hash == of_account, FREE_OF_ACCOUNT, LONGEST_PAUSE),
            _pause(SignInFailure.address == of_address, FREE_OF_ADDRESS, LONGEST_OF_ADDRESS),
        )
        if wait:
            minutes = ceil(wait / 60)
            words = ngettext(
                "Too many attempts. Please wait %(num)s minute.",
                "Too many attempts. Please wait %(num)s minutes.",
                minutes,
            )
            raise TooMany(words, seconds=wait)
        db.session.add(SignInFailure(name_hash=of_account, address=of_address, at=clock.now()))


def forget_tries(what: str, *, actor: Actor) -> None:
    """After the right one: those of this account before were slips."""
    db.session.execute(delete(SignInFailure).where(SignInFailure.name_hash == _key_of_account(what, actor)))


def _key_of_account(what: str, actor: Actor) -> str:
    return token_hash(f"{what} of account {actor.account_id}")


def _key_of_address(what: str, address: str) -> str:
    # Not the address itself: by that, failed sign-ins are counted.
    return token_hash(f"{what} from {address}")[:60]


def _pause(same: ColumnElement[bool], free: int, longest: timedelta) -> int:
    query = select(func.count(), func.max(SignInFailure.at)).where(same, SignInFailure.at > clock.now() - REMEMBERED)
    number, last = db.session.execute(query).one()
    if number < free:
        return 0
    pause = min(FIRST_PAUSE * 2 ** (number - free), longest)
    return max(0, ceil((last + pause - clock.now()).total_seconds()))
