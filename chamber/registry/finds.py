"""The shapes in which features give what was found of them: by the search, or where a case began."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask_babel import LazyString
from sqlalchemy import ColumnElement

from ..rights import Actor, Right


class Hit(NamedTuple):
    """One that was found, as the person may see it."""

    title: str
    endpoint: str
    values: Mapping[str, Any]
    note: str = ""


@dataclass(frozen=True)
class Begun:
    """The thing that a case began from, as a person who may see it finds it."""

    label: LazyString
    title: str
    endpoint: str
    values: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Findable:
    """A kind of thing that can be found."""

    kind: str
    label: LazyString
    right: Right
    key: Any
    """The column with its id."""
    found: Callable[[Actor, str], ColumnElement[bool]]
    """The condition for those that this person sees and that have what was typed in words that they may read."""
    order: Any
    """Which are shown first."""
    hits: Callable[[Actor, Sequence[int]], Mapping[int, Hit]]
    """These of them, by their ids."""
    endpoint: str
    """The list that has all of them; it takes the same `q`."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Of that address."""
    docs: Callable[[Sequence[int]], Mapping[int, str]] | None = None
    """By what these are found (`search.tokens.doc`), where the index has them."""
    has_sound: bool = False
    """Whether a word that sounds alike finds it, so that *did you mean* may name it."""
