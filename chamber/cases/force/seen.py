"""The values that templates get of a task force: only what the reader may know."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SeenPerson:
    """Somebody in it."""

    unit: str
    name: str
    """Empty for who learns the department alone."""
    leads: bool
    since_at: datetime
    left_at: datetime | None
    is_gone: bool
    """Sits in it, but does not see the case any more: the department was taken from it, the account closed, recused."""
    in_words: bool
    """Of a department that nobody signs in for."""


@dataclass(frozen=True)
class SeenForce:
    """The task force of one case."""

    is_public: bool
    """The reader learns that there is one and which department leads it, nothing more."""
    unit: str
    """The department that leads it."""
    lead: str
    """Who leads it; empty for who learns the department alone, and where nobody does any more."""
    purpose: str
    proposed_at: datetime
    decide_by: datetime
    decided_at: datetime | None
    approved: bool
    began_at: datetime | None
    provisional: bool
    people: tuple[SeenPerson, ...]
    former: tuple[SeenPerson, ...]
    is_mine: bool
    """The reader sits in it."""

    @property
    def waits(self) -> bool:
        """Whether nobody has decided on it."""
        return self.decided_at is None

    @property
    def lacks_people(self) -> bool:
        """Whether somebody in it does not see the case any more, or nobody leads it."""
        return not self.is_public and (
            any(one.is_gone for one in self.people) or not any(one.leads and not one.is_gone for one in self.people)
        )
