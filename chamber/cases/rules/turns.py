"""Whose turn it is where a case waits for more than one: the department, or the desk that has something beside it."""

from functools import cache

from sqlalchemy import ColumnElement, and_, or_

from ..models import Case
from ..words import State
from . import clocks


def words_alone(row: Case) -> bool:
    """Whether looking through what was held back is due before anything else, whoever has it."""
    held = row.words_due_at
    return held is not None and (row.step_due_at is None or held <= row.step_due_at)


def words_first(row: Case) -> bool:
    """Whether it is the first thing that the desk has to do: before its own step, or beside a department's."""
    return words_alone(row) or (row.words_due_at is not None and with_department(row))


def with_department(row: Case) -> bool:
    """Whether the next step is a department's."""
    desk = row.own_desk or clocks.waits_for_call(row) or clocks.waits_for_extension(row)
    return row.state in (State.ASSIGNED, State.IN_PROGRESS) and not desk


@cache
def with_department_expression() -> ColumnElement[bool]:
    """`with_department` as SQL."""
    calls = and_(Case.round_number > 1, Case.contacted_at.is_(None))
    at_work = and_(Case.state == State.IN_PROGRESS, ~calls, Case.extension_asked.is_(False))
    return and_(or_(Case.state == State.ASSIGNED, at_work), Case.own_desk.is_(False))
