"""The worker's queue (huey), its heartbeat, and what it does each minute; the database holds what is to be done."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from flask import Flask
from sqlalchemy.exc import IntegrityError

from .. import clock, registry
from ..config import Settings
from ..extensions import db, unit_of_work
from .models import WorkerHeartbeat
from .sending import outbox
from .sending.dispatch import SEND_MESSAGES

_log = logging.getLogger(__name__)
SILENT_AFTER = timedelta(minutes=2)
NAME, DAILY, DAILY_BEGAN = "worker", "daily", "daily began"
"""Of the rows that say when something was last done."""


class Queue:
    """The queue of one application, opened when it is first needed: a file in the instance folder, or Redis."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    @cached_property
    def _opened(self) -> tuple[Any, dict[str, Callable[[], object]]]:
        made = _huey(self._settings)
        made.periodic_task(lambda _now: True, name="each_minute")(self.each_minute)
        functions = {SEND_MESSAGES: outbox.send_due, **registry.tasks()}
        return made, {name: made.task(name=name)(self._in_context(task)) for name, task in functions.items()}

    @property
    def huey(self) -> Any:
        """The queue itself with its tasks."""
        return self._opened[0]

    def enqueue(self, task: str = SEND_MESSAGES) -> None:
        """Let the worker run this task soon; without a name: send what is due."""
        self._opened[1][task]()

    def _in_context(self, task: Callable[[], int]) -> Callable[[], int]:
        def done() -> int:
            with self._app.app_context():
                return task()

        return done

    def each_minute(self) -> None:
        """Write the heartbeat, do what time alone causes, and run all tasks, also those that the queue has lost."""
        for task in registry.tasks():
            self.enqueue(task)
        with self._app.app_context():
            write_heartbeat()
            for pass_time in registry.each_minute():
                _logging_errors(pass_time)
            outbox.send_due()


def _logging_errors(pass_time: Callable[[], int]) -> None:
    try:
        with unit_of_work():
            pass_time()
    except Exception:
        # What goes wrong with cases must not keep the reminders of events.
        _log.exception("a step of each minute failed")


@contextmanager
def _without(*libraries: str) -> Iterator[None]:
    """Let what the block imports find these libraries missing, unless they are there already."""
    hidden: dict[str, Any] = {name: None for name in libraries if name not in sys.modules}
    sys.modules.update(hidden)
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def _huey(settings: Settings) -> Any:
    # huey imports all that it could keep a queue in: ten megabytes which a file does not need.
    with nullcontext() if settings.redis_url else _without("redis", "psycopg"):
        from huey import RedisHuey, SqliteHuey
    if settings.redis_url:
        return RedisHuey("chamber", url=settings.redis_url, results=False)
    return SqliteHuey("chamber", filename=str(settings.instance_path / "queue.sqlite3"), results=False)


def write_heartbeat(name: str = NAME) -> None:
    """Store that the worker is alive now, or that what has this name was done."""
    with suppress(IntegrityError), unit_of_work():
        # At the very first start two may write the row: either's time will do.
        row = db.session.get(WorkerHeartbeat, name)
        if row is None:
            db.session.add(WorkerHeartbeat(name=name, at=clock.now()))
        else:
            row.at = clock.now()


def heard_at(name: str) -> datetime | None:
    """When the worker was last alive, or the daily pass last done; None: never."""
    row = db.session.get(WorkerHeartbeat, name)
    return row.at if row else None


def is_silent() -> bool:
    """Whether the worker was not heard of for two minutes, or never."""
    return too_long_ago(heard_at(NAME))


def too_long_ago(heard: datetime | None) -> bool:
    """Whether a worker last heard of then counts as silent; a time to come says nothing of now."""
    return heard is None or abs(clock.now() - heard) > SILENT_AFTER


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its queue."""
    app.extensions["queue"] = Queue(app, settings)
