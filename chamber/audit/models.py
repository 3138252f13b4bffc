"""Tables of the append-only log: rows chained by hash per subject; values apart, as the law may want them erased."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import UtcDateTime, db


class AuditHead(db.Model):
    """One row a subject, locked while its chain grows."""

    __tablename__ = "audit_heads"

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    length: Mapped[int]
    last_hash: Mapped[str] = mapped_column(String(64))


class AuditRow(db.Model):
    """Who did what to which subject, when and why; carries neither author nor values of a confidential case."""

    __tablename__ = "audit_rows"
    __table_args__ = (
        UniqueConstraint("subject", "position"),
        Index("ix_audit_rows_actor_at", "actor_id", "at"),
        Index("ix_audit_rows_act_at", "act", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(80))
    """`case:17`, `member:3`, …: kind and id of the thing."""
    kind: Mapped[str] = mapped_column(String(20), index=True)
    """The part of the subject before the colon."""
    position: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    role: Mapped[str] = mapped_column(String(20))
    act: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditValue(db.Model):
    """Before and after of a row, and the salt of its digest; may be erased, the digest stays."""

    __tablename__ = "audit_values"

    row_id: Mapped[int] = mapped_column(ForeignKey("audit_rows.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    values: Mapped[dict[str, Any]] = mapped_column("field_values", JSON)


class AuditSeal(db.Model):
    """A nightly hash over all rows since the last seal, by which deleted last rows are noticed."""

    __tablename__ = "audit_seals"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_row_id: Mapped[int]
    rows: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
