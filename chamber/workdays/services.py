"""Working days with the chamber's own changes: deadlines, days left; editing the calendar."""

import weakref
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from .. import clock
from ..audit import services as audit
from ..errors import Conflict, DomainError, NotFound
from ..extensions import db
from ..language.text import checked_text
from ..rights import Actor
from . import counting as calendar
from . import rights
from .counting import Calendar, Due
from .models import WorkdayChange
from .signals import day_changed

START_OF_DAY, END_OF_DAY = time(8), time(18)
"""Office hours of a working day, in Asia/Shanghai; limits end with them."""

_END_OF_DECREES = clock.midnight(calendar.LAST_OFFICIAL + timedelta(days=1))
_CACHE = "workdays"
_WITH_LAW = "law"
_REASON_LENGTH = 500
_CHANGED_MEANWHILE = _l("Someone else has just changed this day. Please check it again.")


@dataclass(frozen=True)
class DayRow:
    """One day on the calendar page; `changed` and `reason` where the administrator set it."""

    day: date
    is_workday: bool
    decreed: bool
    assumed: bool
    """No decree has come out for it: Monday to Friday count as working days, but for what the law makes free."""
    official: bool
    holiday: str
    changed: bool
    reason: str
    version: int


def current() -> Calendar:
    """The calendar in force, read with one query a transaction: take it once where very many days are counted."""
    session = db.session()
    reference, known = session.info.get(_CACHE, (None, None))
    transaction = session.get_transaction()
    if known and transaction and reference and reference() is transaction:
        return known
    rows = session.execute(select(WorkdayChange.day, WorkdayChange.is_workday))
    fresh = _calendar(tuple(sorted((row.day, row.is_workday) for row in rows)))
    transaction = session.get_transaction()
    if transaction:
        session.info[_CACHE] = (weakref.ref(transaction), fresh)
    return fresh


@lru_cache(maxsize=8)
def _calendar(changes: tuple[tuple[date, bool], ...]) -> Calendar:
    return Calendar(dict(changes))


def is_workday(day: date) -> bool:
    """Whether people work on `day`."""
    return current().is_workday(day)


def is_official(day: date) -> bool:
    """Whether a decree or a change made here covers `day`; else it is assumed."""
    return current().is_official(day)


def is_provisional(due: datetime | None) -> bool:
    """Whether this moment lies on a day of which neither a decree nor a change made here says whether it is free."""
    # Lists ask this of each row: what ends before the last decree does is answered without a look at the calendar.
    return due is not None and due >= _END_OF_DECREES and not is_official(_local_day(due))


def add(start: date, n: int) -> Due:
    """The `n`-th working day after `start`; Day 1 is the next working day. `DomainError` beyond twenty years."""
    return current().add(start, n)


def until(start: date, end: date) -> int:
    """Working days after `start` up to and with `end`; negative backwards."""
    return current().until(start, end)


def _local_day(moment: datetime | date) -> date:
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError("an aware moment is needed")
    return clock.local(moment).date()


def end_of(day: date) -> datetime:
    """18:00 Asia/Shanghai of `day`, aware, in UTC."""
    return datetime.combine(day, END_OF_DAY, clock.LOCAL).astimezone(UTC)


def is_open(now: datetime | None = None) -> bool:
    """Whether it is office hours at `now` (aware): from 08:00 until before 18:00 Asia/Shanghai of a working day."""
    moment = clock.local(now or clock.now())
    return START_OF_DAY <= moment.time() < END_OF_DAY and is_workday(moment.date())


def next_opening(moment: datetime) -> datetime:
    """When the office opens on the first working day after that of `moment` (aware): 08:00 Asia/Shanghai, in UTC."""
    return datetime.combine(add(_local_day(moment), 1).day, START_OF_DAY, clock.LOCAL).astimezone(UTC)


def deadline(start: datetime | date, n: int) -> datetime:
    """When a limit of `n` working days ends, in UTC: 18:00 local time, Day 1 the next working day after `start`."""
    return end_of(add(_local_day(start), n).day)


def remaining(due: datetime, now: datetime | None = None) -> int:
    """Working days left until the day of `due`: 0 on that day, negative afterwards. Lateness itself is `due < now`."""
    return current().left(_local_day(now or clock.now()), _local_day(due))


