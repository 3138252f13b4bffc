"""Notifying people: acts of the log become messages on the bell, as `Act.tells` declares; reading one's own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from .. import clock, registry
from ..accounts.acting import ActingAs, act_as, actor_for, other_firms
from ..accounts.signals import accounts_merged
from ..audit.services import Entry
from ..audit.signals import logged
from ..extensions import db, find_one
from ..messages import Happened, Line, Shown, To
from ..registry import source_of
from ..rights import Actor
from .models import BotMessage, Delivery, Notification
from .naming import named
from .sending import dispatch, groups, outbox

MAX_COMPARED = 300
BATCH_SIZE = 1000
"""Messages inserted at a time: a worker that once notified 20,000 people would keep that memory."""


@logged.connect
def _on_logged(session: Session, *, written: Sequence[tuple[Entry, int]]) -> None:
    for entry, position in written:
        if entry.act in registry.lines_of():
            kind, _colon, number = entry.subject.partition(":")
            after, before = entry.values.get("after", {}), entry.values.get("before", {})
            why = (str(position), entry.at, entry.doer_id, after, before, entry.reason)
            notify(kind, Happened(entry.act, int(number), *why))


@accounts_merged.connect
def bring_along(_sender: object, *, account_id: int, into_id: int) -> None:
    """The messages of an account go on with another one of the same person."""
    mine = update(Notification).where(Notification.account_id == account_id).values(account_id=into_id)
    db.session.execute(mine.execution_options(synchronize_session=False))


def notify(kind: str, happened: Happened) -> int:
    """Notify everybody whom the act's lines name, except who did it; harmless when repeated. Returns how many."""
    subject, count = f"{kind}:{happened.subject_id}", 0
    source = source_of(subject)
    if not source.is_news(happened):
        return 0
    kept = dict(source.kept(happened)) if source.kept else None
    seen: set[int] = set()
    for line in registry.lines_of()[happened.act]:
        if line.to == To.GROUPS:
            groups.enqueue(line, subject, happened, kept)
            continue
        whom = dict.fromkeys(source.recipients(happened, line.to))
        accounts = [one for one in whom if one not in seen and (line.receipt or one != happened.doer_id)]
        seen.update(accounts)
        for start in range(0, len(accounts), BATCH_SIZE):
            count += _write(line, subject, happened, kept, accounts[start : start + BATCH_SIZE])
    return count


def _write(line: Line, subject: str, happened: Happened, kept: dict[str, Any] | None, accounts: list[int]) -> int:
    rows = [
        {
            "key": f"{line.act}/{subject}/{happened.why}/{account_id}",
            "account_id": account_id,
            "line": line.name,
            "subject": subject,
            "kept": kept,
            "at": happened.at,
        }
        for account_id in accounts
    ]
    if not rows:
        return 0
    columns = Notification.__table__.c
    fresh = dispatch.insert_once(Notification).returning(columns.id, columns.account_id)
    made = db.session.execute(fresh, rows).all()
    outbox.enqueue([(row.id, row.account_id) for row in made], line.topic, urgent=line.urgent)
    return len(made)


@dataclass(frozen=True)
class BellLine:
    """One line of the bell as its reader sees it."""

    id: int
    words: str
    """Empty where the right to the thing is gone."""
    shown: Shown | None
    at: datetime
    read: bool
    firm: str = ""
    """The firm that it is about, where its reader acts for several."""
    act_as: str = ""
    """As whom it opens, where not as now: `ActingAs.value`."""


def query(actor: Actor, *, unread: bool = False) -> Any:
    """The account's own lines (or only what it has not read); paged by `Notification.at` and `Notification.id`."""
    mine = select(Notification).where(*_on_bell(actor))
    return mine.where(Notification.read_at.is_(None)) if unread else mine


def counts(actor: Actor) -> tuple[int, int]:
    """How many lines the account has, and how many of them it has not read."""
    numbers = select(func.count(), func.count().filter(Notification.read_at.is_(None)))
    row = db.session.execute(numbers.where(*_on_bell(actor))).one()
    return row[0], row[1]


