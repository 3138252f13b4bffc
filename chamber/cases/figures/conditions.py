"""The one truth of what counts: each number of a figure as a condition over cases and their rounds.

What counts as *by the period's end* is known as it stands now: a month is frozen so that later acts change nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy import case as sql_case
from sqlalchemy.orm import aliased

from ... import clock
from ...extensions import UtcDateTime
from ...members.models import Member
from ...workdays import services as workdays
from ..lists.holders import DESK
from ..models import Case, CaseAssignment, CaseExtension, CaseRound
from ..retention.models import CaseErasure
from ..words import Kind, Outcome, State
from .periods import Period

PUBLIC_KINDS = (Kind.COMPLAINT, Kind.REQUEST, Kind.SUGGESTION)
"""Reports of retaliation are in no figure but the one that is asked of them alone."""
SOLVED = (Outcome.RESOLVED, Outcome.MEDIATED)
SATISFIED, VERY_SATISFIED = 3, 4
"""From these grades on."""
AGES = {"stock_week": (0, 5), "stock_fortnight": (5, 10), "stock_month": (10, 20), "stock_longer": (20, None)}
"""Working days late: more than the first, at most the second."""
COUNTS = (
    *("contact_due", "contacted", "accepted", "decided", "completed", "completed_for_good", "extended"),
    *("base", "on_time", "overdue", "overdue_originally", "answered", "monitored", "resolved", "again"),
    *("asked_solved", "said_solved", "asked_clear", "said_clear", "rated", "satisfied", "very_satisfied"),
    *("closed", "stock", *AGES),
)
DIMENSIONS = ("kind", "category", "department", "community")
"""What cases can be parted by."""

_Later = aliased(CaseRound)
_is_first = or_(CaseRound.number == 1, CaseRound.id.is_(None))
"""A case that was not accepted has no round: it counts once too."""
_contact_due: ColumnElement[Any] = sql_case(
    (CaseRound.id.is_(None), Case.contact_due_at), else_=CaseRound.contact_due_at
)
_contacted: ColumnElement[Any] = sql_case((CaseRound.id.is_(None), Case.contacted_at), else_=CaseRound.contacted_at)
"""A later round has a contact of its own, and the case then says when that one was."""


def rows(*columns: Any) -> Select[Any]:
    """These columns of each round, and of each case without one."""
    query = select(*columns).select_from(Case).outerjoin(CaseRound, CaseRound.case_id == Case.id)
    # Of a complaint whose identity was erased the community alone was kept.
    query = query.outerjoin(CaseErasure, CaseErasure.case_id == Case.id)
    return query.outerjoin(Member, Member.id == Case.member_id)


def touched(period: Period) -> ColumnElement[bool]:
    """What the period can know of; whatever a condition of `counts` is true of is among it."""
    submitted = Case.submitted_at < _moment(period.end)
    start = _moment(period.start)
    return and_(submitted, or_(Case.closed_at.is_(None), Case.closed_at >= start, _contact_due >= start))


def counts(period: Period) -> dict[str, ColumnElement[bool]]:
    """Each of `COUNTS` as a condition over `rows`."""
    found = {**_of_intake(period), **_of_answers(period), **_of_ratings(period), **_of_rounds(period)}
    return {name: found[name] for name in COUNTS}


def _moment(value: datetime) -> ColumnElement[datetime]:
    return literal(value, UtcDateTime())


def _within(moment: Any, period: Period) -> ColumnElement[bool]:
    return and_(moment >= _moment(period.start), moment < _moment(period.end))


def _has_later(period: Period) -> ColumnElement[bool]:
    began = _Later.began_at < _moment(period.end)
    return exists().where(_Later.case_id == Case.id, _Later.number > 1, began)


def _of_intake(period: Period) -> dict[str, ColumnElement[bool]]:
    due = and_(_contact_due >= _moment(period.start), _contact_due < _moment(period.due_by))
    contact_due = and_(_is_first, due)
    accepted = and_(_is_first, _within(Case.accepted_at, period))
    refused = and_(_is_first, Case.state == State.NOT_ACCEPTED, _within(Case.closed_at, period))
    completed = and_(accepted, CaseRound.answered_at < _moment(period.end))
    extended = exists().where(
        CaseExtension.case_id == Case.id,
        CaseExtension.round_number == 1,
        CaseExtension.granted.is_(True),
        CaseExtension.decided_at < _moment(period.end),
    )
    return {
        "contact_due": contact_due,
        "contacted": and_(contact_due, _contacted <= _contact_due),
        "accepted": accepted,
        "decided": or_(accepted, refused),
        "completed": completed,
        "completed_for_good": and_(completed, ~_has_later(period)),
        "extended": and_(accepted, extended),
    }


def _of_answers(period: Period) -> dict[str, ColumnElement[bool]]:
    answered = and_(CaseRound.number == 1, _within(CaseRound.answered_at, period))
    closed = and_(Case.state == State.CLOSED, _within(Case.closed_at, period))
    return {
        "answered": answered,
        "monitored": and_(answered, Case.state == State.MONITORING),
        "resolved": and_(answered, CaseRound.outcome.in_(SOLVED)),
        "again": and_(answered, _has_later(period)),
        "closed": and_(CaseRound.number == 1, CaseRound.answered_at.is_not(None), closed),
    }


def _of_ratings(period: Period) -> dict[str, ColumnElement[bool]]:
    rated = and_(CaseRound.number == 1, _within(CaseRound.rated_at, period))
    graded = and_(rated, CaseRound.grade.is_not(None))
    return {
        "asked_solved": and_(rated, CaseRound.solved.is_not(None)),
        "said_solved": and_(rated, CaseRound.solved.is_(True)),
        "asked_clear": and_(rated, CaseRound.clear.is_not(None)),
        "said_clear": and_(rated, CaseRound.clear.is_(True)),
        "rated": graded,
        "satisfied": and_(graded, CaseRound.grade >= SATISFIED),
        "very_satisfied": and_(graded, CaseRound.grade >= VERY_SATISFIED),
    }


def _of_rounds(period: Period) -> dict[str, ColumnElement[bool]]:
    end, due_by = _moment(period.end), _moment(period.due_by)
    current = and_(CaseRound.answered_at.is_(None), CaseRound.number == Case.round_number)
    goes_on = and_(current, Case.state != State.SUSPENDED, or_(Case.closed_at.is_(None), Case.closed_at >= end))
    waits = and_(or_(CaseRound.answered_at >= end, goes_on), CaseRound.due_at < due_by)
    answered = _within(CaseRound.answered_at, period)
    late = and_(waits, CaseRound.due_at >= _moment(period.start))
    return {
        "base": or_(answered, late),
        "on_time": and_(answered, CaseRound.answered_at <= CaseRound.due_at),
        "overdue": or_(and_(answered, CaseRound.answered_at > CaseRound.due_at), late),
        "overdue_originally": or_(and_(answered, CaseRound.answered_at > CaseRound.original_due_at), late),
        "stock": waits,
        **{name: and_(waits, _is_late_by(period, *days)) for name, days in AGES.items()},
    }


def _is_late_by(period: Period, more_than: int, at_most: int | None) -> ColumnElement[bool]:
    """Due so many working days before the last day of the period, or before today where that is still to come."""
    day = min(period.last, clock.today())
    days = workdays.current()
    # Due on the n-th working day before that day or later: at most n working days late.
    newest = clock.midnight(days.add(day, -more_than).day) if more_than else period.due_by
    found = CaseRound.due_at < _moment(newest)
    if at_most is None:
        return found
    return and_(found, CaseRound.due_at >= _moment(clock.midnight(days.add(day, -at_most).day)))


def keys(name: str) -> ColumnElement[str]:
    """By what cases are parted (`DIMENSIONS`), as an address writes it; empty where a case has none."""
    values: Mapping[str, ColumnElement[str | None]] = {
        "kind": cast(Case.kind, String),
        "category": cast(Case.category_id, String),
        "department": _unit(),
        "community": cast(func.coalesce(CaseErasure.community, Member.community), String),
    }
    return func.coalesce(values[name], "")


def late_in_review() -> ColumnElement[bool]:
    """Whether the department had put the answer up in time, so that it is the review that was late, or is."""
    in_time = CaseRound.drafted_at <= CaseRound.due_at
    waits = and_(CaseRound.answered_at.is_(None), Case.state == State.ANSWER_REVIEW)
    return and_(in_time, or_(CaseRound.answered_at > CaseRound.due_at, waits))


def _unit() -> ColumnElement[str | None]:
    """Who led the round when it was answered, or leads it now: a department, or the desk."""
    moment = func.coalesce(CaseRound.answered_at, _moment(clock.now()))
    led = select(func.max(CaseAssignment.department_id)).where(
        CaseAssignment.case_id == Case.id,
        CaseAssignment.is_lead,
        CaseAssignment.assigned_at <= moment,
        or_(CaseAssignment.ended_at.is_(None), CaseAssignment.ended_at > moment),
    )
    at_work = func.coalesce(cast(led.scalar_subquery(), String), DESK)
    return sql_case((CaseRound.id.is_(None), null()), (late_in_review(), literal(DESK)), else_=at_work)
