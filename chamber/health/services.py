"""Checking the database and the worker."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ..extensions import db
from ..notifications import worker


def trouble() -> str:
    """What keeps the chamber from working, as a line for monitoring; empty where nothing does."""
    try:
        db.session.execute(text("SELECT 1 FROM accounts LIMIT 1"))
        return "the worker has been silent for 2 minutes" if worker.is_silent() else ""
    except SQLAlchemyError:
        return "the database does not answer"
