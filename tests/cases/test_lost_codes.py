"""A lost receipt code: the supervisor calls the number that was stored with the case, knowing nothing of the case."""

from collections.abc import Callable

import pytest
from flask import Flask

from chamber.accounts.models import Account
from chamber.cases.access import opening
from chamber.cases.access.respondents import Respondent
from chamber.cases.words import RespondentKind
from chamber.extensions import db
from tests.cases.test_receipts import take_code
from tests.cases.test_taken_over import SECRETARIAT, contact_of, take_over
from tests.client import Client
from tests.english import english
from tests.factories.audit import history
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


@pytest.fixture
def code(drive: Drive, sign_in: SignIn) -> str:
    """The receipt code of a complaint about the secretariat."""
    drive.submit(respondents=SECRETARIAT)
    return take_code(sign_in(drive.cast.member))


def test_a_lost_code_is_the_supervisors_call_to_the_stored_number(
    app: Flask, drive: Drive, sign_in: SignIn, code: str
) -> None:
    contact = contact_of(drive.cast.member)
    contact.mobile = "+8613811112222"
    db.session.commit()
    browser, watch = take_over(app, drive), english(sign_in(drive.cast.supervisor))
    assert "lost a receipt code" not in watch.get("/").words
    assert "calls you" in browser.post_form("/cases/open-again", press="I have no code: please call me").page.text
    assert "1 person has lost a receipt code" in watch.get("/").words
    page = watch.get("/cases/calls")
    assert "单会员" in page.words and drive.reference not in page.words and "138" not in page.words
    call = watch.post_form(page, press="Show the number")
    assert "138 0000 0002" in call.words and "138 1111 2222" not in call.words, "as it was when it was submitted"
    assert "单会员" not in call.page.title, "a browser keeps titles"
    assert "陈秘书" in call.words and drive.reference not in call.words
    assert "case.number_shown" in [row.act for row in history("case", drive.case.id)]
    refused = watch.post_form(call, {"reason": " "})
    assert refused.status_code == 422 and "138 0000 0002" in refused.words
    watch.post_form(refused, {"reason": "本人接听，说得出递交日期"})
    seen = browser.get(f"/cases/{drive.reference}")
    assert seen.status_code == 200 and "本人接听" in seen.words and "after a call" in seen.words
    assert browser.post("/cases/open-again", data={"code": code}).status_code == 422, "the lost one opens nothing"
    assert take_code(browser) != code
    assert "No one is waiting for a call" in watch.get("/cases/calls").words


def test_a_link_used_between_the_wish_and_the_call_takes_the_wish_back(app: Flask, drive: Drive, code: str) -> None:
    take_over(app, drive).post("/cases/open-again/lost")
    assert len(opening.callers(actor=drive.who("supervisor"))) == 1
    take_over(app, drive)
    assert opening.callers(actor=drive.who("supervisor")) == []


def test_to_say_that_a_code_is_lost_tells_nobody_whether_there_is_a_case(
    app: Flask, drive: Drive, sign_in: SignIn, code: str, queries: list[str]
) -> None:
    found = []
    for browser in (take_over(app, drive), sign_in(drive.cast.rival)):
        browser.get("/cases/open-again")
        queries.clear()
        answer = browser.post("/cases/open-again/lost")
        found.append((answer.status_code, answer.headers["Location"], len(queries)))
    assert found[0] == found[1]
    assert [one.name for one in opening.callers(actor=drive.who("supervisor"))] == ["单会员"]


def test_a_supervisor_whom_the_case_is_about_hears_of_no_call_and_the_leader_makes_it(
    app: Flask, drive: Drive, sign_in: SignIn
) -> None:
    drive.submit(respondents=(Respondent(RespondentKind.SUPERVISOR),))
    take_over(app, drive).post("/cases/open-again/lost")
    assert opening.callers(actor=drive.who("supervisor")) == []
    assert [one.name for one in opening.callers(actor=drive.who("leader"))] == ["单会员"]
    leader = english(sign_in(drive.cast.leader))
    call = leader.post_form("/cases/calls", press="Show the number")
    leader.post_form(call, {"reason": "已通话"})
    assert drive.case.locked_at is None
