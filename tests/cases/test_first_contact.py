"""The first contact is a word to the member: accepting, assigning and signing are none."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.doing import intake, releasing, routing
from chamber.cases.lists import tallies
from chamber.cases.words import Kind
from chamber.extensions import db
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import RELEASED_STORY, RELEASED_TITLE, Drive

SignIn = Callable[[Account], Client]
NOTHING_SAID = "The member has not been contacted yet."


def accept(drive: Drive, message: str, desk: bool = False) -> None:
    """Accepted and given to the department, or taken to the own desk."""
    drive.submit(Kind.REQUEST)
    route = routing.Route(own_desk=True) if desk else routing.Route(lead_id=drive.cast.department.id)
    release = None if desk else releasing.Release(RELEASED_TITLE, RELEASED_STORY)
    routing.accept(drive.reference, actor=drive.who("secretary"), route=route, release=release, message=message)
    db.session.commit()


@pytest.mark.parametrize("message", ["", "　\u200b"])
def test_accepting_without_a_word_lets_the_clock_of_the_contact_go_on(
    drive: Drive, sign_in: SignIn, clock: Clock, message: str
) -> None:
    accept(drive, message)
    assert drive.case.contacted_at is None
    drive.sign()
    assert drive.case.contacted_at is None and drive.case.step_due_at == drive.case.due_at
    here, desk = f"/cases/{drive.reference}", english(sign_in(drive.cast.secretary))
    assert tallies.figures(drive.who("secretary")).waiting == 1
    assert NOTHING_SAID in desk.get(here).words
    for name in ("member", "handler", "leader"):
        assert NOTHING_SAID not in english(sign_in(getattr(drive.cast, name))).get(here).words
    clock.advance(days=1)
    intake.contact(drive.reference, "已电话联系", actor=drive.who("secretary"))
    db.session.commit()
    case = drive.case
    assert (case.contacted_at, case.step_due_at) == (clock.now, case.due_at)
    assert tallies.figures(drive.who("secretary")).waiting == 0
    assert NOTHING_SAID not in desk.get(here).words


def test_accepting_with_a_word_is_the_contact(drive: Drive, clock: Clock) -> None:
    accept(drive, "已受理。")
    assert drive.case.contacted_at == clock.now
    assert tallies.figures(drive.who("secretary")).waiting == 0


def test_on_the_own_desk_the_contact_is_the_next_thing_due(drive: Drive) -> None:
    accept(drive, "", desk=True)
    case = drive.case
    assert case.step_due_at == case.contact_due_at < case.due_at
    drive.call()
    assert drive.case.step_due_at == drive.case.due_at
