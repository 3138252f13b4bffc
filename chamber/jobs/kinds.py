"""The shapes of long jobs: `Work` that features declare in `works`, its `Result`, and how it reports progress."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask_babel import LazyString

from .. import registry
from ..files.services import PreparedFile
from ..rights import Actor

T = TypeVar("T")

MAX_IMMEDIATE_ROWS = 2_000
"""With more rows than this an act becomes a job: so many are written, or exported, in 1 to 2 seconds."""
Advance = Callable[[int, int], None]
"""Called between rows with (done, total); raises where the job was cancelled."""


@dataclass(frozen=True)
class Result:
    """The outcome of a job."""

    message: str = ""
    """As a sentence without names; empty where there is a table, which says enough."""
    file: PreparedFile | None = None


@dataclass(frozen=True)
class Work:
    """One kind of job."""

    title: LazyString
    """What is done, as a noun."""
    run: Callable[[Actor, Mapping[str, Any], Advance], Result]
    """Do it, all of it or nothing, in the transaction that is under way. Rights are checked anew, slow reading is done
    in `with reading()` before the first write, and what is refused is a DomainError."""
    leads_to: tuple[str, LazyString] | None = None
    """Where its owner goes when it is done: endpoint and label; none: back to where it was asked for."""


def work_of(kind: str) -> Work:
    """The `Work` declared under this name."""
    work: Work = registry.works()[kind]
    return work


def no_progress(_done: int, _total: int) -> None:
    """An `Advance` that does nothing, for work that is not a job."""


def with_progress(rows: Iterable[T], total: int, advance: Advance) -> Iterator[T]:
    """The same rows; `advance` is called after each."""
    for number, row in enumerate(rows, 1):
        yield row
        advance(number, max(total, number))
