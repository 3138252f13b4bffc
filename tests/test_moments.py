"""The tests run on other days too: which ones, and that every program then agrees on the moment."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from chamber import clock
from chamber.workdays.counting import LAST_OFFICIAL, Calendar
from scripts import moments
from scripts import test as everything
from tests.browser import Tour
from tests.server import Server

MOMENTS = [moments.moment(day) for day in moments.DAYS]


def test_the_days_are_those_on_which_something_ends_begins_or_is_swapped() -> None:
    workdays, days = Calendar({}), [one.date() for one in MOMENTS]
    assert len(set(days)) == 8
    assert {(12, 31), (1, 1), (2, 28), (2, 29), (10, 1)} < {(day.month, day.day) for day in days}
    assert [day for day in days if (day + timedelta(days=1)).day == 1 and (day.month, day.day) == (11, 30)]
    assert [one for one in MOMENTS if (one.weekday(), one.hour, one.minute) == (4, 17, 58)]
    assert [day for day in days if day <= LAST_OFFICIAL and day.weekday() == 5 and workdays.is_workday(day)]


def test_four_days_in_a_row_meet_them_all() -> None:
    row = [date(2026, 12, 30) + timedelta(days=number) for number in range(4)]
    assert sorted(day for today in row for day in moments.of_this_day(today)) == sorted(moments.DAYS)


@pytest.mark.skipif(moments.library() is None, reason="no clock can be shifted here, install libfaketime")
@pytest.mark.parametrize("start", MOMENTS, ids=moments.DAYS)
def test_a_program_begins_at_the_moment_and_time_goes_on(start: datetime) -> None:
    program = "import time; was = time.time(); time.sleep(0.1); print(was, time.time() - was)"
    as_if = moments.shifted(os.environ, start)
    done = subprocess.run([sys.executable, "-c", program], env=as_if, capture_output=True, text=True, check=True)
    was, went_on = map(float, done.stdout.split())
    assert 0 <= was - start.timestamp() + 1 < 60
    assert 0.1 <= went_on < 30


def test_server_browser_and_test_agree_on_the_moment(tour: Callable[..., Tour], server: Server) -> None:
    page = tour().go("/login").page
    heard = parsedate_to_datetime(server.visitor().get("/login").headers["Date"])
    for moment in (heard.timestamp(), page.evaluate("Date.now()") / 1000):
        assert abs(moment - clock.now().timestamp()) < 60


@pytest.mark.parametrize("quick", [["--quick"], []])
def test_on_another_day_the_tests_alone_run_with_a_shifted_clock(
    monkeypatch: pytest.MonkeyPatch, quick: list[str]
) -> None:
    ran: list[tuple[str, str]] = []
    monkeypatch.setattr("os.environ", dict(os.environ))
    monkeypatch.setattr(everything, "install", lambda _needs: None)
    monkeypatch.setattr(everything, "fetch_htmx", lambda: None)
    monkeypatch.setattr(everything, "run", lambda _name, *words: ran.append((words[0], os.environ["LD_PRELOAD"])))
    monkeypatch.setattr(sys, "argv", ["test", *quick, "--date", "2028-02-29 17:58"])
    monkeypatch.setattr(moments, "library", lambda: Path("/lib/shifts"))
    assert everything.main() == 0
    assert set(ran) == {("pytest", "/lib/shifts")}


def test_without_what_shifts_the_clock_nothing_passes_as_another_day(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(everything, "install", lambda _needs: None)
    monkeypatch.setattr(everything, "run", lambda *_words: None)
    monkeypatch.setattr(moments, "library", lambda: None)
    monkeypatch.setattr(sys, "argv", ["test", "--quick", "--date", "2028-02-29 17:58"])
    assert everything.main() == 1
    assert "install libfaketime" in capsys.readouterr().out
