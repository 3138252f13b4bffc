"""The administrator's home: when the last backup was made, and making one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from chamber.backup import services
from chamber.errors import DomainError
from chamber.jobs import running
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.accounts import Cast

LATE = "No backup for more than 26 hours"


@pytest.fixture
def admins(cast: Cast, place: Path, sign_in: Callable[..., Client]) -> Client:
    """The browser of the administrator."""
    return english(sign_in(cast.admin))


def test_the_last_backup_stands_on_the_administrators_home(admins: Client, clock: Clock) -> None:
    assert "There is no backup yet" in admins.get("/").words and LATE in admins.get("/").words
    services.back_up()
    words = admins.get("/").words
    assert "Last backup: " in words and "10:00" in words and LATE not in words


def test_after_26_hours_without_one_it_warns(admins: Client, clock: Clock) -> None:
    services.back_up()
    clock.advance(hours=26)
    assert LATE not in admins.get("/").words
    clock.advance(minutes=1)
    assert LATE in admins.get("/").words


def test_a_press_makes_one(app: Flask, admins: Client, place: Path) -> None:
    page = admins.post_form("/", action="/backup/", press="Back up now")
    assert page.page.heading == "Backup" and "rows" not in page.words
    assert running.run_all() == 1
    assert "The backup is made and checked." in admins.get(page.request.path).words
    assert services.last_good()


def test_why_none_was_made_is_said(admins: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise DomainError("No backup was made: the disk is full.")

    monkeypatch.setattr(services, "back_up", refuse)
    page = admins.post_form("/", action="/backup/", press="Back up now")
    running.run_all()
    assert "the disk is full" in admins.get(page.request.path).words
