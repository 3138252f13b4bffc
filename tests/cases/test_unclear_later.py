"""Somebody whom nobody knows, named at any stage: hidden first, asked then, and on from where it was."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import closing, daily, handling, intake, routing
from chamber.cases.doing import whom as saying
from chamber.cases.models import CaseRound
from chamber.cases.reading import whom
from chamber.cases.rules.acts import Act
from chamber.cases.words import State
from chamber.errors import Conflict, NotFound
from chamber.extensions import db
from chamber.notifications.models import Notification
from chamber.workdays import services as workdays
from tests.cases.reading import acts_of
from tests.cases.test_open import answer, readers, say, words
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]
UNCLEAR = Respondent("other", text="穿制服的那个人")


def name(drive: Drive, one: Respondent = UNCLEAR, by: str = "member") -> None:
    """Say that the case is about somebody more."""
    saying.add_respondent(drive.reference, one, actor=drive.who(by))
    db.session.commit()


def contacted(drive: Drive) -> None:
    """Submitted, and spoken about."""
    drive.submit()
    intake.contact(drive.reference, "已收到", actor=drive.who("secretary"))


def supplementing(drive: Drive) -> None:
    """The member is asked for more."""
    drive.submit()
    intake.ask_supplement(drive.reference, "请补充合同", actor=drive.who("secretary"))


def accepted(drive: Drive) -> None:
    """Not given to anybody yet."""
    drive.submit()
    routing.accept(drive.reference, actor=drive.who("secretary"))


def assigned(drive: Drive) -> None:
    """With a department."""
    drive.submit()
    drive.accept()


def at_work(drive: Drive) -> None:
    """Signed for."""
    assigned(drive)
    drive.sign()


def answered(drive: Drive) -> None:
    """The member may rate."""
    drive.answered()


def closed(drive: Drive) -> None:
    """Rated, all done."""
    drive.answered()
    closing.rate(drive.reference, 5, True, "", actor=drive.who("member"))


STAGES = [contacted, supplementing, accepted, assigned, at_work, answered, closed]


@pytest.mark.parametrize("stage", STAGES, ids=lambda one: one.__name__)
def test_nobody_but_the_author_sees_it_until_it_is_said_who_is_meant_and_then_it_goes_on(
    drive: Drive, stage: Callable[[Drive], None]
) -> None:
    stage(drive)
    db.session.commit()
    before, state = readers(drive), drive.case.state
    name(drive)
    assert readers(drive) == {"member"} and drive.case.question
    assert words(drive).words == "穿制服的那个人"
    say(drive, "nobody")
    assert readers(drive) == before
    assert (drive.case.state, drive.case.open_since, drive.case.question) == (state, None, "")


@pytest.mark.parametrize("stage", [assigned, at_work], ids=lambda one: one.__name__)
def test_whoever_turns_out_to_be_meant_never_gets_it_back(drive: Drive, stage: Callable[[Drive], None]) -> None:
    stage(drive)
    name(drive)
    say(drive, "department", Respondent("department", department_id=drive.cast.department.id))
    assert "handler" not in readers(drive) and "secretary" in readers(drive)
    case = drive.case
    assert (case.state, case.lead_department_id, bool(case.step_due_at)) == (State.ACCEPTED, None, True)


def test_where_the_secretariat_is_meant_the_supervisor_takes_over_what_it_had_begun(drive: Drive) -> None:
    at_work(drive)
    name(drive)
    answer(drive, "secretariat")
    assert drive.case.supervisor_runs and drive.case.state == State.IN_PROGRESS
    assert "secretary" not in readers(drive) and {"supervisor", "handler"} <= readers(drive)


def test_a_case_that_the_supervisor_runs_is_hidden_from_them_too_and_stays_theirs(drive: Drive) -> None:
    drive.submit(respondents=(Respondent("secretariat"),))
    intake.contact(drive.reference, "已收到", actor=drive.who("supervisor"))
    name(drive)
    assert readers(drive) == {"member"}
    say(drive, "nobody")
    assert readers(drive) == {"member", "supervisor", "leader"} and drive.case.supervisor_runs


def test_nobody_is_told_of_it_and_nobody_who_had_it_can_act(drive: Drive, sign_in: SignIn) -> None:
    at_work(drive)
    db.session.commit()
    handler = english(sign_in(drive.cast.handler))
    assert drive.reference in handler.get("/cases/").words
    lines = db.session.query(Notification).filter(Notification.account_id != drive.cast.member.id).count()
    name(drive)
    assert db.session.query(Notification).filter(Notification.account_id != drive.cast.member.id).count() == lines
    with pytest.raises(NotFound):
        handling.report_progress(drive.reference, "进展", True, actor=drive.who("handler"))
    for who in ("handler", "secretary", "leader", "supervisor"):
        client = english(sign_in(getattr(drive.cast, who)))
        assert client.get(f"/cases/{drive.reference}").status_code == 404, who
        assert drive.reference not in client.get("/cases/").words + client.get("/").words, who


def test_all_limits_stand_still_meanwhile_and_go_on_with_the_days_that_were_left(drive: Drive, clock: Clock) -> None:
    at_work(drive)
    due, step, first = drive.case.due_at, drive.case.step_due_at, drive.case.original_due_at
    assert due and step
    left = workdays.remaining(due)
    name(drive)
    clock.advance(days=30)
    daily.run()
    assert drive.case.question == "again"
    say(drive, "nobody")
    case, round_ = drive.case, db.session.query(CaseRound).one()
    assert case.due_at and workdays.remaining(case.due_at) == left and round_.due_at == case.due_at
    assert case.original_due_at == first and not round_.was_overdue and round_.overdue_at is None
    assert case.step_due_at and case.step_due_at > step


@pytest.mark.parametrize("stage", [assigned, supplementing, answered], ids=lambda one: one.__name__)
def test_nobody_s_silence_counts_meanwhile(drive: Drive, clock: Clock, stage: Callable[[Drive], None]) -> None:
    stage(drive)
    db.session.commit()
    state = drive.case.state
    name(drive)
    clock.advance(days=40)
    daily.run()
    assert drive.case.state == state
    say(drive, "nobody")
    daily.run()
    assert drive.case.state == state and drive.case.step_due_at


def test_its_author_rates_and_reopens_after_it_is_clear_and_can_withdraw_meanwhile(drive: Drive) -> None:
    drive.answered()
    name(drive)
    with pytest.raises(Conflict):
        closing.rate(drive.reference, 1, False, "", actor=drive.who("member"))
    db.session.rollback()
    say(drive, "nobody")
    closing.rate(drive.reference, 5, True, "", actor=drive.who("member"))
    db.session.commit()
    name(drive, Respondent("other", text="另一个穿制服的"))
    with pytest.raises(Conflict):
        closing.reopen(drive.reference, "还有问题", actor=drive.who("member"))
    db.session.rollback()
    answer(drive, "some_department")
    closing.reopen(drive.reference, "还有问题", actor=drive.who("member"))
    db.session.commit()
    name(drive, Respondent("other", text="第三个穿制服的"))
    closing.withdraw(drive.reference, "算了", False, actor=drive.who("member"))
    db.session.commit()
    assert drive.case.state == State.WITHDRAWN and not whom.open_words(drive.who("supervisor"))


def test_what_the_office_had_written_down_is_hidden_from_it_once_the_author_names_somebody_unknown(
    drive: Drive,
) -> None:
    contact = drive.submit().author_contact_id
    spoken = drive.words(respondents=(Respondent("other", text="某外地公司"),), title="另一件")
    drive.reference = intake.submit_on_behalf(
        "complaint", spoken, contact, "phone", actor=drive.who("secretary")
    ).reference
    db.session.commit()
    assert "secretary" in readers(drive)
    name(drive)
    assert readers(drive) == {"member"} and words(drive).words == "穿制服的那个人"


def test_none_of_these_is_asked_about_at_any_stage(drive: Drive, sign_in: SignIn) -> None:
    drive.cast.secretary.name = "沈若兰"
    db.session.commit()
    drive.submit(respondents=(Respondent("other", text="小沈"),))
    assert drive.case.supervisor_runs and drive.case.question == "asked"
    intake.contact(drive.reference, "已收到", actor=drive.who("supervisor"))
    db.session.commit()
    answer(drive, whom.NONE)
    assert readers(drive) == {"member"} and words(drive).words == "小沈"
    page = english(sign_in(drive.cast.member)).get(f"/cases/{drive.reference}").words
    assert "It is not yet clear who you mean" in page


def test_who_withdrew_under_pressure_is_spoken_to_once_it_is_clear_who_may_know_of_it(
    drive: Drive, clock: Clock
) -> None:
    drive.submit(respondents=(UNCLEAR,))
    closing.withdraw(drive.reference, "不告了", True, actor=drive.who("member"))
    db.session.commit()
    clock.advance(days=3)
    daily.run()
    assert readers(drive) == {"member"} and words(drive).words == "穿制服的那个人" and words(drive).until is None
    say(drive, "nobody")
    assert drive.case.state == State.WITHDRAWN and "secretary" in readers(drive)
    assert drive.case.pressed_due_at == workdays.deadline(clock.now, 1)
    assert Act.CONTACT_PRESSED in acts_of(drive, "secretary")
