"""What a case says to a test: days for reading, and the acts that a person has."""

from datetime import datetime

from chamber.cases.access.visibility import find
from chamber.cases.doing.desk import allowed
from chamber.cases.rules.acts import Act
from chamber.cases.rules.hand import load
from chamber.clock import LOCAL
from tests.factories.cases import Drive


def local(moment: datetime | None) -> str:
    """Shanghai's day and hour, for reading."""
    assert moment is not None
    return moment.astimezone(LOCAL).strftime("%m-%d %H:%M")


def acts_of(drive: Drive, name: str) -> set[Act]:
    """What this person can do now."""
    actor = drive.who(name)
    return set(allowed(load(find(drive.reference, actor=actor), actor)))
