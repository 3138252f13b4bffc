"""The supervision slip to which a department has yet to reply."""

from sqlalchemy import select

from ...documents.models import IssuedPaper
from ...extensions import db
from ..rules.hand import Hand
from .models import CaseSlip


def waiting(hand: Hand) -> CaseSlip | None:
    """The newest slip of the department that leads now, unless it has replied to it; read once for a hand."""
    case = hand.case
    if not case.level or case.lead_department_id is None:
        return None
    if hand.slip is None:
        mine = (CaseSlip.case_id == case.id, CaseSlip.department_id == case.lead_department_id)
        found = db.session.scalars(select(CaseSlip).where(*mine).order_by(CaseSlip.id.desc()).limit(1)).first()
        hand.slip = (found if found and found.replied_at is None else None,)
    return hand.slip[0]


def number_of(slip: CaseSlip) -> str:
    """Its number as it stands on the paper."""
    return db.session.get_one(IssuedPaper, slip.paper_id).words
