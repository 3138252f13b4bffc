"""A level is reached when the office opens after the working day at whose end the limit was over."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from chamber import clock as now
from chamber.audit.models import AuditRow
from chamber.cases.doing import daily
from chamber.cases.ladder import climbing
from chamber.cases.models import Case, CaseAssignment, CaseEvent
from chamber.cases.rules.acts import Act
from chamber.documents.models import IssuedPaper
from chamber.extensions import db
from chamber.notifications.models import Notification
from chamber.workdays import services as workdays
from tests.cases.late import at_work, passes, rungs
from tests.conftest import Clock
from tests.factories.cases import Drive


def at(text: str) -> datetime:
    """A moment in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=now.LOCAL)


def due(drive: Drive, *days: str) -> list[int]:
    """Cases with a department that were due at the end of these days; their numbers."""
    made = []
    for day in days:
        at_work(drive)
        end = at(f"{day} 18:00")
        drive.case.due_at = drive.case.step_due_at = end
        mine = select(CaseAssignment).where(CaseAssignment.case_id == drive.case.id)
        db.session.scalars(mine).one().assigned_at = end - timedelta(days=40)
        made.append(drive.case.id)
    db.session.commit()
    return made


def reached(drive: Drive) -> list[str]:
    """The levels of the case, with their times in Shanghai."""
    return [f"{level} {now.local(moment):%m-%d %H:%M}" for level, moment in rungs(drive)]


@pytest.mark.parametrize(
    ("due_on", "closed", "opens"),
    [
        # One working day after a Thursday is over on Friday evening: the department's slip comes on Monday.
        (
            "2026-10-15",
            ["10-16 17:59", "10-16 18:00", "10-16 18:01", "10-17 10:00", "10-18 23:59", "10-19 07:59"],
            "10-19 08:00",
        ),
        # Saturday 10 October is worked for the National Day: its morning is a morning like others.
        ("2026-10-08", ["10-09 17:59", "10-09 18:01", "10-10 07:59"], "10-10 08:00"),
        # And Saturday 17 October is not.
        ("2026-10-09", ["10-10 17:59", "10-10 18:01", "10-11 10:00", "10-12 07:59"], "10-12 08:00"),
        ("2026-09-29", ["09-30 17:59", "09-30 18:01", "10-01 10:00", "10-07 10:00", "10-08 07:59"], "10-08 08:00"),
        # New Year: the 1st to the 3rd are free, Sunday the 4th is worked.
        ("2025-12-30", ["12-31 17:59", "12-31 18:01", "01-01 10:00", "01-03 10:00", "01-04 07:59"], "01-04 08:00"),
    ],
)
def test_a_level_is_reached_when_the_office_opens_after_the_limit_was_over(
    drive: Drive, clock: Clock, due_on: str, closed: list[str], opens: str
) -> None:
    due(drive, due_on)
    for moment in closed:
        clock.set(at(f"{'2026' if moment < due_on[5:] else due_on[:4]}-{moment}"))
        passes()
        daily.run()
        assert reached(drive) == [], moment
    clock.set(at(f"{'2026' if opens < due_on[5:] else due_on[:4]}-{opens}"))
    passes()
    assert reached(drive) == [f"1 {opens}"]
    paper = db.session.scalars(select(IssuedPaper)).one()
    event = db.session.scalars(select(CaseEvent).where(CaseEvent.act == Act.CLIMB)).one()
    assert paper.issued_at == event.at == clock.now, "the slip is of the day on which somebody can take it"
    told = db.session.scalars(select(Notification.at).where(Notification.line.startswith("time.case_level_1"))).all()
    assert told == [clock.now]


@pytest.mark.parametrize("when", ["2026-10-23 18:00", "2026-10-24 10:00", "2026-10-26 00:05", "2026-10-26 07:59"])
def test_after_an_outage_nothing_is_caught_up_while_the_office_is_closed(drive: Drive, clock: Clock, when: str) -> None:
    due(drive, "2026-10-15", "2026-10-14")
    clock.set(at(when))
    assert climbing.pass_time() == 0 and daily.run().get("level") is None
    assert reached(drive) == [] and db.session.scalar(select(func.count(IssuedPaper.id))) == 0
    clock.set(at("2026-10-26 11:20"))
    assert climbing.pass_time() == 6 and climbing.pass_time() == 0
    assert reached(drive) == ["1 10-16 08:00", "2 10-20 08:00", "3 10-22 08:00"], "each at its own morning"
    issued = select(IssuedPaper.issued_at).distinct()
    assert db.session.scalars(issued).all() == [clock.now], "numbers are given in the order of time"


def test_the_daily_command_leaves_it_to_the_minutes_at_night_and_does_not_fail(
    app: Flask, drive: Drive, clock: Clock
) -> None:
    due(drive, "2026-10-15")
    clock.set(at("2026-10-19 00:05"))
    ran = app.test_cli_runner().invoke(args=["daily"])
    assert ran.exit_code == 0 and reached(drive) == []
    assert db.session.get_one(Case, drive.case.id).was_overdue, "the mark of lateness does not wait for the morning"
    clock.set(at("2026-10-19 09:00"))
    ran = app.test_cli_runner().invoke(args=["daily"])
    assert ran.exit_code == 0 and "level: 1" in ran.output and reached(drive) == ["1 10-19 08:00"]


def test_a_pass_that_was_killed_in_the_evening_goes_on_in_the_morning(
    drive: Drive, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = due(drive, "2026-10-13", "2026-10-14", "2026-10-14")
    real = climbing._climb

    def dying(case_id: int) -> list[str]:
        if case_id != cases[0]:
            raise KeyboardInterrupt
        return real(case_id)

    clock.set(at("2026-10-16 17:59"))
    monkeypatch.setattr(climbing, "_climb", dying)
    with pytest.raises(KeyboardInterrupt):
        climbing.climb()
    db.session.rollback()
    monkeypatch.setattr(climbing, "_climb", real)
    clock.set(at("2026-10-16 18:00"))
    assert climbing.climb() == {} and reached(drive) == []
    clock.set(at("2026-10-19 08:00"))
    assert climbing.climb()["level"] == 3 and climbing.climb()["level"] == 0
    assert reached(drive) == ["1 10-16 08:00"]
    rows = select(AuditRow.at).where(AuditRow.act == f"case.{Act.CLIMB}").order_by(AuditRow.id)
    assert all(workdays.is_open(moment) for moment in db.session.scalars(rows))


def test_what_was_answered_before_the_office_opens_is_reported_to_nobody(drive: Drive, clock: Clock) -> None:
    due(drive, "2026-10-15")
    clock.set(at("2026-10-16 19:00"))
    passes()
    drive.draft()
    drive.publish()
    clock.set(at("2026-10-19 08:00"))
    passes()
    assert reached(drive) == [] and db.session.scalar(select(func.count(IssuedPaper.id))) == 0
