"""Whether the chamber can work."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ..extensions import db


def database_answers() -> bool:
    """Whether the database is there and was migrated."""
    try:
        db.session.execute(text("SELECT 1 FROM accounts LIMIT 1"))
    except SQLAlchemyError:
        return False
    return True
