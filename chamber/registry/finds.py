"""The shape in which features declare what the search finds of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Findable:
    """A kind of thing that can be found."""

    kind: str
    key: Any
    """The column with its id."""
    docs: Callable[[Sequence[int]], Mapping[int, str]]
    """By what these are found (`search.tokens.doc`); a thing that nobody finds is left out."""
