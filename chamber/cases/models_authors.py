"""Who the author of a case is: who may be told, the code by which they show it, and who went on in their place."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import UtcDateTime, db


class CaseConsent(db.Model):
    """The author's separate consent to tell one organisation who they are, for one purpose (PIPL art. 23)."""

    __tablename__ = "case_consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    recipient: Mapped[str] = mapped_column(String(120))
    recipient_department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    purpose: Mapped[str] = mapped_column(String(300))
    legal_duty: Mapped[str] = mapped_column(String(300), default="")
    """The law that demands it, where identity is passed on without consent."""
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    granted: Mapped[bool | None]
    text_version: Mapped[int | None] = mapped_column(ForeignKey("consent_texts.version"))
    """The text on personal data that was in force when the author decided."""


class CaseReceipt(db.Model):
    """A receipt code: by it the author opens a locked case again. Shown once; only the secret's hash is kept."""

    __tablename__ = "case_receipts"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    locator: Mapped[str] = mapped_column(String(6), unique=True)
    """The first digits of the code: which row it is."""
    secret_hash: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CaseSuccession(db.Model):
    """Somebody went on with a case in its author's place: who the author was, and how they held it."""

    __tablename__ = "case_successions"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    author_phone: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    was_locked: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It was closed to that account, or somebody else may have come into the account since."""
    named_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the author had named whoever goes on; none where they had not."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    """Who chose it; none: the program, by what the author or the roster says."""
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the author, who had been noted as left by mistake, got it back."""


class CaseFinder(db.Model):
    """How often somebody found a confidential case by words in it; the log has one row for each search."""

    __tablename__ = "case_finders"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """0: a colleague of the author, whose name would tell whose case it is."""
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    times: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
