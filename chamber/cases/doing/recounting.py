"""Due dates counted again when a day of the calendar changes; those after the last official decree are provisional."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from ... import clock
from ...audit import services as audit
from ...extensions import db
from ...rights import Actor
from ...workdays import services as workdays
from ...workdays.counting import Calendar
from ...workdays.signals import day_changed
from ..models import Case
from ..rules.hand import Hand, load

Move = Callable[[datetime], datetime]


def recount_decreed() -> None:
    """Count again, once, what was counted before the newest decrees were known; the calendar came with the program."""
    version, newest = workdays.calendar_version(), Case.calendar_version.startswith(workdays.newest_version())
    running = (Case.step_due_at.is_not(None), Case.calendar_version != "", ~newest)
    for known in db.session.scalars(select(Case.calendar_version).where(*running).distinct()).all():
        before, first = workdays.as_of(known)
        recount(first, before, None, Case.calendar_version == known)
    db.session.execute(update(Case).where(*running).values(calendar_version=version))


def recount(changed: date, before: Calendar, actor: Actor | None, *only: ColumnElement[bool]) -> None:
    """Move the dates of running limits, so that each has as many working days left as in the calendar `before`.

    `changed` is the first day that is different, `only` restricts the cases. Past dates, answered rounds and the
    first due date stay.
    """
    today, after = clock.today(), workdays.current()

    def moved(moment: datetime) -> datetime:
        day = clock.local(moment).date()
        if day <= today or not before.is_workday(day):
            return moment
        return workdays.end_of(after.add(today, before.until(today, day)).day)

    first = clock.midnight(changed)
    waiting = select(Case).where(Case.step_due_at.is_not(None), or_(Case.step_due_at >= first, Case.due_at >= first))
    locked = waiting.where(*only).order_by(Case.id).with_for_update().execution_options(populate_existing=True)
    for case in db.session.scalars(locked).all():
        _move(load(case, None), moved, actor)


def _move(hand: Hand, moved: Move, actor: Actor | None) -> None:
    case, was = hand.case, hand.case.step_due_at
    _shift(
        case, moved, "contact_due_at", "decision_due_at", "progress_due_at", "step_due_at", "blue_at", "waiting_due_at"
    )
    if case.answered_at is None:
        _shift(case, moved, "due_at")
        _shift(hand.round, moved, "contact_due_at", "due_at")
    if hand.extension and hand.extension.decided_at is None:
        _shift(hand.extension, moved, "old_due_at")
    now = case.step_due_at
    if was and now and now != was:
        before, after = (None if case.confidential else {"due_at": one.isoformat()} for one in (was, now))
        audit.record("case.recounted", "case", case.id, actor=actor, before=before, after=after)


def _shift(row: Any, moved: Move, *names: str) -> None:
    for name in names:
        if row is not None and (moment := getattr(row, name)) is not None:
            setattr(row, name, moved(moment))


@day_changed.connect
def _on_day_changed(_sender: None, *, day: date, before: Calendar, actor: Actor) -> None:
    recount(day, before, actor)
