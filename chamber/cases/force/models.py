"""The tables of task forces: what was proposed and decided, and who is in it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from ...extensions import UtcDateTime, db


class CaseForce(db.Model):
    """A task force as it was proposed for one case, and what became of it; a case has one that has not ended."""

    __tablename__ = "case_forces"
    __table_args__ = (Index("ix_case_forces_waiting", "ended_at", "began_at", "decide_by"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    purpose: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    decide_by: Mapped[datetime] = mapped_column(UtcDateTime)
    """Until when it is decided; after that it works provisionally, and can still be decided."""
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    approved: Mapped[bool] = mapped_column(default=False, server_default=false())
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    provisional: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It began because nobody had decided in time; stays true when it is approved later."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was turned down or dissolved."""


class CaseForcePerson(db.Model):
    """Somebody of a department at work on the case, in its task force from one day to another."""

    __tablename__ = "case_force_people"

    id: Mapped[int] = mapped_column(primary_key=True)
    force_id: Mapped[int] = mapped_column(ForeignKey("case_forces.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    """None where nobody of the department signs in: then the name says who it is."""
    name: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    leads: Mapped[bool] = mapped_column(default=False, server_default=false())
    since_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CaseMeeting(db.Model):
    """A meeting of a task force; place, agenda and minutes are the words of its steps, which its people alone read."""

    __tablename__ = "case_meetings"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    force_id: Mapped[int] = mapped_column(ForeignKey("case_forces.id"))
    called_id: Mapped[int] = mapped_column(ForeignKey("case_events.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    minutes_id: Mapped[int | None] = mapped_column(ForeignKey("case_events.id"))
    called_off_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
