"""The shape in which features declare the kinds of things that the log, messages and cases refer to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import LazyString
from sqlalchemy import ColumnElement

from ..messages import Source
from ..rights import Actor, Right
from .finds import Begun
from .measured import Measured


@dataclass(frozen=True, eq=False)
class Subject:
    """A kind of thing that the log, messages and cases refer to (`member:3`)."""

    kind: str
    label: LazyString
    model: Any = None
    """Its table; none where it is known by a number or a word alone."""
    name: Any = None
    """The column, or what else a query can select, that names it."""
    finds: Callable[[str], ColumnElement[bool]] | None = None
    """The condition for a search by what somebody typed; none: it is part of the name."""
    words: Callable[[str], str] | None = None
    """Its name by its key, where it has no table; empty for a key that there is not."""
    path: str = ""
    """The URL of its page without the key; empty where it has none."""
    path_key: Any = None
    """The column appended to the path; none: its id."""
    page_right: Right | None = None
    """Who may open that page; none: everybody to whom the log names it."""
    log_names_it: Callable[[Actor], bool] = lambda _actor: True
    """Whether a reader of the log may know which one it is (of rows that `log_rows` leaves)."""
    log_shows_values: Callable[[Actor], bool] = lambda _actor: False
    """Whether a reader of the log may read what was written before and after."""
    visible: Callable[[Actor], ColumnElement[bool]] | None = None
    """The condition for those that a person may see; none: whoever did something to one may."""
    log_rows: Callable[[Actor], ColumnElement[bool]] | None = None
    """The rows of the log about such things that a person may see; none: all."""
    secretariat_reads: bool = True
    """Whether the secretariat reads rows of the log about such things."""
    fields: Mapping[str, LazyString] = field(default_factory=dict)
    """Labels of the logged values, beside those that all subjects share (`audit/words.py`)."""
    choices: Mapping[str, Callable[[Any], object]] = field(default_factory=dict)
    """For logged codes: the function that gives the label of a value, or nothing."""
    source: Source | None = None
    measured: Measured | None = None
    begun: Callable[[Actor, int], Begun | None] | None = None
    """Finds one from which a case may begin, if the person may see it."""
