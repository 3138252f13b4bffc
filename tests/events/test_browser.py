"""Events in Chromium: with htmx on a phone, and without JavaScript on a desktop."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from chamber import clock
from chamber.events import registration
from chamber.extensions import db
from chamber.rights import Actor
from tests.browser import Tour
from tests.client import release
from tests.factories.accounts import Cast
from tests.factories.events import make_crowd, make_event

pytestmark = pytest.mark.browser


def _soon(hours: int = 1) -> datetime:
    return clock.now() + timedelta(hours=hours)


BOTH = pytest.mark.parametrize(("width", "javascript"), [(390, True), (1280, True), (390, False)])


@pytest.fixture
def staff(cast: Cast, actor: Callable[..., Actor]) -> Actor:
    """The secretariat."""
    return actor(cast.secretary)


@BOTH
def test_a_member_goes_on_the_waiting_list_and_leaves_it(
    tour: Callable[..., Tour], cast: Cast, staff: Actor, width: int, javascript: bool
) -> None:
    event_id = make_event(staff, capacity=1).id
    registration.register(event_id, actor=staff, contact_id=make_crowd(1, 1)[0].id)
    phone = tour(cast.member, width=width, javascript=javascript).go(f"/events/{event_id}?lang=en")
    phone.press("Join the waiting list")
    phone.see("Waiting, place 1").see("You are number 1 on the waiting list.")
    phone.open("Leave the waiting list", within="#seat")
    phone.press(f"Leave the waiting list: {cast.member.name}")
    phone.see("is cancelled").see("not registered")
    assert phone.page.locator(".toast").count() == 1, "what is no longer true is not said any more"


@BOTH
def test_the_door(tour: Callable[..., Tour], cast: Cast, staff: Actor, width: int, javascript: bool) -> None:
    event_id = make_event(staff, capacity=3, starts_at=_soon(), ends_at=_soon(hours=3)).id
    crowd = make_crowd(3, 1)
    for person in crowd:
        registration.register(event_id, actor=staff, contact_id=person.id)
    release()
    phone = tour(cast.secretary, width=width, javascript=javascript).go(f"/events/{event_id}/check-in?lang=en")
    phone.page.locator("#q").fill("张2号")
    if javascript:
        phone.see("1 person")
        phone.settle()
    else:
        phone.press("Search")
    assert phone.page.locator("#rows > li").count() == 1
    phone.press("Check in: 张2号1")
    phone.see("of 3 expected")
    assert phone.page.locator("#arrived b").inner_text() == "1"
    if javascript:
        assert phone.page.evaluate("document.activeElement.closest('li').id").startswith("person-")
    phone.press("Undo: 张2号1")
    assert phone.page.locator("#arrived b").inner_text() == "0"
    phone.go(f"/events/{event_id}/check-in").open("Not on the list: add here")
    phone.see("All 3 seats are taken.")
    phone.fill("Name", "赵来客").fill("Firm or department optional", "发改局")
    phone.press("Let in beside the seats", within="#walk-in")
    phone.see("1 let in beside the seats").see("赵来客")


def test_the_last_seat_taken_renews_who_else_waits_without_a_reload(
    tour: Callable[..., Tour], cast: Cast, staff: Actor
) -> None:
    event_id = make_event(staff, capacity=1, starts_at=_soon(), ends_at=_soon(hours=3)).id
    rows = [registration.register(event_id, actor=staff, contact_id=person.id).id for person in make_crowd(4, 1)]
    registration.cancel(event_id, registration_id=rows[0], actor=staff)
    db.session.commit()
    release()
    phone = tour(cast.secretary, width=390).go(f"/events/{event_id}/check-in?lang=en").see("Seat and check in")
    phone.press("Seat and check in: 张2号1")
    assert phone.page.locator("button", has_text="Seat and check in").count() == 0
    third, last = (phone.page.locator(f"#person-{number}") for number in rows[2:])
    for row, words in ((third, "waiting, place 1"), (last, "waiting, place 2")):
        assert words in row.inner_text() and "no seat free" in row.inner_text()
    phone.press("Let in beside the seats: 张3号1")
    assert "waiting, place 1" in last.inner_text()


@BOTH
def test_somebody_comes_for_another_at_the_door(
    tour: Callable[..., Tour], cast: Cast, staff: Actor, width: int, javascript: bool
) -> None:
    event_id = make_event(staff, starts_at=_soon(), ends_at=_soon(hours=3)).id
    registration.register(event_id, actor=staff, contact_id=make_crowd(1, 1)[0].id)
    release()
    phone = tour(cast.secretary, width=width, javascript=javascript).go(f"/events/{event_id}/check-in?lang=en")
    phone.page.get_by_role("link", name="Does not come: 张1号1").click()
    phone.fill("Name", "赵替会").press("Check in the substitute")
    phone.see("赵替会 is checked in.").see("1 by substitute").see("A substitute came")
    phone.press("Undo: 赵替会")
    phone.see("Check in").see("of 1 expected")


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, False)])
def test_the_secretariat_makes_an_event(
    tour: Callable[..., Tour], cast: Cast, staff: Actor, width: int, javascript: bool
) -> None:
    desk = tour(cast.secretary, width=width, javascript=javascript).go("/events/new?lang=en")
    desk.press("Save the draft").see("Please check")
    day = f"{clock.local(_soon(hours=72)):%Y-%m-%d}"
    desk.fill("Title", "《民营经济促进法》学习会").fill("Begins", f"{day}T14:30").fill("Ends", f"{day}T16:30")
    desk.fill("Place optional", "三楼").fill("Title of the policy", "民营经济促进法")
    desk.press("More rows")
    desk.press("Save the draft").see("The draft is saved.")
    desk.open("Publish").see("told at once").press("Publish").see("The event is published.").see("民营经济促进法")
    desk.go("/events/").see("《民营经济促进法》学习会")
    desk.go(f"/events/calendar?month={day[:7]}").see("《民营经济促进法》学习会")
