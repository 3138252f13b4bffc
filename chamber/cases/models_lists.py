"""The tables that the chamber keeps beside cases: categories, other paths, limits."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, false
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column, synonym

from ..extensions import UtcDateTime, db


class CaseCategory(db.Model):
    """A category that the form offers for a kind."""

    __tablename__ = "case_categories"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = synonym("name")
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)
    questions: Mapped[str] = mapped_column(Text, default="", server_default=sql_text("''"))
    """What the text of a case of it may begin with: since when, what was tried, what is wished."""
    complexity: Mapped[str] = mapped_column(String(10), default="", server_default=sql_text("''"))
    """What accepting a case of it proposes; empty: nothing of its own."""
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    """The department that accepting proposes."""
    own_desk: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Accepting proposes that whoever accepts handles it."""


class NextPath(db.Model):
    """Another way that a firm can go: the maintained list behind answers that do not help."""

    __tablename__ = "next_paths"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(300))
    law: Mapped[str] = mapped_column(String(200), default="", server_default=sql_text("''"))
    place: Mapped[str] = mapped_column(String(200), default="", server_default=sql_text("''"))
    phone: Mapped[str] = mapped_column(String(40), default="", server_default=sql_text("''"))
    time_limit: Mapped[str] = mapped_column(String(120), default="", server_default=sql_text("''"))
    verified_on: Mapped[date | None]
    """When somebody made sure of all this; grey after 180 days."""
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)


class CaseLimit(db.Model):
    """A limit in working days; an edit is a new row, the newest of a key counts for cases submitted from then on."""

    __tablename__ = "case_limits"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), index=True)
    days: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
