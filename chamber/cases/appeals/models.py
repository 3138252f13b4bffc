"""The tables of lists of appeals and what stands on them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column

from ...extensions import UtcDateTime, db


class CaseAppeal(db.Model):
    """A list of appeals; once it is issued nothing of its words changes."""

    __tablename__ = "case_appeals"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    foreword: Mapped[str] = mapped_column(Text, default="", server_default=sql_text("''"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("issued_papers.id"), unique=True)
    """Its number."""
    form_key: Mapped[str | None] = mapped_column(String(32), unique=True)
    """Key of the form that made it: sending that twice makes one."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseAppealItem(db.Model):
    """One common problem on a list: as the chamber words it there, where it was carried, and what came back."""

    __tablename__ = "case_appeal_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("case_appeals.id"), index=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("case_themes.id"), index=True)
    position: Mapped[int]
    heading: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    carried_to: Mapped[str] = mapped_column(String(120), default="", server_default=sql_text("''"))
    """At which meeting, or to whom, it was said."""
    carried_on: Mapped[date | None]
    reply: Mapped[str] = mapped_column(Text, default="", server_default=sql_text("''"))
    replied_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
