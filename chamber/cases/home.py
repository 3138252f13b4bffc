"""What the cards of cases on a home page show."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import TypeVar

from ..registry.homes import Matter
from ..rights import Actor
from .ladder import overdue
from .lists import tallies, today
from .lists.figures import Overview as UnitsAndKinds
from .lists.figures import overview as units_and_kinds
from .lists.listing import SeenLine
from .words import State

T = TypeVar("T")


def _part(load: Callable[[Actor], T]) -> cached_property[T]:
    """What `load` gives for the person."""
    return cached_property(lambda overview: load(overview.actor))


class Overview:
    """The cases of one person on their home page; each part is read once, when a card asks for it."""

    def __init__(self, actor: Actor, word: Callable[[SeenLine], str], place: Callable[[SeenLine], str]) -> None:
        self.actor = actor
        self.word, self.place = word, place
        """What the button of a line says, and where it leads."""

    groups = _part(tallies.groups)
    waiting = _part(today.waiting)
    late_and_disputed = _part(today.late_and_disputed)
    latest = _part(today.latest)
    own = _part(today.own)
    due_days = _part(today.due_days)
    reported = _part(overdue.reported)

    @cached_property
    def figures(self) -> tallies.Figures:
        """What waits, what is open, late, due."""
        return tallies.figures(self.actor, self.groups)

    @cached_property
    def units(self) -> UnitsAndKinds:
        """What lies with each unit and of each kind, and how four weeks went."""
        return units_and_kinds(self.actor, self.groups)

    @cached_property
    def urgent(self) -> SeenLine | None:
        """The one of a member's own that needs an answer first: a supplement, then a consent, then a rating."""
        mine = [line for line in self.own if line.waits_for_reader]
        supplements = [line for line in mine if line.state == State.SUPPLEMENTING]
        asked = [line for line in self.own if line.asks_whom or line.asks_consent]
        return next(iter((*supplements, *asked, *mine)), None)


def matters(overview: Overview) -> list[Matter]:
    """The first of the cases that wait for the person, as lines of the list that gets empty."""
    never = datetime.max.replace(tzinfo=UTC)
    return [Matter(line.due_at or never, line) for line in overview.waiting]


def number(overview: Overview) -> int:
    """How many wait."""
    return overview.figures.waiting
