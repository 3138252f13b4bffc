"""That a step of somebody else is due soon is not shown to the author, who has nothing to do; that it is late is."""

from collections.abc import Callable

from chamber.accounts.models import Account
from chamber.cases.words import Kind
from tests.client import Client
from tests.conftest import Clock
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def test_the_author_is_told_that_a_step_of_the_desk_is_late_and_not_that_it_is_due_soon(
    drive: Drive, sign_in: SignIn, clock: Clock
) -> None:
    drive.submit(Kind.SUGGESTION)
    pages = (f"/cases/{drive.reference}", "/cases/")
    member, desk = sign_in(drive.cast.member), sign_in(drive.cast.secretary)
    for page in pages:
        assert "Due soon" in " ".join(desk.get(page).page.texts("main .badge")), page
        badges = " ".join(member.get(page).page.texts("main .badge"))
        assert "Due" not in badges and "Submitted" in badges
    here = member.get(pages[0]).words
    assert "Time left" not in here and "At the latest" in here
    clock.advance(days=5)
    for page in pages:
        assert "Overdue" in " ".join(sign_in(drive.cast.member).get(page).page.texts("main .badge")), page


def test_the_author_whose_turn_it_is_is_told_until_when(drive: Drive, sign_in: SignIn) -> None:
    drive.answered()
    assert "Time left" in sign_in(drive.cast.member).get(f"/cases/{drive.reference}").words
