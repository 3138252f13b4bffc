"""The table of long jobs: what takes longer than a page may."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import UtcDateTime, db


class Job(db.Model):
    """One long job. Its progress is stored outside of the database (`progress`), which its transaction may lock."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_state_id", "state", "id"), Index("ix_jobs_account_id", "account_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    """The name of its `Work`, see `kinds`."""
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    hat: Mapped[str] = mapped_column(String(40))
    """In which role it was asked for, as `ActingAs.value`: it runs and is shown in that role only."""
    locale: Mapped[str] = mapped_column(String(20))
    """The language in which it was asked for."""
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Emptied when it has ended."""
    key: Mapped[str | None] = mapped_column(String(64), unique=True)
    """A hash of account and arguments until it has ended: a button pressed twice makes one job."""
    place: Mapped[str] = mapped_column(String(1000))
    """The address of the page that it was asked for on."""
    rows: Mapped[int]
    """How many rows it was about when it was asked for."""
    state: Mapped[str] = mapped_column(String(12))
    attempts: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    said: Mapped[str] = mapped_column(String(300), default="")
    """Its outcome, or why it failed, as a sentence."""
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    """The table that it made; deleted after some days."""
