"""A new term in a browser: with a mouse, with the keyboard, on a phone, without JavaScript."""

import pytest

from chamber.members.terms import reading
from tests.factories.members import enter
from tests.members.handover import NEW, appoint, three_offices

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def many(db, cast, keeper):
    running = three_offices(keeper)
    for number in range(10, 40):
        appoint(keeper, enter(keeper, number), "council", running)
    db.session.commit()
    return running


@pytest.mark.parametrize(("width", "javascript"), [(390, True), (1280, True), (1280, False)])
def test_a_new_term_is_begun_and_taken_back(many, cast, tour, width, javascript):
    desk = tour(cast.secretary, width=width, javascript=javascript, language="en")
    desk.go("/members/terms")
    desk.follow("A new term")
    desk.see("33 offices of 33 members end with it.")
    boxes = desk.page.locator(".tick-list input")
    assert not boxes.first.is_visible(), "nothing is to be ticked yet"
    desk.fill("Name of the term", "第五届")
    desk.page.get_by_label("All except those ticked below").check()
    assert boxes.first.is_visible()
    boxes.first.check()
    desk.press("Begin the term")
    desk.see("33 offices ended, 32 of them go on.")
    desk.press("Undo")
    desk.see("Everything is restored to how it was before 第五届.")
    assert len(reading.offices_held_in([many.id])) == 33


def test_a_new_term_is_begun_by_keyboard_and_its_button_is_on_the_first_screen(many, cast, tour):
    desk = tour(cast.secretary, width=1280, language="en")
    desk.go(NEW)
    box = desk.page.get_by_role("button", name="Begin the term").first.bounding_box()
    assert box["y"] + box["height"] < 800
    desk.page.locator("#name").focus()
    keys = desk.page.keyboard
    keys.type("第五届")
    for _field in range(14):
        keys.press("Tab")
        if desk.page.evaluate("document.activeElement.name") == "going_on":
            break
    keys.press("Space")
    keys.press("Enter")
    desk.see("33 offices ended, 33 of them go on.")
