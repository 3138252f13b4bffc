"""The worker's tasks: huey carries the word that there is something to do, the database holds what."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cached_property

from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab
from sqlalchemy.exc import IntegrityError

from .. import clock, registry
from ..config import Settings
from ..extensions import db, unit_of_work
from .models import WorkerBeat
from .sending import outbox
from .sending.dispatch import SENDING

_log = logging.getLogger(__name__)
SILENT_AFTER = timedelta(minutes=2)
NAME = "worker"


class Queue:
    """The queue of one application, opened when it is first needed: a file in the instance folder, or Redis."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    @cached_property
    def _opened(self) -> tuple[Huey, dict[str, Callable[[], object]]]:
        made = _huey(self._settings)
        made.periodic_task(crontab(minute="*"), name="each_minute")(self.each_minute)
        does = {SENDING: outbox.drain, **registry.errands()}
        return made, {name: made.task(name=name)(self._in_context(errand)) for name, errand in does.items()}

    @property
    def huey(self) -> Huey:
        """The queue itself with its tasks."""
        return self._opened[0]

    def wake(self, errand: str = SENDING) -> None:
        """Say that there is something to send, or another errand to do."""
        self._opened[1][errand]()

    def _in_context(self, errand: Callable[[], int]) -> Callable[[], int]:
        def done() -> int:
            with self._app.app_context():
                return errand()

        return done

    def each_minute(self) -> None:
        """Show that the worker lives, tell what time alone causes, and do what nobody woke us for."""
        for errand in registry.errands():
            self.wake(errand)
        with self._app.app_context():
            beat()
            for pass_time in registry.each_minute():
                _carefully(pass_time)
            outbox.drain()


def _carefully(pass_time: Callable[[], int]) -> None:
    try:
        with unit_of_work():
            pass_time()
    except Exception:
        # What goes wrong with cases must not keep the reminders of events.
        _log.exception("what time alone causes could not be told")


def _huey(settings: Settings) -> Huey:
    if settings.redis_url:
        return RedisHuey("chamber", url=settings.redis_url, results=False)
    return SqliteHuey("chamber", filename=str(settings.instance_path / "queue.sqlite3"), results=False)


def beat() -> None:
    """Write down that the worker is alive."""
    with suppress(IntegrityError), unit_of_work():
        # At the very first start two may write the row: either's time will do.
        row = db.session.get(WorkerBeat, NAME)
        if row is None:
            db.session.add(WorkerBeat(name=NAME, at=clock.now()))
        else:
            row.at = clock.now()


def is_silent() -> bool:
    """Whether the worker was not heard of for two minutes, or never."""
    row = db.session.get(WorkerBeat, NAME)
    return too_long_ago(row.at if row else None)


def too_long_ago(heard_at: datetime | None) -> bool:
    """Whether a worker last heard of then counts as silent."""
    return heard_at is None or heard_at < clock.now() - SILENT_AFTER


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its queue."""
    app.extensions["queue"] = Queue(app, settings)
