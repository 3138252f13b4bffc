"""Whether another path that an answer named has worked."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from ...extensions import UtcDateTime, db


class CaseFollowUp(db.Model):
    """Whoever runs a case asks its firm after a time whether the other path has worked."""

    __tablename__ = "case_follow_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    round_number: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    result: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    """One of `words.PathResult`."""
