"""What another body that has the same matter asks of the chamber."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from ...extensions import UtcDateTime, db


class CaseOutside(db.Model):
    """A case as another body knows it: its number there, until when that body wants a reply, and the reply."""

    __tablename__ = "case_outsides"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    sender: Mapped[str] = mapped_column(String(20))
    """One of `words.Sender`."""
    number: Mapped[str] = mapped_column(String(60))
    due_on: Mapped[date | None]
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reply: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
