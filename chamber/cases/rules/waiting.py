"""Nobody knows whom a case is about: until somebody says so nobody acts on it, and its limits stand still."""

from datetime import datetime
from typing import Any

from ... import clock
from ...workdays import services as workdays
from ..models import Case
from ..words import OPEN_STATES, State
from . import clocks
from .acts import Act
from .hand import Hand
from .limits import days_of

STOPPED = frozenset({Act.SUPPLEMENT, Act.RAISE_OBJECTION, Act.DECIDE_CONSENT, Act.DECIDE_LETTER, Act.RATE, Act.REOPEN})
"""What its author cannot do meanwhile: it would bring the case to people who may be meant."""
_OF_CASE = ("decision_due_at", "due_at", "progress_due_at", "words_due_at", "author_due_at")


def nobody_began(row: Case) -> bool:
    """Whether whoever runs it has done nothing yet, so that it may still go to another desk."""
    return row.state == State.SUBMITTED and row.contacted_at is None


def begin(row: Case) -> None:
    """From now on it waits; what was due before goes on later."""
    row.open_since = clock.now()
    if nobody_began(row):
        row.contact_due_at = row.decision_due_at = None
    else:
        row.waiting_due_at = row.step_due_at


def wait_until(row: Case, due: datetime | None) -> None:
    """Nothing else is due than to say whom it is about; none: the author alone can."""
    row.step_due_at, row.blue_at = due if clocks.waits_for_respondent(row) else None, None


def wait_for_author(row: Case) -> None:
    """The author alone can say it: without any limit, or, where they are not there, until it lapses."""
    days = days_of(row.limits, "supplement")
    wait_until(row, workdays.deadline(clock.now(), days) if row.author_left_at and row.state in OPEN_STATES else None)


def end(hand: Hand) -> None:
    """Somebody has said it: where nobody had begun, contact and decision are due from now on; else all limits go on."""
    row, since = hand.case, hand.case.open_since
    row.open_since, row.question, row.open_for_office = None, "", False
    if clocks.pressed_waits(row):
        row.pressed_due_at = workdays.deadline(clock.now(), row.limits["contact"])
    if since is None or nobody_began(row):
        clocks.begin_intake(row)
        return
    step, row.waiting_due_at = row.waiting_due_at, None
    _put_off(row, since, *_OF_CASE, *(() if row.contacted_at else ("contact_due_at",)))
    if hand.round is not None and hand.round.answered_at is None:
        _put_off(hand.round, since, "due_at", *(() if hand.round.contacted_at else ("contact_due_at",)))
    clocks.set_step(row, clock.now(), later(step, since))


def _put_off(row: Any, since: datetime, *names: str) -> None:
    for name in names:
        setattr(row, name, later(getattr(row, name), since))


def later(due: datetime | None, since: datetime) -> datetime | None:
    """The working days that were left then, at least one; what had passed already stays."""
    if due is None or due < since:
        return due
    return workdays.deadline(clock.now(), max(1, workdays.remaining(due, since)))
