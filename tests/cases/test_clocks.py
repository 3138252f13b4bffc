"""What time alone causes, once, and also after days on which nothing ran."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from chamber.accounts.models import Account
from chamber.cases.doing import daily, handling, intake, routing
from chamber.cases.models import Case, CaseAssignment, CaseEvent, CaseRound
from chamber.cases.rules import colours, limits
from chamber.cases.words import Kind, Outcome, State
from chamber.clock import LOCAL
from chamber.extensions import db
from tests.client import Client
from tests.conftest import Clock
from tests.factories.cases import Drive


def run(times: int = 1) -> dict[str, int]:
    """The daily pass, and what its last run did."""
    done: dict[str, int] = {}
    for _time in range(times):
        done = daily.run()
    return done


def test_silence_counts_as_signing_from_when_the_limit_ended(drive: Drive, clock: Clock) -> None:
    drive.submit()
    drive.accept()
    clock.set(datetime(2026, 9, 20, 9, 0, tzinfo=LOCAL))
    assert run()["assigned"] == 1
    assert drive.case.state == State.IN_PROGRESS
    row = db.session.query(CaseAssignment).one()
    assert row.signed_in_silence
    event = db.session.query(CaseEvent).filter_by(act="sign_silently").one()
    assert event.at == datetime.fromisoformat("2026-09-16T10:00:00+00:00")
    assert event.account_id is None


def test_the_daily_pass_does_nothing_the_second_time(drive: Drive, clock: Clock) -> None:
    drive.answered()
    clock.advance(days=30)
    assert run()["answered"] == 1
    assert run() == {}
    assert drive.case.state == State.CLOSED
    assert db.session.query(CaseRound).one().grade is None


def test_a_supplement_that_never_came_lapses_and_can_come_back_within_thirty_days(drive: Drive, clock: Clock) -> None:
    drive.submit()
    intake.ask_supplement(drive.reference, "请补合同", actor=drive.who("secretary"))
    db.session.commit()
    clock.set(datetime(2026, 10, 9, 9, 0, tzinfo=LOCAL))
    run()
    assert drive.case.state == State.WITHDRAWN
    intake.revive(drive.reference, "合同找到了", actor=drive.who("member"))
    db.session.commit()
    assert drive.case.state == State.SUBMITTED


def test_an_objection_that_nobody_decides_in_time_is_flagged_by_the_daily_pass(drive: Drive, clock: Clock) -> None:
    drive.submit()
    path = "向区级主管部门申请行政裁决"
    intake.not_accept(drive.reference, "不属于受理范围", path, actor=drive.who("secretary"))
    intake.raise_objection(drive.reference, "属于", actor=drive.who("member"))
    db.session.commit()
    clock.advance(days=30)
    assert daily.run() == {"overdue": 1, "level": 1}
    assert drive.case.was_overdue
    assert daily.run() == {}


def test_a_case_that_cannot_be_caught_up_keeps_no_other_waiting_and_is_not_passed_over_in_silence(
    app: Flask, drive: Drive, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    case = drive.case
    broken, case.limits = case.id, {}
    db.session.commit()
    clock.advance(hours=1)
    drive.submit(Kind.REQUEST, title="另一件")
    drive.accept()
    clock.advance(days=10)
    answer = app.test_cli_runner().invoke(args=["daily"])
    assert "failed: 1" in answer.output and answer.exit_code == 1
    assert drive.case.state == State.IN_PROGRESS
    assert f"case {broken} could not" in caplog.text


def test_nothing_clears_the_overdue_flag(drive: Drive, clock: Clock) -> None:
    drive.submit()
    clock.set(datetime(2026, 9, 17, 9, 0, tzinfo=LOCAL))
    assert run() == {"overdue": 1}
    drive.accept()
    drive.sign()
    drive.draft()
    drive.publish()
    drive.rate()
    assert drive.case.was_overdue


def test_lateness_is_kept_even_where_the_daily_pass_never_ran(drive: Drive, clock: Clock) -> None:
    drive.submit()
    drive.accept(complexity="simple")
    drive.sign()
    clock.set(datetime(2026, 9, 30, 9, 0, tzinfo=LOCAL))
    drive.draft()
    round_ = db.session.query(CaseRound).one()
    assert (drive.case.was_overdue, round_.overdue_at is not None) == (True, True)


def colour_of(drive: Drive) -> str:
    """The colour by Python and by SQL, which must agree."""
    case = drive.case
    by_sql = db.session.query(colours.colour_expression()).filter(Case.id == case.id).scalar()
    assert by_sql == colours.colour(case)
    return by_sql


def test_colours_follow_the_limit_blue_at_eighty_per_cent_yellow_on_the_day_red_after_it(
    drive: Drive, clock: Clock
) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    handling.report_progress(drive.reference, "已联系对方", True, actor=drive.who("handler"))
    db.session.commit()
    seen = []
    for day, hour in ((16, 9), (21, 9), (30, 9)):
        clock.set(datetime(2026, 9, day, hour, 0, tzinfo=LOCAL))
        if day == 30:
            handling.report_progress(drive.reference, "继续联系", True, actor=drive.who("handler"))
            db.session.commit()
        seen.append(colour_of(drive))
    for day, hour in ((8, 19), (12, 9), (12, 19)):
        clock.set(datetime(2026, 10, day, hour, 0, tzinfo=LOCAL))
        if day == 8:
            handling.report_progress(drive.reference, "继续联系", True, actor=drive.who("handler"))
            db.session.commit()
        seen.append(colour_of(drive))
    assert seen == ["", "", "", "blue", "yellow", "red"]


def test_a_missing_progress_note_is_yellow(drive: Drive, clock: Clock) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    clock.set(datetime(2026, 9, 24, 9, 0, tzinfo=LOCAL))
    assert colour_of(drive) == "yellow"


def test_a_case_past_its_handling_limit_stays_late_until_the_answer_is_out(drive: Drive, clock: Clock) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept(complexity="simple")
    drive.sign()
    clock.set(datetime(2026, 9, 21, 17, 30, tzinfo=LOCAL))
    drive.draft()
    assert colour_of(drive) == "yellow"
    clock.set(datetime(2026, 9, 22, 9, 0, tzinfo=LOCAL))
    assert colour_of(drive) == "red"
    drive.publish()
    assert (drive.case.was_overdue, colour_of(drive)) == (True, "")


def test_what_is_assigned_after_its_handling_limit_is_late_but_signed_in_silence_only_after_the_days_for_signing(
    drive: Drive, clock: Clock
) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept(complexity="simple")
    lead = drive.cast.other_department.id
    routing.send_back(drive.reference, "不归我们管", lead, actor=drive.who("handler"))
    clock.set(datetime(2026, 9, 24, 10, 0, tzinfo=LOCAL))
    routing.assign(drive.reference, routing.Route(lead_id=lead), actor=drive.who("secretary"))
    db.session.commit()
    assert colour_of(drive) == "red"
    run()
    assert drive.case.state == State.ASSIGNED
    clock.set(datetime(2026, 9, 28, 18, 1, tzinfo=LOCAL))
    assert run() == {"assigned": 1}
    event = db.session.query(CaseEvent).filter_by(act="sign_silently").one()
    assert event.at == datetime(2026, 9, 28, 18, 0, tzinfo=LOCAL)
    assert colour_of(drive) == "red"


def test_a_draft_under_review_misses_no_progress_note(
    drive: Drive, clock: Clock, sign_in: Callable[[Account], Client]
) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    clock.set(datetime(2026, 9, 24, 9, 0, tzinfo=LOCAL))
    drive.draft()
    assert colour_of(drive) == ""
    assert "Due today" not in sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}").words


def test_waiting_for_the_member_has_no_colour(drive: Drive, clock: Clock) -> None:
    drive.answered()
    clock.advance(days=60)
    assert colour_of(drive) == ""


def test_a_case_keeps_the_limits_that_it_started_with(drive: Drive) -> None:
    drive.submit()
    limits.change("handle_normal", 3, actor=drive.who("secretary"))
    db.session.commit()
    assert drive.accept().due_at == datetime.fromisoformat("2026-10-12T10:00:00+00:00")
    drive.submit(story="另一件事")
    assert drive.accept().due_at == datetime.fromisoformat("2026-09-18T10:00:00+00:00")


def test_what_is_beyond_our_power_should_be_said_within_five_working_days(
    drive: Drive, clock: Clock, sign_in: Callable[[Account], Client]
) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    handler, here = sign_in(drive.cast.handler), f"/cases/{drive.reference}"
    assert "please say so by 9月21日;" in handler.get(here).words
    clock.set(datetime(2026, 9, 23, 9, 0, tzinfo=LOCAL))
    assert "outside your powers" not in handler.get(here).words
    assert "outside your powers" not in sign_in(drive.cast.member).get(here).words
    drive.draft(Outcome.OUT_OF_POWER)
    drive.publish()
    assert "said later than it should be" in sign_in(drive.cast.member).get(here).words
