"""A longer limit that is asked for: decided within a limit of its own, once a case, never by silence."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chamber.accounts.models import Account
from chamber.cases.doing import closing, daily, handling, routing
from chamber.cases.lists import tallies
from chamber.cases.models import CaseEvent, CaseExtension
from chamber.cases.rules import colours
from chamber.cases.rules.acts import Act
from chamber.cases.telling.acts import pass_time
from chamber.cases.words import Kind, State
from chamber.errors import Conflict, Forbidden
from chamber.extensions import db
from chamber.notifications.models import Notification
from chamber.workdays import services as workdays
from tests.cases.reading import acts_of
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def asked(drive: Drive, complexity: str = "normal") -> None:
    """A request in progress, for which the department asks for more time."""
    drive.submit(Kind.REQUEST)
    drive.accept(complexity=complexity)
    drive.sign()
    handling.ask_extension(drive.reference, "等材料", actor=drive.who("handler"))
    db.session.commit()


def decide(drive: Drive, granted: bool, by: str = "secretary") -> None:
    """What was asked for is granted or refused."""
    handling.decide_extension(drive.reference, granted, "理由", actor=drive.who(by))
    db.session.commit()


@pytest.mark.parametrize(("complexity", "by"), [("normal", "secretary"), ("complex", "leader")])
def test_whoever_decides_has_two_working_days_for_it(
    drive: Drive, clock: Clock, sign_in: SignIn, complexity: str, by: str
) -> None:
    asked(drive, complexity)
    case = drive.case
    assert case.step_due_at == workdays.deadline(clock.now, 2) < case.due_at
    words = sign_in(getattr(drive.cast, by)).get(f"/cases/{drive.reference}").words
    assert "Decide the extension" in words
    clock.advance(days=5)
    daily.run()
    case = drive.case
    assert colours.colour(case) == "red" and case.was_overdue
    assert case.extension_asked and case.state == State.IN_PROGRESS
    asked_for = db.session.query(CaseExtension).one()
    assert asked_for.granted is None and asked_for.decided_at is None
    decide(drive, True, by)
    assert drive.case.step_due_at == drive.case.due_at == asked_for.new_due_at


@pytest.mark.parametrize(("complexity", "by"), [("normal", "secretary"), ("complex", "leader")])
def test_whoever_decides_is_told_that_the_limit_comes_near(
    drive: Drive, clock: Clock, complexity: str, by: str
) -> None:
    asked(drive, complexity)
    drive.case.blue_at = clock.now
    db.session.commit()
    pass_time()
    told = db.session.query(Notification.account_id).filter(Notification.line.like("time.case_due_soon%")).all()
    assert [account for (account,) in told] == [getattr(drive.cast, by).id]


def test_a_refusal_gives_the_department_its_own_limit_back(drive: Drive) -> None:
    asked(drive)
    decide(drive, False)
    assert drive.case.step_due_at == drive.case.due_at == drive.case.original_due_at


def test_it_is_taken_back_by_who_asked_and_may_be_asked_for_again(drive: Drive, sign_in: SignIn) -> None:
    asked(drive)
    with pytest.raises(Forbidden):
        handling.take_back_extension(drive.reference, actor=drive.who("leader"))
    assert Act.TAKE_BACK_EXTENSION not in acts_of(drive, "member")
    here = f"/cases/{drive.reference}/take-back-extension"
    page = english(sign_in(drive.cast.handler)).post_form(here, {}, action=here).page
    assert "request is withdrawn" in page.texts(".toast")[0]
    case = drive.case
    assert not case.extension_asked and case.step_due_at == case.due_at
    assert tallies.figures(drive.who("handler")).waiting == 1
    assert Act.DECIDE_EXTENSION not in acts_of(drive, "secretary")
    with pytest.raises(Conflict):
        handling.take_back_extension(drive.reference, actor=drive.who("handler"))
    db.session.rollback()
    handling.ask_extension(drive.reference, "还是要等", actor=drive.who("handler"))
    assert drive.case.extension_asked


def test_an_answer_put_up_meanwhile_ends_the_request(drive: Drive, sign_in: SignIn) -> None:
    asked(drive)
    here, handler = f"/cases/{drive.reference}", english(sign_in(drive.cast.handler))
    assert drive.draft().state == State.ANSWER_REVIEW
    assert not drive.case.extension_asked
    assert "an answer was submitted" in handler.get(here).words
    assert "request withdrawn" not in sign_in(drive.cast.member).get(here).words
    handling.return_answer(drive.reference, "再写", actor=drive.who("secretary"))
    db.session.commit()
    assert Act.DECIDE_EXTENSION not in acts_of(drive, "secretary")
    assert drive.case.step_due_at == drive.case.due_at


def test_a_case_gets_a_longer_limit_once_not_once_a_round(drive: Drive) -> None:
    asked(drive)
    decide(drive, True)
    drive.draft()
    drive.publish()
    drive.rate(2, False)
    drive.call()
    assert drive.case.round_number == 2
    assert Act.ASK_EXTENSION not in acts_of(drive, "handler")
    with pytest.raises(Conflict):
        handling.ask_extension(drive.reference, "再等", actor=drive.who("handler"))


def test_the_call_of_a_new_round_comes_before_the_decision(drive: Drive, clock: Clock) -> None:
    drive.answered()
    drive.rate(2, False)
    handling.ask_extension(drive.reference, "等材料", actor=drive.who("handler"))
    db.session.commit()
    case = drive.case
    assert case.step_due_at == case.contact_due_at
    clock.advance(hours=1)
    drive.call()
    first = db.session.query(CaseEvent).filter_by(act=Act.ASK_EXTENSION).one().at
    assert drive.case.step_due_at == workdays.deadline(first, 2)


def test_the_decision_never_ends_after_the_handling(drive: Drive, clock: Clock) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept(complexity="simple")
    drive.sign()
    clock.set(drive.case.due_at - timedelta(hours=2))
    handling.ask_extension(drive.reference, "等材料", actor=drive.who("handler"))
    db.session.commit()
    assert drive.case.step_due_at == drive.case.due_at


def give_to_another(drive: Drive) -> str:
    """The case goes to another department."""
    third = routing.Route(lead_id=drive.cast.other_department.id)
    routing.reassign(drive.reference, "改派", third, actor=drive.who("secretary"))
    routing.sign(drive.reference, actor=drive.who("other_handler"))
    db.session.commit()
    return "other_handler"


def take_up_again(drive: Drive) -> str:
    """It is answered, closed, and reopened by its author."""
    drive.draft()
    drive.publish()
    drive.rate()
    closing.reopen(drive.reference, "又停付了", actor=drive.who("member"))
    db.session.commit()
    drive.call()
    return "handler"


@pytest.mark.parametrize("way", [give_to_another, take_up_again])
def test_nor_once_a_department_or_reopening(way: Callable[[Drive], str], drive: Drive, clock: Clock) -> None:
    asked(drive)
    decide(drive, True)
    name, due = way(drive), drive.case.due_at
    clock.advance(minutes=30)
    assert Act.ASK_EXTENSION not in acts_of(drive, name)
    with pytest.raises(Conflict):
        handling.ask_extension(drive.reference, "再等", actor=drive.who(name))
    db.session.rollback()
    assert drive.case.due_at == due
    assert [row.granted for row in db.session.query(CaseExtension)] == [True]


def test_what_the_first_department_asked_for_is_granted_to_nobody_when_another_one_gets_the_case(drive: Drive) -> None:
    asked(drive)
    due = drive.case.due_at
    name = give_to_another(drive)
    assert drive.case.due_at == due and not drive.case.extension_asked
    assert Act.DECIDE_EXTENSION not in acts_of(drive, "secretary")
    handling.ask_extension(drive.reference, "交接费时", actor=drive.who(name))
    decide(drive, True)
    assert drive.case.due_at > due
    assert sorted(bool(row.granted) for row in db.session.query(CaseExtension)) == [False, True]
    back = routing.Route(lead_id=drive.cast.department.id)
    routing.reassign(drive.reference, "改派回", back, actor=drive.who("secretary"))
    routing.sign(drive.reference, actor=drive.who("handler"))
    db.session.commit()
    assert Act.ASK_EXTENSION not in acts_of(drive, "handler")
