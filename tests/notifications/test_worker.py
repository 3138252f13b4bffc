"""The worker as a process: killed again and again it loses nothing; tasks, heartbeat and stopping work."""

import random
import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, insert, select

from chamber import clock
from chamber.accounts.models import Account
from chamber.events.models import Event
from chamber.extensions import reading
from chamber.notifications import worker
from chamber.notifications.models import Delivery, Notification
from chamber.notifications.sending.outbox import State
from tests.client import release
from tests.factories.accounts import Cast, actor_as
from tests.factories.events import make_event
from tests.notifications.post_office import PostOffice, at_random, post_office
from tests.workers import ONE_OF_EACH, Workers, queue_of

MESSAGES, KILLS = 600, 20


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
            # Urgent: whoever runs this at night or on a Sunday waits for no morning.
            "line": "notice.published_urgently:recipients",
            "subject": f"event:{event.id}",
            "at": now,
        }
        for one in ids
    ]
    rows = db.session.scalars(insert(Notification).returning(Notification.id), told).all()
    due = {"channel": "mail", "state": State.WAITING, "due_at": now, "give_up_at": now + timedelta(days=365)}
    db.session.execute(insert(Delivery), [{"notification_id": one, **due} for one in rows])
    db.session.commit()


def left(db: SQLAlchemy) -> int:
    """Messages that are not sent yet."""
    with reading():
        return db.session.scalar(select(func.count()).where(Delivery.state != State.SENT)) or 0


@pytest.mark.server
@pytest.mark.thorough
@ONE_OF_EACH
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
                time.sleep(dice.uniform(0.2, 0.6))
                which = dice.randrange(2)
                workers.kill_one(which)
                workers.start_again(which)
            assert left(db), "the last ones were killed with nothing to send"
            until = time.monotonic() + 60
            while left(db) and time.monotonic() < until:
                if left(db) < MESSAGES / 10:
                    office.fate = lambda: "ok"
                queue.enqueue()
                time.sleep(0.3)
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
            assert workers.log().count("worker ready") == 2, workers.log()
            with reading():
                assert not worker.is_silent()
            put_in(db, event, 3)
            queue_of(app, redis).enqueue()
            while len(office.taken) < 3 and time.monotonic() < until:
                time.sleep(0.1)
            assert len(office.taken) == 3
        finally:
            codes = workers.stop()
        assert codes == [0, 0], workers.log()
