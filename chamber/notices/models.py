"""Notices, their versions and files, the firms and people that they reach, what firms answer, and questions."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import UtcDateTime, db
from ..language.labelled import Labelled


class NoticeKind(Labelled):
    """How much a notice presses."""

    NOTICE = "notice", _l("Notice")
    INFORMATION = "information", _l("For information")
    URGENT = "urgent", _l("Urgent")


class NoticeState(Labelled):
    """Where a notice stands."""

    DRAFT = "draft", _l("Draft")
    SCHEDULED = "scheduled", _l("Scheduled")
    PUBLISHED = "published", _l("Published")
    WITHDRAWN = "withdrawn", _l("Withdrawn")
    DISCARDED = "discarded", _l("Deleted draft")


class Receipt(Labelled):
    """What the chamber wants to know of each firm."""

    NONE = "none", _l("Not needed")
    READ = "read", _l("Read: who opened it")
    CONFIRMED = "confirmed", _l("Confirmed: each firm presses once")
    FORM = "form", _l("With a form: each firm fills it in until a deadline")


class FieldKind(Labelled):
    """What a field of a notice's form takes."""

    CHOICE = "choice", _l("One of several choices")
    NUMBER = "number", _l("Number")
    DATE = "date", _l("Date")
    TEXT = "text", _l("Free text")
    FILE = "file", _l("File")


class Notice(db.Model):
    """What the secretariat says to firms."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_state_published", "state", "published_at", "id"),
        Index("ix_notices_state_publish_at", "state", "publish_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    urgent_reason: Mapped[str] = mapped_column(String(200), default="")
    """Why it may be sent at night; only the secretariat and the log have it."""
    state: Mapped[str] = mapped_column(String(20), default=NoticeState.DRAFT)
    receipt: Mapped[str] = mapped_column(String(20), default=Receipt.NONE)
    answer_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The last moment at which a firm may fill in the form; only where there is one."""
    audience: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What `audience.stored` made of the choice; worked out anew until publication, afterwards only history."""
    body: Mapped[str] = mapped_column(Text)
    """Markdown; shown through `markdown.render`, sanitised."""
    search: Mapped[str] = mapped_column(Text, default="")
    pinned_until: Mapped[date | None]
    publish_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdraw_reason: Mapped[str] = mapped_column(String(500), default="")
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    public_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    """The secret of the link that anybody may open; none: there is no such link."""
    form_key: Mapped[str | None] = mapped_column(String(32), unique=True)
    """Of the form that made it: a form that is sent twice makes one notice."""
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
    """A published text; the first one has no note, each later one says what changed."""

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
    """What a notice's form asks; fixed by publication."""

    __tablename__ = "notice_fields"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(10))
    is_required: Mapped[bool] = mapped_column(default=True)
    choices: Mapped[list[str]] = mapped_column(JSON, default=list)


class NoticeFirm(db.Model):
    """A firm that a notice was published to, and its receipt: the first of its people who opened and who confirmed,
    the last who filled in the form.
    """

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
    """How often the form was sent with something new in it; 0: not yet."""
    channel: Mapped[str | None] = mapped_column(String(20))
    """How the firm told the secretariat, which then entered its receipt; none where the firm sent it itself."""


class NoticeAnswer(db.Model):
    """What a firm has put into one field; the log keeps what stood there before."""

    __tablename__ = "notice_answers"
    __table_args__ = (UniqueConstraint("field_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("notice_fields.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    text: Mapped[str] = mapped_column(Text)
    """The choice or the words themselves, a number with a point, a day as 2026-11-27, the name of a file."""
    hundredths: Mapped[int | None] = mapped_column(BigInteger)
    """Of a number, so that sums are exact."""
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))


class NoticeRecipient(db.Model):
    """A person of such a firm: told at publication, or come to the firm later and reading it now."""

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
    """What somebody of a firm asks about a notice, and what the secretariat answers."""

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
    """Shown, without who asked, to everybody who may read the notice."""
