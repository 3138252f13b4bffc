"""Limits beyond the last decree of the State Council: provisional, and counted again when a day there is set."""

from datetime import date, datetime

import pytest

from chamber.audit.models import AuditRow
from chamber.cases.doing import daily, handling, intake
from chamber.cases.models import CaseRound
from chamber.cases.words import Kind
from chamber.clock import LOCAL
from chamber.extensions import db
from chamber.workdays import services as workdays
from tests.conftest import Clock
from tests.factories.cases import Drive

BRIDGE = date(2027, 1, 4)
"""A Monday beyond the last decree, which a decree may join to the holiday before it."""


def on(month: int, day: int, year: int = 2027) -> datetime:
    """Six in the evening of that day."""
    return datetime(year, month, day, 18, 0, tzinfo=LOCAL)


def declare(drive: Drive, day: date, works: bool = False) -> None:
    """The administrator sets a day."""
    workdays.change(day, works, "国务院办公厅通知", actor=drive.who("admin"))
    db.session.commit()


@pytest.fixture
def in_progress(drive: Drive, clock: Clock) -> Drive:
    """Accepted on 16 December 2026: due on the fifteenth working day, provisionally 7 January."""
    clock.set(datetime(2026, 12, 16, 10, 0, tzinfo=LOCAL))
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    assert drive.case.due_at == on(1, 7)
    return drive


def test_a_limit_beyond_the_last_decree_keeps_its_working_days_when_a_day_is_made_free_and_back(
    in_progress: Drive,
) -> None:
    days = workdays.remaining(on(1, 7))
    for works, due in ((False, on(1, 8)), (True, on(1, 7))):
        declare(in_progress, BRIDGE, works)
        case, round_ = in_progress.case, db.session.query(CaseRound).one()
        assert case.step_due_at == case.due_at == round_.due_at == due
        assert workdays.remaining(due) == days
        assert case.original_due_at == round_.original_due_at == on(1, 7)
    assert db.session.query(AuditRow).filter_by(act="case.recounted").count() == 2


def test_no_limit_ends_on_a_day_that_was_made_free(in_progress: Drive) -> None:
    declare(in_progress, date(2027, 1, 7))
    assert in_progress.case.step_due_at == on(1, 8)
    declare(in_progress, date(2027, 1, 9), True)
    assert in_progress.case.step_due_at == on(1, 8)


def test_a_day_that_a_decree_covers_moves_no_limit(in_progress: Drive) -> None:
    declare(in_progress, date(2026, 12, 21))
    assert in_progress.case.step_due_at == on(1, 7)


def test_the_limit_of_an_answered_round_stays_as_it_was(in_progress: Drive, clock: Clock) -> None:
    in_progress.draft()
    in_progress.publish()
    clock.set(datetime(2026, 12, 31, 10, 0, tzinfo=LOCAL))
    declare(in_progress, BRIDGE)
    assert in_progress.case.due_at == on(1, 7)


def test_an_extension_that_is_asked_for_counts_from_the_new_date(in_progress: Drive, clock: Clock) -> None:
    handling.ask_extension(in_progress.reference, "等检测", actor=in_progress.who("handler"))
    db.session.commit()
    declare(in_progress, BRIDGE)
    handling.decide_extension(in_progress.reference, True, "", actor=in_progress.who("secretary"))
    assert in_progress.case.due_at == workdays.deadline(date(2027, 1, 8), 15)


def test_what_was_counted_before_a_decree_came_out_is_counted_again_once_by_the_daily_pass(
    drive: Drive, clock: Clock
) -> None:
    clock.set(datetime(2025, 12, 31, 10, 0, tzinfo=LOCAL))
    drive.submit(Kind.REQUEST)
    known = drive.case
    known.calendar_version = "2025.0"
    known.step_due_at = known.contact_due_at = on(1, 1, 2026)
    known.decision_due_at = on(1, 2, 2026)
    db.session.commit()
    daily.run()
    case = drive.case
    dues = (case.step_due_at, case.contact_due_at, case.decision_due_at)
    assert dues == (on(1, 4, 2026), on(1, 4, 2026), on(1, 5, 2026))
    assert case.calendar_version.startswith("2026.")
    daily.run()
    assert drive.case.step_due_at == on(1, 4, 2026)


def test_an_objection_and_a_supplement_have_their_days_too(drive: Drive, clock: Clock) -> None:
    clock.set(datetime(2026, 12, 31, 23, 30, tzinfo=LOCAL))
    drive.submit(Kind.REQUEST)
    intake.ask_supplement(drive.reference, "请补合同", actor=drive.who("secretary"))
    db.session.commit()
    assert drive.case.step_due_at == on(1, 15)
    declare(drive, BRIDGE)
    assert drive.case.step_due_at == on(1, 18)


def test_what_was_counted_before_the_days_of_the_law_were_known_is_counted_again_once(
    in_progress: Drive, clock: Clock
) -> None:
    known = in_progress.case
    known.calendar_version = "2026.0"
    known.step_due_at = known.due_at = on(1, 6)
    db.session.commit()
    for _again in range(2):
        daily.run()
        assert in_progress.case.due_at == in_progress.case.step_due_at == on(1, 7)
