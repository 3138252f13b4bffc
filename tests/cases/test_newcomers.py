"""Small things that newcomers stumbled over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from chamber.accounts.models import Account
from chamber.cases.access import opening
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import intake, sharing
from chamber.cases.models import Case
from chamber.cases.rules import clocks, colours
from chamber.cases.words import Kind, RespondentKind
from chamber.extensions import db
from tests.cases.test_receipts import take_code
from tests.cases.test_taken_over import SECRETARIAT, code_for_colleague, contact_of, take_over
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def test_receipt_codes_stand_beside_the_titles_of_their_cases(drive: Drive, sign_in: SignIn) -> None:
    for title in ("甲事", "乙事"):
        drive.submit(title=title)
    shown = sign_in(drive.cast.member).post_form("/cases/receipts", press="Show the codes")
    cards = [card.text(separator=" ") for card in shown.page.css("section.card") if card.css(".receipt")]
    assert len(cards) == 2
    assert "乙事" in cards[0] and "甲事" in cards[1]


def test_whom_the_author_means_is_asked_beside_the_receipt_code(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(title="清楚的")
    author = sign_in(drive.cast.member)
    address = f"/cases/{drive.reference}/name-respondent"
    assert address not in [place for _words, place in author.get("/cases/receipts").page.links()]
    db.session.query(Case).update({Case.question: "asked"})
    db.session.commit()
    page = author.get("/cases/receipts").page
    assert page.link("Say who you mean") == address
    shown = author.post_form(page, press="Show the code").page
    assert address not in [place for _words, place in shown.links()], "one tap, and the code would be gone"
    assert author.get(f"/cases/{drive.reference}").page.link("Say who you mean") == address


def test_who_asked_for_a_call_is_told_so_whether_there_is_a_closed_case_or_not(
    app: Flask, drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    drive.submit(respondents=SECRETARIAT)
    told = []
    for browser in (english(take_over(app, drive)), english(sign_in(drive.cast.rival))):
        assert "You asked for a call" not in browser.get("/cases/open-again").words
        browser.post_form("/cases/open-again", press="I have no code: please call me")
        clock.advance(minutes=5)
        page = browser.get("/cases/open-again").page
        told.append(page.texts("main .note"))
        assert "Please call me: ask again" in page.text
        clock.advance(minutes=-5)
    assert told[0] == told[1] and told[0][0].startswith("You asked for a call on")


def test_a_second_person_at_the_same_browser_is_not_told_that_the_first_asked_for_a_call(
    drive: Drive, client: Client
) -> None:
    for account, told in ((drive.cast.member, False), (drive.cast.rival, False), (drive.cast.member, None)):
        client.sign_in(account)
        page = client.get("/cases/open-again")
        if told is not None:
            assert ("您已于" in page.words or "You asked for a call" in page.words) is told
        client.post("/cases/open-again/lost")
        client.sign_out()


def test_the_page_of_a_call_names_one_link_once_though_it_closed_several_cases(
    app: Flask, drive: Drive, sign_in: SignIn
) -> None:
    for number in range(3):
        drive.submit(respondents=SECRETARIAT, title=f"第{number}件")
    take_over(app, drive).post("/cases/open-again/lost")
    watch = english(sign_in(drive.cast.supervisor))
    call = watch.post_form("/cases/calls", press="Show the number")
    assert call.words.count("issued by 陈秘书") == 1


def test_an_answer_under_review_can_be_returned_where_it_can_be_published(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    drive.draft()
    desk = sign_in(drive.cast.secretary)
    page = desk.get(desk.get("/").page.link("Publish the answer")).page
    assert page.link("Return with remarks") == f"/cases/{drive.reference}/return-answer"
    desk.post_form(page.link("Return with remarks"), {"text": "请写明日期"})
    assert drive.case.state == "in_progress"


def test_what_is_due_tomorrow_is_due_soon_in_its_colour_and_in_every_count(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    case = drive.case
    for days, colour in ((3, ""), (2, ""), (1, "blue"), (0, "yellow")):
        case.step_due_at, case.blue_at, case.progress_due_at = clock.now + timedelta(days=days, hours=3), None, None
        db.session.commit()
        assert colours.colour(case) == colour
        assert db.session.query(colours.colour_expression()).scalar() == colour
    assert clocks.is_waiting(case)


def test_who_notes_that_a_contact_left_is_warned_of_their_open_cases(drive: Drive, sign_in: SignIn) -> None:
    desk, path = sign_in(drive.cast.secretary), f"/members/{drive.cast.firm.id}"
    assert "open case" not in desk.get(path).words
    drive.submit()
    drive.submit(Kind.REQUEST)
    words = desk.get(path).words
    assert "单会员 has 2 open cases. They go to colleagues whom the author named" in words
    hidden = (Respondent(RespondentKind.SECRETARIAT),)
    drive.submit(respondents=hidden)
    assert "has 2 open cases" in desk.get(path).words, "one that the secretariat must not know is not counted"
    intake.not_accept(drive.reference, "不属", "向区级主管部门申请行政裁决", actor=drive.who("supervisor"))
    db.session.commit()
    assert "open case" not in sign_in(drive.cast.leader).get(path).words


def messages(browser: Client) -> list[str]:
    """What the bell says, the newest first."""
    return browser.get("/notifications/").page.texts(".told-words")


@pytest.mark.parametrize("how", ["code", "call"])
def test_messages_of_a_closed_case_come_back_when_it_is_opened_again(
    app: Flask, drive: Drive, sign_in: SignIn, how: str
) -> None:
    drive.answered()
    author = english(sign_in(drive.cast.member))
    code, before = take_code(author), [one for one in messages(author) if drive.reference in one]
    assert len(before) >= 2
    browser = english(take_over(app, drive))
    assert not [one for one in messages(browser) if drive.reference in one or not one]
    if how == "code":
        browser.post("/cases/open-again", data={"code": code})
    else:
        browser.post("/cases/open-again/lost")
        opening.open_after_call(
            contact_of(drive.cast.member).id, drive.case.author_phone, "本人", actor=drive.who("supervisor")
        )
        db.session.commit()
    after = [one for one in messages(browser) if drive.reference in one and "open to you again" not in one]
    assert after == before
    take_over(app, drive)
    assert not [one for one in messages(browser) if drive.reference in one]


def test_messages_come_back_to_a_colleague_whom_the_author_names_again(
    app: Flask, drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    contact = contact_of(drive.cast.colleague).id
    sharing.name_colleague(drive.reference, contact, actor=drive.who("member"))
    db.session.commit()
    before = messages(english(sign_in(drive.cast.colleague)))
    assert any(drive.reference in one for one in before)
    browser = english(take_over(app, drive, "colleague"))
    assert not any(drive.reference in one for one in messages(browser))
    sharing.name_colleague(drive.reference, contact, actor=drive.who("member"))
    db.session.commit()
    assert not any(drive.reference in one for one in messages(browser))
    code = code_for_colleague(english(sign_in(drive.cast.member)), drive.reference)
    browser.post("/cases/open-again", data={"code": code})
    assert set(before) <= set(messages(browser))
