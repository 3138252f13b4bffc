"""A task force that nobody decided on in time begins provisionally; safe to repeat, makes up for lost days."""

from collections import Counter

from sqlalchemy import select

from ... import clock
from ...extensions import db, each_alone
from ..models import Case
from ..rules.hand import load
from ..words import OPEN_STATES
from . import may, meeting
from .forming import begin_task_force
from .models import CaseForce


def pass_time() -> int:
    """What a minute has brought: how many have begun, and how many were reminded of a meeting."""
    return start()["task force"] + meeting.remind()


def start() -> Counter[str]:
    """Let each begin whose time for a decision is over, in a transaction of its own; `failed`: those that could not.

    It counts from the end of that time, not from when this runs.
    """
    return each_alone(_due(), _start, "the task force of case %d could not begin")


def _due() -> list[int]:
    query = select(CaseForce.case_id).where(
        CaseForce.ended_at.is_(None),
        CaseForce.began_at.is_(None),
        CaseForce.decide_by < clock.now(),
        Case.state.in_(sorted(OPEN_STATES)),
        # Until somebody has said whom it is about, nobody acts on it.
        Case.open_since.is_(None),
    )
    return list(db.session.scalars(query.join(Case, Case.id == CaseForce.case_id).order_by(CaseForce.id)))


def _start(case_id: int) -> list[str]:
    case = db.session.get(Case, case_id, with_for_update=True, populate_existing=True)
    hand = load(case, None) if case else None
    force = may.live(hand) if hand else None
    if hand is None or force is None or force.began_at is not None or force.decide_by >= clock.now():
        return []
    with clock.at(force.decide_by):
        begin_task_force(hand, force)
    return ["task force"]
