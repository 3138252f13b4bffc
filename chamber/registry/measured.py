"""The shape in which a feature says that its things have measures, and who may know of these."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false

from ..rights import Actor


def _never(_actor: Actor) -> ColumnElement[bool]:
    return false()


def _no_names(_subject_id: int, _texts: Mapping[str, str]) -> None:
    return


@dataclass(frozen=True, eq=False)
class Measured:
    """How the things of a kind have measures; each function that gets a number trusts its caller that there is one."""

    known: Callable[[Actor], ColumnElement[bool]]
    """The condition for the things of whose measures a person may know, in the acting role."""
    may_give: Callable[[Actor, int], bool]
    """Whether this person runs that thing: gives its measures, and reads all that is written about them."""
    sources: Callable[[int], Collection[str]]
    """Where a measure of it may come from (`measures.words.Source`); empty while none is given."""
    departments: Callable[[int], Collection[int] | None] = lambda _subject_id: None
    """The departments that one may be given to, because they see the thing; None: all."""
    takes_firms: bool = True
    """Whether one may be given to a firm."""
    has_public: bool = False
    """Whether a member who sees the thing sees those of its measures that are marked public."""
    held: Callable[[Actor], ColumnElement[bool]] = _never
    """The condition for those of whose measures a person reads the order alone, not what its owner writes."""
    led: Callable[[Actor], ColumnElement[bool]] = _never
    """The condition for those of which somebody of one department sees the measures of all, because they lead it."""
    is_nameless: Callable[[int], bool] = lambda _subject_id: False
    """Whether the owner must not learn whose it is: then orders come without papers."""
    refuse_names: Callable[[int, Mapping[str, str]], None] = _no_names
    """Raises a DomainError at the field whose words tell what the owner must not learn."""
    is_lost: Callable[[], ColumnElement[bool]] = false
    """The condition for its measures whose owner does not see the thing any more."""
