"""Read the log."""

from sqlalchemy import select

from chamber.audit.models import AuditRow
from chamber.extensions import db


def history(subject_type: str, subject_id: int | str, acts: tuple[str, ...] = ()) -> list[AuditRow]:
    """All rows of one subject, oldest first, optionally of some acts only."""
    query = select(AuditRow).where(AuditRow.subject == f"{subject_type}:{subject_id}").order_by(AuditRow.position)
    if acts:
        query = query.where(AuditRow.act.in_(acts))
    return list(db.session.scalars(query))
