"""What htmx adds, in Chromium: lists that follow the typing, errors that take the focus, refusals in their place."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from chamber.accounts import services as accounts
from chamber.cases.doing import closing
from chamber.cases.words import Kind
from chamber.extensions import db
from tests.browser import Tour
from tests.client import release
from tests.factories.accounts import Cast, actor_as
from tests.factories.cases import Drive
from tests.factories.events import make_event

FOCUSED = "() => document.activeElement.id || document.activeElement.name || document.activeElement.tagName"
STAYS = "window.neverLoadedAnew = true"


def is_same_page(person: Tour) -> bool:
    """Whether the page was never loaded anew since `STAYS`."""
    return bool(person.page.evaluate("window.neverLoadedAnew === true"))


@pytest.mark.parametrize(
    ("name", "path", "words"),
    [("secretary", "/members/", "永宁"), ("member", "/directory/", "市场"), ("admin", "/admin/accounts", "周领导")],
)
def test_a_list_follows_the_typing(name: str, path: str, words: str, tour: Callable[..., Tour], cast: Cast) -> None:
    desk = tour(getattr(cast, name), language="en").go(path)
    desk.page.evaluate(STAYS)
    box = desk.page.locator("#q")
    before = desk.page.locator("#count").inner_text()
    box.press_sequentially(words)
    expect(desk.page.locator("#count")).not_to_have_text(before)
    desk.settle()
    assert is_same_page(desk)
    assert box.input_value() == words
    assert box.evaluate("node => node === document.activeElement")
    assert desk.page.locator("#count").get_attribute("role") == "status"
    assert desk.path.startswith(f"{path}?q=")
    desk.check()


def test_a_form_that_is_not_taken_shows_its_errors_first(tour: Callable[..., Tour], cast: Cast) -> None:
    phone = tour(cast.member, width=390, language="en").go("/cases/new/request")
    phone.fill("What happened", "第三路口没有路灯。")
    phone.page.evaluate(STAYS)
    phone.press("Submit the request")
    expect(phone.page.locator("#errors")).to_be_focused()
    assert is_same_page(phone)
    assert phone.page.get_by_label("What happened").input_value() == "第三路口没有路灯。"
    phone.page.locator("#errors a").first.click()
    assert phone.page.evaluate(FOCUSED) not in ("BODY", "errors")


def test_a_session_that_has_ended_leads_to_sign_in(tour: Callable[..., Tour], cast: Cast) -> None:
    event_id = make_event(actor_as(cast.secretary)).id
    phone = tour(cast.leader, width=390, language="en").go(f"/events/{event_id}")
    accounts.end_sessions(cast.leader.id)
    release()
    phone.press("Register myself")
    expect(phone.page).to_have_url(f"{phone.url}/login")
    phone.see("User name or mobile number")


def test_a_search_in_a_session_that_has_ended_leads_to_sign_in(tour: Callable[..., Tour], cast: Cast) -> None:
    desk = tour(cast.secretary, language="en").go("/members/")
    accounts.end_sessions(cast.secretary.id)
    release()
    desk.page.locator("#q").press_sequentially("阀")
    expect(desk.page).to_have_url(f"{desk.url}/login")


def test_a_refusal_takes_the_place_of_the_page(tour: Callable[..., Tour], cast: Cast) -> None:
    drive = Drive(cast)
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    desk = tour(cast.handler, language="en").go(f"/cases/{drive.reference}/report-progress")
    desk.fill("What was done", "已约双方面谈。")
    desk.page.evaluate(STAYS)
    closing.withdraw(drive.reference, "已解决", None, actor=drive.who("member"))
    db.session.commit()
    desk.press("Save the progress")
    desk.see("This step is not possible in the current state of the case. Please check it again.")
    assert is_same_page(desk)
    assert desk.page.locator("h1").count() == 1
    assert desk.page.locator("main form").count() == 0
    assert desk.page.locator("nav").first.is_visible()
