"""The tables of what is held longer, and of what was erased."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ...extensions import UtcDateTime, db


class CaseHold(db.Model):
    """An ended complaint of which the identity is kept longer than others are, with the reason."""

    __tablename__ = "case_holds"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Empty while it is held."""


class CaseErasure(db.Model):
    """A complaint whose identity was erased, with the little that figures still need."""

    __tablename__ = "case_erasures"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    community: Mapped[str] = mapped_column(String(60))
    """Where the firm was; figures by community go on as they were."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
