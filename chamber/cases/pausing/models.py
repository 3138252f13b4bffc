"""The tables of cases that stand still."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ...extensions import UtcDateTime, db


class CaseSuspension(db.Model):
    """One time that the handling clock of a case stood still, and why; figures deduct it."""

    __tablename__ = "case_suspensions"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    round_number: Mapped[int]
    reason: Mapped[str] = mapped_column(String(20))
    """One of `words.Pause`."""
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the clock went on; none while it stands."""
    old_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    new_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CaseMonitoring(db.Model):
    """An answered case that is kept under review (挂账): on what it waits, who watches that, whom it was told."""

    __tablename__ = "case_monitorings"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    round_number: Mapped[int]
    condition: Mapped[str] = mapped_column(Text)
    owner_department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    """Who watches whether it has come; none: whoever runs the case."""
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tell_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    """When the member is told again what is waited for."""
