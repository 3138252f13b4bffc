"""When mail and group messages may be sent: by day, on working days, as the person chose."""

from datetime import datetime, time, timedelta

from .. import clock
from ..messages import Manner, Topic
from ..workdays import services as workdays

MORNING, EVENING = workdays.START_OF_DAY, time(20)
"""Asia/Shanghai. Between them, on working days, messages are sent; the bell shows them at once."""
DIGEST_AT = time(8, 30)
RETRY_FOR = timedelta(hours=24)
"""How long sending is retried."""


def due_at(manner: Manner, now: datetime | None = None, *, in_office_hours: bool = False) -> datetime:
    """When a message of this manner may go, from `now` (aware): at once by day, else on the next working morning.

    `in_office_hours`: as `Topic.in_office_hours`; the day is over at 18:00 then.
    """
    moment = clock.local(now or clock.now())
    if manner == Manner.DAILY:
        return _working_morning(moment, DIGEST_AT)
    may_go = workdays.is_open(moment) if in_office_hours else is_day(moment)
    return moment if may_go else _working_morning(moment, MORNING)


def is_day(now: datetime | None = None) -> bool:
    """Whether messages go out at `now` (aware), the urgent ones aside, which always do."""
    moment = clock.local(now or clock.now())
    return workdays.is_workday(moment.date()) and MORNING <= moment.time() < EVENING


def _working_morning(after: datetime, at: time) -> datetime:
    """The first `at` o'clock of a working day that is not before `after`."""
    day = after.date()
    if after.time() > at or not workdays.is_workday(day):
        day = workdays.add(day, 1).day
    return datetime.combine(day, at, clock.LOCAL)


def choices(topic: Topic) -> tuple[Manner, ...]:
    """What a person may choose for this topic; what law requires cannot stay only in the product."""
    return tuple(manner for manner in Manner if manner != Manner.BELL or not topic.by_law)
