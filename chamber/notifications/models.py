"""What a person was told, and the outbox of what leaves the machine."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import UtcDateTime, db
from ..language.labelled import Labelled


class Service(Labelled):
    """Whose groups a bot speaks in."""

    WECOM = "wecom", _l("WeCom")
    DINGTALK = "dingtalk", _l("DingTalk")
    FEISHU = "feishu", _l("Feishu")


class Notification(db.Model):
    """One thing said to one account: the bell. It holds no words of the thing, only which line of the table it is."""

    __tablename__ = "notifications"
    __table_args__ = (
        Index("ix_notifications_account_read_id", "account_id", "read_at", "id"),
        Index("ix_notifications_account_id", "account_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    """What, whom and why: the same thing is never said twice."""
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    line: Mapped[str] = mapped_column(String(60))
    """The line of the table."""
    subject: Mapped[str] = mapped_column(String(60))
    """`case:12`, as in the log."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Outgoing:
    """What every message that must leave the machine carries, whichever way it goes: how far it is."""

    state: Mapped[str] = mapped_column(String(12))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Not before: quiet hours, the daily digest, the pause before another attempt."""
    give_up_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """24 hours after it was first due, or first tried where that was later."""
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a worker took it in hand; set with no outcome after it, the worker died on the way."""
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    uncertain: Mapped[bool] = mapped_column(default=False)
    """A worker died with it in hand: it may have arrived before it was sent again."""
    error: Mapped[str] = mapped_column(String(300), default="")
    """Why the last attempt failed, as the other side said it."""


class Delivery(Outgoing, db.Model):
    """A message to one account, written with the act that causes it and sent after it."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("notification_id", "channel"),
        Index("ix_deliveries_state_due_id", "state", "due_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notification_id: Mapped[int] = mapped_column(ForeignKey("notifications.id"))
    channel: Mapped[str] = mapped_column(String(20))
    digest: Mapped[bool] = mapped_column(default=False)
    """Waits for the others of the day and goes out with them."""


class Bot(db.Model):
    """A bot that says in a group of WeCom, DingTalk or Feishu what concerns all firms."""

    __tablename__ = "bots"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    """The group, as the secretariat calls it."""
    service: Mapped[str] = mapped_column(String(10))
    secret: Mapped[str] = mapped_column(String(600))
    """What it is called by, sealed; empty once the bot is removed."""
    fingerprint: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the secret, so that no group is told everything twice; it does not give the secret away."""
    is_active: Mapped[bool] = mapped_column(default=True)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """A removed bot keeps its row: the log and what it said name it."""
    tested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    said_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When something last arrived in the group, a test too."""
    error: Mapped[str] = mapped_column(String(300), default="")
    """Why the last attempt failed; empty when it arrived."""


class BotMessage(Outgoing, db.Model):
    """A message to a group, written with the act that causes it. It holds no words, only which line of the table."""

    __tablename__ = "bot_messages"
    __table_args__ = (Index("ix_bot_messages_state_due_id", "state", "due_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bot_id: Mapped[int] = mapped_column(ForeignKey("bots.id"))
    key: Mapped[str] = mapped_column(String(160), unique=True)
    """What, which group and why: the same thing is never said twice."""
    line: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60))


class NotificationChoice(db.Model):
    """How an account wants to hear of one kind of thing, where it differs from the table."""

    __tablename__ = "notification_choices"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    manner: Mapped[str] = mapped_column(String(10))


class WorkerBeat(db.Model):
    """When the worker was last alive; one row."""

    __tablename__ = "worker_beats"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
