from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event, select

from chamber.audit.models import AuditRow, AuditValue
from chamber.clock import LOCAL
from chamber.errors import Conflict, DomainError, NotFound
from chamber.workdays import services as workdays

FRIDAY = date(2026, 9, 18)


@pytest.fixture
def queries(db):
    """The statements that the database was sent."""
    sent = []

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture(params=["set up", "before the set-up"])
def due(request, app_with, tmp_path):
    """What `flask workdays due` with these words prints."""
    settings = {} if request.param == "set up" else {"database_url": f"sqlite:///{tmp_path}/new.sqlite3"}
    return lambda *words: app_with(**settings).test_cli_runner().invoke(args=["workdays", "due", *words]).output.strip()


def test_the_command_prints_a_day_and_whether_a_decree_covers_it(due):
    assert due("2026-09-18", "10") == "2026-10-09 official"
    assert due("2026-12-30", "10") == "2027-01-14 provisional"
    assert due("9999-09-18", "2000").startswith("Error: ")


def test_a_limit_ends_at_six_in_the_evening_of_shanghai(db):
    due = datetime(2026, 9, 21, 18, 0, tzinfo=LOCAL)
    late_on_friday = datetime(2026, 9, 18, 15, 30, tzinfo=UTC)
    assert workdays.deadline(FRIDAY, 2) == workdays.deadline(late_on_friday, 2) == due
    assert workdays.deadline(FRIDAY, 2).tzinfo is UTC
    with pytest.raises(ValueError):
        workdays.deadline(datetime.fromisoformat("2026-09-18T12:00"), 2)


def test_day_one_is_the_next_working_day_after_the_local_date(db):
    past_midnight_in_shanghai = datetime(2026, 9, 18, 16, 30, tzinfo=UTC)
    assert workdays.deadline(past_midnight_in_shanghai, 1) == datetime(2026, 9, 20, 18, 0, tzinfo=LOCAL)


def test_days_left_run_out_and_turn_negative(db, clock):
    due = workdays.deadline(clock.now, 5)
    assert workdays.remaining(due) == 5
    clock.set(due)
    assert workdays.remaining(due) == 0
    clock.advance(days=2)
    assert workdays.remaining(due) == -2


def test_a_change_needs_a_reason_that_somebody_can_read(db, admin, actor, clock):
    for nothing in ("", "　　", "\u200b"):
        with pytest.raises(DomainError, match="reason"):
            workdays.change(FRIDAY, False, nothing, actor=actor(admin))
    with pytest.raises(DomainError, match="At most 500 characters"):
        workdays.change(FRIDAY, False, "a" * 10_000, actor=actor(admin))


def test_a_changed_day_counts_at_once_and_stands_in_the_log(db, admin, actor, clock):
    assert workdays.is_workday(FRIDAY)
    before = workdays.calendar_version()
    row = workdays.change(FRIDAY, False, "台风停工　", actor=actor(admin), version=0)
    db.session.commit()
    assert (row.reason, row.changed_by_id, row.changed_at) == ("台风停工", admin.id, clock.now)
    assert not workdays.is_workday(FRIDAY)
    assert workdays.add(date(2026, 9, 17), 1).day == date(2026, 9, 20)
    assert workdays.calendar_version() != before
    logged = db.session.scalars(select(AuditRow).where(AuditRow.subject == "workday:2026-09-18")).one()
    assert (logged.act, logged.reason, logged.actor_id) == ("workdays.changed", "台风停工", admin.id)
    values = db.session.get(AuditValue, logged.id).values
    assert (values["before"]["is_workday"], values["after"]["is_workday"]) == (True, False)


def test_a_change_that_was_rolled_back_does_not_count(db, admin, actor):
    act = actor(admin)
    db.session.commit()
    workdays.change(FRIDAY, False, "台风停工", actor=act)
    assert not workdays.is_workday(FRIDAY)
    db.session.rollback()
    assert workdays.is_workday(FRIDAY)


def test_of_two_who_change_a_day_the_slower_one_is_told(db, admin, actor):
    act = actor(admin)
    workdays.change(FRIDAY, False, "台风停工", actor=act, version=0)
    with pytest.raises(Conflict):
        workdays.change(FRIDAY, True, "照常上班", actor=act, version=0)
    workdays.change(FRIDAY, True, "台风改道", actor=act, version=1)
    assert workdays.is_workday(FRIDAY)


def test_what_changes_nothing_or_lies_out_of_reach_is_refused(db, admin, actor, clock):
    for day, works in ((FRIDAY, True), (date(2026, 10, 1), False), (date(9999, 1, 1), True), (date(1, 1, 1), True)):
        with pytest.raises(DomainError):
            workdays.change(day, works, "x", actor=actor(admin))
    workdays.change(date(2027, 1, 1), False, "国务院办公厅通知", actor=actor(admin))
    assert workdays.is_official(date(2027, 1, 1)) and not workdays.is_official(date(2027, 1, 2))
    workdays.change(date(2027, 1, 4), True, "国务院办公厅通知", actor=actor(admin))


def test_the_year_page_shows_every_day_with_what_it_is(db, admin, actor, clock):
    workdays.change(FRIDAY, False, "台风停工", actor=actor(admin))
    days = {row.day: row for row in workdays.year(2026)}
    assert len(days) == 365 and len(workdays.year(2024)) == 366
    changed = days[FRIDAY]
    assert (changed.is_workday, changed.decreed, changed.changed, changed.reason) == (False, True, True, "台风停工")
    assert changed.version == 1 and days[date(2026, 9, 20)].is_workday
    assert days[date(2026, 10, 1)].holiday and not days[date(2026, 10, 1)].is_workday
    assert not workdays.year(2027)[10].official
    for out_of_reach in (0, 1990, 9999, -5):
        with pytest.raises(NotFound):
            workdays.year(out_of_reach)


def test_counting_hundreds_of_days_asks_the_database_once(db, admin, actor, queries):
    workdays.change(FRIDAY, False, "台风停工", actor=actor(admin))
    db.session.commit()
    queries.clear()
    for offset in range(300):
        workdays.add(FRIDAY, offset % 30)
        workdays.until(FRIDAY, date(2026, 12, 1))
    assert len([statement for statement in queries if "workday_changes" in statement]) == 1
    db.session.commit()
    workdays.is_workday(FRIDAY)
    assert len([statement for statement in queries if "workday_changes" in statement]) == 2
