"""Sixty days of passes over a case whose author is not there: nothing ends by silence, whatever waits for them."""

from collections.abc import Callable

import pytest
from flask import Flask

from chamber.accounts import administration
from chamber.accounts.joining import invitations
from chamber.cases.authors import leaving
from chamber.cases.doing import daily, handling, intake, routing
from chamber.cases.models import CaseEvent, CaseExtension
from chamber.cases.rules.acts import Act
from chamber.cases.telling import acts as telling
from chamber.cases.words import Kind, State
from chamber.extensions import db
from chamber.members.models import Contact
from chamber.notifications.models import Notification
from tests.cases.reading import acts_of
from tests.cases.test_author_left import leave, line
from tests.cases.test_taken_over import come_in, take_over
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.accounts import make_contact
from tests.factories.cases import Drive

SILENT = {Act.LAPSE, Act.CLOSE_SILENTLY, Act.SIGN_SILENTLY}
PATH = "向区级主管部门申请行政裁决"


def gone(app: Flask, drive: Drive) -> None:
    """The author has left the firm."""
    leave(drive)


def locked_out(app: Flask, drive: Drive) -> None:
    """Somebody else came into the author's account."""
    take_over(app, drive)


def closed(app: Flask, drive: Drive) -> None:
    """The author's account is disabled."""
    administration.disable(drive.cast.member.id, actor=drive.who("admin"), reason="停用")
    db.session.commit()


def supplementing(drive: Drive) -> str:
    """The author is to supply something."""
    intake.ask_supplement(drive.reference, "请补合同", actor=drive.who("secretary"))
    return State.SUPPLEMENTING


def answered(drive: Drive) -> str:
    """The author is to rate."""
    drive.accept()
    drive.sign()
    drive.draft()
    drive.publish()
    return State.ANSWERED


def declined(drive: Drive) -> str:
    """The author may object."""
    intake.not_accept(drive.reference, "不属受理范围", PATH, actor=drive.who("secretary"))
    return State.NOT_ACCEPTED


def extending(drive: Drive) -> str:
    """The department has asked for more time."""
    drive.accept()
    drive.sign()
    handling.ask_extension(drive.reference, "等材料", actor=drive.who("handler"))
    return State.IN_PROGRESS


def sixty_days(clock: Clock) -> None:
    """The passes of each day and, once a day, of the minute."""
    for _day in range(60):
        clock.advance(days=1)
        daily.run()
        telling.pass_time()
        db.session.commit()


def silent_acts(drive: Drive) -> set[str]:
    """What silence alone did."""
    acts = db.session.query(CaseEvent.act).filter_by(case_id=drive.case.id)
    return {act for (act,) in acts} & SILENT


@pytest.mark.parametrize("how", [gone, locked_out, closed])
@pytest.mark.parametrize("where", [supplementing, answered, declined, extending])
def test_nothing_ends_or_is_granted_by_silence_while_the_author_cannot_act(
    where: Callable[[Drive], str],
    how: Callable[[Flask, Drive], None],
    app: Flask,
    drive: Drive,
    clock: Clock,
) -> None:
    drive.submit()
    state = where(drive)
    db.session.commit()
    how(app, drive)
    sixty_days(clock)
    assert drive.case.state == state and not silent_acts(drive)
    assert {row.granted for row in db.session.query(CaseExtension)} <= {None}
    assert drive.case.due_at == drive.case.original_due_at


@pytest.mark.parametrize("where", [supplementing, answered, declined])
def enter_for_guest(drive: Drive) -> Contact:
    """A request that the secretariat enters for somebody without an account."""
    guest = make_contact(drive.cast.firm, "无账号", None, "+8613800000077")
    db.session.commit()
    words = drive.words(Kind.REQUEST)
    case = intake.submit_on_behalf(Kind.REQUEST, words, guest.id, "phone", actor=drive.who("secretary"))
    db.session.commit()
    drive.reference = case.reference
    return guest


@pytest.mark.parametrize("where", [supplementing, answered, declined])
def test_nor_while_the_author_has_no_account(
    where: Callable[[Drive], str], app: Flask, drive: Drive, clock: Clock
) -> None:
    guest = enter_for_guest(drive)
    state = where(drive)
    db.session.commit()
    sixty_days(clock)
    assert drive.case.state == state and not silent_acts(drive)
    if state == State.NOT_ACCEPTED:
        return
    assert line(drive, "secretary").next_step == "Contact the member"
    page = english(Client(app).sign_in(drive.cast.secretary)).get(f"/cases/{drive.reference}").page
    assert "The author has no account and has not answered." in page.text
    assert Act.GO_ON_WITHOUT in acts_of(drive, "secretary")
    joined = come_in(app, invitations.issue(actor=drive.who("secretary"), contact=guest))
    daily.run()
    assert drive.case.state == state and drive.case.author_due_at is None and drive.case.step_due_at > clock.now
    assert joined.get(f"/cases/{drive.reference}").status_code == 200
    sixty_days(clock)
    assert drive.case.state in (State.CLOSED, State.WITHDRAWN), "now their silence counts"


def test_whoever_runs_it_is_told_when_they_come_to_wait_and_once_more_when_it_is_late(
    drive: Drive, clock: Clock
) -> None:
    enter_for_guest(drive)
    supplementing(drive)
    db.session.commit()
    told = db.session.query(Notification).filter_by(line="time.case_author_waits:desk")
    sixty_days(clock)
    assert [one.account_id for one in told] == [drive.cast.secretary.id] * 2
    leaving.go_on_without(drive.reference, "多次电话无人接听", actor=drive.who("secretary"))
    db.session.commit()
    sixty_days(clock)
    assert told.count() == 2


@pytest.mark.parametrize("where", [supplementing, answered])
def test_whoever_runs_it_goes_on_without_whom_nobody_reaches(
    where: Callable[[Drive], str], drive: Drive, clock: Clock
) -> None:
    enter_for_guest(drive)
    where(drive)
    db.session.commit()
    sixty_days(clock)
    leaving.go_on_without(drive.reference, "多次电话无人接听", actor=drive.who("secretary"))
    db.session.commit()
    assert drive.case.state in (State.CLOSED, State.WITHDRAWN) and drive.case.author_due_at is None


def test_what_they_say_by_telephone_ends_the_wait(drive: Drive, clock: Clock) -> None:
    enter_for_guest(drive)
    supplementing(drive)
    db.session.commit()
    sixty_days(clock)
    assert drive.case.author_due_at
    intake.supplement(drive.reference, "合同已补", actor=drive.who("secretary"), behalf=())
    db.session.commit()
    assert drive.case.state == State.SUBMITTED and drive.case.author_due_at is None


def test_silence_signs_for_no_department_in_which_nobody_is_left(drive: Drive, clock: Clock) -> None:
    drive.submit()
    drive.accept()
    administration.disable(drive.cast.handler.id, actor=drive.who("admin"), reason="停用")
    db.session.commit()
    sixty_days(clock)
    assert drive.case.state == State.ASSIGNED and not silent_acts(drive)
    third = routing.Route(lead_id=drive.cast.other_department.id)
    assert third.lead_id and drive.case.was_overdue
