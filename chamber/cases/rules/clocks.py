"""Due dates of cases and whom they wait for; both are worked out only here."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, and_, or_

from ... import clock
from ...workdays import services as workdays
from ...workdays.colours import blue_from
from ..models import Case, CaseExtension, CaseRound
from ..words import AGAIN, ENDED, OPEN_STATES, PAUSED, Complexity, State
from .limits import days_of

WAITS_FOR_MEMBER = frozenset({State.SUPPLEMENTING, State.ANSWERED})
HANDLED = frozenset({State.ACCEPTED, State.ASSIGNED, State.IN_PROGRESS, State.ANSWER_REVIEW})
"""From acceptance to the answer: the handling limit runs."""
TAKES_MEASURES = HANDLED | {State.IMPLEMENTING}
LONG_LIMIT = 15
"""From this limit on, in working days, progress notes are due."""


def set_step(row: Case, start: datetime, due: datetime | None) -> None:
    """Set when the next step is due: at `due`, or with the whole handling where that comes first."""
    # The handling limit runs until the answer is published: a case past it stays late while it is signed or reviewed.
    if due and row.due_at and row.state in HANDLED:
        due = min(due, row.due_at)
    row.step_due_at = due
    row.blue_at = blue_from(start, due) if due and row.state not in WAITS_FOR_MEMBER else None
    if stands_still(row):
        begin_author_decision(row)
    elif row.author_left_at is None:
        # It was due because somebody without an account had not answered.
        row.author_due_at = None


def begin_step(row: Case, limit: str) -> None:
    """A step begins now, and its limit, in working days, is the one of this key."""
    now = clock.now()
    set_step(row, now, workdays.deadline(now, row.limits[limit]))


def begin_progress(row: Case) -> None:
    """The department has it, or has it again: where progress notes are due, the next one is from now on."""
    if row.progress_due_at is not None:
        row.progress_due_at = workdays.deadline(clock.now(), row.limits["progress"])


def begin_decision(row: Case, days: int) -> None:
    """Whoever runs the case has to decide within so many working days."""
    now = clock.now()
    row.decision_due_at = workdays.deadline(now, days)
    set_step(row, now, row.decision_due_at)


def begin_intake(row: Case) -> None:
    """Contact and decision are due from now on."""
    now = clock.now()
    row.contact_due_at = workdays.deadline(now, row.limits["contact"])
    row.decision_due_at = workdays.deadline(now, row.limits["decide"])
    set_step(row, now, min(row.contact_due_at, row.decision_due_at))


def set_intake_step(row: Case) -> None:
    """Until somebody handles it: first the contact, then the decision."""
    if not row.open_since:
        _set_step_after_contact(row, row.submitted_at, row.decision_due_at)


def set_handling_step(row: Case, began_at: datetime, asked: CaseExtension | None = None) -> None:
    """While in progress: the handling limit, and in a new round the call that comes first.

    A longer limit that was `asked` for has to be decided within a limit of its own.
    """
    if asked and asked.decided_at is None and not waits_for_call(row):
        days = days_of(row.limits, "extension_decision")
        set_step(row, asked.asked_at, workdays.deadline(asked.asked_at, days))
    else:
        _set_step_after_contact(row, began_at, row.due_at)


def _set_step_after_contact(row: Case, start: datetime, due: datetime | None) -> None:
    on_desk = row.own_desk or row.state in (State.SUBMITTED, State.ACCEPTED) or waits_for_call(row)
    pending = (row.contact_due_at if on_desk and not row.contacted_at else None, due)
    set_step(row, start, min((one for one in pending if one), default=None))


def beyond_due(limits: Mapping[str, int], began_at: datetime) -> datetime:
    """Until when the answer "beyond our power" should be published, whatever the complexity (UTC)."""
    return workdays.deadline(began_at, days_of(limits, "beyond"))


def begin_round(row: Case, *, cause: str, days: int, contact: int | None = None) -> CaseRound:
    """A new round with its own dates, `days` working days from now; `contact` working days for the call before it."""
    now = clock.now()
    due = workdays.deadline(now, days)
    row.due_at = due
    row.progress_due_at = workdays.deadline(now, row.limits["progress"]) if days >= LONG_LIMIT else None
    row.answered_at = row.closed_at = None
    row.outcome = ""
    if contact is not None:
        row.contact_due_at, row.contacted_at = workdays.deadline(now, contact), None
    return CaseRound(
        case_id=row.id,
        number=row.round_number,
        cause=cause,
        began_at=now,
        contact_due_at=row.contact_due_at,
        contacted_at=row.contacted_at,
        original_due_at=due,
        due_at=due,
        was_overdue=contact is None and row.was_overdue,
    )


def mark_lateness(row: Case, round_: CaseRound | None) -> bool:
    """Raise the overdue flags that are due; nothing ever clears them. Returns whether one was raised."""
    now = clock.now()
    raised = False
    held_up = waits_for_respondent(row)
    late = is_waiting(row) and not (held_up and row.question == AGAIN)
    if late and row.step_due_at and row.step_due_at < now:
        for one in (row, None if held_up else round_):
            if one is not None and not one.was_overdue:
                one.was_overdue = raised = True
    runs = late and not held_up and row.state not in PAUSED
    if runs and round_ and not round_.overdue_at and not round_.answered_at and round_.due_at < now:
        round_.overdue_at = now
        raised = True
    return raised


def is_open(row: Case) -> bool:
    """`open_expression` of a row that is at hand."""
    return waits_for_objection(row) or row.state in OPEN_STATES


def is_waiting(row: Case) -> bool:
    """Whether somebody other than the member has to do something; an objection waits for its decision."""
    return waits_for_objection(row) or (row.state in OPEN_STATES and row.state not in WAITS_FOR_MEMBER)


def waits_for_objection(row: Case) -> bool:
    """Whether an objection waits for its decision."""
    return row.objected_at is not None and row.objection_decided_at is None


@cache
def objection_expression() -> ColumnElement[bool]:
    """`waits_for_objection` as SQL."""
    return and_(Case.objected_at.is_not(None), Case.objection_decided_at.is_(None))


def waits_for_respondent(row: Case) -> bool:
    """Whether nobody knows yet whom it is about, so that nothing else is done; what was withdrawn waits no more."""
    waits = row.state == State.SUBMITTED if row.open_for_office else row.state != State.WITHDRAWN
    return row.open_since is not None and waits


def waits_for_author(row: Case, since: datetime | None = None) -> bool:
    """Whether a limit of the author runs: to supply, to rate, or to object (that one may have ended already).

    `since`: when the author could no longer keep it; none: when they left.
    """
    if row.state == State.NOT_ACCEPTED and row.objected_at is None and row.step_due_at is not None:
        return row.step_due_at >= (since or row.author_left_at or clock.now())
    return row.state in WAITS_FOR_MEMBER


def stands_still(row: Case) -> bool:
    """Whether nobody is there who could keep the limit that runs for the author."""
    return row.author_left_at is not None and waits_for_author(row)


@cache
def still_expression() -> ColumnElement[bool]:
    """`stands_still` as SQL."""
    objects = and_(Case.state == State.NOT_ACCEPTED, Case.objected_at.is_(None))
    waits = or_(Case.state.in_(WAITS_FOR_MEMBER), and_(objects, Case.step_due_at >= Case.author_left_at))
    return and_(Case.author_left_at.is_not(None), waits)


def needs_author(row: Case) -> bool:
    """Whether who runs it has to say who goes on in the author's place."""
    return row.author_due_at is not None and row.state not in ENDED


