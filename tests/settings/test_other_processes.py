"""A change is in force in every process at once: in both web workers and in the worker that sends mail."""

import time
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from chamber.settings import services
from chamber.settings.services import Typed
from tests.client import release
from tests.factories.accounts import Cast, actor_as
from tests.factories.events import make_event
from tests.notifications.post_office import post_office
from tests.notifications.test_worker import put_in
from tests.server import Server
from tests.workers import Workers, queue_of


def test_both_web_workers_know_a_change_at_once(server: Server, cast: Cast) -> None:
    office = server.visitor(cast.admin)
    for name in ("江心街道商会", "南门街道商会"):
        office.post_form("/settings/chamber", {"chamber_name": name, "chamber_phone": ""})
        for _time in range(12):
            assert name in server.visitor().get("/login").page.tree.html


@pytest.mark.server
def test_a_worker_that_runs_already_sends_by_the_mail_server_that_is_entered_now(
    app: Flask, db: SQLAlchemy, cast: Cast, folder: Path, redis: str
) -> None:
    event, actor = make_event(actor_as(cast.secretary)), actor_as(cast.admin)
    release()
    with post_office() as (office, url):
        workers = Workers(app, folder, "", redis, number=1)
        try:
            until = time.monotonic() + 60
            while "worker ready" not in workers.log() and time.monotonic() < until:
                time.sleep(0.1)
            given = {"mail_host": "127.0.0.1", "mail_port": url.rpartition(":")[2], "mail_security": "none"}
            services.change(services.group_of("mail", actor=actor), Typed(given, 0), actor=actor)
            put_in(db, event, 3)
            queue_of(app, redis).enqueue()
            while len(office.taken) < 3 and time.monotonic() < until:
                time.sleep(0.1)
            assert len(office.taken) == 3, workers.log()
        finally:
            workers.stop()
