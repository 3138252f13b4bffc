"""What is stored, as each process knows it: read again only after somebody has changed it.

A file in the instance folder, which all processes of the chamber share, has the time of the last change: to look at it
takes two microseconds, to ask the database at each request would take a hundred times that.
"""

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import event, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ..config import Settings
from ..extensions import db, writing
from .declared import overlaid
from .models import StoredSetting

_CHANGED = "settings_changed"


class Stored:
    """The stored settings of one application in one process."""

    def __init__(self, app: Flask) -> None:
        self._app, self._mark = app, Path(app.instance_path) / "settings-changed"
        self._read_at: int | None = None
        """The mark when `values` were read; None: never."""
        self.values: Mapping[str, str] = {}
        self._last: tuple[Settings, Mapping[str, str], Settings] | None = None

    def over(self, base: Settings) -> Settings:
        """These settings, with what is stored wherever the environment says nothing."""
        if self._marked_at() != self._read_at:
            self.read()
        last, values = self._last, self.values
        if last is None or last[0] is not base or last[1] is not values:
            with self._app.app_context():
                last = self._last = base, values, overlaid(base, values)
        return last[2]

    def read(self) -> None:
        """Read what is stored; where the database does not answer, what was known stays."""
        marked_at = self._marked_at()
        with suppress(SQLAlchemyError):
            self.values = self._rows()
            self._read_at = marked_at

    def _rows(self) -> Mapping[str, str]:
        # On a connection of its own: the transaction under way may not have begun, and must not begin for this.
        token = writing.set(False)
        try:
            with self._app.app_context():
                if _is_missing_file():
                    return {}
                with db.engine.connect() as connection:
                    rows = connection.execute(select(StoredSetting.name, StoredSetting.value))
                    return {row.name: row.value for row in rows}
        finally:
            writing.reset(token)

    def _marked_at(self) -> int:
        try:
            return os.stat(self._mark).st_mtime_ns
        except OSError:
            return 0

    def mark(self) -> None:
        """Let all processes read again."""
        # What is committed is committed: where this fails, the worker notices within a minute.
        with suppress(OSError):
            self._mark.touch(mode=0o600)
            now = time.time_ns()
            os.utime(self._mark, ns=(now, now))

    def notice(self) -> int:
        """Each minute, in the worker: look into the database itself, in case that a mark was lost."""
        before = self.values
        self.read()
        if self.values != before:
            self.mark()
        return 0


def _is_missing_file() -> bool:
    """Whether SQLite's file is not there: to ask would make it."""
    url = db.engine.url
    return url.get_backend_name() == "sqlite" and bool(url.database) and not Path(str(url.database)).exists()


def of(app: Flask) -> Stored:
    """Those of this application."""
    found: Stored = app.extensions["stored_settings"]
    return found


def mark_after_commit() -> None:
    """Let all processes read again once this transaction is committed."""
    db.session().info[_CHANGED] = True


@event.listens_for(Session, "after_commit")
def _mark(session: Session) -> None:
    if session.info.pop(_CHANGED, False):
        of(current_app).mark()


@event.listens_for(Session, "after_rollback")
def _leave_unmarked(session: Session) -> None:
    session.info.pop(_CHANGED, None)


def notice_each_minute() -> int:
    """Each minute: read again what another machine, or a hand, has changed."""
    return of(current_app).notice()


def init_app(app: Flask) -> None:
    """Let `config.settings` know what is stored."""
    app.extensions["stored_settings"] = Stored(app)
