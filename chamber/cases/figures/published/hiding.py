"""Numbers for those who see yearly totals only: none under five, nor one from which such a number could be taken.

Of a number under five only that is said. A number of which fewer than five are missing to one that it is a part of is
told as a range: the difference would be a number under five, whether by the same line or by another one's denominator.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flask_babel import gettext as _

from ..counting import Counts, Times
from ..words import FEW, FIGURES, MEASURES

PART_OF: Mapping[str, tuple[str, ...]] = {
    "contacted": ("contact_due",),
    "decided": ("contact_due",),
    "accepted": ("decided",),
    "completed": ("accepted", "answered"),
    "completed_for_good": ("completed",),
    "extended": ("accepted",),
    "answered": ("base",),
    "on_time": ("base",),
    "overdue_originally": ("base",),
    "overdue": ("overdue_originally",),
    "monitored": ("answered",),
    "resolved": ("answered",),
    "again": ("answered",),
    "rated": ("answered",),
    "closed": ("answered",),
    "asked_solved": ("rated",),
    "said_solved": ("asked_solved",),
    "asked_clear": ("rated",),
    "said_clear": ("asked_clear",),
    "satisfied": ("rated",),
    "very_satisfied": ("satisfied",),
}
"""What each number of `conditions.COUNTS` is a part of, or nearly."""


@dataclass(frozen=True)
class Number:
    """What is told of a number: that it lies between these two, both included."""

    low: int
    high: int

    def __str__(self) -> str:
        """In words."""
        if self.low == self.high:
            return str(self.low)
        if self.low == 0:
            return _("fewer than %(number)s", number=self.high + 1)
        return _("%(low)s to %(high)s", low=self.low, high=self.high)


@dataclass(frozen=True)
class HiddenLine:
    """A rate with nothing in it that tells a small number."""

    key: str
    label: str
    definition: str
    part: str
    whole: str
    percent: str
    """Exact, a range, or a dash of nothing and of too little."""
    counted: str
    """Numerator and denominator in words; where the whole is hidden, it alone."""


@dataclass(frozen=True)
class Year:
    """One group of cases in one year."""

    lines: tuple[HiddenLine, ...]
    times: tuple[tuple[str, str, Times], ...]
    """Label, definition, and the times; empty ones of fewer than five."""

    def line(self, key: str) -> HiddenLine:
        """The rate with this key."""
        return next(line for line in self.lines if line.key == key)


@cache
def _whole(name: str) -> frozenset[str]:
    """All that it is a part of."""
    direct = PART_OF.get(name, ())
    return frozenset(direct).union(*(_whole(one) for one in direct))


def numbers(counts: Mapping[str, int]) -> dict[str, Number]:
    """What is told of each."""
    return {name: _told(name, counts) for name in counts}


def _told(name: str, counts: Mapping[str, int]) -> Number:
    value = counts[name]
    tight = [one for one in _whole(name) if FEW <= counts[one] < 2 * FEW - 1 and counts[one] >= value]
    if tight:
        # Of so few, either the number or what is missing is under five: they are told alike.
        return Number(0, max(_told(one, counts).high for one in tight))
    if value < FEW:
        return Number(0, FEW - 1)
    near = [one for one in _whole(name) if counts[one] >= value and counts[one] - value < FEW]
    if not near:
        return Number(value, value)
    wholes = [_told(one, counts) for one in near]
    # The widest of what follows from each, so that two ranges together don't say more than one.
    return Number(max(FEW, min(one.low for one in wholes) - FEW + 1), max(one.high for one in wholes))


def year(counts: Counts) -> Year:
    """The figures of a year as everybody may read them."""
    told = numbers(counts.numbers)
    lines = tuple(
        HiddenLine(
            figure.key,
            str(figure.label),
            str(figure.definition),
            str(told[figure.part]),
            str(told[figure.whole]),
            _percent(told[figure.part], told[figure.whole], counts.numbers[figure.whole]),
            _counted(told[figure.part], told[figure.whole]),
        )
        for figure in FIGURES
    )
    times = tuple((str(one.label), str(one.definition), _times(getattr(counts, one.key))) for one in MEASURES)
    return Year(lines, times)


def _percent(part: Number, whole: Number, number: int) -> str:
    if number < FEW:
        return "–"
    low, high = 100 * part.low // whole.high, min(100, -(-100 * part.high // max(1, whole.low)))
    if part.low == part.high and whole.low == whole.high:
        return f"{round(100 * part.low / whole.low)}%"
    return f"{max(0, low)}–{high}%" if (low, high) != (0, 100) else "–"


def _counted(part: Number, whole: Number) -> str:
    if whole.low == 0:
        return _("%(number)s in all", number=whole)
    return _("%(part)s of %(whole)s", part=part, whole=whole)


def _times(times: Times) -> Times:
    return times if times.number >= FEW else Times()
