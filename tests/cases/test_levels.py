"""What is late climbs level after level, in working days, to whoever may see it; nobody is told before it is theirs.

When: `test_office_hours.py`.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from chamber import clock as now
from chamber.accounts.models import Account
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import daily, intake
from chamber.cases.ladder import climbing
from chamber.cases.ladder.models import CaseRung
from chamber.cases.models import Case, CaseAssignment, CaseEvent
from chamber.cases.rules.acts import Act
from chamber.cases.rules.limits import current
from chamber.cases.words import Kind, RespondentKind, State
from chamber.directory.models import DepartmentHandler
from chamber.extensions import db
from chamber.notifications.models import Notification
from chamber.rights import Role
from chamber.workdays import services as workdays
from tests.cases.late import MINUTE, at_work, late_by, opening, passes, rungs, told
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import make_account
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def test_at_the_date_only_whoever_has_it_and_the_head_handler_are_told(drive: Drive, clock: Clock) -> None:
    hand = make_account("hand", "洪经办", Role.HANDLER)
    db.session.add(DepartmentHandler(department_id=drive.cast.department.id, account_id=hand.id))
    due = at_work(drive)
    clock.set(due + MINUTE)
    passes()
    assert told("overdue") == {"handler:in_charge"} and rungs(drive) == []


def test_it_climbs_after_one_three_five_and_ten_working_days(drive: Drive, clock: Clock) -> None:
    due = at_work(drive)
    whom = {1: "handler:in_charge", 2: "secretary:head", 3: "leader:leader", 4: "supervisor:top"}
    for level, days in ((1, 1), (2, 3), (3, 5), (4, 10)):
        clock.set(opening(due, days) - MINUTE)
        passes()
        assert drive.case.level == level - 1 and told(f"level_{level}") == set()
        late_by(clock, due, days)
        passes()
        assert drive.case.level == level and told(f"level_{level}") == {whom[level]}
    assert rungs(drive) == [(level, opening(due, days)) for level, days in ((1, 1), (2, 3), (3, 5), (4, 10))]


@pytest.mark.parametrize(
    ("due", "one", "three", "five", "ten"),
    [
        # 1 to 3 January 2026 are free, Sunday the 4th is worked for them.
        ("2025-12-31", "2026-01-05", "2026-01-07", "2026-01-09", "2026-01-16"),
        # 1 to 7 October 2026 are free; Sunday 20 September and Saturday 10 October are worked for them.
        ("2026-09-30", "2026-10-09", "2026-10-12", "2026-10-14", "2026-10-21"),
        ("2026-09-18", "2026-09-21", "2026-09-23", "2026-09-28", "2026-10-10"),
    ],
)
def test_days_off_and_swapped_days_count_as_the_decree_has_them(
    drive: Drive, clock: Clock, due: str, one: str, three: str, five: str, ten: str
) -> None:
    at_work(drive)
    end = workdays.end_of(date.fromisoformat(due))
    db.session.query(Case).update({"due_at": end, "step_due_at": end})
    db.session.query(CaseAssignment).update({"assigned_at": end - timedelta(days=20)})
    db.session.commit()
    clock.set(datetime.combine(date.fromisoformat(ten), time(8), now.LOCAL))
    climbing.climb()
    assert [now.local(at).strftime("%Y-%m-%d %H:%M") for _level, at in rungs(drive)] == [
        f"{day} 08:00" for day in (one, three, five, ten)
    ]


def test_two_weeks_without_a_pass_are_caught_up_with_the_times_of_each_level(drive: Drive, clock: Clock) -> None:
    due = at_work(drive)
    clock.set(workdays.next_opening(due + timedelta(days=14)) + timedelta(hours=5))
    daily.run()
    days = [days for days in (1, 3, 5, 10) if opening(due, days) <= clock.now]
    assert [at for _level, at in rungs(drive)] == [opening(due, one) for one in days]
    assert len(days) >= 3 and drive.case.level == len(days)
    assert told("level_1") == {"handler:in_charge"} and told("level_3") == {"leader:leader"}
    passes()
    before = db.session.scalar(select(func.count(Notification.id)))
    daily.run()
    passes()
    assert len(rungs(drive)) == len(days) and db.session.scalar(select(func.count(Notification.id))) == before


def test_what_the_member_has_to_do_and_what_waits_for_the_respondent_does_not_climb(drive: Drive, clock: Clock) -> None:
    drive.submit(Kind.REQUEST)
    intake.ask_supplement(drive.reference, "请补充合同", actor=drive.who("secretary"))
    drive.submit(Kind.COMPLAINT, respondents=(Respondent(RespondentKind.UNKNOWN, text="穿制服的"),))
    db.session.commit()
    clock.advance(days=8)
    passes()
    assert db.session.scalar(select(func.count(CaseRung.id))) == 0


def test_silence_signs_before_anything_climbs(drive: Drive, clock: Clock) -> None:
    drive.submit(Kind.REQUEST)
    due = drive.accept().step_due_at
    assert due
    late_by(clock, due, 3)
    passes()
    assert rungs(drive) == [] and drive.case.state == State.ASSIGNED
    daily.run()
    assert rungs(drive) == [] and drive.case.state == State.IN_PROGRESS


def test_a_pass_that_dies_half_way_and_is_run_again_changes_nothing_more(
    drive: Drive, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over a year: each day one pass is killed after the first case, and the next one does the rest, twice."""
    references = []
    for complexity in ("simple", "normal", "complex"):
        at_work(drive, complexity=complexity)
        references.append(drive.reference)
    real, calls = climbing._climb, iter(range(100_000))

    def dying(case_id: int) -> int:
        if next(calls) % 2:
            raise KeyboardInterrupt
        return real(case_id)

    for _week in range(52):
        clock.advance(days=7)
        monkeypatch.setattr(climbing, "_climb", dying)
        try:
            climbing.climb()
        except KeyboardInterrupt:
            db.session.rollback()
        monkeypatch.setattr(climbing, "_climb", real)
        climbing.climb()
        assert climbing.climb()["level"] == 0
    for drive.reference in references:
        due, found = drive.case.due_at, rungs(drive)
        assert due and found == [(level, opening(due, days)) for level, days in ((1, 1), (2, 3), (3, 5), (4, 10))]
        events = select(func.count(CaseEvent.id)).where(CaseEvent.case_id == drive.case.id, CaseEvent.act == Act.CLIMB)
        assert db.session.scalar(events) == 4


