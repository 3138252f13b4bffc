"""Rating an answer: once, by the author, and what a bad one opens."""

import pytest

from chamber.cases.doing import closing
from chamber.cases.models import CaseRound
from chamber.cases.words import Outcome, State
from chamber.errors import Conflict, DomainError, Forbidden, NotFound
from chamber.extensions import db
from tests.cases.reading import local
from tests.factories.cases import Drive


def test_a_bad_rating_opens_a_second_round_and_a_second_one_closes_as_disputed(drive: Drive) -> None:
    drive.answered()
    case = drive.rate(2, True)
    assert (case.state, case.round_number) == (State.IN_PROGRESS, 2)
    assert local(case.contact_due_at) == "09-16 18:00"
    assert case.contacted_at is None
    with pytest.raises(Conflict):
        drive.draft()
    db.session.rollback()
    drive.call()
    drive.draft()
    drive.publish()
    case = drive.rate(1, False)
    assert (case.state, case.disputed, case.round_number) == (State.CLOSED, True, 2)
    rounds = db.session.query(CaseRound).order_by(CaseRound.number).all()
    assert [(row.grade, row.answered_at is not None) for row in rounds] == [(2, True), (1, True)]


def test_not_solved_on_a_resolved_answer_opens_a_round_whatever_the_grade(drive: Drive) -> None:
    drive.answered()
    assert drive.rate(5, False).round_number == 2


def test_unclear_alone_opens_no_round(drive: Drive) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    drive.draft(Outcome.OUT_OF_POWER)
    drive.publish()
    assert drive.rate(3, False).state == State.CLOSED


def test_nothing_is_rated_twice_and_only_by_the_author(drive: Drive) -> None:
    drive.answered()
    with pytest.raises(NotFound):
        closing.rate(drive.reference, 5, True, "", actor=drive.who("colleague"))
    with pytest.raises(Forbidden):
        closing.rate(drive.reference, 5, True, "", actor=drive.who("secretary"))
    drive.rate()
    with pytest.raises(Conflict):
        closing.rate(drive.reference, 1, False, "", actor=drive.who("member"))


@pytest.mark.parametrize("grade", [None, 0, 6, -1])
def test_a_grade_outside_the_five_is_refused(drive: Drive, grade: int | None) -> None:
    drive.answered()
    with pytest.raises(DomainError):
        closing.rate(drive.reference, grade, True, "", actor=drive.who("member"))
