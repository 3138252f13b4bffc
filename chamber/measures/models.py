"""Who does what by when: measures, what happened to them, and their papers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import UtcDateTime, db
from .words import Grade, State

ONE_OWNER = (
    "(department_id IS NOT NULL AND account_id IS NULL AND member_id IS NULL) OR "
    "(department_id IS NULL AND account_id IS NOT NULL AND member_id IS NULL) OR "
    "(department_id IS NULL AND account_id IS NULL AND member_id IS NOT NULL)"
)


class Measure(db.Model):
    """One thing that one owner does by a day; it may belong to something else, such as a case."""

    __tablename__ = "measures"
    __table_args__ = (
        CheckConstraint(ONE_OWNER, name="one_owner"),
        Index("ix_measures_state_due", "state", "due_at", "id"),
        Index("ix_measures_subject", "subject_kind", "subject_id"),
        Index("ix_measures_department", "department_id", "state", "due_at"),
        Index("ix_measures_member", "member_id", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    """Random: a running number would count what others may not know of."""
    subject_kind: Mapped[str] = mapped_column(String(20), default="", server_default=text("''"))
    """What it belongs to (`case`), empty where it stands alone; its readers are those who may know of that."""
    subject_id: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(120))
    details: Mapped[str] = mapped_column(Text, default="")
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    """The one owner is a department, a person of the secretariat, or a firm."""
    ordered_by: Mapped[str] = mapped_column(String(120), default="")
    order_number: Mapped[str] = mapped_column(String(80), default="")
    grade: Mapped[str] = mapped_column(String(20), default=Grade.NORMAL)
    is_public: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the member whose case it belongs to sees it."""
    state: Mapped[str] = mapped_column(String(20), default=State.OPEN)
    original_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Never changes."""
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    blue_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """From when on it is shown as due soon."""
    was_overdue: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Set when it was late; nothing clears it."""
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    result: Mapped[str] = mapped_column(Text, default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    """Somebody else than who reported it as done."""
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    drop_reason: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    form_key: Mapped[str | None] = mapped_column(String(32), unique=True)
    """Key of the form that gave it: sending that twice gives one measure."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class MeasureNote(db.Model):
    """Something that happened to a measure, in the words of who did it; a postponement has both dates."""

    __tablename__ = "measure_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"), index=True)
    act: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    role: Mapped[str] = mapped_column(String(20))
    on_behalf: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Entered for an owner who does not sign in."""
    text: Mapped[str] = mapped_column(Text, default="")
    old_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    new_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MeasureFile(db.Model):
    """A paper of a measure: the order, or what proves that it was done."""

    __tablename__ = "measure_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"), index=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("measure_notes.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"))
    paper: Mapped[str] = mapped_column(String(20))
