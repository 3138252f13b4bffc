"""The monthly reports of the demo that have a number: all but the newest, which waits for it."""

from .. import clock
from ..cases.figures import periods
from ..cases.figures.published import freezing, monthly
from ..extensions import unit_of_work
from ..rights import Role
from .world import World


def issue_reports(world: World) -> None:
    """Number them in the order of the months."""
    for row in freezing.months(periods.month(clock.today()))[:-1]:
        with unit_of_work():
            monthly.issue(periods.month(row.first_day).name, actor=world.actor("secretary", Role.SECRETARIAT))
