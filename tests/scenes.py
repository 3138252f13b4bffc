"""Scenes: states of the database that many tests begin with, built once a process by real services, then put back."""

import io
import os
import pickle
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import select

from chamber import clock, extensions
from chamber.extensions import db
from tests.database import FIRST, Database, SQLite

T = TypeVar("T")
TUESDAY = datetime(2026, 9, 15, 10, 0, tzinfo=clock.LOCAL)
"""When a scene is built, whatever the hour of the test."""
ORDER = ("cast", "drive", "complaints", "world", "everything")
"""The later ones hold the earlier ones."""


class _Keeper(pickle.Pickler):
    """Rows are kept as their keys."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file)
        self.keys: dict[Any, list[int]] = {}

    def persistent_id(self, obj: Any) -> Any:
        if not isinstance(obj, db.Model):
            return None
        self.keys.setdefault(type(obj), []).append(obj.id)
        return type(obj), obj.id


class _Finder(pickle.Unpickler):
    """Rows are found again in the session, those of a table with one query."""

    def __init__(self, kept: bytes, keys: dict[Any, list[int]]) -> None:
        super().__init__(io.BytesIO(kept))
        self._rows = [list(db.session.scalars(select(kind).where(kind.id.in_(ids)))) for kind, ids in keys.items()]

    def persistent_load(self, pid: Any) -> Any:
        return db.session.get_one(*pid)


class Scenes:
    """The scenes of one process, their rows, files and what the tests hold of them."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database, self._files, self._folder = database, folder / "instance" / "files", folder / "scenes"
        self._kept: dict[str, tuple[bytes, dict[Any, list[int]]]] = {}

    def begin(self, app: Flask, wanted: Iterable[str]) -> None:
        """Fresh rows for a test that asks for these fixtures: the richest scene there is, or what migrations left."""
        self._let_go(app)
        # A daily pass of an earlier test made one.
        shutil.rmtree(self._files.parent / "backups", ignore_errors=True)
        names = [name for name in ORDER if name in self._kept and name in wanted]
        name = names[-1] if names else FIRST
        self._database.renew(name)
        stored = app.extensions["stored_settings"]
        if stored.values or stored._read_at is None:
            # Not in the test itself, whose queries may be counted.
            stored.read()
        _put_back(self._folder / name, self._files)

    def _let_go(self, app: Flask) -> None:
        """Nothing is under way in the database. Only SQLite's file is closed: to connect anew is slow elsewhere."""
        with app.app_context():
            extensions.db.session.remove()
        if isinstance(self._database, SQLite):
            disconnect(app)

    def get(self, app: Flask, name: str, build: Callable[[], T], at: datetime | None = TUESDAY) -> T:
        """What `build` gave when it was built, its rows in this test's session; built and kept where it is not yet.

        `at` None: built now, for a server, which has a clock of its own.
        """
        if name in self._kept:
            found: T = _Finder(*self._kept[name]).load()
            db.session.commit()
            return found
        before = clock._set_to.get()
        clock._set_to.set(at)
        made = build()
        db.session.commit()
        clock._set_to.set(before)
        kept = io.BytesIO()
        keeper = _Keeper(kept)
        keeper.dump(made)
        db.session.commit()
        self._let_go(app)
        self._database.keep(name)
        if self._files.exists():
            shutil.copytree(self._files, self._folder / name, dirs_exist_ok=True)
        self._kept[name] = kept.getvalue(), keeper.keys
        return made


def _put_back(kept: Path, there: Path) -> None:
    """Let the files there be those that were kept and no others; what nobody changed is not copied again."""
    there.mkdir(mode=0o700, exist_ok=True)
    names = os.listdir(kept) if kept.exists() else []
    for name in set(os.listdir(there)).difference(names):
        if (there / name).is_dir():
            shutil.rmtree(there / name)
        else:
            (there / name).unlink()
    for name in names:
        if (kept / name).is_dir():
            _put_back(kept / name, there / name)
        elif not _is_same(kept / name, there / name):
            shutil.copy2(kept / name, there / name)


def _is_same(kept: Path, there: Path) -> bool:
    if not there.exists():
        return False
    was, now = kept.stat(), there.stat()
    return (was.st_size, was.st_mtime_ns) == (now.st_size, now.st_mtime_ns)


def disconnect(app: Flask) -> None:
    """Close all connections of this application."""
    with app.app_context():
        extensions.db.engine.dispose()
