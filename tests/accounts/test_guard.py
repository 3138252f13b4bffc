"""Guessing is slow, however many guess at once, and the owner of an account is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from chamber.accounts import services
from chamber.accounts.guard import tries
from chamber.accounts.models import Account, SignInFailure
from chamber.errors import DomainError, TooMany
from chamber.extensions import db, unit_of_work
from chamber.notifications.models import Notification
from tests.client import PASSWORD, Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.accounts import Cast
from tests.factories.audit import history
from tests.factories.signing_in import RIGHT, WRONG, come_in, guess

SignIn = Callable[[Account], Client]


def test_after_ten_failures_from_anywhere_the_pause_grows_to_a_quarter_of_an_hour(
    app: Flask, cast: Cast, clock: Clock
) -> None:
    assert guess(app, number=tries.OF_NAME.free + 1) == [422] * tries.OF_NAME.free + [429]
    for minutes in (1, 2, 4, 8, 15, 15, 15):
        stranger = Client(app)
        clock.advance(seconds=minutes * 60 - 1)
        for typed in (WRONG, RIGHT, {**RIGHT, "username": " SECRETARY "}):
            assert come_in(stranger, typed) == 429, minutes
        assert stranger.get("/account").status_code == 303
        assert come_in(stranger, {**RIGHT, "username": "leader"}) == 303, "other accounts are not concerned"
        clock.advance(seconds=1)
        assert come_in(Client(app), WRONG) == 422, minutes
    clock.advance(minutes=15)
    assert come_in(Client(app)) == 303


def test_tries_while_one_has_to_wait_do_not_lengthen_the_wait(app: Flask, cast: Cast, clock: Clock) -> None:
    guess(app)
    for _try in range(20):
        clock.advance(seconds=2)
        assert come_in(Client(app), WRONG) == 429
    assert db.session.query(SignInFailure).count() == tries.OF_NAME.free
    clock.advance(seconds=20)
    assert come_in(Client(app)) == 303


@pytest.mark.parametrize("name", ["secretary", "nobody-of-this-name", "leader"])
def test_the_wait_is_429_says_the_minutes_and_tells_nothing_of_whether_the_account_exists(
    app: Flask, cast: Cast, client: Client, clock: Clock, name: str
) -> None:
    cast.leader.disabled_at = clock.now
    db.session.commit()
    guess(app, name, tries.OF_NAME.free)
    english(client)
    typed = {"username": name, "password": PASSWORD}
    clock.advance(seconds=30)
    page, fragment = client.post("/login", data=typed), client.post("/login", data=typed, htmx=True)
    for answer in (page, fragment):
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
        assert "Please wait 1 minute." in answer.words and "Please wait a little" not in answer.words
        assert "On a device on which you have signed in before you can sign in at once." in answer.words
        assert "ask the secretariat for a new link" in answer.words
    assert fragment.headers["HX-Reselect"] == "#error"


def test_an_address_with_very_many_failures_waits_and_others_do_not(
    app: Flask, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "OF_ADDRESS", tries.Bound(20, remembered=tries.QUARTER))
    statuses = [come_in(Client(app), {"username": f"nobody{number}", "password": "x"}) for number in range(21)]
    assert statuses == [422] * 20 + [429]
    assert come_in(Client(app)) == 429
    assert come_in(Client(app), RIGHT, "10.1.2.3") == 303
    clock.advance(minutes=1)
    assert come_in(Client(app)) == 303


def test_one_machine_with_many_addresses_of_ipv6_is_one_place() -> None:
    assert tries.place("2001:db8:1:2::7") == tries.place("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
    assert tries.place("::ffff:10.1.2.3") == tries.place("10.1.2.3") == "10.1.2.3"
    assert tries.place("x" * 100) == "x" * 60


def test_wrong_old_passwords_of_whoever_found_an_open_browser_wait_too(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.secretary)
    typed = {"old_password": "a guess", "password": "a better one", "again": "a better one"}
    statuses = [browser.post("/account/password", data=typed).status_code for _try in range(11)]
    assert statuses == [422] * 10 + [429]
    assert browser.post("/account/password", data={**typed, "old_password": PASSWORD}).status_code == 429
    assert browser.get("/account").status_code == 200


def messages_of(account: Account) -> list[str]:
    """The messages about guessing that an account got."""
    mine = db.session.query(Notification).filter(Notification.account_id == account.id)
    return [one.line for one in mine if one.line.startswith("account.guessed")]


def minute() -> int:
    """A minute of the worker: how many owners it told."""
    with unit_of_work():
        return tries.tell_owners()


def test_the_owner_is_told_once_a_series_and_anew_after_a_quiet_day(app: Flask, cast: Cast, clock: Clock) -> None:
    guess(app, number=9)
    guess(app, "nobody", 12)
    assert minute() == 0
    guess(app, number=1)
    assert [minute() for _minute in range(3)] == [1, 0, 0]
    for _hours in range(20):
        clock.advance(hours=8)
        guess(app, number=3)
        assert minute() == 0
        tries.delete_old()
    assert len(messages_of(cast.secretary)) == 1
    assert [one.act for one in history("account", cast.secretary.id)] == ["account.guessed"]
    clock.advance(hours=25)
    guess(app, number=10)
    assert [minute() for _minute in range(3)] == [1, 0, 0]
    assert len(messages_of(cast.secretary)) == 2 and not messages_of(cast.leader)


def test_what_the_owner_reads_says_what_to_do(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    guess(app)
    minute()
    words = english(sign_in_on(app, cast.secretary)).get("/notifications/").words
    assert "Wrong passwords were tried for your account many times" in words and "change your password" in words


def sign_in_on(app: Flask, account: Account) -> Client:
    """A browser that a session was made for, past the door."""
    token = services.begin_session(account, address="::1", device="")
    db.session.commit()
    browser = Client(app)
    with browser.session_transaction() as session:
        session["_user_id"] = token
    return browser


@pytest.mark.parametrize("free", [10, 100])
@pytest.mark.parametrize("name", ["secretary", "nobody"])
def test_fifty_tries_at_once_are_counted_one_by_one(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, free: int, name: str
) -> None:
    monkeypatch.setattr(tries, "OF_NAME", tries.Bound(free))

    def attempt(number: int) -> type[DomainError]:
        with app.app_context():
            try:
                services.sign_in(name, f"guess {number}", address=f"10.0.{number}.1", device="")
            except DomainError as error:
                return type(error)
            finally:
                db.session.remove()
        raise AssertionError("signed in")

    db.session.rollback()
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(attempt, range(50)))
    looked_at = min(free, 50)
    assert answers.count(DomainError) == looked_at and answers.count(TooMany) == 50 - looked_at
    assert db.session.query(SignInFailure).count() == looked_at


def test_a_new_password_that_is_too_weak_is_no_guess(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.secretary)
    weak = {"old_password": PASSWORD, "password": "12345678", "again": "12345678"}
    assert {browser.post("/account/password", data=weak).status_code for _try in range(15)} == {422}
    assert db.session.query(SignInFailure).count() == 0
