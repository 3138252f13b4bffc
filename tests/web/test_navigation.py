"""The frame of every page: the way to the other language."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from tests.client import Client
from tests.factories.accounts import Cast


@pytest.mark.parametrize(
    ("referrer", "path"),
    [
        ("http://localhost/members/1?tab=2", "/members/1"),
        ("", "/"),
        ("http://localhost//evil.example", "/"),
    ],
)
def test_the_other_language_of_a_refused_form_leads_to_a_page_that_is_there(
    referrer: str, path: str, cast: Cast, sign_in: Callable[[Account], Client]
) -> None:
    browser = sign_in(cast.secretary)
    refused = browser.post(f"/members/{cast.firm.id}/notes", headers={"Referer": referrer})
    assert refused.status_code == 422
    way = refused.page.one("a[hreflang='en']").attributes["href"]
    assert way == f"{path}?lang=en"
    assert browser.get(way).status_code == 200


def test_the_other_language_of_a_page_keeps_what_was_searched_there(
    cast: Cast, sign_in: Callable[[Account], Client]
) -> None:
    page = sign_in(cast.secretary).get("/members/?q=甲").page
    assert page.one("a[hreflang='en']").attributes["href"] == "/members/?q=%E7%94%B2&lang=en"
    form = sign_in(cast.secretary).post("/members/new").page
    assert form.one("a[hreflang='en']").attributes["href"] == "?lang=en"
