"""A device on which the owner of an account has signed in never waits for strangers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from chamber.accounts import administration
from chamber.accounts.guard import devices, tries
from chamber.accounts.models import Account, AccountSession, SignInFailure
from chamber.config import Settings
from chamber.extensions import db
from chamber.rights import Actor
from chamber.secrecy.sealing import sealed_number
from tests.client import PASSWORD, Client
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.signing_in import RIGHT, WRONG, come_in, guess

DEVICE = "chamber-device"
SignIn = Callable[[Account], Client]
ActorOf = Callable[..., Actor]


@pytest.fixture
def known(app: Flask, cast: Cast) -> Client:
    """A browser on which the secretary has signed in and out."""
    browser = Client(app)
    assert come_in(browser) == 303
    browser.sign_out()
    return browser


def test_a_device_that_the_account_knows_never_waits_for_what_strangers_do(
    app: Flask, cast: Cast, known: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "OF_ADDRESS", tries.Bound(5, remembered=tries.QUARTER))
    guess(app)
    for name in ("a", "b", "c", "d", "e"):
        assert come_in(Client(app), {"username": name, "password": "x"}) == 422
    assert come_in(Client(app)) == come_in(Client(app), RIGHT, "10.1.1.1") == 429
    assert come_in(known) == 303


def test_a_stolen_cookie_of_a_device_is_no_way_to_guess_without_end(
    app: Flask, cast: Cast, known: Client, clock: Clock
) -> None:
    thief, other = Client(app), Client(app)
    assert come_in(other) == 303
    other.sign_out()
    thief.set_cookie(DEVICE, known.get_cookie(DEVICE).value)
    statuses = [come_in(thief, WRONG, f"10.0.0.{number}") for number in range(30)]
    assert statuses == [422] * 10 + [429] * 20
    assert come_in(thief) == 429
    assert come_in(other) == come_in(Client(app)) == 303, "that guessing is counted for this device alone"
    for minutes in (1, 2, 4, 8, 15, 15):
        clock.advance(minutes=minutes)
        assert [come_in(thief, WRONG), come_in(thief, WRONG)] == [422, 429]


def test_the_cookie_of_a_device_opens_nothing_names_nobody_and_is_bound_to_its_account(
    app: Flask, cast: Cast, known: Client
) -> None:
    value = known.get_cookie(DEVICE).value
    session_id = db.session.query(AccountSession.id).scalar()
    assert value == sealed_number(session_id, "known device")
    thief = Client(app)
    thief.set_cookie(DEVICE, value)
    assert thief.get("/account").status_code == 303
    guess(app, "leader")
    guess(app)
    assert come_in(thief, {**RIGHT, "username": "leader"}) == 429
    forged = ("", "1", "...", value[:-2], "é" * 40, "\x00", value + "A", sealed_number(session_id, "address", "x"))
    for cookie in forged:
        thief.set_cookie(DEVICE, cookie)
        assert come_in(thief) == 429, cookie


def test_one_phone_is_known_to_several_accounts(app: Flask, cast: Cast) -> None:
    phone, names = Client(app), ("secretary", "leader", "member", "secretary")
    for name in names:
        assert come_in(phone, {"username": name, "password": PASSWORD}) == 303
        phone.sign_out()
    value = phone.get_cookie(DEVICE).value
    newest = db.session.query(AccountSession.id).order_by(AccountSession.id.desc()).all()
    assert devices.session_numbers(value) == [newest[0].id, newest[1].id, newest[2].id]
    for name in set(names):
        guess(app, name)
        assert come_in(Client(app), {"username": name, "password": PASSWORD}) == 429
        assert come_in(phone, {"username": name, "password": PASSWORD}) == 303
        phone.sign_out()


def _new_password(app: Flask, cast: Cast, actor: ActorOf, sign_in: SignIn) -> None:
    wanted = {"old_password": PASSWORD, "password": "a better one", "again": "a better one"}
    assert sign_in(cast.secretary).post("/account/password", data=wanted).status_code == 303


def _all_ended(app: Flask, cast: Cast, actor: ActorOf, sign_in: SignIn) -> None:
    assert sign_in(cast.secretary).post("/account/sessions/end").status_code == 303


def _disabled_for_a_while(app: Flask, cast: Cast, actor: ActorOf, sign_in: SignIn) -> None:
    administration.disable(cast.secretary.id, actor=actor(cast.admin), reason="x")
    administration.enable(cast.secretary.id, actor=actor(cast.admin), reason="x")
    db.session.commit()


def _a_link_used(app: Flask, cast: Cast, actor: ActorOf, sign_in: SignIn) -> None:
    _account, token = administration.issue_link(cast.secretary.id, actor=actor(cast.admin))
    db.session.commit()
    assert Client(app).post_form(f"/join/{token}", {"password": "a better one"}, follow=False).status_code == 303


def _a_year(app: Flask, cast: Cast, actor: ActorOf, sign_in: SignIn) -> None:
    session = db.session.query(AccountSession).one()
    session.began_at -= devices.LIFE
    db.session.commit()


@pytest.mark.parametrize("end", [_new_password, _all_ended, _disabled_for_a_while, _a_link_used, _a_year])
def test_a_device_is_a_strangers_again_after(
    app: Flask, cast: Cast, known: Client, actor: ActorOf, sign_in: SignIn, end: Callable[..., None]
) -> None:
    guess(app)
    for row in db.session.query(SignInFailure):
        row.at -= timedelta(hours=1)
    db.session.commit()
    end(app, cast, actor, sign_in)
    guess(app, number=2)
    for password in (PASSWORD, "a better one"):
        assert come_in(known, {**RIGHT, "password": password}) == 429


def test_the_device_on_which_the_password_is_changed_or_a_link_used_stays_known(
    app: Flask, cast: Cast, known: Client, actor: ActorOf
) -> None:
    assert come_in(known) == 303
    wanted = {"old_password": PASSWORD, "password": "a better one", "again": "a better one"}
    assert known.post("/account/password", data=wanted).status_code == 303
    known.sign_out()
    guess(app)
    assert come_in(known, {**RIGHT, "password": "a better one"}) == 303
    _account, token = administration.issue_link(cast.secretary.id, actor=actor(cast.admin))
    db.session.commit()
    fresh = Client(app)
    fresh.post_form(f"/join/{token}", {"password": "a third one"})
    fresh.sign_out()
    assert come_in(known, {**RIGHT, "password": "a third one"}) == 429
    assert come_in(fresh, {**RIGHT, "password": "a third one"}) == 303


@pytest.mark.parametrize("public", ["", "https://chamber.example"])
def test_the_cookie_of_a_device_lasts_a_year_and_is_safe(
    app_with: Callable[..., Flask], cast: Cast, public: str
) -> None:
    browser = Client(app_with(public_url=public))
    where = {"base_url": public or "http://localhost", "headers": {"Referer": f"{public}/login"}}
    token = browser.get("/login", **where).page.one("form [name=csrf_token]").attributes["value"]
    answer = browser.post("/login", data={**RIGHT, "csrf_token": token}, csrf=False, **where)
    name = Settings(public_url=public).flask_config()["SESSION_COOKIE_NAME"]
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith(f"{name}-device="))
    parts = cookie.split("; ")
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=31536000"} <= set(parts)
    assert ("Secure" in parts) == bool(public) and "Domain" not in cookie
