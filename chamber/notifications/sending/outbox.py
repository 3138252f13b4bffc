"""The outbox of mail: rows written in the transaction of the act that causes them, sent after it by `dispatch`."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, insert, select

from ... import clock
from ...accounts import mailing
from ...accounts.models import Account
from ...config import settings
from ...extensions import db
from ...messages import Manner, Topic
from .. import schedule
from ..models import Delivery, Notification, NotificationChoice
from . import dispatch, groups, mail
from .dispatch import Channel, Claim, State

MAIL = "mail"
MAX_STEPS = 16
"""More answers than one dialogue waits for: greeting, names, encryption, sign-in, sender, address, text, farewell."""


def enqueue(notified: Sequence[tuple[int, int]], topic: Topic, *, urgent: bool = False) -> None:
    """Queue mail for these (notification, account) pairs, as each account chose.

    Nothing where mail isn't set up: what can't be sent is never shown as sent. When it may go counts from now, not from
    when it happened: the nightly pass writes acts of the evening before. What is `urgent` waits neither for the morning
    nor for the daily digest.
    """
    if not notified or not settings().smtp_url:
        return
    accounts = [account_id for _notification, account_id in notified]
    chosen: dict[int, str] = {
        row.account_id: row.manner
        for row in db.session.execute(
            select(NotificationChoice.account_id, NotificationChoice.manner).where(
                NotificationChoice.kind == topic, NotificationChoice.account_id.in_(accounts)
            )
        )
    }
    reachable, press = mailing.addresses(Account.id.in_(accounts)), dispatch.press()
    rows = []
    for notification_id, account_id in notified:
        manner = Manner(chosen.get(account_id, Manner.AT_ONCE))
        if account_id in reachable and manner != Manner.BELL:
            due = clock.now() if urgent else schedule.due_at(manner, in_office_hours=topic.in_office_hours)
            rows.append(
                {
                    "notification_id": notification_id,
                    "channel": MAIL,
                    "state": State.WAITING,
                    "due_at": due,
                    "give_up_at": due + schedule.RETRY_FOR,
                    "digest": manner == Manner.DAILY and not urgent,
                    "press": f"{press}-{account_id}",
                }
            )
    if rows:
        db.session.execute(insert(Delivery), rows)
        dispatch.enqueue_after_commit()


def _query() -> Any:
    columns = (Notification.account_id, Notification.line, Notification.subject, Notification.kept)
    return select(Delivery, *columns).join(Notification, Notification.id == Delivery.notification_id)


def _together(row: Any) -> ColumnElement[bool] | None:
    if row.Delivery.digest:
        return and_(Delivery.digest, Notification.account_id == row.account_id)
    return and_(Delivery.press == row.Delivery.press, ~Delivery.digest) if row.Delivery.press else None


def _send(claim: Claim) -> bool:
    account_id = claim.data[0][0]
    message = mail.compose(claim.ids[0], account_id, [tuple(items) for _account, *items in claim.data])
    if message is None:
        return False
    mail.send(message)
    return True


def lease() -> timedelta:
    """How long a claim holds: longer than a dialogue with the mail server whose every step takes all its time."""
    return timedelta(seconds=MAX_STEPS * settings().mail_timeout)


BY_MAIL = Channel(Delivery, Notification.line, _query, _send, lease, _together)


def send_due() -> int:
    """Send everything that is due; returns how many messages were tried. Safe for any number of workers at once."""
    return dispatch.send_due((BY_MAIL, groups.BY_BOT))


def failed() -> Any:
    """The query of messages that failed, newest first, with who they were for."""
    return (
        select(Delivery, Notification.line, Account.name)
        .join(Notification, Notification.id == Delivery.notification_id)
        .join(Account, Account.id == Notification.account_id)
        .where(Delivery.state == State.FAILED)
    )
