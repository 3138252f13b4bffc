"""The way out that all channels share: a row is claimed, sent, and marked, each in a transaction of its own.

A worker that dies in between leaves a claim behind; when that has run out, the message is sent again, marked uncertain.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, event, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ... import clock, registry
from ...config import Settings
from ...extensions import db, unit_of_work
from .. import manners

SENDING = "drain"
"""What the worker calls the sending of messages."""
LONGEST_PAUSE = timedelta(hours=2)
_POSTED = "outbox_posted"
_log = logging.getLogger(__name__)


class State:
    """Of what must leave the machine."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    """Nobody to send it to any more: the right or the address is gone."""


class Refused(Exception):
    """It will never go like this: the address is none, or the other side knows nobody there."""


class Unfinished(Exception):
    """It may go better later. `uncertain`: the line broke when the message was out and the answer not yet in."""

    def __init__(self, message: str, *, uncertain: bool = False) -> None:
        super().__init__(message)
        self.uncertain = uncertain


@dataclass(frozen=True)
class Claim:
    """Rows that go out as one message: one, or all of a digest."""

    ids: tuple[int, ...]
    told: tuple[Any, ...]
    """Of each row, what the channel's query gives beside it."""


@dataclass(frozen=True)
class Channel:
    """One way out."""

    rows: Any
    """The table of what goes out this way, an `Outgoing`."""
    line: Any
    """The column of the query that names the line of the table."""
    query: Callable[[], Any]
    """Its rows, each with what its message needs."""
    carry: Callable[[Claim], bool]
    """Bring one message to the other side; False where there is nobody any more. Raises Refused or Unfinished."""
    lease: Callable[[], timedelta]
    """How long a claim holds: longer than the other side can take."""
    together: Callable[[Any], ColumnElement[bool] | None] = lambda _row: None
    """Which other rows go out in the same message as this one."""


def once(rows: Any) -> Any:
    """An insert into a table with a unique `key`: what another worker has said meanwhile is passed over."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(rows.__table__).on_conflict_do_nothing(index_elements=["key"])


def settings() -> Settings:
    """Of this server: whether and how it sends."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def announce(errand: str = SENDING) -> None:
    """Wake the worker, to send or for another errand, once this transaction is committed."""
    db.session().info.setdefault(_POSTED, set()).add(errand)


@event.listens_for(Session, "after_commit")
def _wake(session: Session) -> None:
    errands = session.info.pop(_POSTED, set())
    if errands and (queue := current_app.extensions.get("queue")):
        try:
            for errand in errands:
                queue.wake(errand)
        except Exception:
            # The worker looks for itself every minute: a queue that fails delays a message, it loses none.
            _log.exception("the queue could not be told of what there is to do")


@event.listens_for(Session, "after_rollback")
def _not_posted(session: Session) -> None:
    session.info.pop(_POSTED, None)


def claim(channel: Channel) -> Claim | None:
    """Take the channel's next message in hand; None where nothing is due.

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
            .where(rows.state == State.WAITING, rows.due_at <= now, true() if manners.is_day() else _is_urgent(channel))
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
                row[0].give_up_at = now + manners.PERSISTENCE
            row[0].attempts += 1
        return Claim(tuple(row[0].id for row in found), tuple(tuple(row)[1:] for row in found))


def _is_urgent(channel: Channel) -> ColumnElement[bool]:
    found: ColumnElement[bool] = channel.line.in_([line.name for line in registry.lines().values() if line.urgent])
    return found


def drain(channels: Sequence[Channel]) -> int:
    """Send everything that is due; returns how many messages were tried. Safe for any number of workers at once.

    One message of each channel by turns: a mail server that hangs does not keep the groups waiting, nor they the mail.
    """
    tried = 0
    while done := sum(_step(channel) for channel in channels):
        tried += done
    return tried


def _step(channel: Channel) -> bool:
    taken = claim(channel)
    if taken is not None:
        _send(channel, taken)
    return taken is not None


def _send(channel: Channel, taken: Claim) -> None:
    try:
        carried = channel.carry(taken)
    except Refused as refusal:
        _settle(channel, taken, state=State.FAILED, error=str(refusal)[:300])
    except Unfinished as trouble:
        _try_later(channel, taken, str(trouble), uncertain=trouble.uncertain)
    except Exception as error:
        # One message that no code of ours foresaw must not hold up the others.
        _log.exception("a message could not be sent")
        _try_later(channel, taken, f"{type(error).__name__}: {error}", uncertain=True)
    else:
        done = {"state": State.SENT, "sent_at": clock.now()} if carried else {"state": State.DROPPED}
        _settle(channel, taken, **done)


def _settle(channel: Channel, taken: Claim, **values: Any) -> None:
    rows = channel.rows
    with unit_of_work():
        mine = (rows.id.in_(taken.ids), rows.state == State.SENDING)
        db.session.execute(update(rows).where(*mine).values(**values))


def _try_later(channel: Channel, taken: Claim, error: str, *, uncertain: bool) -> None:
    now, first, rows = clock.now(), timedelta(seconds=settings().mail_pause), channel.rows
    with unit_of_work():
        for row in db.session.scalars(select(rows).where(rows.id.in_(taken.ids), rows.state == State.SENDING)):
            pause = min(first * 2 ** min(row.attempts - 1, 12), LONGEST_PAUSE)
            row.error, row.uncertain = error[:300], row.uncertain or uncertain
            row.state = State.WAITING if now + pause < row.give_up_at else State.FAILED
            row.due_at = now + pause


def send_again(rows: Any, *which: ColumnElement[bool]) -> int:
    """Try these rows for another 24 hours, as far as they have failed; returns how many."""
    now = clock.now()
    again = update(rows).where(rows.state == State.FAILED, *which)
    anew = {"state": State.WAITING, "attempts": 0, "error": "", "due_at": now, "give_up_at": now + manners.PERSISTENCE}
    number = len(db.session.execute(again.values(anew).returning(rows.id)).all())
    if number:
        announce()
    return number