def lines(rows: Sequence[Notification], actor: Actor) -> list[BellLine]:
    """These rows in words: one query for each kind of subject, however many."""
    shown, others = named((row.subject for row in rows), actor), other_firms(actor)
    elsewhere = [(one, named((row.subject for row in rows), actor_for(actor.account_id, one))) for one in others]
    return [_line(row, shown.get(row.subject), actor.member_name, elsewhere) for row in rows]


def _line(
    row: Notification, shown: Shown | None, firm: str, elsewhere: list[tuple[ActingAs, dict[str, Shown]]]
) -> BellLine:
    """The line as the acting firm has it, else as another firm of its reader; what all have says no firm."""
    line = partial(BellLine, row.id, at=row.at, read=row.read_at is not None)
    found = [(one, there[row.subject]) for one, there in elsewhere if row.subject in there]
    if shown or not found:
        names = [firm, *(one.unit for one, _shown in found)] if shown and len(found) < len(elsewhere) else []
        return line(words=sentence(row, shown), shown=shown, firm=" · ".join(names))
    one, there = found[0]
    return line(words=sentence(row, there), shown=there, firm=one.unit, act_as=one.value)


def sentence(row: Notification | BotMessage, shown: Shown | None) -> str:
    """What a message says of its subject; empty where its reader may not name that."""
    line = registry.lines().get(row.line)
    return line.about(source_of(row.subject).named(row.kept, shown.what)) if line and shown else ""


def open_line(notification_id: int, *, actor: Actor) -> BellLine:
    """Mark one of the account's own messages as read, and act for the firm that it is about."""
    row = find_one(query(actor).where(Notification.id == notification_id), _("There is no such message."))
    mark_read(actor, notification_id)
    line = lines([row], actor)[0]
    if line.act_as:
        act_as(line.act_as, actor=actor)
    return line


def unread_of(address: str, address_of: Callable[[Shown], str], *, actor: Actor) -> list[int]:
    """The account's unread messages that lead to the page at this address, of its latest `MAX_COMPARED`."""
    newest = query(actor, unread=True).order_by(Notification.id.desc()).limit(MAX_COMPARED)
    rows = db.session.scalars(newest).all()
    shown = named((row.subject for row in rows), actor)
    leads = {subject: address_of(one).partition("#")[0] for subject, one in shown.items()}
    return [row.id for row in rows if leads.get(row.subject) == address]


def mark_seen(ids: Sequence[int], *, actor: Actor) -> None:
    """Mark these of the account's own messages as read: their page was opened; harmless when repeated."""
    mine = (Notification.account_id == actor.account_id, Notification.read_at.is_(None), Notification.id.in_(ids))
    db.session.execute(update(Notification).where(*mine).values(read_at=clock.now()))


def mark_read(actor: Actor, notification_id: int | None = None) -> None:
    """Mark one message, or all of them, as read; harmless when repeated."""
    which = update(Notification).where(*_on_bell(actor), Notification.read_at.is_(None))
    if notification_id is not None:
        which = which.where(Notification.id == notification_id)
    db.session.execute(which.values(read_at=clock.now()))


def _on_bell(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return Notification.account_id == actor.account_id, Notification.hidden_at.is_(None)


def withdraw(account_id: int, subjects: Sequence[str]) -> None:
    """Hide what an account was told of these subjects (`case:12`) from its bell, and take it out of the post."""
    mine = (Notification.account_id == account_id, Notification.subject.in_(subjects))
    db.session.execute(delete(Delivery).where(Delivery.notification_id.in_(select(Notification.id).where(*mine))))
    db.session.execute(update(Notification).where(*mine).values(hidden_at=clock.now()))


def forget(subject: str) -> None:
    """Delete whatever anybody was told of this (`case:12`), sent or not: who got it tells whose it was."""
    theirs = select(Notification.id).where(Notification.subject == subject)
    db.session.execute(delete(Delivery).where(Delivery.notification_id.in_(theirs)))
    db.session.execute(delete(Notification).where(Notification.subject == subject))


def give_back(account_id: int, subject: str) -> None:
    """Put what was hidden from an account back on its bell, with the dates that it had; the post keeps silent."""
    mine = (Notification.account_id == account_id, Notification.subject == subject)
    db.session.execute(update(Notification).where(*mine).values(hidden_at=None))
