"""What the cards of cases on a home page show."""

from functools import cached_property

from ..rights import Actor
from .lists import tallies, today
from .lists.listing import SeenLine
from .lists.tallies import Figures
from .lists.today import Day, Finished
from .words import State


class Overview:
    """The cases of one person on their home page; each part is read once, when the first card asks for it."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    @cached_property
    def figures(self) -> Figures:
        """How many wait, are open, late, due soon."""
        return tallies.figures(self.actor)

    @cached_property
    def waiting(self) -> list[SeenLine]:
        """What waits for this person, the most urgent first."""
        return today.waiting(self.actor)

    @cached_property
    def late(self) -> list[SeenLine]:
        """What is overdue, whoever has it."""
        return today.late(self.actor)

    @cached_property
    def disputed(self) -> list[SeenLine]:
        """What closed with a second bad rating."""
        return today.disputed(self.actor)

    @cached_property
    def latest(self) -> list[SeenLine]:
        """The newest that this person sees."""
        return today.latest(self.actor)

    @cached_property
    def own(self) -> list[SeenLine]:
        """A member's own, the most urgent first."""
        return today.own(self.actor)

    @cached_property
    def urgent(self) -> SeenLine | None:
        """The one of a member's own that needs an answer first: a supplement, then a consent, then a rating."""
        mine = [line for line in self.own if line.waits_for_reader]
        supplements = [line for line in mine if line.state == State.SUPPLEMENTING]
        return next(iter((*supplements, *(line for line in self.own if line.asks_consent), *mine)), None)

    @cached_property
    def due_days(self) -> list[Day]:
        """How many are due on each of the next working days."""
        return today.due_days(self.actor)

    @cached_property
    def finished(self) -> list[Finished]:
        """What this person got done today."""
        return today.finished_today(self.actor)
