"""The standing of the chamber, its text on personal data, who agreed to it: rows are added, none is ever changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ...extensions import UtcDateTime, db


class StandingVersion(db.Model):
    """What the secretariat said of the chamber at a time; the newest is in force."""

    __tablename__ = "standings"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    legal_form: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(String(200))
    """The decision or certificate that it rests on, with number and day."""
    superior_body: Mapped[str] = mapped_column(String(120))
    charter_offices: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Office → how many of it the charter has."""
    assembly_quorum: Mapped[str] = mapped_column(String(20))
    council_quorum: Mapped[str] = mapped_column(String(20))
    mediation_filing: Mapped[str] = mapped_column(String(200))
    """Where, under which number and when the mediation committee was filed; empty: it was not."""
    has_dues: Mapped[bool]
    head_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    """The account marked as head of the secretariat."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))


class ConsentText(db.Model):
    """What people agree to when the chamber keeps their personal data; the newest is in force."""

    __tablename__ = "consent_texts"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    asks_again: Mapped[bool]
    """Purpose, manner or kind of data changed: who agreed to an earlier one is asked again (PIPL art. 14)."""
    changed: Mapped[str] = mapped_column(String(300))
    """What is new in it, in the words of the secretariat."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))


class Agreement(db.Model):
    """What somebody said to one version of the text; the newest row of an account counts."""

    __tablename__ = "agreements"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    text_version: Mapped[int] = mapped_column(ForeignKey("consent_texts.version"))
    agreed: Mapped[bool]
    """False: refused, or an earlier consent was taken back (PIPL art. 15)."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
