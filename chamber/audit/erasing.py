"""Erasing what was written before and after, where the law wants it: the row and the digest stay."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from ..extensions import db
from .models import AuditRow, AuditValue


def erase(hashes: Sequence[str]) -> int:
    """Erase the values of the rows with these hashes; how many had some."""
    number = 0
    for start in range(0, len(hashes), 500):
        rows = select(AuditRow.id).where(AuditRow.hash.in_(hashes[start : start + 500]))
        erasing = delete(AuditValue).where(AuditValue.row_id.in_(rows)).returning(AuditValue.row_id)
        number += len(db.session.scalars(erasing).all())
    return number
