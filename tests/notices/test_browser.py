"""Notices in Chromium: with htmx on phone and desktop, and without JavaScript."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from chamber import clock
from chamber.notices.answers import receipts
from chamber.rights import Actor
from tests.browser import Tour
from tests.client import release
from tests.factories.accounts import Cast
from tests.factories.notices import make_form, make_notice

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
    assert receipts.tallies([notice_id], actor=staff)[notice_id].opened == 1
    release()
    phone.press("Confirm for my firm").see("Confirmed for your firm by 单会员").see("Thank you.")
    phone.open("I have a question").fill("Your question", "几点开始？").press("Send the question")
    phone.see("The secretariat has not answered yet.")


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, False)])
def test_the_secretariat_writes_previews_and_publishes(
    tour: Callable[..., Tour], cast: Cast, width: int, javascript: bool
) -> None:
    desk = tour(cast.secretary, width=width, javascript=javascript).go("/notices/new?lang=en")
    desk.press("Save the draft").see("Please check")
    desk.fill("Title", "关于停水的通知").fill("Text", "周六**停水**。")
    if javascript:
        desk.page.get_by_role("button", name="Preview").click()
        desk.settle()
        desk.check()
    else:
        desk.press("Preview")
    assert desk.page.locator("#preview strong").inner_text() == "停水"
    desk.see("Recipients: 2 firms, 3 people.")
    desk.press("Save the draft").see("This is a draft")
    desk.open("Publish now").press("Publish to 2 firms", within=".ask-box").see("The notice is published.")
    desk.follow("Receipts").see("瓯新阀门有限公司").open("Remind those who have not answered")
    desk.go("/notices/").see("关于停水的通知")


@BOTH
def test_a_firm_fills_in_a_form_and_changes_it(
    tour: Callable[..., Tour], cast: Cast, staff: Actor, tmp_path: Path, width: int, javascript: bool
) -> None:
    notice_id = make_form(staff, answer_until=clock.now() + timedelta(days=3)).id
    (tmp_path / "回执.txt").write_text("已盖章")
    release()
    phone = tour(cast.member, width=width, javascript=javascript).go(f"/notices/{notice_id}?lang=en")
    phone.see("Please fill this in for your firm by")
    phone.fill("参加人数", "3").press("Send the answers of my firm").see("Please check 1 field")
    assert phone.page.get_by_label("参加人数").input_value() == "3"
    phone.page.get_by_label("需要", exact=True).check()
    phone.fill("到会日期", "2026-09-18").fill("备注", "两位素食").fill("回执扫描件", tmp_path / "回执.txt")
    phone.press("Send the answers of my firm").see("Answered for your firm by 单会员").see("回执.txt")
    phone.fill("参加人数", "4").press("Send the changed answers").see("Thank you.")
    release()
    desk = tour(cast.secretary, width=width, javascript=javascript).go(f"/notices/{notice_id}/receipts?lang=en")
    desk.see("4 together, from 1 firm").see("两位素食").follow("Not filled in 1")
    assert desk.page.locator("#rows th").all_inner_texts() == [cast.rival_firm.name]


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, False)])
def test_the_secretariat_asks_for_a_form(tour: Callable[..., Tour], cast: Cast, width: int, javascript: bool) -> None:
    desk = tour(cast.secretary, width=width, javascript=javascript).go("/notices/new?lang=en")
    desk.fill("Title", "宣讲会报名").fill("Text", "请填报。")
    desk.page.get_by_label("With a form: each firm fills it in until a deadline").check()
    if not javascript:
        desk.open("The form: fields")
    desk.page.locator("#fields-0-label").fill("参加人数")
    desk.page.locator("#fields-0-kind").select_option(label="Number")
    desk.press("More fields").see("Field 5")
    desk.press("Save the draft").see("Please enter the deadline for replies.")
    desk.page.get_by_label("Answers until").fill(f"{clock.local(clock.now()) + timedelta(days=2):%Y-%m-%dT%H:%M}")
    desk.press("Save the draft").see("This is a draft").see("参加人数")
    desk.open("Publish now").press("Publish to 2 firms", within=".ask-box").see("前打开链接填报")
