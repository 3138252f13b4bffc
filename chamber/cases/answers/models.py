"""The tables of answers that are kept to be read or used again."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ...extensions import UtcDateTime, db


class BookAnswer(db.Model):
    """An answer that the secretariat released, reworded and without names. From which case it came is kept nowhere."""

    __tablename__ = "answer_book"

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("case_categories.id"), index=True)
    question: Mapped[str] = mapped_column(String(120))
    answer: Mapped[str] = mapped_column(Text)
    released_at: Mapped[datetime] = mapped_column(UtcDateTime)
    released_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    confirmed_on: Mapped[date]
    """When somebody last made sure that it is still right; grey after 180 days."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class AnswerTemplate(db.Model):
    """A wording that a department keeps for its answers; none: the secretariat's own."""

    __tablename__ = "answer_templates"
    __table_args__ = (Index("ix_answer_templates_department_name", "department_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    name: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
