"""Doing measures: notes on the way, done with result and proof, confirmed by another; limits that come near."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select, update

from .. import clock
from ..errors import DomainError
from ..extensions import db
from ..files.services import PreparedFile
from ..messages import Happened
from ..notifications import services as notifications
from ..rights import Actor
from . import rights
from .access import measured, owns, runs
from .keeping import attach, move, needed, refuse_names, refuse_twice, take
from .models import Measure
from .words import Act, Paper, State


def report(reference: str, text: str, uploads: Sequence[PreparedFile] = (), *, actor: Actor) -> Measure:
    """A note on the way, by its owner, or by who runs it for one who does not sign in.

    DomainError without words; Repeated where the button was pressed twice.
    """
    rights.REPORT.demand(actor)
    row = take(reference, Act.NOTE, actor)
    text = needed(text, "text", _("Please write how it stands."))
    refuse_names(row, actor, text=text)
    _refuse_papers_of_runner(row, uploads, actor)
    refuse_twice(row, text, uploads, actor)
    attach(move(row, Act.NOTE, actor, text), uploads, Paper.PROOF, actor)
    return row


def finish(reference: str, result: str, uploads: Sequence[PreparedFile] = (), *, actor: Actor) -> Measure:
    """It is done: the result in words, with proof where there is one; another person confirms it.

    Conflict where it was reported as done already.
    """
    rights.REPORT.demand(actor)
    row = take(reference, Act.DONE, actor)
    result = needed(result, "result", _("Please write what came out."))
    refuse_names(row, actor, result=result)
    _refuse_papers_of_runner(row, uploads, actor)
    row.done_at, row.done_by_id, row.result = clock.now(), actor.account_id, result
    attach(move(row, Act.DONE, actor, result), uploads, Paper.PROOF, actor)
    return row


def confirm(reference: str, text: str = "", *, actor: Actor) -> Measure:
    """Somebody else than who reported it says that it is done. Conflict where another one has just confirmed it."""
    rights.CONFIRM.demand(actor)
    row = take(reference, Act.CONFIRM, actor)
    text = needed(text, "text", "")
    refuse_names(row, actor, text=text)
    row.confirmed_at, row.confirmed_by_id = clock.now(), actor.account_id
    move(row, Act.CONFIRM, actor, text)
    return row


def _refuse_papers_of_runner(row: Measure, uploads: Sequence[PreparedFile], actor: Actor) -> None:
    """What who runs a nameless matter attaches its owner could read: a paper may say whose it is."""
    one = measured().get(row.subject_kind)
    if not uploads or one is None or row.subject_id is None or owns(actor, row) or not runs(actor, row):
        return
    if one.is_nameless(row.subject_id):
        raise DomainError(_("This case is handled without names: no paper can be added here."), field="files")


def open_of(kind: str, subject_id: int) -> int:
    """How many measures of a thing are under way."""
    query = select(Measure.id).where(
        Measure.subject_kind == kind, Measure.subject_id == subject_id, Measure.state == State.OPEN
    )
    return len(db.session.scalars(query).all())


def pass_time() -> int:
    """Notify of dates that came near or have passed; harmless when repeated. How many lines are new."""
    now = clock.now()
    late = Measure.due_at < now
    db.session.execute(
        update(Measure)
        .where(Measure.state == State.OPEN, late, Measure.was_overdue.is_(False))
        .values(was_overdue=True)
        .execution_options(synchronize_session=False)
    )
    near = select(Measure.id, Measure.due_at).where(Measure.state == State.OPEN, (Measure.blue_at <= now) | late)
    notified = 0
    for row in db.session.execute(near).all():
        act = "time.measure_overdue" if row.due_at < now else "time.measure_due_soon"
        notified += notifications.notify("measure", Happened(act, row.id, row.due_at.isoformat(), now))
    return notified
