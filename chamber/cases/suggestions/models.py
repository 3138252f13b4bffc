"""The tables of suggestions in public."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ...extensions import UtcDateTime, db


class PublishedSuggestion(db.Model):
    """The moderated text of a suggestion with its fate, for everybody; never the member's own words."""

    __tablename__ = "published_suggestions"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    fate: Mapped[str] = mapped_column(Text)
    """What became of it, in the chamber's words; empty before its answer."""
    published_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    published_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))


class SuggestionSupport(db.Model):
    """One firm supports a published suggestion. Which firm is kept to count each once, and is shown to nobody."""

    __tablename__ = "suggestion_supports"

    suggestion_id: Mapped[int] = mapped_column(ForeignKey("published_suggestions.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True, index=True)


class SuggestionQuarter(db.Model):
    """A quarter of which somebody has drafted the notice on what became of suggestions, or said that none is needed."""

    __tablename__ = "suggestion_quarters"

    quarter: Mapped[str] = mapped_column(String(7), primary_key=True)
    """Such as `2026-Q3`."""
    settled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
