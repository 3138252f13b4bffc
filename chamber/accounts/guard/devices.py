"""Devices that an account was signed in on: wrong passwords of strangers do not make them wait.

A browser keeps the numbers of its last sessions, sealed, one an account. It is known as long as that session was not
forgotten: by a new password, a closed account, or sessions that were ended from elsewhere.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from ... import clock
from ...extensions import db
from ...secrecy.sealing import opened_number, sealed_number
from ..models import AccountSession

LIFE = timedelta(days=365)
MOST = 10
"""Accounts that one browser is known to: some phones are shared."""
_ABOUT = "known device"


def session_numbers(kept: str) -> list[int]:
    """The sessions that a browser's cookie names, newest first; what was not sealed here is left out."""
    numbers = (opened_number(one, _ABOUT) for one in kept.split(".", MOST)[:MOST])
    return [number for number in numbers if number]


def known_session(account_ids: Iterable[int], kept: str) -> int | None:
    """The session by which a browser with this cookie is known to one of these accounts."""
    # Asked for an account that does not exist too: nobody must be able to tell by the time that it takes.
    query = select(AccountSession.id).where(
        AccountSession.id.in_(session_numbers(kept)),
        AccountSession.account_id.in_(list(account_ids)),
        AccountSession.forgotten_at.is_(None),
        AccountSession.began_at > clock.now() - LIFE,
    )
    return db.session.scalar(query.order_by(AccountSession.id.desc()).limit(1))


def remembered(account_id: int, session_id: int, kept: str) -> str:
    """The cookie of a browser after a sign-in: this session, and those of other accounts that it is known to."""
    numbers = session_numbers(kept)
    query = select(AccountSession.id).where(
        AccountSession.id.in_(numbers),
        AccountSession.account_id != account_id,
        AccountSession.forgotten_at.is_(None),
    )
    others = set(db.session.scalars(query))
    numbers = [session_id, *(number for number in numbers if number in others)]
    return ".".join(sealed_number(number, _ABOUT) for number in numbers[:MOST])
