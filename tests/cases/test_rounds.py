"""A poor rating says what was lacking; the call after it has a script, attempts and a result."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.models import CaseEvent
from chamber.cases.rounds import calling
from chamber.cases.rules import clocks
from chamber.cases.rules.acts import Act
from chamber.cases.words import Kind, Lacking
from chamber.errors import Conflict, Forbidden, Repeated
from chamber.extensions import db
from chamber.notifications.models import Notification
from tests.cases.reading import acts_of
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def rated(drive: Drive, sign_in: SignIn, grade: str, **more: object) -> str:
    """Rated on the page; what the secretariat then reads."""
    here = f"/cases/{drive.reference}/rate"
    english(sign_in(drive.cast.member)).post_form(here, {"grade": grade, **more}, action=here)
    return str(english(sign_in(drive.cast.secretary)).get(f"/cases/{drive.reference}").words)


def attempt(drive: Drive) -> None:
    """The secretariat reaches nobody."""
    calling.try_call(drive.reference, actor=drive.who("secretary"))
    db.session.commit()


def test_the_member_ticks_what_was_lacking_and_who_works_on_it_reads_it(drive: Drive, sign_in: SignIn) -> None:
    drive.answered(kind=Kind.REQUEST)
    page = rated(drive, sign_in, "1", yes="no", reasons=[Lacking.SLOW, Lacking.UNCLEAR])
    assert "It took too long" in page and "The explanation is unclear" in page and "Nobody talked to us" not in page
    assert "It took too long" in english(sign_in(drive.cast.handler)).get(f"/cases/{drive.reference}").words


def test_with_a_good_grade_ticks_are_not_kept(drive: Drive, sign_in: SignIn) -> None:
    drive.answered(kind=Kind.REQUEST)
    assert "It took too long" not in rated(drive, sign_in, "5", yes="yes", reasons=[Lacking.SLOW])


def test_the_call_has_a_script_and_keeps_what_came_of_it(drive: Drive, sign_in: SignIn) -> None:
    drive.answered(kind=Kind.REQUEST)
    drive.rate(1, False)
    desk, here = english(sign_in(drive.cast.secretary)), f"/cases/{drive.reference}/contact"
    assert "What exactly is still lacking?" in desk.get(here).words
    assert desk.post(here, data={"text": "已回访"}).status_code == 422
    desk.post_form(here, {"text": "已回访", "result": "settled"}, action=here)
    assert "Solved in the meantime" in desk.get(f"/cases/{drive.reference}").words
    assert not clocks.waits_for_call(drive.case)
    assert "What exactly is still lacking?" not in desk.get(here).words


def test_three_attempts_count_as_the_call_and_the_member_is_told_of_each(drive: Drive, clock: Clock) -> None:
    drive.answered(kind=Kind.REQUEST)
    drive.rate(1, False)
    for number in (1, 2, 3):
        assert clocks.waits_for_call(drive.case)
        attempt(drive)
        with pytest.raises((Repeated, Conflict)):
            attempt(drive)
        db.session.rollback()
        assert db.session.query(CaseEvent).filter_by(act=Act.TRY_CALL).count() == number
        clock.advance(hours=2)
    assert drive.case.contacted_at is not None and not clocks.waits_for_call(drive.case)
    assert Act.DRAFT in acts_of(drive, "handler")
    told = db.session.query(Notification).filter(Notification.line == "case.try_call:author").count()
    assert told == 3


def test_nobody_but_who_runs_it_records_an_attempt_and_only_before_a_round(drive: Drive) -> None:
    drive.answered(kind=Kind.REQUEST)
    drive.rate(1, False)
    with pytest.raises(Forbidden):
        calling.try_call(drive.reference, actor=drive.who("handler"))
    db.session.rollback()
    drive.call()
    with pytest.raises(Conflict):
        attempt(drive)


def test_an_attempt_that_is_recorded_already_is_said_to_be_there_and_not_recorded_again(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.answered(kind=Kind.REQUEST)
    drive.rate(1, False)
    desk, here = english(sign_in(drive.cast.secretary)), f"/cases/{drive.reference}"
    said = [desk.post(f"{here}/try-call", follow_redirects=True).page.texts(".toast")[0] for _press in range(2)]
    assert "The attempt is recorded." in said[0] and "it is there already" not in said[0]
    assert "it is there already" in said[1] and "The attempt is recorded." not in said[1]
    assert db.session.query(CaseEvent).filter_by(act=Act.TRY_CALL).count() == 1
