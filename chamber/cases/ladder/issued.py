"""The supervision slips of cases as their readers may see them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from ...directory.models import Department
from ...documents.models import IssuedPaper
from ...extensions import db
from ..models import Case
from ..reading.keys import key_of
from ..reading.seen import OUTSIDE, SeenSlip
from ..rules.acts import Party
from ..rules.hand import Hand
from .models import CaseSlip


def _query() -> Any:
    return (
        select(CaseSlip, IssuedPaper.words, IssuedPaper.issued_at, Department.name, Department.short_name)
        .join(IssuedPaper, IssuedPaper.id == CaseSlip.paper_id)
        .join(Department, Department.id == CaseSlip.department_id)
        .order_by(CaseSlip.id)
    )


def seen(hand: Hand) -> tuple[SeenSlip, ...]:
    """The slips that this person may know of: departments their own, whoever runs or watches the case all of them."""
    case, parties = hand.case, hand.parties
    if not case.level or parties & OUTSIDE or Party.HELPER in parties:
        return ()
    query = _query().where(CaseSlip.case_id == case.id)
    if Party.RUNNER not in parties and Party.HANDLER in parties and hand.actor:
        query = query.where(CaseSlip.department_id == hand.actor.department_id)
    return tuple(_seen(row, case) for row in db.session.execute(query))


def _seen(row: Any, case: Any) -> SeenSlip:
    slip = row.CaseSlip
    return SeenSlip(
        key=key_of(CaseSlip, slip.id, case),
        number=row.words,
        department=row.name,
        issued_at=row.issued_at,
        due_at=slip.due_at,
        received_at=slip.received_at,
        replied_at=slip.replied_at,
        is_over=slip.department_id != case.lead_department_id,
    )


def latest(case_ids: Collection[int]) -> dict[int, SeenSlip]:
    """The newest slip of the department that leads each of these cases now; the caller has checked who sees them."""
    query = _query().add_columns(Case.reference, Case.lead_department_id).join(Case, Case.id == CaseSlip.case_id)
    query = query.where(CaseSlip.case_id.in_(case_ids), CaseSlip.department_id == Case.lead_department_id)
    return {row.CaseSlip.case_id: _seen(row, row) for row in db.session.execute(query)}
