"""The period that figures are counted over: a month, a quarter, a year, or any days from one to another."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from ... import clock
from ...errors import DomainError

MONTH, QUARTER, YEAR, DAYS = "month", "quarter", "year", "days"
_NAMED = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?", re.ASCII)


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date
    kind: str = DAYS

    @property
    def start(self) -> datetime:
        """Its first moment (UTC)."""
        return clock.midnight(self.first)

    @property
    def end(self) -> datetime:
        """The moment after it (UTC)."""
        return clock.midnight(self.last + timedelta(days=1))

    @property
    def due_by(self) -> datetime:
        """Until when something must have been due to count: its end, or now where that is still to come (UTC)."""
        return min(self.end, clock.now())

    @property
    def is_over(self) -> bool:
        """Whether nothing can happen in it any more."""
        return self.end <= clock.now()

    @property
    def name(self) -> str:
        """As an address names it: `2026-09`, `2026-Q3`, `2026`; empty for any days."""
        year = f"{self.first.year:04}"
        names = {
            MONTH: f"{year}-{self.first.month:02}",
            QUARTER: f"{year}-Q{(self.first.month + 2) // 3}",
            YEAR: year,
        }
        return names.get(self.kind, "")

    @property
    def address(self) -> dict[str, str]:
        """The values of an address that mean it."""
        if self.name:
            return {"period": self.name}
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}

    def __str__(self) -> str:
        """In the words of the page's language."""
        year = self.first.year
        match self.kind:
            case "month":
                return _("%(month)s/%(year)s", year=year, month=self.first.month)
            case "quarter":
                return _("Quarter %(number)s of %(year)s", year=year, number=(self.first.month + 2) // 3)
            case "year":
                return _("The year %(year)s", year=year)
        return _("%(first)s to %(last)s", first=self.first.isoformat(), last=self.last.isoformat())


def _months(year: int, first: int, number: int, kind: str) -> Period:
    beyond = first + number
    end = date(year + (beyond - 1) // 12, (beyond - 1) % 12 + 1, 1)
    return Period(date(year, first, 1), end - timedelta(days=1), kind)


def month(day: date) -> Period:
    """The month of this day."""
    return _months(day.year, day.month, 1, MONTH)


def quarter(day: date) -> Period:
    """The quarter of this day."""
    return _months(day.year, (day.month - 1) // 3 * 3 + 1, 3, QUARTER)


def year(number: int) -> Period:
    """This year."""
    return _months(number, 1, 12, YEAR)


def before(period: Period) -> Period:
    """The period of the same kind before this one; of days, as many before."""
    last = period.first - timedelta(days=1)
    same = {MONTH: month, QUARTER: quarter, YEAR: lambda day: year(day.year)}
    if period.kind in same:
        return same[period.kind](last)
    return Period(last - (period.last - period.first), last)


def named(name: str) -> Period | None:
    """The period of this name (`2026-09`, `2026-Q3`, `2026`), if it is one that can be counted."""
    found = _NAMED.fullmatch(name)
    if not found or not clock.EPOCH.year < int(found[1]) < clock.NEVER.year - 1:
        return None
    number = int(found[1])
    if found[2]:
        return month(date(number, int(found[2]), 1))
    return quarter(date(number, int(found[3]) * 3 - 2, 1)) if found[3] else year(number)


def between(first: date, last: date) -> Period:
    """Any days. DomainError where they are the wrong way round, or too far away."""
    if not clock.EPOCH.date() < first <= last < clock.NEVER.date() - timedelta(days=366):
        raise DomainError(_("Please choose a first day and a last day that is not before it."), field="from")
    return Period(first, last)


def asked(args: Mapping[str, str]) -> Period:
    """What an address asks for (`from` and `to`, or `period`); this month where it asks for nothing.

    DomainError where it names no period.
    """
    if args.get("from") or args.get("to"):
        try:
            days = [date.fromisoformat(args.get(name, "")) for name in ("from", "to")]
        except ValueError:
            raise DomainError(_("Please give both days as year-month-day."), field="from") from None
        return between(*days)
    if not args.get("period"):
        return month(clock.today())
    found = named(args["period"])
    if found is None:
        raise DomainError(_("There is no such period."), field="period")
    return found
