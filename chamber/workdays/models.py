"""Days that the administrator has declared working or free, over the statutory calendar."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import UtcDateTime, db


class WorkdayChange(db.Model):
    """One day that the administrator declared working or free, against or beyond the decrees; never deleted."""

    __tablename__ = "workday_changes"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_workday: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
