"""What the features carry out as long jobs, and what they get and give."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask_babel import LazyString

from .. import registry
from ..files.services import PreparedFile
from ..rights import Actor

T = TypeVar("T")

LARGE = 2_000
"""Rows beyond which an act becomes a job: so many are written, or laid out as a table, in 1 to 2 seconds."""
Advance = Callable[[int, int], None]
"""Told between the rows how many of how many are done; ends the work by an exception when it has been cancelled."""


@dataclass(frozen=True)
class Result:
    """What came of a job."""

    said: str = ""
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
    """Who carries out the jobs called `kind`."""
    work: Work = registry.works()[kind]
    return work


def unseen(_done: int, _total: int) -> None:
    """The `Advance` of work that is over at once."""


def counted(rows: Iterable[T], total: int, advance: Advance) -> Iterator[T]:
    """The same rows; `advance` is told of each that has been taken."""
    for number, row in enumerate(rows, 1):
        yield row
        advance(number, max(total, number))
