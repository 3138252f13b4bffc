"""Late steps reach level after level, each case in a transaction of its own; safe to repeat, makes up for lost days.

A level is reached when the office opens after the working day at whose end its limit was over: nobody is reported,
and no slip is issued, while the office is closed.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from ... import clock
from ...extensions import db, each_alone
from ...messages import Happened
from ...notifications import services as notifications
from ...workdays import services as workdays
from ..doing.desk import note
from ..models import Case
from ..rules import clocks, turns
from ..rules.acts import Act, Audience
from ..rules.hand import Hand, load
from ..rules.limits import days_of
from ..words import LEVELS
from . import slips
from .late import ABOVE, LEAD, Lateness, is_there, lateness
from .models import CaseRung

WHOSE = (Case.state, Case.own_desk, Case.round_number, Case.contacted_at, Case.extension_asked)
"""What `turns.with_department` asks of a row."""


def pass_time() -> int:
    """What a minute has brought; how many levels were reached."""
    return climb()["level"]


def climb() -> Counter[str]:
    """Bring each late case to the level that it has reached by now; `failed`: those that could not be.

    Outside office hours nothing is done: the first pass after they begin makes up for it.
    """
    if not workdays.is_open():
        return Counter()
    return each_alone(_late(), _climb, "case %d could not climb")


def _late() -> list[int]:
    """The cases that may have to climb; most have reached the level that they can have by now."""
    query = select(Case.id, Case.step_due_at, Case.limits, Case.lead_department_id, *WHOSE).where(
        clocks.waiting_expression(), Case.step_due_at < clock.now(), Case.open_since.is_(None)
    )
    late = db.session.execute(query.order_by(Case.step_due_at, Case.id)).all()
    levels: dict[tuple[int, datetime, str], int] = {}
    rungs = select(CaseRung.case_id, CaseRung.due_at, CaseRung.holder, CaseRung.level)
    for rung in db.session.execute(rungs.where(CaseRung.case_id.in_([row.id for row in late]))):
        key = (rung.case_id, rung.due_at, rung.holder)
        levels[key] = max(levels.get(key, 0), rung.level)
    return [row.id for row in late if _reached_of(row, levels) < _highest(row)]


def _highest(row: Any) -> int:
    """The level that the days since the date allow at most; a limit is over only when its last day is."""
    days = workdays.until(clock.local(row.step_due_at).date(), clock.today())
    return max((level for level, key in LEVELS.items() if days_of(row.limits, key) < days), default=0)


def _reached_of(row: Any, levels: dict[tuple[int, datetime, str], int]) -> int:
    department = turns.with_department(row)
    holders = [str(row.lead_department_id)] if department else [role.value for role in ABOVE]
    return max(levels.get((row.id, row.step_due_at, holder), 0) for holder in holders)


def _climb(case_id: int) -> list[str]:
    """Let one case climb; `level` for each that it reached."""
    case = db.session.get(Case, case_id, with_for_update=True, populate_existing=True)
    hand = load(case, None) if case else None
    late = lateness(hand) if hand else None
    if hand is None or late is None:
        return []
    at, done = reached(hand.case, late), []
    for level, moment in _moments(hand.case, late):
        target = _next(level, hand.case, late) if at < level else 0
        if target > at:
            _reach(hand, late, target, moment)
            at = target
            done.append("level")
    return done


def reached(case: Case, late: Lateness) -> int:
    """The highest level that this late step has reached, 0 for none."""
    mine = (CaseRung.case_id == case.id, CaseRung.due_at == late.due_at, CaseRung.holder == late.holder)
    return db.session.scalar(select(func.max(CaseRung.level)).where(*mine)) or 0


def _moments(case: Case, late: Lateness) -> list[tuple[int, datetime]]:
    """The levels that are due by now, each with the moment, in the order of time."""
    ends = ((level, workdays.deadline(late.since, days_of(case.limits, key))) for level, key in LEVELS.items())
    moments = ((level, workdays.next_opening(end)) for level, end in ends)
    passed = [(level, moment) for level, moment in moments if moment <= clock.now()]
    return sorted(passed, key=lambda one: (one[1], one[0]))


def _next(level: int, case: Case, late: Lateness) -> int:
    """The level at which somebody may know of it: this one, else the next above, else the last below; 0 for none."""
    above = ABOVE[late.role]
    order = [one for one in above if one >= level] + [one for one in reversed(above) if one < level]
    return next((one for one in order if is_there(one, case)), 0)


def _reach(hand: Hand, late: Lateness, level: int, moment: datetime) -> None:
    case = hand.case
    case.level = max(case.level, level)
    db.session.add(CaseRung(case_id=case.id, due_at=late.due_at, holder=late.holder, level=level, at=moment))
    # Of today, whenever the level was reached: numbers are given in the order of time.
    slip: dict[str, Any] = {"slip": slips.issue(hand, late, level)} if level == LEAD else {}
    with clock.at(moment):
        note(hand, Act.CLIMB, audience=Audience.UNIT, level=level, **slip)
    db.session.flush()
    why = f"{late.due_at.isoformat()} {late.holder}"
    notifications.notify("case", Happened(f"time.case_level_{level}", case.id, why, moment))
