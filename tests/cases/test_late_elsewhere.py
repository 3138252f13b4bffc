"""What was late with one goes on with another: each answers for the days that it had the case."""

from datetime import timedelta

from chamber.cases.doing import daily, handling, routing
from chamber.extensions import db
from chamber.workdays import services as workdays
from tests.cases.late import MINUTE, at_work, late_by, passes, rungs, told
from tests.conftest import Clock
from tests.factories.cases import Drive


def test_after_an_extension_it_climbs_anew_and_the_highest_level_stays(drive: Drive, clock: Clock) -> None:
    due = at_work(drive, complexity="simple")
    clock.set(due - timedelta(days=1))
    handling.ask_extension(drive.reference, "等检测", actor=drive.who("handler"))
    db.session.commit()
    late_by(clock, due, 2)
    passes()
    # The request waits for the secretariat, which had two working days of its own.
    assert told("level_1") == set()
    late_by(clock, due, 4)
    passes()
    assert drive.case.level == 3 and told("level_3") == {"leader:leader"} and told("level_2") == set()
    handling.decide_extension(drive.reference, True, "同意", actor=drive.who("secretary"))
    db.session.commit()
    again = drive.case.due_at
    assert again and again > clock.now
    passes()
    assert drive.case.level == 3 and len(rungs(drive)) == 1
    late_by(clock, again, 1)
    passes()
    assert drive.case.level == 3 and [level for level, _at in rungs(drive)] == [3, 1]
    assert told("level_1") == {"handler:in_charge"}


def test_the_time_that_a_refused_request_lay_elsewhere_is_not_the_departments(drive: Drive, clock: Clock) -> None:
    due = at_work(drive, complexity="simple")
    clock.set(due - timedelta(hours=1))
    handling.ask_extension(drive.reference, "等检测", actor=drive.who("handler"))
    clock.set(workdays.deadline(due, 2) - timedelta(hours=2))
    handling.decide_extension(drive.reference, False, "不必", actor=drive.who("secretary"))
    db.session.commit()
    clock.set(workdays.deadline(due, 2) + MINUTE)
    passes()
    assert rungs(drive) == []
    late_by(clock, due, 3)
    passes()
    assert [level for level, _at in rungs(drive)] == [1]


def test_a_department_that_gets_a_late_case_begins_at_the_bottom(drive: Drive, clock: Clock) -> None:
    due = at_work(drive)
    late_by(clock, due, 3)
    passes()
    assert drive.case.level == 2
    routing.reassign(
        drive.reference,
        "转由主管部门",
        routing.Route(lead_id=drive.cast.other_department.id),
        actor=drive.who("secretary"),
    )
    db.session.commit()
    late_by(clock, due, 5)
    passes()
    assert [level for level, _at in rungs(drive)] == [1, 2] and drive.case.level == 2
    late_by(clock, due, 6)
    daily.run()
    assert [level for level, _at in rungs(drive)] == [1, 2, 1]
    assert told("level_1") == {"handler:in_charge", "other_handler:in_charge"}


def test_an_answer_put_up_late_waits_for_the_secretariat_from_its_own_limit_on(drive: Drive, clock: Clock) -> None:
    due = at_work(drive)
    late_by(clock, due, 1)
    passes()
    clock.advance(hours=16)
    put_up = clock.now
    drive.draft()
    late_by(clock, put_up, 1)
    passes()
    assert [level for level, _at in rungs(drive)] == [1]
    late_by(clock, put_up, 2)
    passes()
    assert [level for level, _at in rungs(drive)] == [1, 3] and told("level_3") == {"leader:leader"}


def test_what_is_returned_goes_on_where_the_department_was(drive: Drive, clock: Clock) -> None:
    due = at_work(drive)
    late_by(clock, due, 1)
    passes()
    clock.advance(hours=16)
    drive.draft()
    handling.return_answer(drive.reference, "请补充依据", actor=drive.who("secretary"))
    db.session.commit()
    late_by(clock, due, 3)
    passes()
    assert [level for level, _at in rungs(drive)] == [1, 2]


def test_a_draft_put_up_in_time_and_returned_late_gives_the_department_its_days(drive: Drive, clock: Clock) -> None:
    due = at_work(drive)
    clock.set(due - timedelta(hours=1))
    drive.draft()
    clock.set(workdays.deadline(due, 3) - timedelta(hours=2))
    handling.return_answer(drive.reference, "请补充依据", actor=drive.who("secretary"))
    db.session.commit()
    late_by(clock, due, 3)
    passes()
    assert rungs(drive) == []
    late_by(clock, due, 4)
    passes()
    assert [level for level, _at in rungs(drive)] == [1]
