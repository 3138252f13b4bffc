"""The letters of a case as its author and who runs it read them; nobody else knows of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from ... import clock
from ...directory.models import Department
from ...documents.models import IssuedPaper
from ...extensions import db
from ..models import Case, CaseRespondent
from ..reading.keys import key_of
from .models import CaseLetter


@dataclass(frozen=True)
class SeenLetter:
    """One letter to a department."""

    key: str
    department: str
    title: str
    text: str
    answer_by: date | None
    proposed_at: datetime
    decided_at: datetime | None
    agreed: bool | None
    issued_at: datetime | None
    number: str
    """To who runs the case; others see none: two numbers would count the complaints between."""
    replied_at: datetime | None

    @property
    def is_late(self) -> bool:
        """Whether its answer should have come."""
        waits = self.issued_at is not None and self.replied_at is None
        return waits and self.answer_by is not None and self.answer_by < clock.today()


OPEN_FACTS = ("title", "text", "answer_by", "proposed_at", "decided_at", "agreed", "issued_at", "replied_at")


def seen_letters(case: Case, *, runs: bool) -> list[SeenLetter]:
    """In the order in which they were proposed; the caller has checked that this person may know of them."""
    query = (
        select(CaseLetter, Department.name, IssuedPaper.words)
        .join(Department, Department.id == CaseLetter.department_id)
        .outerjoin(IssuedPaper, IssuedPaper.id == CaseLetter.paper_id)
        .where(CaseLetter.case_id == case.id)
        .order_by(CaseLetter.id)
    )
    return [_seen(row, case, runs) for row in db.session.execute(query)]


def _seen(row: Any, case: Case, runs: bool) -> SeenLetter:
    letter = row.CaseLetter
    return SeenLetter(
        key=key_of(CaseLetter, letter.id, case),
        department=row.name,
        number=(row.words or "") if runs else "",
        **{name: getattr(letter, name) for name in OPEN_FACTS},
    )


def concerned(case: Case) -> int | None:
    """The first department that a case is about."""
    about = (CaseRespondent.case_id == case.id, CaseRespondent.department_id.is_not(None))
    query = select(CaseRespondent.department_id).where(*about).order_by(CaseRespondent.id)
    return db.session.scalar(query.limit(1))
