"""Tables of papers: the templates that replace shipped ones, the series of numbers, and what was issued under them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import UtcDateTime, db


class PaperTemplate(db.Model):
    """The chamber's own template of one kind of paper; without a row the shipped one is in force."""

    __tablename__ = "paper_templates"

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"), unique=True)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class NumberSeries(db.Model):
    """What stands before the numbers of one kind of paper; without a row that with which it was shipped."""

    __tablename__ = "number_series"

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    prefix: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class LastNumber(db.Model):
    """The last number of one kind of paper in one year; its row is locked from the taking to the commit."""

    __tablename__ = "last_numbers"

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]


class IssuedPaper(db.Model):
    """A number that was given to a paper: of what it is, when, by whom. It never changes and is never deleted."""

    __tablename__ = "issued_papers"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    number: Mapped[int]
    words: Mapped[str] = mapped_column(String(60))
    """The whole number as it stands on the paper, also after the prefix was changed."""
    subject: Mapped[str] = mapped_column(String(60))
    """What it is of: `case:12`."""
    part: Mapped[str] = mapped_column(String(60))
    """Which of several papers of that kind about it; empty where there is one."""
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (
        UniqueConstraint("kind", "year", "number"),
        Index("ix_issued_papers_subject", "subject", "kind"),
    )
