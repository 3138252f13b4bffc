"""From a pasted message to a saved form in Chromium, with and without JavaScript."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chamber import clock
from tests.browser import Tour
from tests.client import release
from tests.factories.accounts import Cast

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize(("width", "javascript"), [(390, True), (1280, True), (390, False)])


def _notice() -> str:
    day = clock.today() + timedelta(days=14)
    return f"关于召开学习会的通知\n定于{day.month}月{day.day}日下午2:30-4:30在街道三楼会议室召开学习会。"


@BOTH
def test_a_message_becomes_a_published_notice(
    tour: Callable[..., Tour], cast: Cast, width: int, javascript: bool
) -> None:
    release()
    desk = tour(cast.secretary, width=width, javascript=javascript).go("/?lang=en").follow("Paste a text")
    desk.press("Recognise the text").see("Please check")
    desk.fill("Pasted text", _notice()).press("Recognise the text").see("街道三楼会议室")
    if javascript:
        assert desk.page.evaluate("document.activeElement.id") == "found"
    desk.press("Draft a notice").see("From pasted text: please check it before you save.")
    desk.press("Save the draft").see("The draft is saved.")
    desk.open("Publish now").press("Publish to 2 firms", within=".ask-box").see("The notice is published.")
    tour(cast.member, width=width, javascript=javascript).go("/notices/?lang=en").see("关于召开学习会的通知")


@BOTH
def test_a_message_becomes_an_event(tour: Callable[..., Tour], cast: Cast, width: int, javascript: bool) -> None:
    release()
    desk = tour(cast.secretary, width=width, javascript=javascript).go("/paste/?lang=en")
    desk.fill("Pasted text", _notice()).press("Recognise the text").press("Draft an event")
    desk.see("From pasted text: please check it before you save.").press("Save the draft").see("The draft is saved.")
    desk.open("Publish").press("Publish").see("The event is published.").see("街道三楼会议室")


@BOTH
def test_a_chat_becomes_a_note_and_a_case(tour: Callable[..., Tour], cast: Cast, width: int, javascript: bool) -> None:
    release()
    desk = tour(cast.secretary, width=width, javascript=javascript).go("/paste/?lang=en")
    desk.fill("Pasted text", "瓯新阀门的电被停了\n三条线都停").press("Recognise the text")
    desk.press("Note on 瓯新阀门有限公司")
    assert desk.page.get_by_label("What was said").input_value() == "瓯新阀门的电被停了\n三条线都停"
    desk.press("Save the note").see("The note is saved.")
    desk.go("/paste/").fill("Pasted text", "瓯新阀门的电被停了").press("Recognise the text").open(
        "Enter a case", "#found"
    )
    desk.press("Difficulty or request on behalf of 瓯新阀门有限公司")
    assert desk.page.get_by_label("What happened").input_value() == "瓯新阀门的电被停了"
    desk.press("Submit the request").see("Please check")
    assert desk.page.get_by_label("What happened").input_value() == "瓯新阀门的电被停了"
