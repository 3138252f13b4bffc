"""Sending queued messages through any channel: a row is claimed, sent and marked, each in its own transaction.

A worker that dies in between leaves a claim; when its lease has run out, the message is sent again, marked uncertain.
"""

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, event, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ... import clock, registry
from ...config import settings
from ...extensions import db, unit_of_work
from ...workdays import services as workdays
from .. import schedule

SEND_MESSAGES = "drain"
"""The name of the task in the worker's queue."""
MAX_RETRY_DELAY = timedelta(hours=2)
_TASKS_AFTER_COMMIT, _PRESS = "outbox_posted", "outbox_press"
_log = logging.getLogger(__name__)


class State:
    """The state of an outgoing message."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    """Nobody to send it to any more: the right or the address is gone."""


class PermanentFailure(Exception):
    """Not worth a retry: the address is none, or the other side knows nobody there."""


class TemporaryFailure(Exception):
    """Worth a retry. `uncertain`: the connection broke after the message was sent and before the response came."""

    def __init__(self, message: str, *, uncertain: bool = False) -> None:
        super().__init__(message)
        self.uncertain = uncertain


@dataclass(frozen=True)
class Claim:
    """Rows that go out as one message: one, all that one press caused, or all of a digest."""

    ids: tuple[int, ...]
    data: tuple[Any, ...]
    """For each row, what the channel's query selects beside it."""


@dataclass(frozen=True)
class Channel:
    """One way of sending: mail, or bots in groups."""

    rows: Any
    """The model of its messages, an `Outgoing`."""
    line: Any
    """The column of the query that names the line of the table."""
    query: Callable[[], Any]
    """Its rows, each with what its message needs."""
    send: Callable[[Claim], bool]
    """Send one message; False where nobody is left to send it to. Raises PermanentFailure or TemporaryFailure."""
    lease: Callable[[], timedelta]
    """How long a claim holds: longer than the other side can take."""
    together: Callable[[Any], ColumnElement[bool] | None] = lambda _row: None
    """Which other rows go out in the same message as this one."""


def insert_once(rows: Any) -> Any:
    """An insert into a table with a unique `key`: a row that another worker has inserted meanwhile is skipped."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(rows.__table__).on_conflict_do_nothing(index_elements=["key"])


def enqueue_after_commit(task: str = SEND_MESSAGES) -> None:
    """Put a task into the worker's queue once this transaction is committed."""
    db.session().info.setdefault(_TASKS_AFTER_COMMIT, set()).add(task)


def press() -> str:
    """What names the transaction under way: all that it causes for one account goes out as one mail."""
    named: str = db.session().info.setdefault(_PRESS, secrets.token_hex(8))
    return named


@event.listens_for(Session, "after_commit")
def _enqueue_tasks(session: Session) -> None:
    session.info.pop(_PRESS, None)
    tasks = session.info.pop(_TASKS_AFTER_COMMIT, set())
    if tasks and (queue := current_app.extensions.get("queue")):
        try:
            for task in tasks:
                queue.enqueue(task)
        except Exception:
            # The worker looks for itself every minute: a queue that fails delays a message, it loses none.
            _log.exception("a task could not be put into the queue")


@event.listens_for(Session, "after_rollback")
def _forget_tasks(session: Session) -> None:
    session.info.pop(_PRESS, None)
    session.info.pop(_TASKS_AFTER_COMMIT, None)


