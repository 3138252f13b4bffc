"""Figures as a page, a sheet or the command line shows them: what was counted, in lines of words and numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ...rights import Actor
from . import beside, counting, drilling, naming
from .asking import Asked, scope
from .beside import Beside
from .counting import Counts, Times
from .words import FIGURES, IN_TABLES, MEASURES, STOCK, VERSION

OF_DEPARTMENTS = ("completion", "on_time", "overdue", "solved_by_member", "satisfaction", "new_round", "monitoring")
"""Contact and acceptance are the secretariat's, whoever led the case later."""


@dataclass(frozen=True)
class Line:
    """One rate: what it is called and defined, numerator and denominator, and the cases behind both."""

    key: str
    label: str
    definition: str
    part: int
    whole: int
    part_of: str = ""
    """The value of the list's filter `counted` for the numerator; empty where the reader may not go there."""
    whole_of: str = ""

    @property
    def percent(self) -> int | None:
        """None of nothing."""
        return round(100 * self.part / self.whole) if self.whole else None


@dataclass(frozen=True)
class TimeLine:
    """A time in working days."""

    key: str
    label: str
    definition: str
    times: Times
    cases: str = ""
    """The value of the list's filter `counted`."""


@dataclass(frozen=True)
class StockLine:
    """How many are late by so much at the end of the period."""

    label: str
    number: int
    cases: str = ""


@dataclass(frozen=True)
class Part:
    """The cases with one value of what they are parted by."""

    key: str
    label: str
    lines: tuple[Line, ...]
    mean: float | None
    thanks: int | None
    """Of a department; none of other parts."""


@dataclass(frozen=True)
class Shown:
    """All of it."""

    asked: Asked
    lines: tuple[Line, ...]
    times: tuple[TimeLine, ...]
    stock: tuple[StockLine, ...]
    stock_number: int
    parts: tuple[Part, ...]
    beside: Beside
    is_empty: bool
    version: int = VERSION


def show(actor: Actor, wanted: Asked) -> Shown:
    """What this person may know of it; at most seven queries, however many rows there are."""
    where = scope(actor, wanted)
    found = counting.count(where, wanted.period)
    way = _way(actor, wanted)
    return Shown(
        asked=wanted,
        lines=lines(found, way),
        times=_times(found, way),
        stock=tuple(StockLine(str(label), found.numbers[name], way(name)) for name, label in STOCK.items()),
        stock_number=found.numbers["stock"],
        parts=_parts(actor, wanted, where) if wanted.by else (),
        beside=beside.count(where, wanted.period),
        is_empty=found.is_empty,
    )


def _way(actor: Actor, wanted: Asked) -> Callable[[str], str]:
    if not drilling.may(actor):
        return lambda _count: ""
    return lambda count: drilling.name_of(count, wanted)


def lines(found: Counts, way: Callable[[str], str], keys: tuple[str, ...] = ()) -> tuple[Line, ...]:
    """The rates of `words.FIGURES`, or those with these keys."""
    return tuple(
        Line(
            figure.key,
            str(figure.label),
            str(figure.definition),
            *found.rate(figure.key),
            way(figure.part),
            way(figure.whole),
        )
        for figure in FIGURES
        if not keys or figure.key in keys
    )


def _times(found: Counts, way: Callable[[str], str]) -> tuple[TimeLine, ...]:
    return tuple(
        TimeLine(
            measure.key, str(measure.label), str(measure.definition), getattr(found, measure.key), way(measure.count)
        )
        for measure in MEASURES
    )


def _parts(actor: Actor, wanted: Asked, where: Any) -> tuple[Part, ...]:
    found = counting.parted(where, wanted.period, wanted.by)
    names = naming.names_of(wanted.by)
    keys = OF_DEPARTMENTS if wanted.by == "department" else IN_TABLES
    thanks = beside.thanks_by_department(where, wanted.period) if wanted.by == "department" else None
    known = [*(key for key in names if key in found), *sorted(found.keys() - names.keys())]
    return tuple(
        Part(
            key,
            names.get(key) or _("Not stated"),
            _lines_of(actor, wanted, key, found, keys),
            found[key].handling.mean,
            thanks.get(key, 0) if thanks is not None else None,
        )
        for key in known
        if key or wanted.by != "department"
    )


def _lines_of(
    actor: Actor, wanted: Asked, key: str, found: Mapping[str, Counts], keys: tuple[str, ...]
) -> tuple[Line, ...]:
    # There is no filter for those that have no value.
    way = _way(actor, wanted.with_key(key)) if key else (lambda _count: "")
    return lines(found[key], way, keys)
