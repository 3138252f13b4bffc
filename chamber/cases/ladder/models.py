"""The tables of the levels that late steps have reached, and of supervision slips (督办单)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...extensions import UtcDateTime, db


class CaseRung(db.Model):
    """One late step has reached one level; nothing changes or deletes it.

    Who had the step is part of its key: a department that gets a late case begins at the bottom.
    """

    __tablename__ = "case_rungs"
    __table_args__ = (UniqueConstraint("case_id", "due_at", "holder", "level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """By when the step was due: `Case.step_due_at` of then."""
    holder: Mapped[str] = mapped_column(String(20))
    """The number of a department, or the role that was late."""
    level: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When it was reached, which may be before the pass that wrote it."""


class CaseSlip(db.Model):
    """A supervision slip that a department got for a delay; the words of its reply stand in the step of the case."""

    __tablename__ = "case_slips"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    level: Mapped[int]
    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_papers.id"), unique=True)
    """Its number, and when it was issued."""
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """By when the step was due."""
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("case_events.id"))
