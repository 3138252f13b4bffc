"""Which addresses this server answers under, and whose word on the visitor's address counts."""

import socket
from collections.abc import Callable
from ipaddress import ip_network

import pytest
from flask import Flask

from chamber.accounts.models import SignInFailure
from chamber.config import Settings
from chamber.extensions import db
from tests.client import Client
from tests.factories.accounts import Cast, make_contact

AppWith = Callable[..., Flask]


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.0.0.1:8000",
        "127.8.9.1",
        "[::1]:8000",
        "LocalHost.",
        socket.gethostname(),
        f"{socket.gethostname()}.local",
        "chamber.example",
        "chamber.example:8443",
        "old-name.example",
    ],
)
def test_the_server_is_known_by_its_own_names_and_addresses(cast: Cast, app_with: AppWith, host: str) -> None:
    app = app_with(public_url="https://chamber.example", allowed_hosts=frozenset({"old-name.example"}))
    assert Client(app).get("/login", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "192.0.2.7",
        "224.0.0.1",
        "[2001:db8::1]",
        "[::1",
        "a b",
        "localhost@evil",
    ],
)
def test_under_another_address_nothing_is_answered_but_where_to_go(cast: Cast, app: Flask, host: str) -> None:
    client = Client(app)
    client.inspect = False
    for answer in (client.get("/login", headers={"Host": host}), client.post("/login", headers={"Host": host})):
        assert answer.status_code == 400
        assert "http://127.0.0.1:8000" in answer.text or "could not be understood" in answer.text
        assert "evil" not in answer.text


@pytest.mark.parametrize("public", ["", "https://chamber.example"])
def test_a_link_for_another_device_bears_the_public_address(cast: Cast, app_with: AppWith, public: str) -> None:
    contact = make_contact(cast.firm, "新联系人")
    db.session.commit()
    browser = Client(app_with(public_url=public)).sign_in(cast.secretary)
    answer = browser.post(f"/members/{cast.firm.id}/contacts/{contact.id}/invite")
    assert f"{public or 'http://localhost'}/join/" in answer.page.html


@pytest.mark.parametrize(
    ("trusted", "counted"),
    [((), "127.0.0.1"), (("10.0.0.0/8",), "127.0.0.1"), (("127.0.0.1",), "6.6.6.6"), (("127.0.0.0/8",), "6.6.6.6")],
)
@pytest.mark.parametrize("public", ["", "https://chamber.example"])
def test_a_forwarded_address_counts_only_from_a_stated_proxy(
    cast: Cast, app_with: AppWith, trusted: tuple[str, ...], counted: str, public: str
) -> None:
    app = app_with(public_url=public, trusted_proxy=tuple(map(ip_network, trusted)))
    typed, told = {"username": "x", "password": "y"}, {"X-Forwarded-For": "6.6.6.6"}
    Client(app).post("/login", data=typed, headers=told)
    assert db.session.query(SignInFailure).one().address == counted


def test_no_proxy_is_believed_that_nobody_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://chamber.example")
    assert Settings.from_environment().trusted_proxy == ()
    monkeypatch.setenv("TRUSTED_PROXY", "10.0.0.2, 10.1.0.0/16")
    assert Settings.from_environment().trusted_proxy == (ip_network("10.0.0.2"), ip_network("10.1.0.0/16"))
    monkeypatch.setenv("TRUSTED_PROXY", "proxy.example")
    with pytest.raises(SystemExit, match="TRUSTED_PROXY must be addresses"):
        Settings.from_environment()


@pytest.mark.parametrize("referer", ["http://[::1", "http://[", "//[x]", "\\\\", "javascript:alert(1)"])
def test_a_referer_that_is_no_address_breaks_nothing(cast: Cast, app: Flask, referer: str) -> None:
    stranger, browser = Client(app), Client(app).sign_in(cast.secretary)
    for answer in (
        stranger.get("/directory/", headers={"Referer": referer}),
        stranger.post("/directory/new", headers={"Referer": referer}),
        browser.get("/directory/", headers={"Referer": referer}),
        browser.post("/account/large-text", headers={"Referer": referer}),
        browser.get("/nowhere", headers={"Referer": referer}),
    ):
        assert answer.status_code < 500
