"""Nobody knows whom it is about, and its author has left without naming anybody: it ends, and can be taken up again."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chamber.accounts.models import Account
from chamber.cases.doing import answering, daily, intake, sharing
from chamber.cases.models import CaseEvent
from chamber.cases.reading import whom
from chamber.cases.rules.acts import Act
from chamber.cases.words import State
from chamber.extensions import db
from chamber.workdays import services as workdays
from tests.cases.test_author_left import come_back, contact_of, leave
from tests.cases.test_open import STAFF, UNCLEAR, say, sees, words
from tests.cases.test_unclear_later import at_work, name
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def readers(drive: Drive) -> set[str]:
    """Who can open the case, of those who can sign in."""
    there = (*STAFF, "colleague", "rival", *(() if contact_of(drive.cast.member).left_at else ("member",)))
    return {one for one in there if sees(drive, one)}


def lapses(drive: Drive) -> list[CaseEvent]:
    """How often it lapsed."""
    return db.session.query(CaseEvent).filter_by(act=Act.LAPSE).all()


def pass_limit(drive: Drive, clock: Clock) -> None:
    """The limit under way ends, and the daily pass comes."""
    assert drive.case.step_due_at
    clock.set(drive.case.step_due_at + timedelta(minutes=1))
    daily.run()


@pytest.mark.parametrize("left_first", [False, True])
def test_it_lapses_as_long_after_as_a_supplement_may_take(drive: Drive, clock: Clock, left_first: bool) -> None:
    drive.submit(respondents=UNCLEAR)
    for step in (leave, None) if left_first else (None, leave):
        if step:
            step(drive)
        else:
            clock.advance(days=1, hours=9)
            daily.run()
    case = drive.case
    assert case.question == "again" and case.step_due_at
    assert workdays.remaining(case.step_due_at, clock.now) == 10
    clock.set(case.step_due_at - timedelta(minutes=1))
    daily.run()
    assert drive.case.state == State.SUBMITTED
    pass_limit(drive, clock)
    daily.run()
    assert drive.case.state == State.WITHDRAWN and drive.case.lapsed_at and len(lapses(drive)) == 1
    assert readers(drive) == set() and not whom.open_words(drive.who("supervisor"))


def test_nothing_tells_the_supervisor_that_the_author_has_left(drive: Drive, clock: Clock) -> None:
    drive.submit(respondents=UNCLEAR)
    clock.advance(days=1, hours=9)
    daily.run()
    before = words(drive)
    leave(drive)
    assert words(drive) == before and before.until is None


def test_until_then_the_supervisor_can_still_say_who_is_meant(drive: Drive, clock: Clock) -> None:
    drive.submit(respondents=UNCLEAR)
    clock.advance(days=1, hours=9)
    daily.run()
    leave(drive)
    clock.advance(days=7)
    daily.run()
    say(drive, "nobody")
    assert {"secretary", "leader"} <= readers(drive)
    assert drive.case.contact_due_at and drive.case.author_due_at


def test_where_it_may_be_about_the_supervisor_it_ends_too_and_its_author_takes_it_up_again(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    drive.submit(respondents=UNCLEAR)
    leave(drive)
    answering.answer_words(words(drive).ticket, answering.MAY_BE_ME, actor=drive.who("supervisor"))
    db.session.commit()
    pass_limit(drive, clock)
    assert drive.case.state == State.WITHDRAWN
    come_back(drive)
    assert readers(drive) == {"member"}
    page = english(sign_in(drive.cast.member)).get(f"/cases/{drive.reference}").words
    assert "Lapsed, no reply" in page
    intake.revive(drive.reference, "我回来了", actor=drive.who("member"))
    db.session.commit()
    case = drive.case
    assert case.state == State.SUBMITTED and readers(drive) == {"member"} and case.question == "again"
    assert case.step_due_at is None and not whom.open_words(drive.who("supervisor"))
    answering.name_respondent(drive.reference, "some_department", actor=drive.who("member"))
    db.session.commit()
    assert "secretary" in readers(drive) and "supervisor" not in readers(drive) and drive.case.contact_due_at


def test_what_was_at_work_ends_too_and_comes_back_to_be_assigned_anew(drive: Drive, clock: Clock) -> None:
    at_work(drive)
    name(drive)
    leave(drive)
    pass_limit(drive, clock)
    pass_limit(drive, clock)
    assert drive.case.state == State.WITHDRAWN and drive.case.lead_department_id is None
    come_back(drive)
    intake.revive(drive.reference, "我回来了", actor=drive.who("member"))
    db.session.commit()
    assert drive.case.state == State.ACCEPTED and readers(drive) == {"member"}
    say(drive, "nobody")
    assert {"secretary", "leader"} <= readers(drive) and "handler" not in readers(drive)
    assert drive.case.step_due_at and drive.case.due_at and drive.case.step_due_at <= drive.case.due_at


def test_a_colleague_whom_the_author_named_is_asked_and_it_lapses_for_nobody(drive: Drive, clock: Clock) -> None:
    drive.submit(respondents=UNCLEAR)
    sharing.name_colleague(drive.reference, contact_of(drive.cast.colleague).id, actor=drive.who("member"))
    db.session.commit()
    clock.advance(days=1, hours=9)
    daily.run()
    leave(drive)
    clock.advance(days=30)
    daily.run()
    assert readers(drive) == {"colleague"} and drive.case.state == State.SUBMITTED


def test_an_author_who_comes_back_in_time_has_no_limit(drive: Drive, clock: Clock) -> None:
    drive.submit(respondents=UNCLEAR)
    clock.advance(days=1, hours=9)
    daily.run()
    leave(drive)
    come_back(drive)
    clock.advance(days=30)
    daily.run()
    assert drive.case.state == State.SUBMITTED and drive.case.step_due_at is None