def begin_author_decision(row: Case) -> None:
    """Whoever runs it has to say who goes on, as soon as a first contact is due."""
    row.author_due_at = workdays.deadline(clock.now(), row.limits["contact"])


def run_for_author(row: Case) -> None:
    """Somebody is there again as the author."""
    left_at = row.author_left_at
    row.author_left_at = row.author_due_at = None
    if left_at:
        resume_for_author(row, left_at)


def resume_for_author(row: Case, since: datetime) -> None:
    """The author, who could do nothing since then, has the working days that were left, at least one."""
    due, now = row.step_due_at, clock.now()
    if waits_for_respondent(row):
        row.step_due_at = None if row.question == AGAIN else due
    elif due and waits_for_author(row, since):
        set_step(row, now, workdays.deadline(now, max(1, workdays.remaining(due, since))))


def waits_for_consent(row: Case) -> bool:
    """Whether the author has yet to say yes or no to a consent or a letter; what is closed asks nobody."""
    return row.consent_asked and row.state in OPEN_STATES


def waits_for_call(row: Case) -> bool:
    """Whether a new round waits for the secretariat's call, which comes before the department's work."""
    return row.state == State.IN_PROGRESS and row.round_number > 1 and row.contacted_at is None


def waits_for_contact(row: Case) -> bool:
    """Whether it was accepted and is worked on, though nobody has said a word to the member yet."""
    return row.state in HANDLED and row.contacted_at is None and row.contact_due_at is not None


@cache
def contact_expression() -> ColumnElement[bool]:
    """`waits_for_contact` as SQL."""
    return and_(Case.state.in_(HANDLED), Case.contacted_at.is_(None), Case.contact_due_at.is_not(None))


def pressed_waits(row: Case) -> bool:
    """Whether its author was pressed to withdraw, and nobody has spoken to them yet."""
    return row.state == State.WITHDRAWN and row.pressed_due_at is not None and row.pressed_contacted_at is None


@cache
def pressed_expression() -> ColumnElement[bool]:
    """`pressed_waits` as SQL."""
    waits = and_(Case.pressed_due_at.is_not(None), Case.pressed_contacted_at.is_(None))
    return and_(waits, Case.state == State.WITHDRAWN)


def waits_for_extension(row: Case) -> bool:
    """Whether it waits for whoever decides on a longer limit."""
    return row.state == State.IN_PROGRESS and row.extension_asked and not waits_for_call(row)


def leader_grants(row: Case) -> bool:
    """Whether a longer limit is the leader's to grant; a case that the supervisor runs may be about the leader."""
    return row.complexity == Complexity.COMPLEX and not row.supervisor_runs


@cache
def waiting_expression() -> ColumnElement[bool]:
    """`is_waiting` as SQL."""
    return _open_in(OPEN_STATES - WAITS_FOR_MEMBER)


@cache
def open_expression() -> ColumnElement[bool]:
    """What has not ended: an objection that waits for its decision is open too, though the case was refused."""
    return _open_in(OPEN_STATES)


def _open_in(states: frozenset[State]) -> ColumnElement[bool]:
    # The states come first, so that the database leaves out what is closed.
    open_states = Case.state.in_((*OPEN_STATES, State.NOT_ACCEPTED))
    return and_(open_states, or_(objection_expression(), Case.state.in_(states)))