def test_one_case_that_fails_does_not_keep_the_others(
    drive: Drive, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = at_work(drive) and drive.case.id
    due = at_work(drive)
    real = climbing._climb

    def failing(case_id: int) -> int:
        if case_id == first:
            raise RuntimeError("broken")
        return real(case_id)

    monkeypatch.setattr(climbing, "_climb", failing)
    late_by(clock, due, 1)
    assert climbing.climb() == {"level": 1, "failed": 1}


def test_a_case_keeps_the_days_that_it_began_with(drive: Drive, clock: Clock) -> None:
    due = at_work(drive)
    limits = {**drive.case.limits, "level_1": 2}
    drive.case.limits = limits
    db.session.commit()
    late_by(clock, due, 1)
    passes()
    assert rungs(drive) == []
    late_by(clock, due, 2)
    passes()
    assert [level for level, _at in rungs(drive)] == [1]
    assert current()["level_1"] == 1


def test_the_level_is_shown_inside_and_to_nobody_outside(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    due = at_work(drive)
    late_by(clock, due, 5)
    passes()
    for name, shown in (
        ("secretary", True),
        ("handler", True),
        ("leader", True),
        ("member", False),
        ("president", False),
    ):
        page = sign_in(getattr(drive.cast, name)).get(f"/cases/{drive.reference}").words
        assert ("level 3, the leader" in page) is shown and ("Delay reported" in page) is shown
        assert ("level 3" in sign_in(getattr(drive.cast, name)).get("/cases/").words) is shown


def test_the_supervisor_sees_what_reached_the_last_level_and_not_whose_it_is(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    due = at_work(drive, Kind.COMPLAINT)
    late_by(clock, due, 10)
    supervisor = sign_in(drive.cast.supervisor)
    assert supervisor.get(f"/cases/{drive.reference}").status_code == 404
    passes()
    page = supervisor.get(f"/cases/{drive.reference}")
    assert page.status_code == 200 and drive.cast.firm.name not in page.words
