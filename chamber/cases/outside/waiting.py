"""What is still to be replied to another body."""

from sqlalchemy import select

from ...extensions import db
from ..models import Case
from ..rules.hand import Hand
from .models import CaseOutside


def not_replied(case: Case) -> CaseOutside | None:
    """The first that waits for a reply."""
    query = select(CaseOutside).where(CaseOutside.case_id == case.id, CaseOutside.replied_at.is_(None))
    found: CaseOutside | None = db.session.scalar(query.order_by(CaseOutside.id).limit(1))
    return found


def may_reply(hand: Hand) -> bool:
    """Whether another body waits for a reply."""
    return hand.owes_reply
