"""Notices in Chromium: with htmx on a phone and on a desk, and without JavaScript."""

from collections.abc import Callable

import pytest

from chamber.notices import receipts
from chamber.permissions import Actor
from tests.browser import Tour
from tests.client import release
from tests.factories.accounts import Cast
from tests.factories.notices import make_notice

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize(("width", "javascript"), [(390, True), (1280, True), (390, False)])


@pytest.fixture
def staff(cast: Cast, actor: Callable[..., Actor]) -> Actor:
    """The secretariat."""
    return actor(cast.secretary)


@BOTH
def test_a_member_reads_confirms_and_asks(
    tour: Callable[..., Tour], cast: Cast, staff: Actor, width: int, javascript: bool
) -> None:
    notice_id = make_notice(staff).id
    release()
    phone = tour(cast.member, width=width, javascript=javascript).go("/notices/?lang=en").see("To confirm")
    phone.follow("关于年度用工备案的通知")
    if javascript:
        phone.settle()
        assert phone.page.get_by_role("button", name="Mark as read").count() == 0
    else:
        phone.press("Mark as read")
    assert receipts.tallies([notice_id])[notice_id].opened == 1
    release()
    phone.press("Confirm for my firm").see("Confirmed for your firm by 单会员").see("Thank you.")
    phone.open("I have a question").fill("Your question", "几点开始？").press("Send the question")
    phone.see("The secretariat has not answered yet.")


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, False)])
def test_the_secretariat_writes_previews_and_publishes(
    tour: Callable[..., Tour], cast: Cast, width: int, javascript: bool
) -> None:
    desk = tour(cast.secretary, width=width, javascript=javascript).go("/notices/new?lang=en")
    desk.press("Save the draft").see("Please look at")
    desk.fill("Title", "关于停水的通知").fill("Text", "周六**停水**。")
    if javascript:
        desk.page.get_by_role("button", name="Preview").click()
        desk.settle()
        desk.check()
    else:
        desk.press("Preview")
    assert desk.page.locator("#preview strong").inner_text() == "停水"
    desk.see("Reaches 2 firms, 3 people.")
    desk.press("Save the draft").see("This is a draft")
    desk.open("Publish now").press("Publish now", within=".ask-box").see("The notice is published.")
    desk.follow("Receipts").see("瓯新阀门有限公司").open("Remind the rest")
    desk.go("/notices/").see("关于停水的通知")
