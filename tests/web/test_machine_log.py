"""The log of the machine: where an error happened and in which request, and no words of anybody."""

import logging
import re
import sys
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from pytest import MonkeyPatch
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from chamber.accounts.models import Account
from chamber.machine_log import WordlessFormatter, request_number
from tests.client import Client
from tests.factories.accounts import Cast

SignIn = Callable[[Account], Client]
FAILING_ROW = "null value in column\nDETAIL:  Failing row contains (inmost)."


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What a process would have written so far."""
    output = StringIO()
    handler = logging.StreamHandler(output)
    handler.setFormatter(WordlessFormatter())
    requests = logging.getLogger("chamber.requests")
    before = requests.level
    requests.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    # A test before may have left the number of its request.
    request_number.set("")
    yield output
    logging.getLogger().removeHandler(handler)
    requests.setLevel(before)


def fails(app: Flask, monkeypatch: MonkeyPatch, error: Exception) -> None:
    """Let a page fail with an error that repeats what somebody typed."""

    def view() -> str:
        try:
            raise KeyError(request.args.get("words", "inmost"))
        except KeyError:
            raise error from None

    monkeypatch.setitem(app.view_functions, "directory.index", view)


ERRORS = [
    (ValueError("inmost"), "ValueError", 500),
    (UnicodeDecodeError("utf-8", b"inmost", 0, 1, "inmost"), "UnicodeDecodeError", 500),
    (FileNotFoundError(2, "No such file", "inmost.docx"), "FileNotFoundError: No such file", 500),
    (OSError(28, "No space left on device", "inmost.docx"), "OSError: No space left on device", 507),
    (AttributeError("a tuple has no title"), "AttributeError: a tuple has no title", 500),
    (
        IntegrityError("INSERT INTO cases", {"title": "inmost"}, Exception(FAILING_ROW), hide_parameters=True),
        "IntegrityError: null value in column [INSERT INTO cases]",
        500,
    ),
    (OperationalError("SELECT 1", {}, Exception("disk is full")), "OperationalError: disk is full [SELECT 1]", 507),
]


@pytest.mark.parametrize(("error", "line", "status"), ERRORS, ids=[type(one[0]).__name__ for one in ERRORS])
def test_an_error_is_found_by_the_number_on_its_page_and_repeats_nobody_s_words(
    app: Flask,
    cast: Cast,
    sign_in: SignIn,
    monkeypatch: MonkeyPatch,
    written: StringIO,
    error: Exception,
    line: str,
    status: int,
) -> None:
    browser = sign_in(cast.secretary)
    fails(app, monkeypatch, error)
    answer = browser.get("/directory/?words=inmost&lang=en")
    assert answer.status_code == status
    number = answer.headers["X-Request-Id"]
    assert f"Error number {number};" in answer.page.text
    log = written.getvalue()
    assert f"error {number} unexpected error in directory.index\n" in log
    assert f"error {number} {line}\n" in log and re.search(
        rf"error {number}   /\S+:\d+ in view: raise error from None\n", log
    )
    assert all(re.match(r"(error|request) [0-9a-f]{8} ", one) for one in log.splitlines()), log
    assert "inmost" not in log and cast.secretary.name not in log


def test_no_other_answer_shows_a_number(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.member)
    for path in ("/", "/nowhere", "/admin/accounts"):
        answer = browser.get(path)
        assert answer.headers["X-Request-Id"] not in answer.page.html


def test_a_request_is_one_line_with_rule_status_time_and_account(
    app: Flask, cast: Cast, sign_in: SignIn, written: StringIO
) -> None:
    browser = sign_in(cast.secretary)
    written.truncate(0)
    written.seek(0)
    answers = [browser.get(f"/members/{cast.firm.id}"), browser.get("/nowhere/inmost"), browser.get("/login")]
    lines = written.getvalue().splitlines()
    assert len(lines) == 3
    for answer, line in zip(answers, lines, strict=True):
        assert re.fullmatch(
            rf"request {answer.headers['X-Request-Id']} GET (\S+) {answer.status_code} \d+ ms account (\S+)", line
        ), line
    assert f"account {cast.secretary.id}" in lines[0] and f"/{cast.firm.id} " not in lines[0] and "<" in lines[0]
    assert " GET - 404 " in lines[1] and "inmost" not in lines[1]
    assert len({line.split()[1] for line in lines}) == 3


def test_what_no_page_answers_for_names_no_address(
    app: Flask, cast: Cast, client: Client, monkeypatch: MonkeyPatch, written: StringIO
) -> None:
    def view() -> str:
        raise ValueError(request.args["words"])

    monkeypatch.setitem(app.view_functions, "health.healthz", view)
    monkeypatch.setitem(app.error_handler_spec[None], None, {})
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    client.inspect = False
    assert client.get("/healthz?words=inmost").status_code == 500
    log = written.getvalue()
    assert "unexpected error around health.healthz" in log and "ValueError" in log and "inmost" not in log


def test_causes_come_before_what_they_led_to_and_waitress_names_no_address(written: StringIO) -> None:
    typed = "inmost"
    try:
        try:
            raise TypeError("first")
        except TypeError as error:
            raise RuntimeError(typed) from error
    except RuntimeError:
        logging.getLogger("waitress").exception("Exception while serving /cases/inmost")
    lines = written.getvalue().splitlines()
    assert lines[0] == "error - Exception while" and lines[-1] == "error - RuntimeError"
    assert "error - TypeError: first" in lines and typed not in written.getvalue()


def test_a_value_that_postgresql_repeats_stays_out(
    app: Flask, db: SQLAlchemy, cast: Cast, sign_in: SignIn, monkeypatch: MonkeyPatch, written: StringIO
) -> None:
    browser = sign_in(cast.secretary)

    def view() -> str:
        db.session.execute(text("SELECT :words FROM nowhere"), {"words": request.args["words"]})
        return ""

    monkeypatch.setitem(app.view_functions, "directory.index", view)
    assert browser.get("/directory/?words=inmost").status_code == 500
    assert "nowhere" in written.getvalue() and "inmost" not in written.getvalue()
    assert sys.excepthook is sys.__excepthook__, "only a process of its own changes what ends it"
