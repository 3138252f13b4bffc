"""The worker as a process: killed again and again it loses nothing, and it wakes, beats and stops as it should."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, insert, select

from chamber import clock
from chamber.accounts.models import Account
from chamber.config import ROOT
from chamber.events.models import Event
from chamber.extensions import reading
from chamber.notifications import worker
from chamber.notifications.models import Delivery, Notification
from chamber.notifications.outbox import State
from chamber.notifications.worker import Queue
from tests.client import release
from tests.database import Database, Postgres
from tests.factories.accounts import Cast, actor_as
from tests.factories.events import make_event
from tests.notifications.post_office import PostOffice, at_random, post_office
from tests.postgres import end_with_parent
from tests.server import free_port

MESSAGES, KILLS = 1000, 20
ONE_OF_EACH = pytest.mark.parametrize("redis", ["file", "redis"], indirect=True)


@pytest.fixture
def redis(request: pytest.FixtureRequest, folder: Path, database: Database) -> Iterator[str]:
    """REDIS_URL of a throw-away Redis where the test asks for it (unasked: on PostgreSQL), else nothing."""
    there = shutil.which("redis-server") is not None
    wanted = getattr(request, "param", "redis" if there and isinstance(database, Postgres) else "file")
    if wanted == "redis" and not there:
        pytest.skip("there is no Redis server here, install redis-server")
    if wanted == "file":
        yield ""
        return
    port = free_port()
    words = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, preexec_fn=end_with_parent) as server:
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()


class Workers:
    """Two worker processes on the test's database."""

    def __init__(self, app: Flask, folder: Path, smtp_url: str, redis_url: str) -> None:
        self._log = folder / f"workers-{os.urandom(4).hex()}.log"
        self._environment = {
            **os.environ,
            "DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
            "INSTANCE_PATH": str(folder / "instance"),
            "SECRET_KEY": "only-for-tests",
            "SMTP_URL": smtp_url,
            "REDIS_URL": redis_url,
            "MAIL_TIMEOUT": "1",
            "MAIL_PAUSE": "1",
        }
        self.running = [self._start(), self._start()]

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "scripts.worker"],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )

    def kill_one(self, which: int) -> None:
        """kill -9 one of them, as a power cut would, and start it anew."""
        self.running[which].kill()
        self.running[which].wait()
        self.running[which] = self._start()

    def stop(self) -> list[int]:
        """End them in order; their exit codes."""
        for process in self.running:
            process.send_signal(signal.SIGTERM)
        return [process.wait(20) for process in self.running]

    def log(self) -> str:
        """What they printed."""
        return self._log.read_text()


def put_in(db: SQLAlchemy, event: Event, number: int) -> None:
    """So many accounts with an address, and a message for each; committed."""
    now = clock.now()
    accounts = [
        {"name": f"甲{one}", "email": f"person{one}@example.com", "password_hash": "", "created_at": now, "version": 1}
        for one in range(number)
    ]
    ids = db.session.scalars(insert(Account).returning(Account.id), accounts).all()
    told = [
        {
            "key": f"bulk/{one}",
            "account_id": one,
            "line": "event.published:members",
            "subject": f"event:{event.id}",
            "at": now,
        }
        for one in ids
    ]
    rows = db.session.scalars(insert(Notification).returning(Notification.id), told).all()
    due = {"channel": "mail", "state": State.WAITING, "due_at": now, "give_up_at": now.replace(year=now.year + 1)}
    db.session.execute(insert(Delivery), [{"notification_id": one, **due} for one in rows])
    db.session.commit()


def queue_of(app: Flask, redis_url: str) -> Queue:
    """The queue that the workers listen to, as the web server would open it."""
    return Queue(app, replace(app.config["SETTINGS"], redis_url=redis_url))


def left(db: SQLAlchemy) -> int:
    """Messages that are not sent yet."""
    with reading():
        return db.session.scalar(select(func.count()).where(Delivery.state != State.SENT)) or 0


@pytest.mark.server
@pytest.mark.thorough
def test_killed_twenty_times_on_a_bad_day_each_message_arrives_and_what_may_be_double_is_marked(
    app: Flask, db: SQLAlchemy, cast: Cast, folder: Path, redis: str
) -> None:
    event = make_event(actor_as(cast.secretary))
    put_in(db, event, MESSAGES)
    release()
    with post_office() as (office, url):
        office.fate, queue = at_random(7), queue_of(app, redis)
        dice = random.Random(7)
        workers = Workers(app, folder, url, redis)
        try:
            for _kill in range(KILLS):
                time.sleep(dice.uniform(0.8, 1.6))
                workers.kill_one(dice.randrange(2))
            until = time.monotonic() + 60
            while left(db) and time.monotonic() < until:
                if left(db) < MESSAGES / 10:
                    office.fate = lambda: "ok"
                queue.wake()
                time.sleep(0.5)
        finally:
            workers.stop()
        assert_each_once(db, office, workers)


def assert_each_once(db: SQLAlchemy, office: PostOffice, workers: Workers) -> None:
    """Everybody got the message, and nobody twice whose message is not marked uncertain."""
    assert left(db) == 0, workers.log()[-2000:]
    got = office.recipients()
    assert {f"person{one}@example.com" for one in range(MESSAGES)} <= set(got)
    marked = set(
        db.session.scalars(
            select(Account.email)
            .join(Notification, Notification.account_id == Account.id)
            .join(Delivery, Delivery.notification_id == Notification.id)
            .where(Delivery.uncertain)
        )
    )
    twice = {address for address, number in got.items() if number > 1}
    assert twice <= marked
    assert len(marked) < MESSAGES / 3, "a mark on everything would say nothing"


@pytest.mark.server
@ONE_OF_EACH
def test_an_act_wakes_the_worker_which_shows_that_it_lives_and_stops_when_told(
    app: Flask, db: SQLAlchemy, cast: Cast, folder: Path, redis: str
) -> None:
    event = make_event(actor_as(cast.secretary))
    assert worker.is_silent()
    release()
    with post_office() as (office, url):
        workers = Workers(app, folder, url, redis)
        try:
            until = time.monotonic() + 30
            while workers.log().count("worker ready") < 2 and time.monotonic() < until:
                time.sleep(0.1)
            with reading():
                assert not worker.is_silent()
            put_in(db, event, 3)
            queue_of(app, redis).wake()
            while len(office.taken) < 3 and time.monotonic() < until:
                time.sleep(0.1)
            assert len(office.taken) == 3
        finally:
            codes = workers.stop()
        assert codes == [0, 0], workers.log()
