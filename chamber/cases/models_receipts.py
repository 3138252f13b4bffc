"""Receipt codes of cases."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import UtcDateTime, db


class CaseReceipt(db.Model):
    """A receipt code: by it the author opens a locked case again. Shown once; only the secret's hash is kept."""

    __tablename__ = "case_receipts"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    locator: Mapped[str] = mapped_column(String(6), unique=True)
    """The first digits of the code: which row it is."""
    secret_hash: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
