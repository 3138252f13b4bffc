"""The table of figures that are frozen: what was counted when a month or a year was closed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ....extensions import UtcDateTime, db


class FrozenFigures(db.Model):
    """The figures of one month or year, as they were when it was frozen; later acts change nothing in it."""

    __tablename__ = "case_figures"
    __table_args__ = (UniqueConstraint("period", "first_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(String(10))
    """`month` or `year`."""
    first_day: Mapped[date]
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    """Who froze it; none: time alone."""
    definitions: Mapped[int]
    """The version of the definitions that it was counted by (`words.VERSION`)."""
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Of each group of cases (`freezing.GROUPS`) the numbers of `conditions.COUNTS`, and the times."""