def claim(channel: Channel) -> Claim | None:
    """Claim the channel's next message; None where nothing is due.

    What was due by day and is late, because the other side or the worker failed, waits for the morning all the same.
    """
    now, rows = clock.now(), channel.rows
    with unit_of_work():
        db.session.execute(
            update(rows)
            .where(rows.state == State.SENDING, rows.claimed_at < now - channel.lease())
            .values(state=State.WAITING, uncertain=True)
        )
        due = (
            channel.query()
            .where(rows.state == State.WAITING, rows.due_at <= now, _may_go(channel))
            .order_by(rows.due_at, rows.id)
            .with_for_update(of=rows, skip_locked=True)
            .execution_options(populate_existing=True)
        )
        first = db.session.execute(due.limit(1)).first()
        if first is None:
            return None
        others = channel.together(first)
        found: Sequence[Any] = [first] if others is None else db.session.execute(due.where(others)).all()
        for row in found:
            row[0].state, row[0].claimed_at = State.SENDING, now
            if not row[0].attempts:
                # However long it waited for a worker or for the morning: it is tried for a whole day.
                row[0].give_up_at = now + schedule.RETRY_FOR
            row[0].attempts += 1
        return Claim(tuple(row[0].id for row in found), tuple(tuple(row)[1:] for row in found))


def _may_go(channel: Channel) -> ColumnElement[bool]:
    """What is sent at this hour: all in office hours, no reminder after them, at night only what is urgent."""
    if workdays.is_open():
        return true()
    lines, is_day = registry.lines().values(), schedule.is_day()
    may = [line.name for line in lines if line.urgent or (is_day and not line.topic.in_office_hours)]
    found: ColumnElement[bool] = channel.line.in_(may)
    return found


def send_due(channels: Sequence[Channel]) -> int:
    """Send everything that is due; returns how many messages were tried. Safe for any number of workers at once.

    One message of each channel by turns: a mail server that hangs does not keep the groups waiting, nor they the mail.
    """
    tried = 0
    while done := sum(_send_next(channel) for channel in channels):
        tried += done
    return tried


def _send_next(channel: Channel) -> bool:
    taken = claim(channel)
    if taken is not None:
        _send(channel, taken)
    return taken is not None


def _send(channel: Channel, taken: Claim) -> None:
    try:
        is_sent = channel.send(taken)
    except PermanentFailure as refusal:
        _finish(channel, taken, state=State.FAILED, error=str(refusal)[:300])
    except TemporaryFailure as trouble:
        _retry_later(channel, taken, str(trouble), uncertain=trouble.uncertain)
    except Exception as error:
        # One message that no code of ours foresaw must not hold up the others.
        _log.exception("a message could not be sent")
        _retry_later(channel, taken, f"{type(error).__name__}: {error}", uncertain=True)
    else:
        done = {"state": State.SENT, "sent_at": clock.now()} if is_sent else {"state": State.DROPPED}
        _finish(channel, taken, **done)


def _finish(channel: Channel, taken: Claim, **values: Any) -> None:
    rows = channel.rows
    with unit_of_work():
        mine = (rows.id.in_(taken.ids), rows.state == State.SENDING)
        db.session.execute(update(rows).where(*mine).values(**values))


def _retry_later(channel: Channel, taken: Claim, error: str, *, uncertain: bool) -> None:
    now, first, rows = clock.now(), timedelta(seconds=settings().mail_pause), channel.rows
    with unit_of_work():
        for row in db.session.scalars(select(rows).where(rows.id.in_(taken.ids), rows.state == State.SENDING)):
            pause = min(first * 2 ** min(row.attempts - 1, 12), MAX_RETRY_DELAY)
            row.error, row.uncertain = error[:300], row.uncertain or uncertain
            row.state = State.WAITING if now + pause < row.give_up_at else State.FAILED
            row.due_at = now + pause


def send_again(rows: Any, *which: ColumnElement[bool]) -> int:
    """Try these rows for another 24 hours, as far as they have failed; returns how many."""
    now = clock.now()
    again = update(rows).where(rows.state == State.FAILED, *which)
    anew = {"state": State.WAITING, "attempts": 0, "error": "", "due_at": now, "give_up_at": now + schedule.RETRY_FOR}
    number = len(db.session.execute(again.values(anew).returning(rows.id)).all())
    if number:
        enqueue_after_commit()
    return number
