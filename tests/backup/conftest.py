"""What tests of backups share: a folder for archives, and an empty instance beside the one that is backed up."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from chamber.backup import folders
from tests import postgres
from tests.database import make_app
from tests.scenes import disconnect


@pytest.fixture
def place(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the archives, of this test alone."""
    monkeypatch.setattr(folders, "folder", lambda: tmp_path / "archives")
    return tmp_path / "archives"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """empty(**settings) -> Flask: an application with nothing in it, not even tables."""
    made: list[Flask] = []

    def make(**given: object) -> Flask:
        server, name = os.environ.get("DATABASE_URL", ""), f"chamber_empty_{os.environ.get('PYTEST_XDIST_WORKER', '')}"
        on_server = server.startswith("postgres")
        url = postgres.make_database(server, name) if on_server else f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        made.append(make_app(tmp_path / "empty", url, **given))
        return made[-1]

    yield make
    for one in made:
        disconnect(one)
