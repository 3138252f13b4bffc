"""Tables of notifications, outgoing mail and group messages, bots, choices, and the worker's heartbeat."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import UtcDateTime, db
from ..language.labelled import Labelled


class Service(Labelled):
    """The service whose groups a bot sends to."""

    WECOM = "wecom", _l("WeCom")
    DINGTALK = "dingtalk", _l("DingTalk")
    FEISHU = "feishu", _l("Feishu")


class Notification(db.Model):
    """One message to one account, on the bell: the name of its `Line`, the subject, and what it keeps of its day."""

    __tablename__ = "notifications"
    __table_args__ = (
        Index("ix_notifications_account_read_id", "account_id", "read_at", "id"),
        Index("ix_notifications_account_id", "account_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    """Act, subject, occasion and account: nobody is notified twice of the same."""
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    line: Mapped[str] = mapped_column(String(60))
    """`Line.name`."""
    subject: Mapped[str] = mapped_column(String(60))
    """`case:12`, as in the log."""
    kept: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What `Source.kept` gave: it says the same after the subject has changed."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when its subject is closed to the account: then it stands nowhere, until that is opened again."""


class Outgoing:
    """The columns of every outgoing message, whatever its channel: its state and attempts."""

    state: Mapped[str] = mapped_column(String(12))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Not before: quiet hours, the daily digest, the pause before another attempt."""
    give_up_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """24 hours after it was first due, or first tried where that was later."""
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a worker claimed it; still set without an outcome, that worker died."""
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    uncertain: Mapped[bool] = mapped_column(default=False)
    """A worker died while sending it, or no response came: it may have arrived before it was sent again."""
    error: Mapped[str] = mapped_column(String(300), default="")
    """Why the last attempt failed, as the other side reported it."""


class Delivery(Outgoing, db.Model):
    """A message to one account, written with the act that causes it and sent after it."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("notification_id", "channel"),
        Index("ix_deliveries_state_due_id", "state", "due_at", "id"),
        Index("ix_deliveries_press", "press"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notification_id: Mapped[int] = mapped_column(ForeignKey("notifications.id"))
    channel: Mapped[str] = mapped_column(String(20))
    digest: Mapped[bool] = mapped_column(default=False)
    """Whether it is sent with the others of the day."""
    press: Mapped[str | None] = mapped_column(String(40))
    """The same for all that one press caused for one account: that is one mail."""


class Bot(db.Model):
    """A bot that sends to a group of WeCom, DingTalk or Feishu what concerns all firms."""

    __tablename__ = "bots"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    """The group, as the secretariat calls it."""
    service: Mapped[str] = mapped_column(String(10))
    secret: Mapped[str] = mapped_column(String(600))
    """The key in its URL, encrypted; empty once the bot is removed."""
    fingerprint: Mapped[str | None] = mapped_column(String(64), unique=True)
    """A keyed hash of the secret, so that no bot is set up twice."""
    is_active: Mapped[bool] = mapped_column(default=True)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """A removed bot keeps its row: the log and its messages refer to it."""
    tested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    said_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When something last arrived in the group, a test too."""
    error: Mapped[str] = mapped_column(String(300), default="")
    """Why the last attempt failed; empty when it arrived."""


class BotMessage(Outgoing, db.Model):
    """A message to a group, written with the act that causes it: `Line.name`, subject, and what it keeps of its day."""

    __tablename__ = "bot_messages"
    __table_args__ = (Index("ix_bot_messages_state_due_id", "state", "due_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bot_id: Mapped[int] = mapped_column(ForeignKey("bots.id"))
    key: Mapped[str] = mapped_column(String(160), unique=True)
    """Act, subject, occasion and bot: no group gets the same twice."""
    line: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60))
    kept: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class NotificationChoice(db.Model):
    """How an account wants to be notified of one topic (`kind`), where it is not the default."""

    __tablename__ = "notification_choices"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    manner: Mapped[str] = mapped_column(String(10))


class WorkerHeartbeat(db.Model):
    """When the worker was last alive, and when the daily pass was last done."""

    __tablename__ = "worker_beats"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
