"""Figures counted over a period: one query for the numbers, two for the times; over the same rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from math import ceil
from statistics import mean, median
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlalchemy import case as sql_case

from ... import clock
from ...extensions import db
from ...workdays import services as workdays
from ...workdays.counting import Calendar
from ..models import Case, CaseRound
from ..pausing.models import CaseSuspension
from . import conditions
from .periods import Period
from .words import BY_KEY

PERCENTILE = 0.9


@dataclass(frozen=True)
class Times:
    """Working days that something took; all None of none."""

    number: int = 0
    mean: float | None = None
    median: float | None = None
    p90: int | None = None

    @classmethod
    def of(cls, days: Iterable[int]) -> "Times":
        """Of these; P90 is the nearest rank: the smallest that nine in ten don't exceed."""
        found = sorted(days)
        if not found:
            return cls()
        return cls(len(found), mean(found), median(found), found[ceil(PERCENTILE * len(found)) - 1])


@dataclass(frozen=True)
class Counts:
    """The numbers of one period: those of `conditions.COUNTS`, and the times."""

    numbers: Mapping[str, int]
    handling: Times = field(default_factory=Times)
    to_close: Times = field(default_factory=Times)

    def rate(self, key: str) -> tuple[int, int]:
        """Numerator and denominator of a figure (`words.FIGURES`)."""
        figure = BY_KEY[key]
        return self.numbers[figure.part], self.numbers[figure.whole]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was counted."""
        return not any(self.numbers.values())


NONE = Counts(dict.fromkeys(conditions.COUNTS, 0))


def count(where: ColumnElement[bool], period: Period) -> Counts:
    """The figures of the cases of this condition; three queries."""
    return parted(where, period).get("", NONE)


def parted(where: ColumnElement[bool], period: Period, by: str = "") -> dict[str, Counts]:
    """The same by one of `conditions.DIMENSIONS`: each value that has any, as an address writes it; three queries."""
    key = conditions.keys(by) if by else literal("")
    where = and_(where, conditions.touched(period))
    wanted = conditions.counts(period)
    numbers = _numbers(where, key.label("key"), wanted)
    handling, to_close = _days(where, key.label("key"), wanted)
    return {
        name: Counts(found, Times.of(handling[name]), Times.of(to_close[name]))
        for name, found in numbers.items()
        if any(found.values())
    }


def _numbers(where: Any, key: Any, wanted: Mapping[str, ColumnElement[bool]]) -> dict[str, dict[str, int]]:
    marks = (sql_case((condition, 1), else_=0).label(name) for name, condition in wanted.items())
    # Summed outside: PostgreSQL takes an expression with values in it for another one where it groups by it.
    found = conditions.rows(key, *marks).where(where).subquery()
    query = select(found.c.key, *(func.sum(found.c[name]).label(name) for name in wanted)).group_by(found.c.key)
    return {row.key: {name: getattr(row, name) for name in wanted} for row in db.session.execute(query)}


def _days(
    where: Any, key: Any, wanted: Mapping[str, ColumnElement[bool]]
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    is_answered, is_closed = (sql_case((wanted[name], 1), else_=0) for name in ("answered", "closed"))
    moments = (Case.id, Case.submitted_at, Case.accepted_at, CaseRound.answered_at, Case.closed_at)
    query = conditions.rows(key, is_answered.label("is_answered"), is_closed.label("is_closed"), *moments)
    query = query.where(where, or_(wanted["answered"], wanted["closed"]))
    handling, to_close = defaultdict(list), defaultdict(list)
    calendar, stood = workdays.current(), _suspended()
    for row in db.session.execute(query):
        if row.is_answered:
            days = _between(calendar, row.accepted_at, row.answered_at)
            still = stood.get(row.id, ())
            handling[row.key].append(days - sum(_between(calendar, *one) for one in still))
        if row.is_closed:
            to_close[row.key].append(_between(calendar, row.submitted_at, row.closed_at))
    return handling, to_close


def _suspended() -> dict[int, list[tuple[datetime, datetime]]]:
    """From when until when the clock of each first round stood still, by case; one query over few rows."""
    found: defaultdict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    ended = select(CaseSuspension.case_id, CaseSuspension.from_at, CaseSuspension.until_at)
    ended = ended.where(CaseSuspension.round_number == 1, CaseSuspension.until_at.is_not(None))
    for case_id, start, end in db.session.execute(ended):
        if end is not None:
            found[case_id].append((start, end))
    return found


def _between(calendar: Calendar, start: datetime, end: datetime) -> int:
    return _days_until(calendar, clock.local(start).date(), clock.local(end).date())


@lru_cache(maxsize=4000)
def _days_until(calendar: Calendar, start: date, end: date) -> int:
    return calendar.until(start, end)
