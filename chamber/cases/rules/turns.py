"""Whose turn it is where a case waits for more than one: the department, or the desk that has something beside it."""

from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from ... import clock
from ...extensions import NOW
from ..models import Case, CaseRound
from ..words import ENDED, State
from . import clocks


def words_alone(row: Case) -> bool:
    """Whether looking through what was held back is due before anything else, whoever has it."""
    held = row.words_due_at
    return held is not None and (row.step_due_at is None or held <= row.step_due_at)


def words_first(row: Case) -> bool:
    """Whether it is the first thing that the desk has to do: before its own step, or beside a department's."""
    return row.words_due_at is not None and before_step(row, row.words_due_at)


def author_first(row: Case) -> bool:
    """Whether the first thing that the desk has to do is to say who goes on for an author who is not there."""
    due = row.author_due_at if clocks.needs_author(row) else None
    return due is not None and (not clocks.is_waiting(row) or before_step(row, due))


@cache
def author_first_expression() -> ColumnElement[bool]:
    """`author_first` as SQL."""
    first = or_(~clocks.waiting_expression(), before_step_expression(Case.author_due_at))
    needs = and_(Case.author_due_at.is_not(None), Case.state.not_in(ENDED))
    return and_(needs, first)


def before_step(row: Case, due: datetime) -> bool:
    """Whether what the desk has to do until then comes before the next step, because it is due before that.

    Where the step is a department's it does so anyway; but a step that is late already comes first.
    """
    step = row.step_due_at
    return step is None or due <= step or (with_department(row) and clock.now() <= step)


def before_step_expression(due: InstrumentedAttribute[datetime | None]) -> ColumnElement[bool]:
    """`before_step` as SQL."""
    in_time = and_(with_department_expression(), Case.step_due_at >= NOW)
    return or_(due <= func.coalesce(Case.step_due_at, due), in_time)


def with_department(row: Case) -> bool:
    """Whether the next step is a department's."""
    desk = row.own_desk or clocks.waits_for_call(row) or clocks.waits_for_extension(row)
    return row.state in (State.ASSIGNED, State.IN_PROGRESS) and not desk


@cache
def put_up_late_expression() -> ColumnElement[bool]:
    """Whether the answer that the desk reviews was late already when the department put it up."""
    late = select(CaseRound.id).where(
        CaseRound.case_id == Case.id, CaseRound.number == Case.round_number, CaseRound.drafted_at > CaseRound.due_at
    )
    return and_(Case.state == State.ANSWER_REVIEW, Case.own_desk.is_(False), late.exists())


@cache
def with_department_expression() -> ColumnElement[bool]:
    """`with_department` as SQL."""
    calls = and_(Case.round_number > 1, Case.contacted_at.is_(None))
    at_work = and_(Case.state == State.IN_PROGRESS, ~calls, Case.extension_asked.is_(False))
    return and_(or_(Case.state == State.ASSIGNED, at_work), Case.own_desk.is_(False))
