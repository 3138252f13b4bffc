"""The list of what is overdue by unit, and the message about it on the first working morning of a week."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from chamber import clock as now
from chamber.accounts.models import Account
from chamber.cases.access import respondents
from chamber.cases.ladder import climbing, overdue, weekly
from chamber.cases.words import Kind
from chamber.extensions import db
from chamber.notifications import services as notifications
from chamber.notifications.models import Notification
from tests.cases.late import at_work, late_by, passes
from tests.client import Client
from tests.conftest import Clock
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def at(text: str) -> datetime:
    """A moment in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=now.LOCAL)


def told() -> list[int]:
    """Who was told of the weekly list."""
    query = select(Notification.account_id).where(Notification.line.startswith(weekly.NAME))
    return list(db.session.scalars(query.order_by(Notification.id)))


def reported(drive: Drive, name: str = "leader") -> int | None:
    """How many delays came to them, by the card of their home."""
    return db.session.scalar(select(overdue.number_reported(drive.who(name))))


def test_what_is_overdue_stands_by_unit_with_its_level_and_how_late_it_is(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    due = at_work(drive, complexity="simple")
    department = drive.reference
    drive.submit(Kind.REQUEST, title="无人联系")
    late_by(clock, due, 5)
    climbing.climb()
    for name in ("secretary", "leader"):
        page = sign_in(getattr(drive.cast, name)).get("/cases/overdue").page
        assert [one for one in page.texts("h2") if one in (drive.cast.department.name, "Secretariat and supervisor")]
        rows = {row.split()[0]: row for row in page.texts("tbody tr")}
        assert set(rows) == {department, drive.reference}
        assert "level 3, the leader" in rows[department] and " 6 " in f"{rows[department]} "
    assert overdue.numbers(drive.who("leader")) == {0: 2, 1: 2, 2: 2, 3: 2, 4: 0}


def test_the_list_has_only_what_reached_a_level_where_that_is_asked_for(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    due = at_work(drive)
    late_by(clock, due, 1)
    climbing.climb()
    leader = sign_in(drive.cast.leader)
    assert drive.reference in leader.get("/cases/overdue?level=1").words
    for none in ("/cases/overdue?level=2", "/cases/overdue?level=4"):
        assert drive.reference not in leader.get(none).words
    assert drive.reference in leader.get("/cases/overdue?level=x").words


def test_what_is_late_anew_is_not_among_what_was_reported_before(drive: Drive, clock: Clock) -> None:
    due = at_work(drive)
    late_by(clock, due, 5)
    climbing.climb()
    leader = drive.who("leader")
    assert reported(drive) == 1
    drive.draft()
    drive.publish()
    drive.rate(1, False)
    late_by(clock, clock.now, 2)
    climbing.climb()
    assert drive.case.level == 3 and overdue.numbers(leader)[0] == 1
    drive.call()
    assert overdue.numbers(leader)[0] == 0 == reported(drive)


@pytest.mark.parametrize("name", ["leader", "supervisor"])
def test_who_is_recused_finds_it_neither_in_the_list_nor_in_the_numbers(
    drive: Drive, clock: Clock, sign_in: SignIn, name: str
) -> None:
    due = at_work(drive)
    account = getattr(drive.cast, name)
    respondents.recuse(drive.reference, account.id, "亲属关系", actor=drive.who("secretary"))
    db.session.commit()
    late_by(clock, due, 10)
    climbing.climb()
    assert overdue.numbers(drive.who(name))[0] == 0
    assert drive.reference not in sign_in(account).get("/cases/overdue").words
    assert drive.reference in sign_in(drive.cast.secretary).get("/cases/overdue").words


@pytest.mark.parametrize(
    ("moment", "is_told"),
    [
        ("2026-09-14 07:59", False),
        ("2026-09-14 08:01", True),
        # The mid-autumn holiday ends on Sunday; the week after it begins as others do.
        ("2026-09-28 08:01", True),
        ("2026-09-27 12:00", False),
        # National Day to the 7th, a Wednesday: the week of the 5th begins on Thursday the 8th.
        ("2026-10-05 09:00", False),
        ("2026-10-07 09:00", False),
        ("2026-10-08 08:01", True),
        # New Year: of the week of 29 December 2025 Monday is worked.
        ("2025-12-29 08:01", True),
        # Nobody ran anything on Monday and Tuesday.
        ("2026-09-16 10:00", True),
        ("2026-09-16 17:59", True),
        ("2026-09-16 18:00", False),
    ],
)
def test_the_leader_is_told_on_the_first_working_morning_of_a_week(
    drive: Drive, clock: Clock, moment: str, is_told: bool
) -> None:
    clock.set(at(moment) - timedelta(days=60))
    at_work(drive)
    clock.set(at(moment))
    assert weekly.pass_time() == int(is_told) and weekly.pass_time() == 0
    assert told() == [drive.cast.leader.id] * is_told


def test_the_message_says_numbers_and_no_case_and_leads_to_the_list(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    due = at_work(drive, Kind.COMPLAINT)
    late_by(clock, due, 5)
    passes()
    clock.set(at("2026-10-26 08:30"))
    weekly.pass_time()
    db.session.commit()
    actor = drive.who("leader")
    row = db.session.scalars(notifications.query(actor).where(Notification.line.startswith(weekly.NAME))).one()
    line = notifications.lines([row], actor)[0]
    assert line.words == "Weekly list: 1 case is overdue, 1 of them reported to you."
    assert line.shown and line.shown.endpoint == "cases.overdue"
    clock.advance(days=7)
    line = notifications.lines([row], actor)[0]
    assert line.words == "Weekly list: the week of 2026-10-26."


def test_a_leader_to_whom_nothing_overdue_is_open_is_told_nothing(drive: Drive, clock: Clock) -> None:
    at_work(drive)
    respondents.recuse(drive.reference, drive.cast.leader.id, "亲属关系", actor=drive.who("secretary"))
    db.session.commit()
    clock.set(at("2026-11-16 09:00"))
    weekly.pass_time()
    assert told() == []


def test_homes_show_what_was_reported_to_each(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    due = at_work(drive)
    late_by(clock, due, 10)
    climbing.climb()
    for name in ("leader", "supervisor", "secretary"):
        assert "Delays reported to you" in sign_in(getattr(drive.cast, name)).get("/").words
    assert "level 4 or higher" in sign_in(drive.cast.secretary).get("/").words
    for name in ("handler", "member", "president"):
        assert "Delays reported" not in sign_in(getattr(drive.cast, name)).get("/").words


def test_the_list_is_a_sheet_too_with_a_line_a_case(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    due = at_work(drive, Kind.COMPLAINT)
    late_by(clock, due, 5)
    passes()
    leader = sign_in(drive.cast.leader)
    assert "/cases/overdue.xlsx?level=1" in leader.get("/cases/overdue?level=1").text
    rows = [
        [cell.value for cell in row] for row in load_workbook(BytesIO(leader.get("/cases/overdue.xlsx").data)).active
    ]
    (line,) = [row for row in rows if row[1] == drive.reference]
    assert line[5] == 6 and "商督" in line[7] and drive.cast.firm.name not in str(rows)
    assert not [
        row
        for row in load_workbook(BytesIO(leader.get("/cases/overdue.xlsx?level=4").data)).active
        if row[1].value == drive.reference
    ]
    assert sign_in(drive.cast.handler).get("/cases/overdue.xlsx").status_code == 403
