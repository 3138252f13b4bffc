"""Tests of the test harness: browsers don't mix, pages are inspected, every test starts fresh."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from chamber import clock as chamber_clock
from chamber.accounts.models import Account
from chamber.config import ROOT
from chamber.rights import Actor, Role
from scripts import test as everything
from scripts.clock import LOCAL, next_due, succeeds
from tests import postgres
from tests.browser import Tour
from tests.client import PASSWORD, Client, release
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.page import Page
from tests.server import Server

GOOD = """<!doctype html><html lang="zh"><head><title>t</title></head><body><main><h1>h</h1>{}</main></body></html>"""


def test_browsers_of_one_test_do_not_mix(
    client: Client, sign_in: Callable[[Account], Client], secretary: Account, member: Account
) -> None:
    first, second = sign_in(secretary), sign_in(member)
    assert secretary.name in first.get("/account").page.html
    assert member.name in second.get("/account").page.html
    assert secretary.name in first.get("/account").page.html
    stranger = client.get("/account")
    assert stranger.status_code == 303
    assert stranger.headers["Location"].startswith("/login")


@pytest.mark.parametrize("_turn", [1, 2])
def test_each_test_starts_with_an_empty_database(db: SQLAlchemy, _turn: int, cast: Cast) -> None:
    assert db.session.scalar(select(func.count()).select_from(Account)) == len(cast.accounts()) == 10
    assert cast.secretary.id == db.session.scalar(select(func.max(Account.id)).where(Account.username == "secretary"))
    assert db.session.scalar(select(func.min(Account.id))) == 1


def test_actor_wears_the_hat_asked_for(actor: Callable[..., Actor], cast: Cast) -> None:
    assert actor(cast.member).member_id == cast.firm.id
    assert actor(cast.handler, Role.HANDLER).department_id == cast.department.id


def test_rows_are_read_anew_after_a_request(
    db: SQLAlchemy, member: Account, sign_in: Callable[[Account], Client]
) -> None:
    assert not member.large_text
    browser = sign_in(member)
    number = member.id
    release()
    with browser.application.app_context():
        db.session.get_one(Account, number).large_text = True
        db.session.commit()
    browser.get("/account")
    assert member.large_text


def test_clock_stands_for_requests_too(clock: Clock, app_with: Callable[..., Flask]) -> None:
    assert clock.now == datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
    clock.advance(days=1, hours=1)
    seen = []
    own = app_with()
    own.before_request(lambda: seen.append(chamber_clock.now()))
    Client(own).get("/healthz")
    assert seen == [datetime(2026, 9, 16, 3, 0, tzinfo=UTC)]


@pytest.mark.static
def test_client_refuses_a_bad_page(app_with: Callable[..., Flask]) -> None:
    own = app_with()
    own.view_functions["health.healthz"] = lambda: GOOD.format("<h1>two</h1>")
    with pytest.raises(AssertionError, match="2 h1"):
        Client(own).get("/healthz")


def test_words_are_those_of_the_sources_unless_translated(app: Flask, app_with: Callable[..., Flask]) -> None:
    folders = [Path(one.config["BABEL_TRANSLATION_DIRECTORIES"]) for one in (app, app_with(translated=True))]
    assert [folder.exists() for folder in folders] == [False, True]


def test_post_without_a_token_is_refused(client: Client, member: Account) -> None:
    data = {"username": member.username, "password": "x"}
    assert client.post("/login", data=data, csrf=False).status_code == 400
    assert client.post("/login", data=data).status_code != 400


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<h1>two</h1>", "2 h1"),
        ('<p id="a"></p><p id="a"></p>', "id 'a' 2 times"),
        ('<input name="q">', "no label"),
        ('<label for="b">B</label>', "points to nothing"),
        ('<p style="color:red">x</p>', "style on p"),
        ('<p onclick="x()">x</p>', "onclick on p"),
        ('<p hx-on:click="x()">x</p>', "hx-on:click on p"),
        ("<script>x()</script>", "script in the page"),
        ('<form method="post" action="/a"><button>x</button></form>', "no csrf_token"),
        ('<form action="/a"><form action="/b"></form></form>', "form within a form"),
        ("<button></button>", "button without words"),
        ('<img src="x">', "without alt"),
        ('<a href="#">x</a>', "link to nowhere"),
        ("<p>None</p>", "None shown"),
        ("<p>%(name)s</p>", "leaked"),
    ],
)
def test_page_finds_each_problem(body: str, problem: str) -> None:
    assert Page(GOOD.format("<p>fine</p>")).problems() == []
    found = Page(GOOD.format(body)).problems()
    assert any(problem in line for line in found), found


def test_form_sends_what_a_browser_sends() -> None:
    page = Page(
        GOOD.format(
            """<form method="post" action="edit?x=1" id="f"><input type="hidden" name="csrf_token" value="t">
            <label>N <input name="name" value="old"></label> <label>T <textarea name="text">\na</textarea></label>
            <label>S <select name="size"><option value="">-</option><option selected>big</option></select></label>
            <label><input type="checkbox" name="tags" value="a" checked>a</label>
            <label><input type="checkbox" name="tags" value="b">b</label>
            <button name="act" value="save">Save</button> <button formaction="/drop">Drop</button></form>
            <label>Far <input name="far" value="1" form="f"></label>"""
        ),
        "/members/7/",
    )
    assert not page.problems()
    method, path, data = page.form("name").send({"text": "a\nb", "tags": ["a", "b"]}, None)
    assert (method, path) == ("post", "/members/7/edit?x=1")
    assert data == {
        "csrf_token": ["t"],
        "name": ["old"],
        "text": ["a\r\nb"],
        "size": ["big"],
        "tags": ["a", "b"],
        "far": ["1"],
        "act": ["save"],
    }
    assert page.form().send({}, "Drop")[1] == "/drop"
    with pytest.raises(AssertionError, match="no field 'nothing'"):
        page.form().send({"nothing": "x"}, None)
    with pytest.raises(AssertionError, match="offers"):
        page.form().send({"size": "huge"}, None)


def test_daily_clock_rings_after_five_past_midnight_in_shanghai() -> None:
    assert next_due(datetime(2026, 9, 15, 0, 4, tzinfo=LOCAL)) == datetime(2026, 9, 15, 0, 5, tzinfo=LOCAL)
    assert next_due(datetime(2026, 9, 15, 0, 5, tzinfo=LOCAL)) == datetime(2026, 9, 16, 0, 5, tzinfo=LOCAL)
    assert next_due(datetime(2026, 9, 14, 23, 0, tzinfo=UTC)) == datetime(2026, 9, 16, 0, 5, tzinfo=LOCAL)


@pytest.mark.static
def test_a_daily_pass_that_hangs_is_ended_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert succeeds([sys.executable, "-c", ""], 60) and not succeeds([sys.executable, "-c", "raise SystemExit(1)"], 60)
    assert capsys.readouterr().out == ""
    began = time.monotonic()
    assert not succeeds([sys.executable, "-c", "import time; time.sleep(600)"], 0.6) and time.monotonic() - began < 60
    assert capsys.readouterr().out == "the daily pass was not done within 0 minutes and was ended: it hangs\n"


def test_a_taken_port_is_said_plainly() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        program = (
            "from chamber.config import Settings; from scripts.run import refuse_taken_port;"
            f"refuse_taken_port(Settings(port={port}))"
        )
        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in done.stderr
    assert f"make run PORT={port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(postgres.programs() is None, reason="there is no PostgreSQL server here, install postgresql")
def test_throw_away_server_leaves_nothing() -> None:
    with postgres.throw_away_server() as url:
        home = Path(url.partition("host=")[2])
        assert home.exists()
    assert not home.exists()


def test_server_serves_the_database_of_the_test(server: Server, cast: Cast) -> None:
    visitor = server.visitor(cast.secretary)
    assert cast.secretary.name in visitor.get("/account").page.html
    server.kill()
    with pytest.raises(OSError, match="refused"):
        visitor.get("/account")
    server.start()
    assert visitor.get("/account").status == 200
    assert server.visitor().get("/account", follow=False).status == 303


def test_visitors_press_at_once(server: Server, cast: Cast) -> None:
    visitors = [server.visitor(account) for account in cast.accounts().values()]
    with ThreadPoolExecutor(len(visitors)) as pool:
        replies = list(pool.map(lambda visitor: visitor.post("/logout", {}), visitors))
    assert [reply.status for reply in replies] == [303] * len(visitors)


@pytest.mark.parametrize("javascript", [True, False], ids=["htmx", "plain"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_browser_signs_in(tour: Callable[..., Tour], cast: Cast, width: int, javascript: bool) -> None:
    person = tour(width=width, javascript=javascript)
    person.go("/account")
    assert person.path.startswith("/login")
    username = person.page.locator("[name=username]")
    username.fill(cast.member.username)
    person.page.locator("[name=password]").fill(PASSWORD)
    person.page.locator("[name=password]").press("Enter")
    person.settle()
    person.check()
    assert person.path == "/account"
    english = tour(cast.secretary, width=width, javascript=javascript, language="en").go("/account")
    assert english.path == "/account"
    assert english.page.locator("html").get_attribute("lang") == "en"


def test_browser_finds_what_axe_finds(tour: Callable[..., Tour]) -> None:
    for javascript in (True, False):
        person = tour(javascript=javascript).go("/login")
        person.page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x\">')")
        with pytest.raises(AssertionError, match="image-alt"):
            person.check()


def test_browser_measures_the_contrast_of_words_that_look_new(tour: Callable[..., Tour]) -> None:
    person = tour().go("/login")
    person.page.evaluate("""() => {
      const style = new CSSStyleSheet();
      style.replaceSync(".faint { color: #ddd; background: #fff }");
      document.adoptedStyleSheets = [style];
      document.querySelector("main").insertAdjacentHTML("beforeend", "<p>浅</p>");
    }""")
    person.check()
    person.page.evaluate("document.querySelector('main p:last-child').className = 'faint'")
    with pytest.raises(AssertionError, match="color-contrast"):
        person.check()


def test_browser_hears_what_the_policy_blocks(tour: Callable[..., Tour]) -> None:
    person = tour().go("/login")
    person.page.evaluate("document.body.setAttribute('style', 'color: red')")
    person.page.wait_for_timeout(100)
    assert any("Content Security Policy" in fault for fault in person.faults)
    person.faults.clear()


@pytest.mark.parametrize(("require_all", "status"), [("", 0), ("1", 1)])
def test_what_cannot_run_is_said_at_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], require_all: str, status: int
) -> None:
    ran: list[tuple[str, ...]] = []
    missing = everything.Need("postgresql", lambda: False, everything.POSTGRES, "there is no PostgreSQL server here")
    present = everything.Need(everything.SHELL, lambda: True, everything.BROWSER, "")
    monkeypatch.setattr(everything, "NEEDS", [missing, present])
    monkeypatch.setattr(everything, "HTMX", ROOT / "pyproject.toml")
    monkeypatch.setattr(everything, "install", lambda _needs: None)
    monkeypatch.setattr(everything, "run", lambda name, *words: ran.append((name, *words)))
    monkeypatch.setattr(sys, "argv", ["test"])
    monkeypatch.setenv("REQUIRE_ALL", require_all)
    assert everything.main() == status
    assert not [words for words in ran if "--postgres" in words]
    assert [words for words in ran if words[1] == "pytest" and "-m" not in words]
    assert capsys.readouterr().out.splitlines()[-1] == (
        "not run: tests on PostgreSQL because there is no PostgreSQL server here, install postgresql"
    )


def test_an_application_that_speaks_chinese_leaves_the_others_their_words(app, app_with, cast):
    assert "Password" in Client(app).get("/login").words
    assert "密码" in Client(app_with(translated=True)).get("/login").words
    assert "Password" in Client(app).get("/login").words
