"""On the own desk two people work on an answer where there are two, and a second reopening changes the person."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.access import respondents
from chamber.cases.doing import closing, handling, routing
from chamber.cases.rules.acts import Act
from chamber.cases.words import Kind, Outcome, State
from chamber.errors import Conflict, DomainError
from chamber.extensions import db
from chamber.rights import Actor, Role
from tests.cases.reading import acts_of
from tests.client import Client
from tests.english import english
from tests.factories.accounts import actor_as, make_account
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


@pytest.fixture
def second(drive: Drive) -> Account:
    """Another person of the secretariat."""
    account = make_account("secretary2", "冯副秘书", Role.SECRETARIAT)
    db.session.commit()
    return account


def draft(drive: Drive, actor: Actor) -> None:
    """An answer put up for review."""
    proposed = handling.Draft(Outcome.RESOLVED, "已解决。", "理由", "向区级主管部门申请行政裁决")
    handling.draft(drive.reference, proposed, actor=actor)
    db.session.commit()


def drafted(drive: Drive) -> None:
    """A request on the own desk, answered by the secretary."""
    drive.submit(Kind.REQUEST)
    drive.accept(desk=True)
    draft(drive, drive.who("secretary"))


def test_another_person_than_the_drafter_publishes(drive: Drive, second: Account, sign_in: SignIn) -> None:
    drafted(drive)
    assert Act.PUBLISH not in acts_of(drive, "secretary")
    words = english(sign_in(drive.cast.secretary)).get(f"/cases/{drive.reference}").words
    assert "another member of staff reviews and publishes it" in words
    with pytest.raises(Conflict):
        handling.publish(drive.reference, actor=drive.who("secretary"))
    db.session.rollback()
    handling.publish(drive.reference, actor=actor_as(second))
    assert drive.case.state == State.ANSWERED


def test_whoever_is_alone_publishes_what_they_drafted(drive: Drive) -> None:
    drafted(drive)
    assert drive.publish().state == State.ANSWERED


def test_somebody_who_must_not_see_the_case_is_no_second_person(drive: Drive, second: Account) -> None:
    drafted(drive)
    respondents.recuse(drive.reference, second.id, "亲属关系", actor=drive.who("secretary"))
    db.session.commit()
    assert drive.publish().state == State.ANSWERED


def test_somebody_who_was_invited_and_never_signed_in_is_no_second_person(drive: Drive, second: Account) -> None:
    drafted(drive)
    second.password_hash = ""
    db.session.commit()
    assert drive.publish().state == State.ANSWERED


def test_the_answer_of_a_department_is_published_by_anybody_of_the_desk(drive: Drive, second: Account) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    drive.draft()
    assert drive.publish().state == State.ANSWERED


def reopened(drive: Drive, times: int, second: Account) -> None:
    """Answered by the secretary, published by the second person, rated and reopened, so many times."""
    for number in range(times):
        if number:
            drive.call()
            draft(drive, drive.who("secretary"))
        handling.publish(drive.reference, actor=actor_as(second))
        db.session.commit()
        drive.rate()
        closing.reopen(drive.reference, f"又坏了{number}", actor=drive.who("member"))
        db.session.commit()
    drive.call()


def test_after_a_second_reopening_somebody_else_answers(drive: Drive, second: Account, sign_in: SignIn) -> None:
    drafted(drive)
    reopened(drive, 2, second)
    assert Act.DRAFT not in acts_of(drive, "secretary")
    assert (
        "another member of staff must answer it now"
        in english(sign_in(drive.cast.secretary)).get(f"/cases/{drive.reference}").words
    )
    with pytest.raises(Conflict):
        draft(drive, drive.who("secretary"))
    db.session.rollback()
    draft(drive, actor_as(second))
    assert drive.publish().state == State.ANSWERED


def test_after_one_reopening_the_same_person_goes_on(drive: Drive, second: Account) -> None:
    drafted(drive)
    reopened(drive, 1, second)
    draft(drive, drive.who("secretary"))
    assert drive.case.state == State.ANSWER_REVIEW


def test_a_second_reopening_by_the_desk_itself_changes_the_person_and_leaves_the_member_one(
    drive: Drive, second: Account
) -> None:
    drafted(drive)
    reopened(drive, 1, second)
    draft(drive, drive.who("secretary"))
    handling.publish(drive.reference, actor=actor_as(second))
    drive.rate()
    closing.reopen(drive.reference, "回访发现没有落实", actor=drive.who("secretary"))
    db.session.commit()
    drive.call()
    assert drive.case.reopened == 1
    with pytest.raises(Conflict):
        draft(drive, drive.who("secretary"))
    db.session.rollback()
    draft(drive, actor_as(second))


def test_a_second_reopening_by_the_desk_itself_changes_the_department(drive: Drive) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    for reason in ("抽查发现未落实", "再次抽查仍未落实"):
        drive.draft()
        drive.publish()
        drive.rate()
        closing.reopen(drive.reference, reason, actor=drive.who("secretary"))
        db.session.commit()
        if drive.case.round_number == 2:
            drive.call()
    assert drive.case.state == State.ACCEPTED
    same = routing.Route(lead_id=drive.cast.department.id)
    with pytest.raises(DomainError, match="another department must lead"):
        routing.assign(drive.reference, same, actor=drive.who("secretary"))
    routing.assign(drive.reference, routing.Route(lead_id=drive.cast.other_department.id), actor=drive.who("secretary"))
    with pytest.raises(DomainError, match="another department must lead"):
        routing.reassign(drive.reference, "还是原部门合适", same, actor=drive.who("secretary"))
    routing.send_back(drive.reference, "不归我们", drive.cast.department.id, actor=drive.who("other_handler"))
    with pytest.raises(DomainError, match="another department must lead"):
        routing.assign(drive.reference, same, actor=drive.who("secretary"))


def test_who_reviews_on_the_own_desk_returns_what_should_be_other_words(
    drive: Drive, second: Account, sign_in: SignIn
) -> None:
    drafted(drive)
    reviewer, here = english(sign_in(second)), f"/cases/{drive.reference}/publish"
    refused = reviewer.post_form(here, {"answer": "完全另写的一份答复。"})
    assert refused.status_code == 422
    assert "as drafted" in refused.words
    assert (drive.case.state, drive.case.outcome) == (State.ANSWER_REVIEW, "")
    assert reviewer.post_form(here, {"answer": "已解决。"}).status_code == 200
    assert drive.case.state == State.ANSWERED
