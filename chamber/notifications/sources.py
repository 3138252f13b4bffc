"""What the features say of their subjects: whom a word of the table means, who may still see it, how it is named."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..rights import Actor
from .table import To


@dataclass(frozen=True)
class Shown:
    """A subject as one reader may name it, and where it stands."""

    what: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    """Of the address: its parts."""


@dataclass(frozen=True)
class Happened:
    """An act, or what time alone caused, before anybody is told."""

    act: str
    subject_id: int
    why: str
    """Makes the key: the place in the subject's log, or the date that was reached."""
    at: datetime
    doer_id: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """What a feature says of its subjects; rights are its own."""

    recipients: Callable[[Happened, To], Iterable[int]]
    """The accounts that the table's word means, only those that may see the subject now."""
    shown: Callable[[Actor, Sequence[int]], Mapping[int, Shown]]
    """These subjects as this person may name them; what it may not see (any more) is missing."""
    can_see: Callable[[int, To, int], bool]
    """Whether an account, told as this, may still see the subject: asked again before something leaves the machine."""
    is_news: Callable[[Happened], bool] = lambda _happened: True
    """Whether anybody is told of it at all."""
    outside: Callable[[int], str] | None = None
    """How a message that leaves the machine names the subject, in its reader's language; none: never, as of cases."""
    public: Callable[[str, int], str] | None = None
    """Where a subject is read of which an act (the first argument) is news for all firms, empty where it is not, or not
    any more: asked when it happened and again before a group is told; none: never, as of cases."""
    known: Callable[[Actor], Any] | None = None
    """The ids of the subjects that this person may know of, as a query; none: no subject is a secret to the office."""


_sources: dict[str, Source] = {}
_timekeepers: list[Callable[[], int]] = []
_errands: dict[str, Callable[[], int]] = {}


def register(kind: str, source: Source) -> None:
    """Let a feature answer for the subjects that the log calls `kind`."""
    _sources[kind] = source


def keep_time(pass_time: Callable[[], int]) -> None:
    """Let a feature tell what time alone causes: called every minute by the worker, harmless when repeated."""
    _timekeepers.append(pass_time)


def timekeepers() -> tuple[Callable[[], int], ...]:
    """What the worker calls every minute."""
    return tuple(_timekeepers)


def take_up(name: str, errand: Callable[[], int]) -> None:
    """Let the worker do something when `dispatch.announce(name)` was said, and each minute; harmless when repeated.

    It has a thread to itself while it lasts, and makes its own transactions.
    """
    _errands[name] = errand


def errands() -> Mapping[str, Callable[[], int]]:
    """What the worker does when it is woken for it."""
    return _errands


def guarded() -> Mapping[str, Callable[[Actor], Any]]:
    """The kinds of subjects of which not everybody in the office may know, each with `Source.known`."""
    return {kind: source.known for kind, source in _sources.items() if source.known}


def source_of(subject: str) -> Source:
    """Who answers for a subject (`case:12`)."""
    return _sources[subject.partition(":")[0]]
