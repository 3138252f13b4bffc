"""Each quarter the secretariat is offered a notice on what became of suggestions; nothing is sent by itself."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from chamber.accounts.models import Account
from chamber.cases.doing import daily
from chamber.cases.figures import periods
from chamber.cases.suggestions import quarterly
from chamber.cases.words import Kind
from chamber.errors import NotFound
from chamber.extensions import db
from chamber.notices.models import Notice
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive
from tests.factories.suggestions import FIRST, adopted, begin, put_up

SignIn = Callable[[Account], Client]
LINE = "The quarter has ended: tell the members what became of their suggestions."


@pytest.fixture
def over(drive: Drive, clock: Clock) -> periods.Period:
    """A quarter in which one suggestion was published and put into practice, and another came in; it is over."""
    adopted(drive)
    put_up(drive)
    begin(drive, 60)
    drive.suffix = "二"
    drive.submit(Kind.SUGGESTION)
    quarter = periods.quarter(clock.now.date())
    clock.advance(days=(quarter.last - clock.now.date()).days + 2)
    return quarter


def notices() -> int:
    """How many notices there are, drafts included."""
    return db.session.scalar(select(func.count()).select_from(Notice)) or 0


def test_the_draft_lists_what_is_published_with_its_stage_and_measures_and_tells_no_small_number(
    over: periods.Period, drive: Drive
) -> None:
    report = quarterly.report(over, actor=drive.who("secretary"))
    assert report.quarter == over and len(report.found) == 1
    assert "窗口时间" in report.text and "白果照办" in report.text and FIRST in report.text
    assert report.received in ("fewer than 5", "少于 5")
    for secret in (drive.cast.firm.name, drive.cast.member.name, drive.reference, drive.mark("title")):
        assert secret not in report.text


def test_one_press_opens_the_form_of_a_notice_with_these_words_and_settles_the_quarter(
    over: periods.Period, drive: Drive, sign_in: SignIn
) -> None:
    desk = english(sign_in(drive.cast.secretary))
    assert LINE in desk.get("/").page.text
    answer = desk.post_form(
        "/suggestions/quarter", action="/suggestions/quarter", press="Draft the notice", follow=False
    )
    assert (answer.status_code, answer.headers["Location"]) == (307, "/notices/new")
    _method, _path, words = (
        desk.get("/suggestions/quarter").page.form(press="Draft the notice").send({}, "Draft the notice")
    )
    # A browser posts the same words once more, to the address that it is given.
    page = desk.post("/notices/new", data=words, csrf=False).page
    assert FIRST in page.form("body").controls["body"].values[0]
    assert notices() == 0, "nothing is written, and nothing sent, before its own button is pressed"
    assert LINE not in desk.get("/").page.text


def test_no_notice_is_needed_either(over: periods.Period, drive: Drive, sign_in: SignIn) -> None:
    desk = english(sign_in(drive.cast.secretary))
    desk.post_form("/suggestions/quarter", action="/suggestions/quarter", press="No notice for this quarter")
    assert LINE not in desk.get("/").page.text and notices() == 0


def test_the_daily_pass_sends_nothing(over: periods.Period) -> None:
    daily.run()
    assert notices() == 0


def test_a_quarter_without_suggestions_proposes_nothing(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    clock.advance(days=100)
    assert LINE not in english(sign_in(drive.cast.secretary)).get("/").page.text


@pytest.mark.parametrize("typed", ["2026-Q5", "x", "2026-09", "9999-Q1", "2026-Q", "2026"])
def test_what_is_no_quarter_or_not_over_is_not_there(typed: str) -> None:
    with pytest.raises(NotFound):
        quarterly.named(typed)


def test_the_running_quarter_is_not_there_either(clock: Clock) -> None:
    with pytest.raises(NotFound):
        quarterly.named(periods.quarter(clock.now.date()).name)
