"""The errors that services raise for a person to read, each with its HTTP status."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from typing import TypeVar

T = TypeVar("T")


class DomainError(Exception):
    """A rule of the chamber was broken; the message is a translated sentence shown to the person."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, message: object = "", field: str | None = None) -> None:
        """`field` names the form field to show the message at, where there is one."""
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)

    @property
    def parts(self) -> "tuple[DomainError, ...]":
        """What was wrong, each at its field."""
        return (self,)


class Several(DomainError):
    """Several things are wrong with what was typed, and all are said at once."""

    def __init__(self, *parts: DomainError) -> None:
        super().__init__(" ".join(map(str, parts)))
        self._parts = parts

    @property
    def parts(self) -> tuple[DomainError, ...]:
        """What was wrong, each at its field."""
        return self._parts


class NotFound(DomainError):
    """The thing is not there, or not for this person: the answer is the same."""

    status = HTTPStatus.NOT_FOUND


class Forbidden(DomainError):
    """The person may see the thing, or the area is closed to the role."""

    status = HTTPStatus.FORBIDDEN


class Conflict(DomainError):
    """Somebody else was quicker, or the state has moved on."""

    status = HTTPStatus.CONFLICT


TWICE = timedelta(minutes=10)
"""Within this time the same words from the same person are a button pressed twice."""


class Repeated(Conflict):
    """The same was done a moment ago: a button pressed twice, which did no harm."""


class TooLarge(DomainError):
    """More bytes than allowed."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class Gone(DomainError):
    """Nobody waits for the answer any more; there is no sentence, as nobody would read it."""


class TooMany(DomainError):
    """Too many tries; wait."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, message: object = "", *, seconds: int = 60, advice: str = "") -> None:
        """`seconds`: after how long the next try makes sense; `advice`: what helps meanwhile."""
        super().__init__(message)
        self.seconds, self.advice = seconds, advice


def found(row: T | None, missing: object = "") -> T:
    """The row that a query found; NotFound with this sentence where there is none."""
    if row is None:
        raise NotFound(missing)
    return row


@contextmanager
def at_field(name: str | None) -> Iterator[None]:
    """Let a DomainError of the block be shown at this field of the form."""
    try:
        yield
    except DomainError as error:
        error.field = name
        raise
