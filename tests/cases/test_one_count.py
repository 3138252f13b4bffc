"""How much is overdue is one number: on homes, in lists, on the sheet and in the weekly message."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook

from chamber.accounts.models import Account
from chamber.cases.doing import intake
from chamber.cases.ladder import climbing, overdue, weekly
from chamber.cases.lists import figures, tallies
from chamber.cases.words import Kind
from chamber.extensions import db
from tests.cases.late import at_work, late_by
from tests.cases.test_author_left import answered, leave
from tests.cases.test_pressure import withdrawn
from tests.client import Client
from tests.conftest import Clock
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def late_in_every_way(drive: Drive, clock: Clock) -> None:
    """Late steps, and what the desk has to do beside them: cases that are open, and some that have ended."""
    due = at_work(drive)
    drive.submit(Kind.REQUEST, title="无人联系")
    withdrawn(drive, title="受压撤回")
    at_work(drive, Kind.COMPLAINT)
    drive.case.words_due_at = clock.now
    answered(drive, Kind.COMPLAINT, title="保密待评")
    answered(drive, Kind.REQUEST, title="公开待评")
    drive.submit(Kind.REQUEST, title="不予受理")
    intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=drive.who("secretary"))
    leave(drive)
    late_by(clock, due, 3)
    climbing.climb()


def number_of(client: Client, address: str) -> int:
    """How many rows a page lists."""
    return len(client.get(address).page.css("[data-row]"))


@pytest.mark.parametrize(("name", "late"), [("secretary", 7), ("leader", 5), ("supervisor", 1)])
def test_home_list_sheet_and_weekly_message_count_the_same(
    drive: Drive, clock: Clock, sign_in: SignIn, name: str, late: int
) -> None:
    late_in_every_way(drive, clock)
    actor, client = drive.who(name), sign_in(getattr(drive.cast, name))
    assert tallies.figures(actor).red == overdue.numbers(actor)[0] == late
    units = overdue.units(actor)
    assert sum(len(unit.lines) for unit in units) == late and all(unit.name for unit in units)
    assert all(
        line.due_at and line.due_at < clock.now and line.case.colour == "red" for unit in units for line in unit.lines
    )
    for level, number in overdue.numbers(actor).items():
        assert number_of(client, f"/cases/overdue?level={level}") == number
    sheet = load_workbook(BytesIO(client.get("/cases/overdue.xlsx").data)).active
    references = {line.case.reference for unit in units for line in unit.lines}
    assert sum(row[1].value in references for row in sheet) == late
    assert tallies.counts(actor, {"colour": "red"}).total == late
    # Whatever the home links to shows as many as it said.
    links = {link.attributes["href"] or "" for link in client.get("/").page.css("a[href*='colour=red']")}
    assert links or name == "supervisor"
    shown = [number_of(client, link) for link in links if "at=" not in link]
    assert shown == [late] * len(shown)
    if name == "leader":
        assert f"{late} cases are overdue" in weekly._numbers(actor)
        lines = figures.overview(actor, tallies.groups(actor)).units
        assert sum(line.late for line in lines) == late
        db.session.rollback()
        for link in links:
            if "at=" in link:
                at = link.partition("at=")[2].partition("&")[0]
                assert number_of(client, link) == next(line.late for line in lines if line.at == at)


def test_what_is_late_beside_a_step_lies_with_the_desk_and_has_reached_no_level(drive: Drive, clock: Clock) -> None:
    late_in_every_way(drive, clock)
    desk = next(unit for unit in overdue.units(drive.who("secretary")) if unit.name.startswith("Secretariat"))
    beside = [line for line in desk.lines if not line.level]
    assert {line.case.step for line in beside} == {"Choose who takes over the case", "Speak to the author"}
