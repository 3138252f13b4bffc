"""The error pages: in both languages, as a fragment, with nothing of what went wrong inside."""

import pytest
from flask import request
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from chamber.errors import Conflict, DomainError, Forbidden, NotFound, TooLarge, TooMany
from chamber.extensions import db

ERRORS = [
    (400, "could not be understood"), (403, "not open to you"), (404, "not found"), (405, "cannot be used"),
    (409, "check the current state"), (413, "too large"), (422, "was not submitted"),
    (429, "Too many"), (500, "on our side"),
]  # fmt: skip


def fault(status: int) -> Exception:
    """What a view could raise for this status."""
    made: dict[int, Exception] = {
        403: Forbidden("sentence"),
        404: NotFound("inmost"),
        409: Conflict("sentence"),
        413: TooLarge("sentence"),
        422: DomainError("sentence"),
        429: TooMany("sentence"),
        500: RuntimeError("inmost"),
    }
    if status in made:
        return made[status]
    fresh = HTTPException()
    fresh.code = status
    return fresh


@pytest.mark.parametrize(("status", "words"), ERRORS)
def test_errors_come_as_a_page_in_both_languages_and_as_a_fragment(app, cast, sign_in, monkeypatch, status, words):
    browser = sign_in(cast.secretary)

    def view() -> str:
        raise fault(status)

    monkeypatch.setitem(app.view_functions, "directory.index", view)
    answer = browser.get("/directory/?lang=en")
    assert answer.status_code == status
    assert words in answer.page.heading
    assert ("sentence" in answer.words) is (status in (403, 409, 413, 422, 429))
    assert "inmost" not in answer.page.html and "Traceback" not in answer.page.html
    assert answer.page.css("#error[data-focus]") and answer.page.css("nav a")
    assert answer.page.css("#error ul li"), "it says what to do next"
    chinese = browser.get("/directory/?lang=zh_CN")
    assert chinese.status_code == status and chinese.page.one("html").attributes["lang"] == "zh-CN"
    fragment = browser.get("/directory/", htmx=True)
    assert fragment.status_code == status
    # What is too large leaves the form standing that it was chosen in.
    place, part = ("#toasts", "#toasts") if status == 413 else ("#main", "#error")
    assert (fragment.headers["HX-Retarget"], fragment.headers["HX-Reselect"]) == (place, part)
    assert fragment.page.css(part)


def test_the_error_pages_of_the_ground_itself(app, cast, sign_in, client):
    browser = sign_in(cast.secretary)
    assert browser.get("/nowhere").status_code == 404
    answer = browser.post("/healthz")
    assert answer.status_code == 405 and "GET" in answer.headers["Allow"]
    assert client.get("/nowhere").status_code == 404
    assert browser.get("/static/../chamber/config.py").status_code == 404
    assert browser.get("/static/%2e%2e/wsgi.py").status_code == 404
    assert browser.get("/admin/accounts").status_code == 403


def test_a_lost_race_and_a_busy_database_have_their_own_answers(app, cast, sign_in, monkeypatch):
    browser = sign_in(cast.secretary)
    faults = {
        409: StaleDataError("stale"),
        503: OperationalError("x", {}, Exception("database is locked")),
        500: OperationalError("x", {}, Exception("no such table")),
        507: OperationalError("x", {}, Exception("database or disk is full")),
    }
    for status, error in faults.items():

        def view(error: Exception = error) -> str:
            raise error

        monkeypatch.setitem(app.view_functions, "directory.index", view)
        answer = browser.get("/directory/")
        assert answer.status_code == status
    deadlock = OperationalError("x", {}, Exception("deadlock detected"))
    monkeypatch.setitem(app.view_functions, "directory.index", lambda: (_ for _ in ()).throw(deadlock))
    answer = browser.get("/directory/")
    assert answer.status_code == 503 and answer.headers["Retry-After"]


@pytest.mark.parametrize(("words", "status"), [("database is locked", 503), ("the server closed the connection", 500)])
def test_the_error_page_comes_even_where_nobody_can_be_looked_up(app, cast, sign_in, monkeypatch, words, status):
    browser = sign_in(cast.secretary)

    def broken(_token: str) -> None:
        raise OperationalError("SELECT 1", {}, Exception(words))

    monkeypatch.setattr(app.login_manager, "_user_callback", broken)
    for answer in (browser.get("/directory/"), browser.post("/account/large-text"), browser.get("/", htmx=True)):
        assert answer.status_code == status
        assert answer.page.css("#error")
        assert answer.page.texts("#error .acts a") == ["Home"], "to sign in again would change nothing"


@pytest.mark.parametrize(
    ("who", "forbidden", "broken"),
    [
        ("secretary", "administrator", "server"),
        ("admin", "secretariat", "server"),
        ("member", "secretariat", "secretariat"),
    ],
)
def test_nobody_is_sent_to_themselves_for_help(app, cast, sign_in, monkeypatch, who, forbidden, broken):
    browser = sign_in(getattr(cast, who))
    for status, whom in ((403, forbidden), (500, broken)):

        def view(status: int = status) -> str:
            raise fault(status)

        monkeypatch.setitem(app.view_functions, "directory.index", view)
        assert whom in browser.get("/directory/").page.texts("#error ul li")[0]


def test_the_reader_of_a_closed_page_learns_nothing_of_the_database(app, cast, sign_in, monkeypatch, caplog):
    browser = sign_in(cast.secretary)

    def view() -> str:
        raise DBAPIError("SELECT inmost FROM table", {"a": "parameter"}, Exception("inmost column"))

    monkeypatch.setitem(app.view_functions, "directory.index", view)
    answer = browser.get("/directory/")
    assert answer.status_code == 500
    assert "inmost" not in answer.page.html and "parameter" not in answer.page.html
    assert "inmost column" in caplog.text, "but the log of the machine says what happened"


def test_the_log_of_the_machine_keeps_no_words_of_people(app, cast, sign_in, monkeypatch, caplog):
    browser = sign_in(cast.secretary)

    def view() -> str:
        db.session.execute(text("SELECT :words FROM nowhere"), {"words": request.args["words"]})
        return ""

    monkeypatch.setitem(app.view_functions, "directory.index", view)
    assert browser.get("/directory/?words=inmost").status_code == 500
    assert "nowhere" in caplog.text and "inmost" not in caplog.text
