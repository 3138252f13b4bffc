"""What shows how far the right to the figures reaches."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chamber import clock
from chamber.cases.figures import asking, counting, periods
from chamber.errors import Forbidden
from tests.rights import Trial


def counts(number: int, **others: int) -> Callable[[Trial], None]:
    """A week later the first contact of so many cases was due, as far as this person's figures go."""

    def check(who: Trial) -> None:
        with clock.at(clock.now() + timedelta(days=7)):
            month = periods.month(clock.today())
            found = counting.count(asking.scope(who.actor, asking.Asked(month)), month)
        assert found.numbers["contact_due"] == others.get(who.name, number)

    return check


def yearly(who: Trial) -> None:
    """Neither a period of one's own nor the sheet."""
    with pytest.raises(Forbidden):
        asking.asked(who.actor, {})
    assert who.status("/cases/figures.xlsx") == 403
