"""The search of everything in Chromium: hits follow the typing, keys lead to the box and through what was found."""

import pytest
from playwright.sync_api import expect

from chamber.extensions import db
from tests.factories.events import make_event
from tests.factories.members import enter

FOCUSED = "() => document.activeElement.id || document.activeElement.innerText"


@pytest.fixture
def desk(cast, keeper, tour):
    """The secretary, with two firms and an event to be found."""
    for number in (7, 8):
        enter(keeper, number)
    make_event(keeper, title="恒信学习会")
    db.session.commit()
    return tour(cast.secretary, language="en")


def test_hits_follow_the_typing_and_arrows_lead_through_them_and_back(desk):
    desk.go("/search/")
    desk.page.evaluate("window.neverLoadedAnew = true")
    desk.page.keyboard.press("/")
    expect(desk.page.locator("#q")).to_be_focused()
    desk.page.keyboard.type("hengxin")
    expect(desk.page.locator("#results li a")).to_have_count(3)
    expect(desk.page.locator("#count")).to_have_text("3 found")
    assert desk.page.evaluate("window.neverLoadedAnew === true") and desk.path == "/search/?q=hengxin"
    expect(desk.page.locator("#q")).to_be_focused()
    found = desk.page.locator("#results li a").all_inner_texts()
    seen = []
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp"):
        desk.page.keyboard.press(key)
        seen.append(desk.page.evaluate(FOCUSED))
    assert seen == [*found, found[2], found[1], found[0], "q", "q"]
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("#q")).to_be_focused()
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("h1")).to_contain_text(found[0])


def test_the_slash_goes_to_the_box_from_any_page_but_not_out_of_a_field(desk):
    desk.go("/members/")
    desk.page.keyboard.press("/")
    expect(desk.page.locator("#find")).to_be_focused()
    desk.page.keyboard.type("a/b")
    assert desk.page.locator("#find").input_value() == "a/b"
    desk.page.locator("#find").fill("hengxin")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#results li a")).to_have_count(3)


def test_arrows_lead_to_what_may_have_been_meant_too(desk):
    desk.go("/search/")
    desk.page.locator("#q").press_sequentially("hengxim")
    expect(desk.page.locator("#results")).to_contain_text("Did you mean")
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#results li a").first).to_contain_text("恒信")


def test_where_the_box_is_in_the_menu_the_slash_goes_to_the_page_of_the_search(desk):
    desk.page.set_viewport_size({"width": 390, "height": 800})
    desk.go("/members/")
    desk.page.keyboard.press("/")
    expect(desk.page.locator("#q")).to_be_visible()
    assert desk.path == "/search/"
