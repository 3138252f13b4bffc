"""Notices, versions and files, recipient firms and people, forms and answers, questions."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import UtcDateTime, db
from ..language.labelled import Labelled
from ..secrecy.links import PubliclyLinked


class NoticeKind(Labelled):
    """Urgency of a notice."""

    NOTICE = "notice", _l("Notice")
    INFORMATION = "information", _l("For information")
    URGENT = "urgent", _l("Urgent")


class NoticeState(Labelled):
    """State of a notice."""

    DRAFT = "draft", _l("Draft")
    SCHEDULED = "scheduled", _l("Scheduled")
    PUBLISHED = "published", _l("Published")
    WITHDRAWN = "withdrawn", _l("Withdrawn")
    DISCARDED = "discarded", _l("Deleted draft")


class Receipt(Labelled):
    """The receipt wanted of each firm."""

    NONE = "none", _l("Not needed")
    READ = "read", _l("Read: who opened it")
    CONFIRMED = "confirmed", _l("Confirmed: each firm presses once")
    FORM = "form", _l("With a form: each firm fills it in until a deadline")


class FieldKind(Labelled):
    """Type of a form field."""

    CHOICE = "choice", _l("One of several choices")
    NUMBER = "number", _l("Number")
    DATE = "date", _l("Date")
    TEXT = "text", _l("Free text")
    FILE = "file", _l("File")


EVER_PUBLISHED = (NoticeState.PUBLISHED, NoticeState.WITHDRAWN)
"""States that readers have seen."""


class Circle(StrEnum):
    """Who finds a notice by its words (`search.tokens`)."""

    OUT = "no"
    """Who reads it, once it is published."""
    OFFICE = "nf"
    """The secretariat: drafts, why one cannot wait, and what a firm alone asked."""


class Notice(PubliclyLinked, db.Model):
    """A notice of the secretariat to member firms."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_state_published", "state", "published_at", "id"),
        Index("ix_notices_state_publish_at", "state", "publish_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    urgent_reason: Mapped[str] = mapped_column(String(200), default="")
    """Why it may be sent at night; for the secretariat and the log."""
    state: Mapped[str] = mapped_column(String(20), default=NoticeState.DRAFT)
    receipt: Mapped[str] = mapped_column(String(20), default=Receipt.NONE)
    answer_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Deadline of the form, if there is one."""
    audience: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """As `audience.to_json` returns it; applied again until publication, afterwards only history."""
    body: Mapped[str] = mapped_column(Text)
    """Markdown; shown through `markdown.render`, sanitised."""
    pinned_until: Mapped[date | None]
    publish_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdraw_reason: Mapped[str] = mapped_column(String(500), default="")
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    form_key: Mapped[str | None] = mapped_column(String(32), unique=True)
    """Key of the form that created it: submitting twice creates one notice."""
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    versions: Mapped[list["NoticeVersion"]] = relationship(
        order_by="NoticeVersion.number.desc()", cascade="all, delete-orphan"
    )
    files: Mapped[list["NoticeFile"]] = relationship(order_by="NoticeFile.id", cascade="all, delete-orphan")
    fields: Mapped[list["NoticeField"]] = relationship(order_by="NoticeField.position", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}


class NoticeVersion(db.Model):
    """A published text; later versions have a note on what changed."""

    __tablename__ = "notice_versions"
    __table_args__ = (UniqueConstraint("notice_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class NoticeFile(db.Model):
    """A file or picture of a notice."""

    __tablename__ = "notice_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"))
    name: Mapped[str] = mapped_column(String(200))
    is_picture: Mapped[bool] = mapped_column(default=False)


class NoticeField(db.Model):
    """A field of a notice's form; fixed at publication."""

    __tablename__ = "notice_fields"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(10))
    is_required: Mapped[bool] = mapped_column(default=True)
    choices: Mapped[list[str]] = mapped_column(JSON, default=list)


class NoticeFirm(db.Model):
    """A firm that a notice was published to, and its receipt: who opened and confirmed first, who replied last."""

    __tablename__ = "notice_firms"
    __table_args__ = (
        Index("ix_notice_firms_member_id", "member_id", "notice_id"),
        Index("ix_notice_firms_receipt", "notice_id", "opened_at", "confirmed_at", "answered_at"),
    )

    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    answer_version: Mapped[int] = mapped_column(default=0, server_default="0")
    """Counts changed replies; 0: none yet."""
    channel: Mapped[str | None] = mapped_column(String(20))
    """How the firm answered, if the secretariat entered its receipt; None if it answered itself."""


class NoticeAnswer(db.Model):
    """A firm's answer to one field; earlier answers are in the log."""

    __tablename__ = "notice_answers"
    __table_args__ = (UniqueConstraint("field_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("notice_fields.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    text: Mapped[str] = mapped_column(Text)
    """Choice or text, a number with a decimal point, a date as 2026-11-27, or a file name."""
    hundredths: Mapped[int | None] = mapped_column(BigInteger)
    """A number × 100, for exact sums."""
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))


class NoticeRecipient(db.Model):
    """A person at such a firm: notified at publication, or joined the firm later and reads it now."""

    __tablename__ = "notice_recipients"
    __table_args__ = (
        Index("ix_notice_recipients_firm", "notice_id", "member_id"),
        Index("ix_notice_recipients_account", "account_id", "member_id", "opened_at", "notice_id"),
    )

    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NoticeQuestion(db.Model):
    """A question of somebody at a firm, and the secretariat's answer."""

    __tablename__ = "notice_questions"
    __table_args__ = (Index("ix_notice_questions_answered", "answered_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    is_shared: Mapped[bool] = mapped_column(default=False)
    """Shown to all readers, without the asker's name."""
