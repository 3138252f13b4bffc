"""Joining on the phone, with and without JavaScript: two fields, a password that shows, and a second firm."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from chamber import clock
from chamber.accounts.joining import invitations
from chamber.extensions import db
from tests.browser import Tour
from tests.factories.accounts import Cast, actor_as, make_contact

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_member_joins_and_adds_a_firm_on_the_phone(cast: Cast, tour: Callable[..., Tour], javascript: bool) -> None:
    with clock.at(datetime.now(UTC)):
        rows = [make_contact(firm, "王新", None, "+8613911112222") for firm in (cast.firm, cast.rival_firm)]
        tokens = [invitations.issue(actor=actor_as(cast.secretary), contact=row) for row in rows]
        db.session.commit()
    phone = tour(width=390, javascript=javascript, language="en")
    phone.go(f"/join/{tokens[0]}")
    phone.fill("Mobile number", "139 1111 2222").fill("New password", "mimosa-2031")
    password = phone.page.locator("[name=password]")
    assert password.get_attribute("type") == "text", "shown, so that one field is enough"
    if javascript:
        phone.fill("Show the password", False)
        assert password.get_attribute("type") == "password"
        phone.fill("Show the password", True)
        assert password.get_attribute("type") == "text"
    else:
        assert not phone.page.locator("[data-shows]").is_visible()
    phone.press("Set up and sign in").see("Hello, 王新")
    phone.go(f"/join/{tokens[1]}").see("Your mobile number has an account here already.")
    phone.fill("Mobile number", "139 1111 2222").fill("Password of your account", "mimosa-2031")
    phone.press("Add the firm and sign in").see(f"You act for: {cast.rival_firm.name}")
    phone.check()
    phone.page.locator(".firm summary").click()
    phone.press(cast.firm.name).see(f"You act for: {cast.firm.name}")
