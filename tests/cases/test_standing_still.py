"""While nobody is there as the author, what waits for them stands still: to supply, to rate, to object."""

from datetime import timedelta

import pytest
from flask import Flask

from chamber.accounts import administration
from chamber.cases.access import opening
from chamber.cases.authors import leaving
from chamber.cases.doing import daily, intake
from chamber.cases.lists import tallies
from chamber.cases.models import CaseEvent
from chamber.cases.rules.acts import Act
from chamber.cases.words import Kind, State
from chamber.extensions import db
from chamber.workdays import services as workdays
from tests.cases.reading import acts_of
from tests.cases.test_author_left import answered, come_back, leave, line, name, put_in_charge, waiting_for_author
from tests.cases.test_taken_over import contact_of, take_over
from tests.conftest import Clock
from tests.factories.cases import Drive


@pytest.mark.parametrize("state", [State.ANSWERED, State.SUPPLEMENTING])
def test_nothing_ends_by_silence_while_nobody_is_there(drive: Drive, clock: Clock, state: str) -> None:
    waiting_for_author(drive, state)
    leave(drive)
    clock.advance(days=40)
    daily.run()
    assert drive.case.state == state
    assert line(drive, "secretary").holder == "Secretariat"
    assert line(drive, "leader").due_at is None


def test_on_the_very_day_of_silence_the_pass_closes_nothing_of_an_author_who_left(drive: Drive, clock: Clock) -> None:
    drive.answered()
    clock.set(drive.case.step_due_at - timedelta(minutes=1))
    leave(drive)
    clock.advance(minutes=2)
    daily.run()
    assert drive.case.state == State.ANSWERED


def test_what_is_answered_after_the_author_left_waits_for_whoever_runs_it_too(drive: Drive, clock: Clock) -> None:
    drive.submit()
    leave(drive)
    leaving.go_on_without(drive.reference, "先办", actor=drive.who("secretary"))
    drive.accept()
    drive.sign()
    drive.draft()
    drive.publish()
    assert drive.case.author_due_at == workdays.deadline(clock.now, 1)
    clock.advance(days=30)
    daily.run()
    assert drive.case.state == State.ANSWERED
    assert Act.GO_ON_WITHOUT in acts_of(drive, "secretary")


def test_whoever_goes_on_has_the_days_that_were_left(drive: Drive, clock: Clock) -> None:
    drive.answered()
    name(drive)
    drive.cast.colleague.disabled_at = clock.now
    db.session.commit()
    clock.set(workdays.deadline(clock.now, 2))
    leave(drive)
    assert drive.case.author_left_at == clock.now
    clock.advance(days=30)
    drive.cast.colleague.disabled_at = None
    leaving.hand_on(
        drive.reference, contact_of(drive.cast.colleague).id, "已与仇同事通话", actor=drive.who("secretary")
    )
    db.session.commit()
    case = drive.case
    assert (case.step_due_at, case.author_left_at) == (workdays.deadline(clock.now, 3), None)
    clock.set(case.step_due_at + timedelta(minutes=1))
    daily.run()
    assert drive.case.state == State.CLOSED


def test_the_time_to_object_stands_still_too(drive: Drive, clock: Clock) -> None:
    drive.submit(Kind.COMPLAINT, confidential=False)
    intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=drive.who("secretary"))
    db.session.commit()
    leave(drive)
    assert tallies.figures(drive.who("secretary")).waiting == 1
    clock.advance(days=60)
    leaving.hand_on(drive.reference, contact_of(drive.cast.colleague).id, "已通话", actor=drive.who("secretary"))
    db.session.commit()
    assert Act.RAISE_OBJECTION in acts_of(drive, "colleague")
    clock.advance(days=60)
    assert Act.RAISE_OBJECTION not in acts_of(drive, "colleague")


def test_an_author_who_is_there_again_goes_on_with_what_waited(drive: Drive, clock: Clock) -> None:
    drive.answered()
    due = drive.case.step_due_at
    leave(drive)
    come_back(drive)
    assert (drive.case.step_due_at, drive.case.author_left_at, drive.case.author_due_at) == (due, None, None)
    assert Act.RATE in acts_of(drive, "member")
    assert [row.act for row in db.session.query(CaseEvent).order_by(CaseEvent.id)][-2:] == [
        "author_left",
        "author_back",
    ]


def test_an_account_that_is_closed_stops_the_silence_and_hands_nothing_over(drive: Drive, clock: Clock) -> None:
    put_in_charge(drive)
    answered(drive, Kind.REQUEST)
    name(drive)
    administration.disable(drive.cast.member.id, actor=drive.who("admin"), reason="停用")
    db.session.commit()
    assert Act.RATE not in acts_of(drive, "colleague")
    clock.advance(days=30)
    daily.run()
    assert drive.case.state == State.ANSWERED and drive.case.author_due_at
    administration.enable(drive.cast.member.id, actor=drive.who("admin"), reason="恢复")
    db.session.commit()
    assert Act.RATE in acts_of(drive, "member")


@pytest.mark.parametrize("state", [State.ANSWERED, State.NOT_ACCEPTED])
def test_an_author_who_was_locked_out_has_the_days_that_were_left(
    app: Flask, drive: Drive, clock: Clock, state: str
) -> None:
    if state == State.ANSWERED:
        drive.answered()
    else:
        drive.submit()
        intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=drive.who("secretary"))
    take_over(app, drive)
    assert drive.case.locked_at
    clock.advance(days=60)
    daily.run()
    opening.say_lost(actor=drive.who("member"))
    db.session.commit()
    number, supervisor = drive.case.author_phone, drive.who("supervisor")
    opening.open_after_call(contact_of(drive.cast.member).id, number, "已与本人通话核实", actor=supervisor)
    db.session.commit()
    assert drive.case.state == state
    assert {Act.RATE, Act.RAISE_OBJECTION} & acts_of(drive, "member")
    daily.run()
    assert drive.case.state == state
    clock.advance(days=60)
    daily.run()
    assert not {Act.RATE, Act.RAISE_OBJECTION} & acts_of(drive, "member")
