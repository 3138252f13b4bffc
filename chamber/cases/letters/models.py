"""The table of coordination letters."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ...extensions import UtcDateTime, db


class CaseLetter(db.Model):
    """A letter to a department about a complaint; its words never change after they were proposed to the author.

    What came back stands in the step of the case.
    """

    __tablename__ = "case_letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    answer_by: Mapped[date | None]
    """Until when the letter asks for an answer."""
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agreed: Mapped[bool | None]
    """Whether the author has agreed to exactly these words."""
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("issued_papers.id"), unique=True)
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
