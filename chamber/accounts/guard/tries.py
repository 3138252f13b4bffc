"""Tries are counted before they are looked at; after some that failed the next one has to wait, ever longer."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, case, delete, func, select, update

from ... import clock
from ...audit import services as audit
from ...errors import TooMany
from ...extensions import db, lock_area, reading, unit_of_work
from ...rights import Actor
from ..models import Account, SignInFailure
from ..tokens import token_hash

DAY, QUARTER = timedelta(days=1), timedelta(minutes=15)
FIRST_PAUSE = timedelta(minutes=1)


@dataclass(frozen=True)
class Bound:
    """How many tries are free, to what the pause after each further one grows, how long a try is remembered."""

    free: int
    longest: timedelta = QUARTER
    remembered: timedelta = DAY


OF_NAME, OF_DEVICE = Bound(10), Bound(10)
OF_ADDRESS = Bound(100, remembered=QUARTER)
"""An office or a whole mobile network may share one address."""
CODES_OF_ACCOUNT, CODES_OF_ADDRESS = Bound(3, timedelta(hours=12)), Bound(12)


@dataclass(frozen=True)
class Counter:
    """Under what a try is counted, and how much of it is too much."""

    name_hash: str
    address: str
    of_name: Bound
    of_address: Bound
    advice: str = ""
    """What else helps whoever has to wait."""

    def seconds_to_wait(self) -> int:
        """Until the next try; 0 where it is free."""
        return max(
            _pause(SignInFailure.name_hash == self.name_hash, self.of_name),
            _pause(SignInFailure.address == self.address, self.of_address),
        )

    def refuse(self) -> None:
        """TooMany where the next try has to wait."""
        wait = self.seconds_to_wait()
        if wait:
            minutes = ceil(wait / 60)
            words = ngettext(
                "Too many attempts. Please wait %(num)s minute.",
                "Too many attempts. Please wait %(num)s minutes.",
                minutes,
            )
            raise TooMany(words, seconds=wait, advice=self.advice)

    def count(self, account_id: int | None = None) -> int:
        """Count a try in a transaction of its own, one after the other: tries at the same moment count too.

        Returns its number, by which `take_back` finds it. TooMany where it has to wait; such a one does not count,
        or whoever goes on trying would keep everybody else waiting.
        """
        with reading():
            # Whoever floods the door does not get to the lock that all writers share.
            self.refuse()
        with unit_of_work():
            lock_area("tries")
            self.refuse()
            row = SignInFailure(name_hash=self.name_hash, address=self.address, at=clock.now(), account_id=account_id)
            db.session.add(row)
            db.session.flush()
            return row.id


def of_stranger(name: str, address: str) -> Counter:
    """Passwords from a device that the account does not know: by the name as typed and by address.

    By the name, not by the account that it leads to: else the wait for one name would tell whose number another is.
    """
    advice = _(
        "On a device on which you have signed in before you can sign in at once. If you have forgotten the password,"
        " please ask the secretariat for a new link."
    )
    return Counter(token_hash(name), place(address), OF_NAME, OF_ADDRESS, advice)


def of_device(session_id: int) -> Counter:
    """Passwords from a device that the account knows, perhaps by a stolen cookie: by that device alone."""
    key = token_hash(f"device of session {session_id}")
    advice = _("If you have forgotten the password, please ask the secretariat for a new link.")
    return Counter(key, key[:60], OF_DEVICE, OF_DEVICE, advice)


def of_secret(what: str, actor: Actor, address: str, of_account: Bound | None = None) -> Counter:
    """What somebody enters who has signed in: by account and by address, apart from what opens the door."""
    of_place = token_hash(f"{what} from {place(address)}")[:60]
    return Counter(_key_of_account(what, actor), of_place, of_account or CODES_OF_ACCOUNT, CODES_OF_ADDRESS)


def count_try(what: str, *, actor: Actor, address: str) -> None:
    """Count a code of somebody who has signed in, before it is looked at; TooMany where it has to wait."""
    of_secret(what, actor, address).count()


def forget_tries(what: str, *, actor: Actor) -> None:
    """After the right one: those of this account before were slips."""
    db.session.execute(delete(SignInFailure).where(SignInFailure.name_hash == _key_of_account(what, actor)))


def take_back(number: int) -> None:
    """Count one try no more, as it was the right one."""
    db.session.execute(delete(SignInFailure).where(SignInFailure.id == number))


def place(address: str) -> str:
    """Where somebody is, as it is counted: of IPv6 the network, as one machine has as many addresses as it likes."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:60]
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))


def delete_old() -> str:
    """Each day: tries of more than a day ago count no more."""
    with unit_of_work():
        db.session.execute(delete(SignInFailure).where(SignInFailure.at < clock.now() - DAY))
    return ""


def tell_owners() -> int:
    """Each minute: tell the owners of accounts whose password is being guessed; returns how many.

    Once a series, which ends after a day without a try. Not at the door itself: that an account exists must not show
    in the time that a try takes.
    """
    if not _guessed():
        return 0
    told = 0
    lock_area("tries")
    for account_id, knows in _guessed():
        db.session.execute(update(SignInFailure).values(is_told=True).where(SignInFailure.account_id == account_id))
        if not knows:
            audit.record("account.guessed", "account", account_id, actor=None)
            told += 1
    return told


def _guessed() -> list[tuple[int, bool]]:
    """Accounts with tries that the owner was not told of, enough of them or in a series that the owner knows of."""
    told = func.sum(case((SignInFailure.is_told, 1), else_=0))
    query = (
        select(SignInFailure.account_id, told)
        .join(Account, Account.id == SignInFailure.account_id)
        .where(SignInFailure.at > clock.now() - DAY)
        .group_by(SignInFailure.account_id)
        .having(func.count() > told, (told > 0) | (func.count() >= OF_NAME.free))
        .order_by(SignInFailure.account_id)
    )
    return [(account_id, bool(number)) for account_id, number in db.session.execute(query)]


def _key_of_account(what: str, actor: Actor) -> str:
    return token_hash(f"{what} of account {actor.account_id}")


def _pause(same: ColumnElement[bool], bound: Bound) -> int:
    query = select(func.count(), func.max(SignInFailure.at)).where(
        same, SignInFailure.at > clock.now() - bound.remembered
    )
    number, last = db.session.execute(query).one()
    if number < bound.free:
        return 0
    pause = min(FIRST_PAUSE * 2 ** min(number - bound.free, 20), bound.longest)
    return max(0, ceil((last + pause - clock.now()).total_seconds()))
