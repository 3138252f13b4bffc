"""In Chromium: what was typed stays on the page when it cannot arrive."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from chamber.accounts import services as accounts
from chamber.accounts.models import Account
from tests.browser import Tour
from tests.client import release
from tests.factories.accounts import Cast
from tests.factories.cases import make_lists
from tests.server import Server

Sign = Callable[..., Tour]
ENDED = "Your session has ended. What you entered is still here"
FORMS = pytest.mark.parametrize(
    ("name", "path", "field", "button"),
    [
        ("member", "/cases/new/request", "What happened", "Submit the request"),
        ("secretary", "/notices/new", "Text", "Save the draft"),
    ],
)
"""One that htmx sends, and a plain one."""


def begin(tour: Sign, account: Account, path: str, field: str) -> Tour:
    """Somebody with a form open and words in it."""
    return tour(account, width=390, language="en").go(path).fill(field, "第三路口没有路灯。")


def press(person: Tour, button: str) -> None:
    """Press a button that leads nowhere now."""
    person.page.get_by_role("button", name=button, exact=True).last.click()


def sign_in_beside(person: Tour, server: Server, account: Account) -> None:
    """Sign in in another window of the same browser."""
    visitor = server.visitor(account)
    visitor.get("/login?lang=en", follow=False)
    cookies = visitor.cookies
    person.page.context.clear_cookies()
    person.page.context.add_cookies([{"name": name, "value": cookies[name], "url": person.url} for name in cookies])


@FORMS
@pytest.mark.parametrize("cookie", ["kept", "gone"])
def test_who_signs_in_again_beside_it_sends_what_was_typed(
    tour: Sign, server: Server, cast: Cast, name: str, path: str, field: str, button: str, cookie: str
) -> None:
    account = getattr(cast, name)
    phone = begin(tour, account, path, field)
    if cookie == "gone":
        phone.page.context.clear_cookies()
    accounts.end_sessions(account.id)
    release()
    press(phone, button)
    phone.see(ENDED).check()
    expect(phone.page.get_by_text(ENDED)).to_be_in_viewport(ratio=1)
    expect(phone.page.get_by_role("link", name="Sign in again")).to_have_attribute("target", "_blank")
    expect(phone.page.get_by_label(field)).to_have_value("第三路口没有路灯。")
    sign_in_beside(phone, server, account)
    press(phone, button)
    phone.see("Please check")
    expect(phone.page.get_by_label(field)).to_have_value("第三路口没有路灯。")


@FORMS
def test_what_one_person_typed_is_not_sent_in_the_name_of_another(
    tour: Sign, server: Server, cast: Cast, name: str, path: str, field: str, button: str
) -> None:
    phone = begin(tour, getattr(cast, name), path, field)
    sign_in_beside(phone, server, cast.colleague)
    press(phone, button)
    phone.see("Another account or role is now signed in").check()
    expect(phone.page.get_by_label(field)).to_have_value("第三路口没有路灯。")


@FORMS
def test_without_a_connection_the_words_stay(
    tour: Sign, cast: Cast, name: str, path: str, field: str, button: str
) -> None:
    phone = begin(tour, getattr(cast, name), path, field)
    phone.page.context.set_offline(True)
    press(phone, button)
    phone.see("Not sent.")
    expect(phone.page.get_by_text("Not sent.")).to_be_in_viewport(ratio=1)
    # htmx says it in the console too.
    phone.faults.clear()
    phone.page.context.set_offline(False)
    press(phone, button)
    phone.see("Please check")
    expect(phone.page.get_by_label(field)).to_have_value("第三路口没有路灯。")


def test_back_on_a_form_that_was_sent_says_so_and_a_form_opened_anew_does_not(tour: Sign, cast: Cast) -> None:
    again = "This form was sent before."
    desk = tour(cast.secretary, language="en").go("/notices/new")
    desk.fill("Title", "路灯检修").fill("Text", "周五检修路灯。").press("Save the draft").see("The draft is saved.")
    desk.page.go_back()
    desk.see(again).check()
    desk.go("/notices/new")
    expect(desk.page.get_by_text(again)).to_have_count(0)


def test_back_on_a_case_that_was_sent_says_so_but_not_where_it_was_refused(tour: Sign, cast: Cast) -> None:
    make_lists()
    release()
    phone = begin(tour, cast.member, "/cases/new/request", "What happened")
    phone.press("Submit the request").see("Please check")
    phone.go("/").page.go_back()
    expect(phone.page.get_by_text("This form was sent before.")).to_have_count(0)
    phone.page.get_by_label("Category").select_option(index=1)
    phone.fill("Short title", "路口没有路灯").fill("What happened", "第三路口没有路灯。").press("Submit the request")
    phone.see("Submitted.").page.go_back()
    phone.see("This form was sent before.")
