"""The colours that show how near a limit is, for all that has one: blue, yellow, red."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, or_

from .. import clock
from ..extensions import NOW, UtcDateTime
from . import services

BLUE_SHARE = 0.8
"""Of a limit: from then on it is blue."""


def blue_from(start: datetime, due: datetime) -> datetime | None:
    """When 80 % of the working days between are used; none where the limit is too short for an early warning."""
    days = services.until(clock.local(start).date(), clock.local(due).date())
    used = int(days * BLUE_SHARE)
    return services.deadline(start, used) if 0 < used < days else None


def end_of_today() -> datetime:
    """Midnight in Asia/Shanghai."""
    return clock.midnight(clock.today() + timedelta(days=1))


def end_of_tomorrow() -> datetime:
    """A day later."""
    return clock.midnight(clock.today() + timedelta(days=2))


TONIGHT = bindparam(None, callable_=end_of_today, type_=UtcDateTime())
TOMORROW = bindparam(None, callable_=end_of_tomorrow, type_=UtcDateTime())
"""The same in a query: worked out when it is asked."""


def colour(due: datetime, blue_at: datetime | None) -> str:
    """red overdue, yellow due today, blue due tomorrow or 80 % used, else empty."""
    now = clock.now()
    if due < now:
        return "red"
    if due <= end_of_today():
        return "yellow"
    return "blue" if due <= end_of_tomorrow() or (blue_at is not None and blue_at <= now) else ""


def colour_expression(due: Any, blue_at: Any) -> ColumnElement[str]:
    """`colour` as SQL."""
    soon = or_(blue_at <= NOW, due <= TOMORROW)
    return case((due < NOW, "red"), (due <= TONIGHT, "yellow"), (soon, "blue"), else_="")
