"""The colours that show how near a case's due date is; they are worked out only here."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, case, func, null, or_

from ... import clock
from ...extensions import NOW
from ...workdays.colours import TOMORROW, TONIGHT, end_of_today, end_of_tomorrow
from ..models import Case
from ..words import State
from .clocks import is_waiting, waiting_expression, waits_for_call

NOTHING_BESIDE: ColumnElement[Any] = null()
YELLOW = _l("Due today, or progress missing")


def colour(row: Case, beside: datetime | None = None) -> str:
    """red overdue, yellow due today or a missing progress note, blue due tomorrow or 80 % used, else empty.

    `beside`: until when its reader has to do something beside its way that comes first; then that date counts.
    """
    now, due = clock.now(), beside or (row.step_due_at if is_waiting(row) else None)
    if due is None:
        return ""
    if due < now:
        return "red"
    if due <= end_of_today() or _misses_progress(row, now):
        return "yellow"
    soon = due <= end_of_tomorrow() or (row.blue_at is not None and row.blue_at <= now)
    return "blue" if not beside and soon else ""


def _misses_progress(row: Case, now: datetime) -> bool:
    # Only who works on it can write a note: a draft under review, or a case to be assigned anew, misses none.
    # Nor does what waits for the call of a new round, or for the decision on a longer limit.
    at_work = row.state == State.IN_PROGRESS and not row.extension_asked and not waits_for_call(row)
    return at_work and row.progress_due_at is not None and row.progress_due_at < now


def lacks_only_progress(row: Case) -> bool:
    """Whether it is yellow for a missing progress note alone: its date is neither past nor today."""
    due = row.step_due_at
    return _misses_progress(row, clock.now()) and due is not None and due > end_of_today()


def late_expression(beside: ColumnElement[Any]) -> ColumnElement[bool]:
    """`colour` is red, as SQL."""
    late = and_(Case.step_due_at < NOW, waiting_expression())
    return or_(beside < NOW, and_(beside.is_(None), late))


def colour_expression(beside: ColumnElement[Any] = NOTHING_BESIDE) -> ColumnElement[str]:
    """`colour` as SQL, for filters and counts."""
    step = and_(waiting_expression(), Case.step_due_at.is_not(None))
    has_beside = beside.is_not(None)
    due: Any = func.coalesce(beside, Case.step_due_at)
    called = or_(Case.round_number == 1, Case.contacted_at.is_not(None))
    at_work = and_(Case.state == State.IN_PROGRESS, Case.extension_asked.is_(False), called)
    return case(
        (~or_(step, has_beside), ""),
        (due < NOW, "red"),
        (or_(due <= TONIGHT, and_(at_work, Case.progress_due_at < NOW)), "yellow"),
        (and_(~has_beside, or_(Case.blue_at <= NOW, due <= TOMORROW)), "blue"),
        else_="",
    )
