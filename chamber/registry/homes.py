"""The shapes in which features declare what home pages show of them: cards, and lines of the list that gets empty."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from flask_babel import LazyString
from sqlalchemy import DateTime, Integer, ScalarSelect, String, cast, null, select, type_coerce

from ..extensions import UtcDateTime
from ..rights import Actor, Right, Role


class Column(StrEnum):
    """Where a card stands on a home page."""

    HEADING = "heading"
    """Instead of the greeting."""
    ACTIONS = "actions"
    """The buttons beside the heading."""
    TOP = "top"
    """Over the whole width."""
    ABOVE = "above"
    BELOW = "below"
    ASIDE_ABOVE = "aside_above"
    ASIDE = "aside"


@dataclass(frozen=True)
class Card:
    """A card on the home pages of some roles, rendered by the feature's template with `data` and `card`."""

    template: str
    columns: Mapping[Role, Column]
    right: Right | None = None
    """Who gets it at all, beside the role; none: everybody in these roles."""
    load: Callable[[Actor], Any] | None = None
    """What it shows; called once for all cards of a page that have the same."""
    count: Callable[[Actor], ScalarSelect[int]] | None = None
    """Instead of `load` a number; the home page selects all of them in one query."""
    counts: Callable[[Actor], Mapping[Any, ScalarSelect[int]]] | None = None
    """Or several, in that query too; the template gets them by the same keys."""
    rank: int = 5
    """The lowest stands first in its column."""


@dataclass(frozen=True, eq=False)
class Fact:
    """A number on the strip over the home pages of some roles; the home page selects all of them in one query."""

    name: str
    label: LazyString
    roles: frozenset[Role]
    right: Right
    count: Callable[[Actor], ScalarSelect[int]]
    of: Callable[[Actor], ScalarSelect[int]] | None = None
    """Of how many."""
    endpoint: str = ""
    """Where exactly these are listed."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Of that address."""
    hides_few: bool = False
    """Whether a number under five is not told."""


LINES = 12
"""So many lines that list shows at most; as many are read of each feature, so that nothing more urgent is left out."""


@dataclass(frozen=True)
class Matter:
    """One line of the list on a home page that gets empty."""

    due: datetime
    """The earliest stands first."""
    row: Any
    """What the template of its `Matters` shows."""


class Step(NamedTuple):
    """What one line of that list asks for: its button, and the way to it after the line before was dealt with."""

    title: str
    """What it is about, in few words."""
    page: str
    """The address of its page, by which it is told apart from others."""
    word: str | LazyString
    """What its button says."""
    place: str | None = None
    """Where the button leads, where that is not the page."""
    stays: bool = False
    """No act ends it, as with an event that runs: one is led there when nothing else waits."""


@dataclass(frozen=True, eq=False)
class Matters:
    """What of one feature waits for some roles: lines of the one list on their home page that gets empty."""

    template: str
    """Of one line; gets `row` (a `Row`, or what `load` gave), its `step`, and `tone`, that of its button."""
    label: LazyString
    """What they are called beside their number, which leads to all of them."""
    endpoint: str
    roles: frozenset[Role]
    right: Right
    step: Callable[[Any], Step]
    """What a row asks for."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Of that address."""
    query: Callable[[Actor], Any] | None = None
    """Of rows as `waiting_row` makes them; the home page selects those of all features at once."""
    load: Callable[[Actor], Any] | None = None
    """Instead of a query what cards load too; called once for all of them."""
    lines: Callable[[Any], list[Matter]] | None = None
    """The first lines of that."""
    number: Callable[[Any], int] | None = None
    """How many there are; asked by the home page only."""


def waiting_row(
    *, key: Any, since: Any, title: Any = "", who: Any = "", part: Any = 0, number: Any = 0, due: Any = None
) -> Any:
    """A query of rows for `Matters.query`, all of the same columns; its caller says from where.

    `key` and `part` are for the address, `since` when it began to wait, `due` by when it is to be done; without that
    it stands two days after it began.
    """
    return select(
        cast(key, Integer).label("key"),
        cast(part, Integer).label("part"),
        cast(title, String).label("title"),
        cast(who, String).label("who"),
        cast(number, Integer).label("number"),
        type_coerce(since, UtcDateTime()).label("since"),
        type_coerce(cast(null(), DateTime(timezone=True)) if due is None else due, UtcDateTime()).label("due"),
    )


class Row(NamedTuple):
    """One of them, as its template gets it."""

    key: int
    part: int
    title: str
    who: str
    number: int
    since: datetime
    due: datetime | None
