"""Thanks: once for each answer, by its author alone; counted, and shown to firms without names and small numbers."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.cases.pausing import monitoring
from chamber.cases.rules.acts import Act
from chamber.cases.thanks import thanking
from chamber.cases.words import Kind, State
from chamber.errors import Conflict, Forbidden
from chamber.extensions import db
from chamber.notifications.models import Notification
from tests.cases.reading import acts_of
from tests.client import Client
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def thank(drive: Drive) -> None:
    """The author presses."""
    thanking.thank(drive.reference, actor=drive.who("member"))
    db.session.commit()


def test_one_press_thanks_once_closes_nothing_and_is_told(drive: Drive, sign_in: SignIn) -> None:
    drive.answered(kind=Kind.REQUEST)
    here = f"/cases/{drive.reference}"
    member = english(sign_in(drive.cast.member))
    member.post_form(here, {}, action=f"{here}/thank")
    assert drive.case.state == State.ANSWERED and Act.RATE in acts_of(drive, "member")
    with pytest.raises(Conflict):
        thank(drive)
    db.session.rollback()
    lines = {row.line for row in db.session.query(Notification).filter(Notification.line.like("case.thank:%"))}
    assert lines == {"case.thank:desk", "case.thank:lead"}
    numbers = (thanking.number_received(drive.who(name)) for name in ("handler", "other_handler"))
    assert db.session.execute(select(*numbers)).one() == (1, 0)
    assert "1 firm said thank you" in english(sign_in(drive.cast.handler)).get("/").words


def test_thanks_and_what_is_kept_under_review_stand_in_the_figures(drive: Drive, sign_in: SignIn) -> None:
    drive.answered(kind=Kind.REQUEST)
    thank(drive)
    monitoring.monitor(drive.reference, "等明年预算", actor=drive.who("secretary"))
    db.session.commit()
    page = english(sign_in(drive.cast.secretary)).get("/cases/figures?by=department").page
    pairs = dict(zip(page.texts("dl.pairs dt"), page.texts("dl.pairs dd"), strict=True))
    assert pairs["Kept under review at the end of the period"] == pairs["Thanks by firms in the period"] == "1"
    (row,) = [row for row in page.texts("tr") if row.startswith(drive.cast.department.name)]
    assert row.split()[-1] == "1"
    other = english(sign_in(drive.cast.other_handler)).get("/cases/figures").page
    assert "1" not in other.texts("dl.pairs dd")


def test_only_the_author_thanks_and_only_for_an_answer(drive: Drive) -> None:
    drive.submit(Kind.REQUEST)
    assert Act.THANK not in acts_of(drive, "member")
    drive.accept()
    drive.sign()
    drive.draft()
    drive.publish()
    with pytest.raises(Forbidden):
        thanking.thank(drive.reference, actor=drive.who("secretary"))


def test_firms_read_the_category_of_what_got_done_and_no_small_number(drive: Drive, sign_in: SignIn) -> None:
    drive.answered(kind=Kind.REQUEST)
    thank(drive)
    done = thanking.done_this_month(drive.who("rival"))
    assert done == thanking.Done((f"{Kind.REQUEST} 类",), None)
    home = english(sign_in(drive.cast.rival)).get("/").words
    assert "Done this month" in home and drive.reference not in home and drive.cast.firm.name not in home


def test_an_answer_that_did_not_help_got_nothing_done(drive: Drive) -> None:
    drive.answered(kind=Kind.REQUEST)
    drive.rate(1, False)
    assert thanking.done_this_month(drive.who("rival")).categories == ()


def test_nothing_of_a_confidential_case_is_told(drive: Drive) -> None:
    drive.answered(kind=Kind.REQUEST, confidential=True)
    thank(drive)
    assert thanking.done_this_month(drive.who("rival")) == thanking.Done((), None)
