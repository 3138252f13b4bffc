"""Counting working days by Monday to Friday, the law, the State Council's decrees and the chamber's own changes.

The arithmetic holds no database and is called hundreds of times a page.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from chinese_calendar.constants import Holiday, holidays, workdays
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..errors import DomainError
from .festivals import free_by_law

FIRST_OFFICIAL = date(min(holidays).year, 1, 1)
LAST_OFFICIAL = date(max(holidays).year, 12, 31)
"""The last day that a decree of the State Council covers; the calendar package knows one decree at a time."""

MAX_DAYS = 5000
"""Working days that can be counted at once: about twenty years."""

HOLIDAY_NAMES = {
    Holiday.new_years_day.value: _l("New Year's Day"),
    Holiday.spring_festival.value: _l("Spring Festival"),
    Holiday.tomb_sweeping_day.value: _l("Tomb-Sweeping Day"),
    Holiday.labour_day.value: _l("Labour Day"),
    Holiday.dragon_boat_festival.value: _l("Dragon Boat Festival"),
    Holiday.mid_autumn_festival.value: _l("Mid-Autumn Festival"),
    Holiday.national_day.value: _l("National Day"),
}

_DECREED = dict.fromkeys(holidays, False) | dict.fromkeys(workdays, True)
_BY_LAW = free_by_law(LAST_OFFICIAL.year + 1)
_KNOWN = dict.fromkeys(_BY_LAW, False) | _DECREED
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Due:
    """The day on which a limit ends; `provisional` where no decree covers it yet."""

    day: date
    provisional: bool


def decreed(day: date) -> bool:
    """Whether `day` is a working day by decree; where there is none, Monday to Friday but for what the law frees."""
    return _KNOWN.get(day, day.weekday() < 5)


def holiday_name(day: date) -> str:
    """The festival that `day` belongs to, also as a working day that makes up for it; "" on other days."""
    name = holidays.get(day) or workdays.get(day) or _BY_LAW.get(day)
    return str(HOLIDAY_NAMES.get(name, name)) if name else ""


def _ordinary_before(ordinal: int) -> int:
    """Mondays to Fridays from the first day of all to before the day with this ordinal (1 is a Monday)."""
    weeks, rest = divmod(ordinal - 1, 7)
    return weeks * 5 + min(rest, 5)


class Calendar:
    """The decrees with the changes made here; immutable."""

    def __init__(self, changes: Mapping[date, bool] | None = None) -> None:
        """`changes`: day → whether it is a working day, over the decrees."""
        self.changes = dict(changes or {})
        self._exceptions = _KNOWN | self.changes
        differing = sorted(
            (day.toordinal(), works) for day, works in self._exceptions.items() if works != (day.weekday() < 5)
        )
        self._days = [ordinal for ordinal, _works in differing]
        self._shift = [0, *accumulate(1 if works else -1 for _ordinal, works in differing)]

    def before_decrees_of(self, year: int, *, law: bool) -> "Calendar":
        """The same as it was before the decrees of `year` and later ones were known; `law`: if the law's days were."""
        assumed = {day: day.weekday() < 5 for day in _KNOWN if day.year >= year}
        return Calendar(assumed | (dict.fromkeys(free_by_law(year), False) if law else {}) | self.changes)

    def is_workday(self, day: date) -> bool:
        """Whether people work on `day`."""
        return self._exceptions.get(day, day.weekday() < 5)

    def is_official(self, day: date) -> bool:
        """Whether a decree, or a change made here, says so; else it is assumed, provisionally."""
        return FIRST_OFFICIAL <= day <= LAST_OFFICIAL or day in self.changes

    def _worked_through(self, day: date) -> int:
        """Working days from the first day of all to `day`, this included."""
        ordinal = day.toordinal()
        return _ordinary_before(ordinal + 1) + self._shift[bisect_right(self._days, ordinal)]

    def until(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative where `end` lies before `start`."""
        return self._worked_through(end) - self._worked_through(start)

    def left(self, today: date, due: date) -> int:
        """Working days from `today` until `due`: 0 on that day, negative afterwards.

        Before it at least 1, also where `due` was made free later: what ends on another day does not end today.
        """
        days = self.until(today, due)
        return max(1, days) if today < due else days

    def add(self, start: date, n: int) -> Due:
        """The `n`-th working day after `start`, Day 1 being the next one; before it where `n` is negative.

        `n` = 0 is `start` itself. `DomainError` beyond twenty years or the calendar's end.
        """
        if abs(n) > MAX_DAYS:
            raise DomainError(_("At most %(count)s working days can be counted.", count=MAX_DAYS))
        step = _ONE_DAY if n > 0 else -_ONE_DAY
        day, left = start, abs(n)
        try:
            while left:
                day += step
                left -= self.is_workday(day)
        except OverflowError:
            raise DomainError(_("This date is too far away.")) from None
        return Due(day, not self.is_official(day))
