"""When a firm is to be asked whether another path has worked, and what it said."""

from sqlalchemy import select

from ... import clock
from ...extensions import db
from ..models import Case
from ..rules.hand import Hand
from ..words import PathResult, State
from .models import CaseFollowUp


def waits_for(case: Case) -> CaseFollowUp | None:
    """What is to be asked, due or not."""
    query = select(CaseFollowUp).where(CaseFollowUp.case_id == case.id, CaseFollowUp.asked_at.is_(None))
    query = query.where(CaseFollowUp.round_number == case.round_number)
    found: CaseFollowUp | None = db.session.scalar(query.order_by(CaseFollowUp.id).limit(1))
    return found


def may_follow_up(hand: Hand) -> bool:
    """Whether it is time to ask."""
    named = hand.round is not None and hand.round.next_path != ""
    row = waits_for(hand.case) if named else None
    return row is not None and row.due_at <= clock.now()


def failed(case: Case) -> bool:
    """Whether the firm said last that the other path has not worked."""
    query = select(CaseFollowUp.result).where(CaseFollowUp.case_id == case.id, CaseFollowUp.asked_at.is_not(None))
    return db.session.scalar(query.order_by(CaseFollowUp.id.desc()).limit(1)) == PathResult.NO


def may_monitor(hand: Hand) -> bool:
    """Whether it may be kept under review: after an answer, and where the other path that this named has not worked."""
    if hand.case.state != State.CLOSED:
        return True
    return hand.round is not None and hand.round.next_path != "" and failed(hand.case)
