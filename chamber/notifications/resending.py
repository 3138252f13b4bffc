"""Mail that could not be sent: who may see which, the state of the outbox, and sending it again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)  # fmt: skip

from .. import clock, registry
from ..audit import services as audit
from ..extensions import NOW, UtcDateTime, db, find_one
from ..registry.homes import waiting_row
from ..rights import Actor
from . import bots, rights
from .models import Delivery, Notification, WorkerHeartbeat
from .sending import dispatch, outbox
from .sending.outbox import State
from .sending.reasons import Failure, Reason, mail_reason_of
from .worker import NAME, SILENT_AFTER, too_long_ago

STUCK_AFTER = 5
"""After so many attempts (a quarter of an hour) the page says that a message does not get through."""

_STUCK = (Delivery.state.in_((State.WAITING, State.SENDING)), Delivery.attempts >= STUCK_AFTER)


@dataclass(frozen=True)
class OutboxStatus:
    """How many messages failed or wait, and when the worker was last alive."""

    failed: int
    waiting: int
    stuck: int
    """How many of the waiting were tried `STUCK_AFTER` times or more."""
    certain: int
    """How many of the failed certainly did not arrive."""
    failed_in_groups: int
    """How many messages to groups failed."""
    heard_at: datetime | None
    """When the worker was last alive."""

    @property
    def silent(self) -> bool:
        """Whether nobody sends what waits."""
        return too_long_ago(self.heard_at)


def _visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition for notifications that this person may know of: a failed message too could reveal a case.

    The administrator may resend all, but is never shown what they are about.
    """
    reach = rights.RESEND.of(actor)
    if reach is rights.UNREAD:
        return true()
    if reach is not rights.SEEN:
        return false()
    allowed: list[ColumnElement[bool]] = [true()]
    for kind, subject in registry.subjects().items():
        if subject.source is None or subject.source.known is None:
            continue
        seen = subject.source.known(actor).subquery()
        wanted = select(literal(f"{kind}:") + cast(seen.c[0], String))
        allowed.append(~Notification.subject.startswith(f"{kind}:") | Notification.subject.in_(wanted))
    return and_(*allowed)


def failed(actor: Actor) -> Any:
    """The query of failed messages that this person may know of; paged by `Delivery.id`, newest first."""
    rights.RESEND.demand(actor)
    return outbox.failed().where(_visible_to(actor))


def failures(rows: Iterable[Any], actor: Actor) -> list[Failure]:
    """These rows as this person may read them."""
    blind = rights.RESEND.of(actor) is rights.UNREAD
    return [
        Failure.of(row.Delivery, row.name, "" if blind else _topic(row.line), mail_reason_of(row.Delivery.error))
        for row in rows
    ]


def _topic(line: str) -> str:
    known = registry.lines().get(line)
    return str(known.topic.label) if known else ""


def outbox_status(actor: Actor) -> OutboxStatus:
    """How many messages failed and how many wait, of those that this person may know of; one query."""
    return OutboxStatus(*db.session.execute(_status_query(actor)).one())


@lru_cache(maxsize=200)
def _status_query(actor: Actor) -> Any:
    return select(*_numbers(actor))


def _numbers(actor: Actor) -> tuple[Any, ...]:
    def number(*which: ColumnElement[bool]) -> Any:
        rows = select(func.count()).select_from(Delivery)
        rows = rows.join(Notification, Notification.id == Delivery.notification_id)
        return rows.where(*which, _visible_to(actor)).scalar_subquery()

    heard = select(WorkerHeartbeat.at).where(WorkerHeartbeat.name == NAME).scalar_subquery()
    failed, waiting = Delivery.state == State.FAILED, Delivery.state.in_((State.WAITING, State.SENDING))
    certain, stuck = number(failed, Delivery.uncertain.is_(False)), number(*_STUCK)
    failed_in_groups, waiting_in_groups = bots.counts(actor)
    return number(failed), number(waiting) + waiting_in_groups, stuck, certain, failed_in_groups, heard


def trouble(actor: Actor) -> Reason | None:
    """Why what waits does not get through, as the last attempt met it; None where nothing is stuck."""
    mine = select(Delivery.error).join(Notification, Notification.id == Delivery.notification_id)
    last = mine.where(*_STUCK, _visible_to(actor)).order_by(Delivery.claimed_at.desc(), Delivery.id.desc()).limit(1)
    error = db.session.scalar(last)
    return None if error is None else mail_reason_of(error)


def send_again(delivery_id: int, *, actor: Actor) -> bool:
    """Try a failed message for another 24 hours; False where that is under way already."""
    rights.RESEND.demand(actor)
    mine = select(Delivery.id).join(Notification, Notification.id == Delivery.notification_id)
    find_one(mine.where(Delivery.id == delivery_id, _visible_to(actor)), _("There is no such message."))
    if not dispatch.send_again(Delivery, Delivery.id == delivery_id):
        return False
    audit.record("message.sent_again", "message", delivery_id, actor=actor)
    return True


def send_all_again(*, actor: Actor) -> int:
    """Try all that failed and that this person may know of for another 24 hours; returns how many.

    What may have arrived nevertheless stays: whoever sends that again decides it one by one.
    """
    rights.RESEND.demand(actor)
    mine = select(Delivery.id).join(Notification, Notification.id == Delivery.notification_id).where(_visible_to(actor))
    number = dispatch.send_again(Delivery, Delivery.uncertain.is_(False), Delivery.id.in_(mine))
    if number:
        audit.record("message.all_sent_again", "message", "all", actor=actor, after={"messages": number})
    return number


class Trouble(StrEnum):
    """What a line of a home page says."""

    FAILED = "failed"
    IN_GROUPS = "in_groups"
    STUCK = "stuck"
    SILENT = "silent"


def waiting(actor: Actor) -> Select[Any]:
    """What failed, does not get through, or nobody sends: a row each; for the list that gets empty."""
    failed, pending, stuck, _certain, in_groups, heard = _numbers(actor)
    long_ago = bindparam(None, callable_=lambda: clock.now() - SILENT_AFTER, type_=UtcDateTime())
    to_come = bindparam(None, callable_=lambda: clock.now() + SILENT_AFTER, type_=UtcDateTime())
    silent = case((or_(heard.is_(None), heard < long_ago, heard > to_come), pending - stuck), else_=0)
    numbers = dict(zip(Trouble, (failed, in_groups, stuck, silent), strict=True))
    rows = (
        waiting_row(key=0, title=literal(word.value), number=number, since=NOW, due=NOW).where(number > 0)
        for word, number in numbers.items()
    )
    return select(union_all(*rows).subquery())
