"""The place in a list that an address carries: it leads on, and nothing can be read off it."""

import base64
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from chamber.web.paging import opened, sealed


def test_a_place_leads_on_in_its_own_list_only(app: Flask) -> None:
    with app.test_request_context("/cases/"):
        place = sealed("2026-11-29T12:00:00+00:00~123")
        assert opened(place) == "2026-11-29T12:00:00+00:00~123"
        assert sealed("2026-11-29T12:00:00+00:00~123") == place
    with app.test_request_context("/log/"):
        assert opened(place) == ""


@pytest.mark.parametrize("typed", ["", "x", "2026-01-01~9", "AAAA", "ä" * 30, "a" * 5000, "Zm9vYmFyYmF6cXV1eHF1dXV4eA"])
def test_what_is_no_place_leads_to_the_beginning(app: Flask, typed: str) -> None:
    with app.test_request_context("/cases/"):
        assert opened(typed) == ""


def test_neither_the_day_nor_a_number_can_be_read_off_an_address(app: Flask) -> None:
    with app.test_request_context("/cases/"):
        place = sealed("2026-11-29~123")
    raw = base64.urlsafe_b64decode(place + "=" * (-len(place) % 4))
    assert b"2026" not in raw and b"123" not in raw
    assert parse_qs(urlsplit(f"/cases/?after={place}").query) == {"after": [place]}
