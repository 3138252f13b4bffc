"""The clock of a suspended case: it stands, and goes on with the working days that were left."""

from sqlalchemy import select

from ... import clock
from ...extensions import db
from ...workdays import services as workdays
from ..models import Case
from ..rules import clocks, waiting
from ..rules.hand import Hand
from ..rules.limits import days_of
from .models import CaseMonitoring, CaseSuspension


def under_way(case: Case) -> CaseSuspension | None:
    """The suspension that has not ended."""
    query = select(CaseSuspension).where(CaseSuspension.case_id == case.id, CaseSuspension.until_at.is_(None))
    return db.session.scalars(query).first()


def watched(case: Case) -> CaseMonitoring | None:
    """What an answered case waits for now."""
    query = select(CaseMonitoring).where(CaseMonitoring.case_id == case.id, CaseMonitoring.until_at.is_(None))
    return db.session.scalars(query).first()


def end_watch(case: Case) -> None:
    """Nothing is waited for any more, if anything was."""
    row = watched(case)
    if row is not None:
        row.until_at = clock.now()


def begin_review(case: Case, limit: str) -> None:
    """Whoever runs the case looks at it again within this limit."""
    now = clock.now()
    clocks.set_step(case, now, workdays.deadline(now, days_of(case.limits, limit)))


def go_on(hand: Hand) -> int:
    """End the suspension that is under way, if any: due after the working days that were left of it, at least one.

    What was late before stays so. Returns for how many working days it stood.
    """
    case, now = hand.case, clock.now()
    row = under_way(case)
    if row is None:
        return 0
    due = waiting.later(row.old_due_at, row.from_at)
    row.until_at, row.new_due_at = now, due
    case.due_at = due
    if hand.round is not None:
        hand.round.due_at = due or hand.round.due_at
    return workdays.until(clock.local(row.from_at).date(), clock.local(now).date())


def review_of(case: Case) -> str:
    """When it is reviewed next, as the data of an event keep it."""
    return case.step_due_at.isoformat() if case.step_due_at else ""
