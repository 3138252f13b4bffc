"""The table of stored files: random names outside static/, served only through what they belong to."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import UtcDateTime, db


class StoredFile(db.Model):
    """One file on disk; who may have it is decided by the feature that links to it."""

    __tablename__ = "stored_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    """Random name on disk."""
    name: Mapped[str] = mapped_column(String(200))
    """The name it was uploaded under, cleaned; a member's own words where the thing is confidential."""
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class HeldFile(db.Model):
    """A file that was chosen in a form which is not saved yet: browsers send a file once. Removed after a day."""

    __tablename__ = "held_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
