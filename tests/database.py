"""The database of one test process: migrated once, fresh for each test."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from flask import Flask
from flask_migrate import upgrade
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Engine

from chamber import create_app
from chamber.config import Settings
from tests import postgres

FIRST = "first"
"""What the migrations left."""


class Database(Protocol):
    """Where the tests keep their rows."""

    url: str

    def migrate(self, app: Flask) -> None:
        """Run the real migrations, once a process."""

    def keep(self, name: str) -> None:
        """Remember what there is now under this name; nobody may be at work (SQLite: connected)."""

    def renew(self, name: str = FIRST) -> None:
        """Back to what was kept under this name; nobody may be at work (SQLite: connected)."""

    def close(self) -> None:
        """The process ends."""


def _upgrade(app: Flask) -> None:
    with app.app_context():
        upgrade()


@event.listens_for(Engine, "connect")
def _promise_no_order(connection: object, _record: object) -> None:
    """Rows that nobody put in order come back the other way round, as PostgreSQL does it on some days."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA reverse_unordered_selects=ON")


class SQLite:
    """A file that was migrated once and is copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "chamber.sqlite3"
        self.url = f"sqlite:///{self._file}"

    def migrate(self, app: Flask) -> None:
        _upgrade(app)
        self.keep(FIRST)

    def keep(self, name: str) -> None:
        connection = sqlite3.connect(self._file)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copyfile(self._file, self._folder / f"{name}.sqlite3")

    def renew(self, name: str = FIRST) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self._file}{ending}").unlink(missing_ok=True)
        shutil.copyfile(self._folder / f"{name}.sqlite3", self._file)

    def close(self) -> None:
        """The folder goes with everything in it."""


class Postgres:
    """A database of its own on the server, emptied for each test."""

    def __init__(self, server: str, name: str) -> None:
        self.url = postgres.make_database(server, name)
        self._cleaner: postgres.Cleaner | None = None

    def migrate(self, app: Flask) -> None:
        _upgrade(app)
        self._cleaner = postgres.Cleaner(self.url)
        self.keep(FIRST)

    def keep(self, name: str) -> None:
        assert self._cleaner
        self._cleaner.keep(name)

    def renew(self, name: str = FIRST) -> None:
        assert self._cleaner
        self._cleaner.clean(name)

    def close(self) -> None:
        if self._cleaner:
            self._cleaner.close()


def make_app(folder: Path, url: str, *, translated: bool = False, **settings: object) -> Flask:
    """An application for tests on this database; `settings` as in `chamber.config.Settings`.

    It says everything in the words of the sources, so that no test depends on a translation, unless it is `translated`.
    """
    given: dict[str, object] = {
        "instance_path": folder,
        "database_url": url,
        "secret_key": "only-for-tests",
        "testing": True,
        # Nobody listens there: no test speaks in a real group.
        "bot_gateway": "http://127.0.0.1:9",
        "extra": {
            # All that is asked anywhere in the product is asked in this one process: 200 of them are compiled again and
            # again.
            "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True, "query_cache_size": 5000},
            **({} if translated else {"BABEL_TRANSLATION_DIRECTORIES": str(folder / "no translations")}),
        },
        **settings,
    }
    return create_app(Settings(**given))


def fast_folder() -> Path | None:
    """Memory instead of disk, where the system has it: each commit is synchronous."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and os.access(memory, os.W_OK) else None


@contextmanager
def queries(db: SQLAlchemy) -> Iterator[list[str]]:
    """The statements that run meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)
