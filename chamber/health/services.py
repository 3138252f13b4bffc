"""What this machine needs in order to work: database, disk and worker; and beside it what is good to know."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import NoSuchTableError, SQLAlchemyError

from .. import clock
from ..accounts.models import Account
from ..backup.services import last_good
from ..config import MEBIBYTE, settings
from ..extensions import db
from ..jobs.models import Job
from ..jobs.words import UNDER_WAY
from ..notifications import worker
from ..notifications.models import BotMessage, Delivery
from ..notifications.sending.dispatch import State

LEAST_FREE = 100 * MEBIBYTE
"""Below it the disk counts as full: what a writer needs while it writes is more than what it adds."""
PASS_IS_LATE = timedelta(hours=26)
PASS_HANGS = timedelta(hours=2)
"""After which the clock ends it."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    said: str
    advice: str = ""
    """What to do; empty where nothing is."""
    is_wrong: bool = False
    """Whether the chamber does not work because of it."""
    is_beside: bool = False
    """Whether it is only good to know, and never wrong."""


NO_DATABASE = Finding(
    "database",
    "the database does not answer",
    "See that PostgreSQL runs and DATABASE_URL is right, or that the file in the instance folder is there and this user"
    " may read and write it. `make run` sets up an empty one.",
    is_wrong=True,
)


def findings() -> list[Finding]:
    """What the chamber cannot work without, and then what is beside it."""
    try:
        return [_database(), _disk(), _worker(), _queue(), _daily_pass(), _backup(), _mail(), *_proxy()]
    except SQLAlchemyError:
        db.session.rollback()
        return [NO_DATABASE, _disk()]


def _database() -> Finding:
    file = _file()
    if file and not file.exists():
        # To ask would make it.
        raise NoSuchTableError
    db.session.execute(select(Account.id).limit(1))
    return Finding("database", "answers")


def _file() -> Path | None:
    url = db.engine.url
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _disk() -> Finding:
    free = []
    for folder in _folders():
        try:
            # Free space says nothing of a quota, of a disk that is read-only, of a folder that is somebody else's.
            with tempfile.TemporaryFile(dir=folder) as probe:
                probe.write(os.urandom(4096))
                probe.flush()
            free.append(shutil.disk_usage(folder).free)
        except OSError as error:
            advice = f"{folder}: {error.strerror}. It must belong to the user that the service runs as, with mode 700."
            return Finding("disk", "the disk cannot be written to", advice, is_wrong=True)
    if min(free) < LEAST_FREE:
        advice = f"Free space for {', '.join(str(folder) for folder in _folders())}: old logs, packages, old backups."
        return Finding("disk", "the disk is full", advice, is_wrong=True)
    return Finding("disk", f"{min(free) // MEBIBYTE} MB are free")


def _folders() -> set[Path]:
    """Where something is kept: the instance folder, and a SQLite file that lies elsewhere."""
    kept, file = Path(current_app.instance_path), _file()
    return {kept, file.parent} if file else {kept}


def _worker() -> Finding:
    heard = worker.heard_at(worker.NAME)
    if heard is not None and heard > clock.now() + worker.SILENT_AFTER:
        advice = "Set this machine's clock right (`timedatectl`); the worker writes its time anew each minute."
        return Finding("worker", "the worker was last heard of in the future", advice, is_wrong=True)
    if heard is None or worker.too_long_ago(heard):
        advice = "Nothing is sent until it runs. `make run`, or `systemctl restart chamber`; the log says why it ended."
        return Finding("worker", "the worker has been silent for 2 minutes", advice, is_wrong=True)
    return Finding("worker", f"last heard of {_moment(heard)}")


def _queue() -> Finding:
    unsent = (State.WAITING, State.SENDING)
    messages = _number(Delivery.state.in_(unsent)) + _number(BotMessage.state.in_(unsent))
    jobs = _number(Job.state.in_(UNDER_WAY))
    return Finding("queue", f"{messages} messages wait to be sent, {jobs} jobs to be run", is_beside=True)


def _number(which: ColumnElement[bool]) -> int:
    return int(db.session.scalar(select(func.count()).where(which)) or 0)


def _daily_pass() -> Finding:
    done, began = worker.heard_at(worker.DAILY), worker.heard_at(worker.DAILY_BEGAN)
    is_late = done is None or done < clock.now() - PASS_IS_LATE
    said = f"last done {_moment(done)}" if done else "never done"
    if began and (done is None or done < began):
        is_late = is_late or began < clock.now() - PASS_HANGS
        said += f"; the one begun {_moment(began)} has not come to its end"
    advice = "`flask --app wsgi daily` runs it by hand and says what is in its way." if is_late else ""
    return Finding("daily pass", said, advice, is_beside=True)


def _backup() -> Finding:
    advice = "`flask --app wsgi backup` makes one by hand and says what is in its way."
    try:
        made = last_good()
    except OSError as error:
        return Finding("backup", f"the folder cannot be read: {error.strerror}", advice, is_beside=True)
    is_late = made is None or made < clock.now() - PASS_IS_LATE
    return Finding("backup", f"last made {_moment(made)}" if made else "never made", advice * is_late, is_beside=True)


def _mail() -> Finding:
    advice = (
        "The administrator enters a mail server under Settings (or SMTP_URL does); until then messages stay in here."
    )
    is_set_up = bool(settings().smtp_url)
    return Finding("mail", "set up" if is_set_up else "not set up", advice * (not is_set_up), is_beside=True)


def _proxy() -> list[Finding]:
    """Nothing to say where the address is no https, or the proxy that makes it so is stated."""
    own = settings()
    if own.trusted_proxy or not own.public_url.startswith("https://"):
        return []
    advice = (
        "The administrator enters it under Settings (or TRUSTED_PROXY does), else all visitors count as one address."
    )
    return [Finding("proxy", "none is stated, yet the public address is https", advice, is_beside=True)]


def _moment(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"
