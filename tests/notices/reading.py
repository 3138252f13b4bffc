"""Who reads the notices of all firms, and what the log has of notices."""

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.audit.models import AuditRow

READERS = ("leader", "president", "supervisor")


def acts(db: SQLAlchemy) -> list[str]:
    """What the log has of notices."""
    query = select(AuditRow.act).where(AuditRow.kind == "notice").order_by(AuditRow.id)
    return list(db.session.scalars(query))
