"""What monitoring and the terminal are told: what is wrong, what to do, and nothing of people and cases."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from pytest import MonkeyPatch
from sqlalchemy.exc import OperationalError

from chamber import clock as clocks
from chamber.extensions import db, unit_of_work
from chamber.health import services
from chamber.jobs.models import Job
from chamber.network.hosts import Networks
from chamber.notifications import worker
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.test_migrations import empty_app

ELSEWHERE = {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}}


def ready(client: Client, **given: object) -> tuple[int, list[str]]:
    """Status and lines of /readyz."""
    answer = client.get("/readyz", **given)
    return answer.status_code, answer.get_data(as_text=True).splitlines()


def doctor(app: Flask) -> tuple[int, str]:
    """Exit status and output of the command."""
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["doctor"])
    return done.exit_code, done.output


def no_database(*_words: object, **_named: object) -> None:
    """A database that is gone."""
    raise OperationalError("SELECT 1", {}, Exception("gone"))


def no_disk(app: Flask, monkeypatch: MonkeyPatch) -> None:
    """An instance folder that is not there."""
    monkeypatch.setattr(app, "instance_path", "/nowhere/instance")


def full_disk(_app: Flask, monkeypatch: MonkeyPatch) -> None:
    """A disk with next to nothing left."""
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(services.shutil, "disk_usage", lambda _folder: usage._replace(free=services.LEAST_FREE - 1))


def dead_database(_app: Flask, monkeypatch: MonkeyPatch) -> None:
    """A database that does not answer."""
    monkeypatch.setattr(db.session, "execute", no_database)
    monkeypatch.setattr(db.session, "get", no_database)
    monkeypatch.setattr(db.session, "scalar", no_database)


def beat_to_come(_app: Flask, _monkeypatch: MonkeyPatch) -> None:
    """A clock that was set back after the worker had written."""
    with clocks.at(clocks.now() + timedelta(minutes=3)):
        worker.write_heartbeat()


def old_beat(_app: Flask, _monkeypatch: MonkeyPatch) -> None:
    """A worker that ended a while ago."""
    with clocks.at(clocks.now() - timedelta(minutes=3)):
        worker.write_heartbeat()


@pytest.mark.parametrize(
    ("breaks", "sentence", "advice"),
    [
        (dead_database, "the database does not answer", "DATABASE_URL"),
        (no_disk, "the disk cannot be written to", "/nowhere/instance: No such file or directory"),
        (full_disk, "the disk is full", "Free space for"),
        (beat_to_come, "the worker was last heard of in the future", "timedatectl"),
        (old_beat, "the worker has been silent for 2 minutes", "systemctl restart chamber"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_each_thing_that_is_wrong_is_said_in_a_sentence_and_the_terminal_says_what_to_do(
    app: Flask,
    cast: Cast,
    clock: Clock,
    client: Client,
    monkeypatch: MonkeyPatch,
    breaks: Callable[[Flask, MonkeyPatch], None],
    sentence: str,
    advice: str,
) -> None:
    worker.write_heartbeat()
    assert ready(client, **ELSEWHERE) == (200, ["ready"]) and doctor(app)[0] == 0
    breaks(app, monkeypatch)
    assert ready(client, **ELSEWHERE) == (503, [sentence])
    status, printed = doctor(app)
    assert status == 1 and f"WRONG  {sentence.split()[1]}:" in printed and sentence in printed and advice in printed
    assert printed.count("WRONG") == 1 and "Traceback" not in printed
    assert client.get("/healthz").status_code == 200


def test_an_address_with_https_and_no_proxy_stated_is_said(app_with: Callable[..., Flask], cast: Cast) -> None:
    public, proxy = {"public_url": "https://chamber.example"}, Networks("127.0.0.1")
    assert "proxy" in doctor(app_with(**public))[1]
    for fine in (public | {"trusted_proxy": proxy}, {"public_url": "http://chamber.example"}, {}):
        assert "proxy" not in doctor(app_with(**fine))[1]


def test_everything_that_is_wrong_is_said_at_once(app: Flask, cast: Cast, client: Client, monkeypatch) -> None:
    full_disk(app, monkeypatch)
    wrong = ["the disk is full", "the worker has been silent for 2 minutes"]
    assert ready(client, **ELSEWHERE) == (503, wrong)
    assert doctor(app)[1].count("WRONG") == 2


def test_what_waits_and_the_daily_pass_change_no_status_and_are_told_to_this_machine_only(
    app: Flask, cast: Cast, clock: Clock, client: Client
) -> None:
    worker.write_heartbeat()
    with unit_of_work():
        row = {"kind": "x", "account_id": cast.secretary.id, "hat": "secretariat", "locale": "zh_CN", "rows": 1}
        row |= {"arguments": {}, "place": "/", "state": "waiting", "asked_at": clocks.now(), "attempts": 0, "said": ""}
        db.session.add(Job(**row))
    here = [
        "ready",
        "queue: 0 messages wait to be sent, 1 jobs to be run",
        "daily pass: never done",
        "backup: never made",
        "mail: not set up",
    ]
    assert ready(client) == (200, here)
    assert ready(client, **ELSEWHERE) == (200, ["ready"])
    passed_on = {"headers": {"X-Forwarded-For": "192.0.2.7"}}
    assert ready(client, **passed_on) == (200, ["ready"]), "a proxy on this machine asks for somebody else"
    status, printed = doctor(app)
    assert status == 0 and "never done" in printed and "flask --app wsgi daily" in printed
    assert "never made" in printed and "flask --app wsgi backup" in printed
    assert app.test_cli_runner().invoke(args=["daily"]).exit_code == 0
    now = f"{clocks.local(clocks.now()):%Y-%m-%d %H:%M}"
    assert ready(client)[1][2:-1] == [f"daily pass: last done {now}", f"backup: last made {now}"]
    assert "flask --app" not in doctor(app)[1]
    clock.advance(hours=27)
    worker.write_heartbeat()
    assert ready(client)[0] == 200
    status, printed = doctor(app)
    assert status == 0 and "flask --app wsgi daily" in printed


def test_a_daily_pass_that_comes_to_no_end_is_told_by_the_doctor(app: Flask, cast: Cast, clock: Clock) -> None:
    for name in (worker.DAILY, worker.NAME):
        worker.write_heartbeat(name)
    clock.advance(minutes=1)
    worker.write_heartbeat(worker.DAILY_BEGAN)
    began = f"the one begun {clocks.local(clocks.now()):%Y-%m-%d %H:%M} has not come to its end"
    assert began in doctor(app)[1] and "flask --app" not in doctor(app)[1].partition("backup")[0], "it may be under way"
    clock.advance(minutes=121)
    assert began in doctor(app)[1] and "flask --app wsgi daily" in doctor(app)[1]
    worker.write_heartbeat(worker.DAILY)
    assert "begun" not in doctor(app)[1]


def test_the_disk_is_also_that_of_a_database_file_elsewhere(app: Flask, cast: Cast) -> None:
    folders = services._folders()
    assert Path(app.instance_path) in folders
    if db.engine.url.get_backend_name() == "sqlite":
        assert Path(str(db.engine.url.database)).parent in folders


def test_the_doctor_says_so_where_a_chamber_was_never_set_up(tmp_path: Path) -> None:
    empty = empty_app(tmp_path, "unmigrated")
    before = list(tmp_path.glob("*.sqlite3*"))
    status, printed = doctor(empty)
    assert status == 1 and "the database does not answer" in printed and "`make run` sets up an empty one" in printed
    assert list(tmp_path.glob("*.sqlite3*")) == before, "to ask makes no file"
    with empty.app_context():
        db.engine.dispose()
