"""The table of the rungs that late steps have reached."""

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
