"""Roles that read all published notices, and the acts of notices in the log."""

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.audit.models import AuditRow

READERS = ("leader", "president", "supervisor")


def acts(db: SQLAlchemy) -> list[str]:
    """The acts on notices in the log, in order."""
    query = select(AuditRow.act).where(AuditRow.kind == "notice").order_by(AuditRow.id)
    return list(db.session.scalars(query))
