"""The current time, for everything: the demo and the tests set it to call the real services on past dates."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
EPOCH, NEVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
"""Before and after every moment that is stored."""
_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _set_to.get() or _of_the_machine()


def _of_the_machine() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """This day in Asia/Shanghai."""
    return now().astimezone(LOCAL).date()


def midnight(day: date) -> datetime:
    """When a day begins in Asia/Shanghai, in UTC."""
    return datetime.combine(day, time(), LOCAL).astimezone(UTC)


def local(moment: datetime) -> datetime:
    """An aware moment as Asia/Shanghai shows it."""
    return moment.astimezone(LOCAL)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let `now()` return this aware time inside the block; ValueError without a zone."""
    if moment.tzinfo is None:
        raise ValueError("an aware moment is needed")
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
