"""The tables of common problems: what they are, which cases belong to them, and proposals that were turned down."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column

from ...extensions import UtcDateTime, db
from ..models import Case

OF_FIRM = sql_text("member_id IS NOT NULL")
"""Cases of firms that are known; said in the index so that only who asks for groups of firms takes it."""
Index(
    "ix_cases_group",
    *(Case.category_id, Case.lead_department_id, Case.member_id, Case.submitted_at),
    sqlite_where=OF_FIRM,
    postgresql_where=OF_FIRM,
)


class CaseTheme(db.Model):
    """A problem that several firms have, in the chamber's own words; rows come from `access.visible_to` alone."""

    __tablename__ = "case_themes"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    """Random: a running number would count what is still being prepared."""
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text, default="", server_default=sql_text("''"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("case_categories.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"), index=True)
    """Whose matter it is; its handlers read of it."""
    shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when others read it, while enough firms have it; none: it is still being prepared."""
    answer: Mapped[str] = mapped_column(Text, default="", server_default=sql_text("''"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    form_key: Mapped[str | None] = mapped_column(String(32), unique=True)
    """Key of the form that made it: sending that twice makes one."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CaseThemeLink(db.Model):
    """A case belongs to one common problem at most: its author gets one answer to all, and no two counts overlap."""

    __tablename__ = "case_theme_links"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    theme_id: Mapped[int] = mapped_column(ForeignKey("case_themes.id"), index=True)
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    linked_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))


class CaseThemeRefusal(db.Model):
    """Cases of one category and department are no common problem, and why."""

    __tablename__ = "case_theme_refusals"
    __table_args__ = (Index("ix_case_theme_refusals_group", "category_id", "department_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("case_categories.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    """None: the secretariat handles them itself."""
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))


class CaseThemeRefused(db.Model):
    """One of the cases that were proposed then: nobody is asked again before a further firm comes."""

    __tablename__ = "case_theme_refused"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    refusal_id: Mapped[int] = mapped_column(
        ForeignKey("case_theme_refusals.id"), primary_key=True, autoincrement=False, index=True
    )
