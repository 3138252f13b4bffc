"""What a case began from elsewhere in the product, a notice for one; features say how theirs is found and shown."""

from collections.abc import Callable
from typing import NamedTuple

from flask_babel import LazyString

from ..rights import Actor


class About(NamedTuple):
    """Something that a case is about, as a person who may see it finds it."""

    label: LazyString
    title: str
    endpoint: str
    values: dict[str, int]


_kinds: dict[str, Callable[[Actor, int], About | None]] = {}


def register(kind: str, find: Callable[[Actor, int], About | None]) -> None:
    """Let cases begin from things of this kind; `find` gives one that this person may see, else none."""
    _kinds[kind] = find


def found(actor: Actor, words: str) -> About | None:
    """The thing that an address or a case names as `notice-12`; none where it isn't there for this person."""
    kind, _dash, number = words.partition("-")
    find = _kinds.get(kind)
    if find is None or not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return find(actor, int(number))
