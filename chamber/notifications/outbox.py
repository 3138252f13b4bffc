"""The outbox: what must leave the machine is a row of the act's own transaction, and is sent after it.

A row is claimed, sent, and marked, each in a transaction of its own. A worker that dies in between leaves a claim
behind; when that has run out, the message is sent again, marked uncertain, under the same Message-ID.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, event, insert, select, update
from sqlalchemy.orm import Session

from .. import clock
from ..accounts.models import Account
from ..extensions import db, unit_of_work
from . import mail, manners
from .models import Delivery, Notification, NotificationChoice
from .table import Kind, Manner

MAIL = "mail"
LONGEST_PAUSE = timedelta(hours=2)
STEPS = 16
"""More answers than one dialogue waits for: greeting, names, encryption, sign-in, sender, address, text, farewell."""
_POSTED = "outbox_posted"
_log = logging.getLogger(__name__)


class State:
    """Of a delivery."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    """Nobody to send it to any more: the right or the address is gone."""


def post(told: Sequence[tuple[int, int]], kind: Kind, *, urgent: bool = False) -> None:
    """Write what must leave the machine for these (notification, account) pairs, as each account chose.

    Nothing where mail isn't set up: what can't be sent is never shown as sent. When it may go counts from now, not from
    when it happened: the nightly pass writes acts of the evening before. What is `urgent` waits neither for the morning
    nor for the daily digest.
    """
    if not told or not mail.settings().smtp_url:
        return
    accounts = [account_id for _notification, account_id in told]
    chosen: dict[int, str] = {
        row.account_id: row.manner
        for row in db.session.execute(
            select(NotificationChoice.account_id, NotificationChoice.manner).where(
                NotificationChoice.kind == kind, NotificationChoice.account_id.in_(accounts)
            )
        )
    }
    reachable = mail.addresses(Account.id.in_(accounts))
    rows = []
    for notification_id, account_id in told:
        manner = Manner(chosen.get(account_id, Manner.AT_ONCE))
        if account_id in reachable and manner != Manner.BELL:
            due = clock.now() if urgent else manners.due_at(manner)
            rows.append(
                {
                    "notification_id": notification_id,
                    "channel": MAIL,
                    "state": State.WAITING,
                    "due_at": due,
                    "give_up_at": due + manners.PERSISTENCE,
                    "digest": manner == Manner.DAILY and not urgent,
                }
            )
    if rows:
        db.session.execute(insert(Delivery), rows)
        db.session().info[_POSTED] = True


@event.listens_for(Session, "after_commit")
def _wake(session: Session) -> None:
    if session.info.pop(_POSTED, False) and (queue := current_app.extensions.get("queue")):
        try:
            queue.wake()
        except Exception:
            # The worker looks for itself every minute: a queue that fails delays a message, it loses none.
            _log.exception("the queue could not be told of new messages")


@event.listens_for(Session, "after_rollback")
def _not_posted(session: Session) -> None:
    session.info.pop(_POSTED, None)


@dataclass(frozen=True)
class Claim:
    """Deliveries that go out as one message: one, or all of a digest."""

    ids: tuple[int, ...]
    account_id: int
    lines: tuple[tuple[str, str], ...]
    """(line of the table, subject) of each."""


def lease() -> timedelta:
    """How long a claim holds: longer than a dialogue with the mail server whose every step takes all its time."""
    return timedelta(seconds=STEPS * mail.settings().mail_timeout)


def _claim() -> Claim | None:
    """Take the next message in hand; None where nothing is due."""
    now = clock.now()
    with unit_of_work():
        db.session.execute(
            update(Delivery)
            .where(Delivery.state == State.SENDING, Delivery.claimed_at < now - lease())
            .values(state=State.WAITING, uncertain=True)
        )
        due = (
            select(Delivery, Notification.account_id, Notification.line, Notification.subject)
            .join(Notification, Notification.id == Delivery.notification_id)
            .where(Delivery.state == State.WAITING, Delivery.due_at <= now)
            .order_by(Delivery.due_at, Delivery.id)
            .with_for_update(of=Delivery, skip_locked=True)
            .execution_options(populate_existing=True)
        )
        first = db.session.execute(due.limit(1)).first()
        if first is None:
            return None
        rows = [first]
        if first[0].digest:
            rows = list(db.session.execute(due.where(Delivery.digest, Notification.account_id == first.account_id)))
        for row in rows:
            row[0].state, row[0].claimed_at = State.SENDING, now
            row[0].attempts += 1
        return Claim(tuple(row[0].id for row in rows), first.account_id, tuple((row.line, row.subject) for row in rows))


def drain() -> int:
    """Send everything that is due; returns how many messages were tried. Safe for any number of workers at once."""
    tried = 0
    while claim := _claim():
        _send(claim)
        tried += 1
    return tried


def _send(claim: Claim) -> None:
    try:
        message = mail.compose(claim.ids[0], claim.account_id, claim.lines)
        if message is None:
            _settle(claim, state=State.DROPPED)
            return
        mail.send(message)
    except mail.Refused as refusal:
        _settle(claim, state=State.FAILED, error=str(refusal))
    except mail.Unfinished as trouble:
        _try_later(claim, str(trouble), uncertain=trouble.uncertain)
    except Exception as error:
        # One message that no code of ours foresaw must not hold up the others.
        _log.exception("a message could not be sent")
        _try_later(claim, f"{type(error).__name__}: {error}", uncertain=True)
    else:
        _settle(claim, state=State.SENT, sent_at=clock.now())


def _settle(claim: Claim, **values: Any) -> None:
    if "error" in values:
        values["error"] = values["error"][:300]
    with unit_of_work():
        mine = (Delivery.id.in_(claim.ids), Delivery.state == State.SENDING)
        db.session.execute(update(Delivery).where(*mine).values(**values))


def _try_later(claim: Claim, error: str, *, uncertain: bool) -> None:
    now, first = clock.now(), timedelta(seconds=mail.settings().mail_pause)
    with unit_of_work():
        rows = db.session.scalars(select(Delivery).where(Delivery.id.in_(claim.ids), Delivery.state == State.SENDING))
        for row in rows:
            pause = min(first * 2 ** min(row.attempts - 1, 12), LONGEST_PAUSE)
            row.error, row.uncertain = error[:300], row.uncertain or uncertain
            row.state = State.WAITING if now + pause < row.give_up_at else State.FAILED
            row.due_at = now + pause


def trouble() -> Any:
    """The query of messages that failed, newest first, with who they were for."""
    return (
        select(Delivery, Notification.line, Account.name)
        .join(Notification, Notification.id == Delivery.notification_id)
        .join(Account, Account.id == Notification.account_id)
        .where(Delivery.state == State.FAILED)
    )


def send_again(*which: ColumnElement[bool]) -> int:
    """Try these messages for another 24 hours, as far as they have failed; returns how many."""
    now = clock.now()
    again = update(Delivery).where(Delivery.state == State.FAILED, *which)
    anew = {"state": State.WAITING, "attempts": 0, "error": "", "due_at": now, "give_up_at": now + manners.PERSISTENCE}
    number = len(db.session.execute(again.values(anew).returning(Delivery.id)).all())
    if number:
        db.session().info[_POSTED] = True
    return number
