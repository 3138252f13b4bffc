"""What is shown of frozen figures: beside what they would be today, month by month, and year by year for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ....rights import Actor
from ... import rights
from .. import periods, showing
from ..periods import Period
from ..showing import Line
from . import freezing, hiding
from .freezing import ALL, CONFIDENTIAL, OPEN
from .hiding import Year


@dataclass(frozen=True)
class Closed:
    """A month or year: frozen, with what it would be today; or one that can be closed now."""

    may_close: bool
    frozen_at: datetime | None = None
    version: int = 0
    lines: tuple[tuple[Line, Line], ...] = ()
    """Each rate as it was frozen, and as it would be counted now."""

    @property
    def has_changed(self) -> bool:
        """Whether something would be another number today."""
        return any(was != now for was, now in self.lines)


@dataclass(frozen=True)
class Month:
    """A closed month in a row of them."""

    name: str
    label: str
    answered: int
    on_time: Line
    satisfaction: Line


@dataclass(frozen=True)
class ClosedYear:
    """One year as everybody may read it."""

    year: str
    frozen_at: datetime
    version: int
    open: Year
    confidential: Year


def group_of(actor: Actor) -> str:
    """Which of the frozen groups this person may see month by month; empty for none."""
    groups: Mapping[object, str] = {rights.YES: ALL, rights.CUT: OPEN}
    return groups.get(rights.FIGURES.of(actor), "")


def closed(actor: Actor, period: Period) -> Closed | None:
    """What is frozen of this period; None where nothing can be, or not for this person."""
    group = group_of(actor)
    if not group or period.kind not in (periods.MONTH, periods.YEAR):
        return None
    row = freezing.find(period)
    if row is None:
        return Closed(rights.FIGURES.of(actor) is rights.YES and freezing.may_freeze(period))
    was, now = freezing.values_of(row)[group], freezing.counted(period, [group])[group]
    lines = zip(showing.lines(was, _nowhere), showing.lines(now, _nowhere), strict=True)
    return Closed(False, row.frozen_at, row.definitions, tuple(lines))


def trend(actor: Actor, period: Period) -> list[Month]:
    """Up to twelve closed months before the end of this period, the oldest first."""
    group, found = group_of(actor), []
    for row in freezing.months(period) if group else ():
        counts = freezing.values_of(row)[group]
        lines = {line.key: line for line in showing.lines(counts, _nowhere, ("on_time", "satisfaction"))}
        month = periods.month(row.first_day)
        answered = counts.numbers["answered"]
        found.append(Month(month.name, str(month), answered, lines["on_time"], lines["satisfaction"]))
    return found


def years(actor: Actor) -> list[str]:
    """The years that are closed, the newest first; Forbidden for whom there are no figures."""
    rights.FIGURES.demand(actor)
    return [str(row.first_day.year) for row in freezing.years()]


def of_year(name: str) -> ClosedYear | None:
    """One of them."""
    period = periods.named(name) if name else None
    row = freezing.find(period) if period else None
    if row is None:
        return None
    found = {group: hiding.year(counts) for group, counts in freezing.values_of(row).items()}
    return ClosedYear(name, row.frozen_at, row.definitions, found[OPEN], found[CONFIDENTIAL])


def _nowhere(_count: str) -> str:
    return ""
