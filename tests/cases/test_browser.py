"""Cases in a browser."""

from collections.abc import Callable

import pytest

from chamber.cases.models_lists import CaseCategory
from chamber.cases.words import Kind
from chamber.extensions import db
from tests.browser import Tour
from tests.factories.cases import Drive

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.mark.parametrize("width", [390, 1280])
def test_choosing_a_category_renews_what_nobody_changed_by_hand(
    drive: Drive, tour: Callable[..., Tour], width: int
) -> None:
    units = drive.cast.department, drive.cast.other_department
    roads, fire = (
        CaseCategory(kind=Kind.REQUEST, name=name, complexity=complexity, department_id=unit.id)
        for name, complexity, unit in zip(("道路", "消防"), ("simple", "complex"), units, strict=True)
    )
    db.session.add_all([roads, fire])
    db.session.commit()
    drive.submit(Kind.REQUEST)
    desk = tour(drive.cast.secretary, width=width, language="en").go(f"/cases/{drive.reference}/accept")
    value = desk.page.locator
    desk.fill("Category", "道路")
    desk.settle()
    assert value("#complexity").input_value() == "simple"
    assert value("#lead").input_value() == str(drive.cast.department.id)
    assert desk.page.evaluate("document.activeElement.id") == "category"
    desk.fill("Complexity", "Normal · 15 working days")
    desk.fill("Category", "消防")
    desk.settle()
    assert value("#complexity").input_value() == "normal", "changed by hand"
    assert value("#lead").input_value() == str(drive.cast.other_department.id)
    desk.page.get_by_label("We handle it ourselves").check()
    desk.fill("Category", "道路")
    desk.settle()
    assert not value("#lead").is_visible(), "the department stays out of sight where we handle it ourselves"


@pytest.mark.parametrize(("width", "focused"), [(1280, "text"), (390, "")])
def test_a_page_that_waits_for_words_lets_one_type_at_once_but_opens_no_keyboard_on_a_phone(
    drive: Drive, tour: Callable[..., Tour], width: int, focused: str
) -> None:
    drive.submit(Kind.REQUEST)
    desk = tour(drive.cast.secretary, width=width, language="en").go(f"/cases/{drive.reference}/contact")
    assert desk.page.evaluate("document.activeElement.id") == focused
    assert desk.page.evaluate("window.scrollY") == 0
