"""Administration in Chromium: an account from its making to its first sign-in, with htmx and without JavaScript."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.mark.parametrize(("width", "javascript"), [(390, False), (1280, True)])
def test_an_account_is_made_joins_and_is_closed(tour, cast, width, javascript):
    desk = tour(cast.admin, width=width, javascript=javascript, language="en")
    desk.go("/admin/accounts/new").press("Create the account and its link")
    desk.see("Choose at least one role.")
    desk.fill("Name", "赵新").fill("Leader", True).press("Create the account and its link")
    address = desk.page.locator("#address").inner_text()
    phone = tour(width=390, javascript=javascript, language="en")
    phone.go("/join/" + address.rpartition("/")[2])
    phone.fill("User name", "zhaoxin").fill("New password", "wutong-2027")
    phone.press("Set up and sign in").see("赵新 · Leader")
    desk.go("/admin/accounts?q=赵新").follow("赵新")
    desk.fill("Reason", "调离").press("Disable the account").see("Disabled")
    phone.go("/account").see("Sign in")


def test_the_list_the_log_and_the_directory_narrow_as_one_types(tour, cast):
    desk = tour(cast.admin, language="en")
    desk.go("/admin/accounts").page.locator("#q").press_sequentially("夏承办")
    desk.see("1 account").settle()
    desk.check()
    assert desk.page.locator("#rows tr").count() == 1 and "q=" in desk.page.url
    desk.go("/admin/accounts").follow("Handler 2").see("2 accounts")
    boxes = [desk.go("/admin/log").page.locator(f"#{name}").bounding_box() for name in ("q", "who")]
    assert boxes[0]["height"] == boxes[1]["height"] and boxes[0]["y"] == boxes[1]["y"], "beside a longer help too"
    desk.open("By kind, act and day").page.select_option("#kind", "account")
    desk.settle()
    desk.page.wait_for_url("**kind=account**")
    desk.check()
    desk.go("/directory/").page.locator("#q").press_sequentially("市场")
    desk.see("1 department")


def test_the_secretariat_edits_the_directory_without_javascript(tour, cast):
    phone = tour(cast.secretary, width=390, javascript=False, language="en")
    phone.go(f"/directory/{cast.department.id}").follow("Edit")
    phone.fill("Duties", "惠企政策").press("Two more rows for people")
    phone.page.locator("[name=people-3-name]").fill("张三")
    phone.press("Save the department").see("惠企政策")
    phone.see("张三").press("Verified today").see("Verified on")