def due_line(start: date, n: int, days: Calendar) -> str:
    """What `flask workdays due` prints: `2026-10-09 official`, or `… provisional` beyond the last decree."""
    due = days.add(start, n)
    return f"{due.day.isoformat()} {'provisional' if due.provisional else 'official'}"


def calendar_version() -> str:
    """Which calendar a limit was counted with: the last decree, the law's days, how many changes were made here."""
    changes = db.session.scalars(select(WorkdayChange.version)).all()
    return f"{newest_version()}{sum(changes)}"


def newest_version() -> str:
    """How the version of each calendar begins that knows the last decree and the days of the law."""
    return f"{calendar.LAST_OFFICIAL.year}.{_WITH_LAW}."


def as_of(version: str) -> tuple[Calendar, date]:
    """The calendar as a limit of this version was counted with it, and the first day that can be different now."""
    year, *more = version.split(".")
    first = date(int(year) + 1, 1, 1)
    return current().before_decrees_of(first.year, law=_WITH_LAW in more), first


def known_years() -> range:
    """The years that the calendar page shows."""
    return range(calendar.FIRST_OFFICIAL.year, clock.today().year + 11)


def year(number: int) -> list[DayRow]:
    """All days of a year for the calendar page; `NotFound` outside the years that can matter."""
    if number not in known_years():
        raise NotFound(_("The calendar has no such year."))
    first, last = date(number, 1, 1), date(number, 12, 31)
    changes = {
        change.day: change
        for change in db.session.scalars(select(WorkdayChange).where(WorkdayChange.day.between(first, last)))
    }
    rows = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        change = changes.get(day)
        assumed = not calendar.FIRST_OFFICIAL <= day <= calendar.LAST_OFFICIAL
        rows.append(
            DayRow(
                day=day,
                is_workday=change.is_workday if change else calendar.decreed(day),
                decreed=calendar.decreed(day),
                assumed=assumed,
                official=change is not None or not assumed,
                holiday=calendar.holiday_name(day),
                changed=change is not None,
                reason=change.reason if change else "",
                version=change.version if change else 0,
            )
        )
    return rows


def change(day: date, is_workday: bool, reason: str, *, actor: Actor, version: int | None = None) -> WorkdayChange:
    """Declare `day` working or free; limits already counted keep their dates, but for those beyond the last decree.

    `version` is the one that the form showed (0: none yet). `DomainError` without a reason or where nothing
    would change, `Conflict` where somebody was quicker.
    """
    rights.EDIT.demand(actor)
    missing = _("Give a reason: everyone who opens the calendar sees it.")
    checked = checked_text(reason, _REASON_LENGTH, "reason", missing, lines=True)
    if day.year not in known_years():
        raise DomainError(_("The calendar has no such year."), field="day")
    row = db.session.get(WorkdayChange, day, with_for_update=True, populate_existing=True)
    if version is not None and version != (row.version if row else 0):
        raise Conflict(str(_CHANGED_MEANWHILE))
    was = row.is_workday if row else calendar.decreed(day)
    if was == is_workday and (row or calendar.FIRST_OFFICIAL <= day <= calendar.LAST_OFFICIAL):
        raise DomainError(_("The day is already set so."), field="day")
    before, so_far = {"is_workday": was, "reason": row.reason if row else ""}, current()
    if row is None:
        row = WorkdayChange(day=day)
        db.session.add(row)
    row.is_workday, row.reason = is_workday, checked
    row.changed_by_id, row.changed_at = actor.account_id, clock.now()
    try:
        db.session.flush()
    except IntegrityError:
        raise Conflict(str(_CHANGED_MEANWHILE)) from None
    db.session().info.pop(_CACHE, None)
    audit.record(
        "workdays.changed",
        "workday",
        day.isoformat(),
        actor=actor,
        reason=checked,
        before=before,
        after={"is_workday": is_workday, "reason": checked},
    )
    if was != is_workday and day > calendar.LAST_OFFICIAL:
        day_changed.send(None, day=day, before=so_far, actor=actor)
    return row
