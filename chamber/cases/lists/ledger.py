"""The ledger (台账) of cases as a workbook; only there cases have running numbers."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ... import clock
from ...audit import services as audit
from ...extensions import db
from ...jobs.kinds import Advance, no_progress, with_progress
from ...rights import Actor
from ...tables.writing import Column, write
from .. import rights
from ..models import Case
from ..reading import traces
from ..words import JUDGED, Channel, Complexity
from . import listing
from .listing import SeenLine

MORE = (Case.id, Case.channel, Case.accepted_at, Case.original_due_at, Case.due_at, Case.was_overdue)
COLUMNS: tuple[tuple[LazyString, tuple[Any, ...], Callable[[Any, SeenLine], Any]], ...] = (
    (_l("Reference"), (16,), lambda _case, seen: seen.reference),
    (_l("Kind"), (12,), lambda _case, seen: seen.kind_label),
    (_l("Title"), (40,), lambda _case, seen: seen.title),
    (_l("Firm"), (30,), lambda _case, seen: seen.firm),
    (_l("Channel"), (14,), lambda case, _seen: str(Channel(case.channel).label)),
    (_l("State"), (14,), lambda _case, seen: seen.state_label),
    (_l("Complexity"), (10,), lambda case, _seen: _complexity(case)),
    (_l("Who has it"), (24,), lambda _case, seen: seen.holder),
    (_l("Submitted on"), (18, "time"), lambda case, _seen: case.submitted_at),
    (_l("Accepted on"), (18, "time"), lambda case, _seen: case.accepted_at),
    (_l("Originally due"), (18, "time"), lambda case, _seen: case.original_due_at),
    (_l("Due on"), (18, "time"), lambda case, _seen: case.due_at),
    (_l("Answered on"), (18, "time"), lambda case, _seen: case.answered_at),
    (_l("Closed on"), (18, "time"), lambda case, _seen: case.closed_at),
    (_l("Outcome"), (20,), lambda _case, seen: seen.outcome_label),
    (_l("Was overdue"), (10,), lambda case, seen: _("yes") if case.was_overdue or seen.colour == "red" else ""),
    (_l("Round"), (8, "number"), lambda case, _seen: case.round_number),
)
"""Each column after the running number: its title, its width and kind of cell, and its value of one case."""


def _complexity(case: Any) -> str:
    return str(Complexity(case.complexity).label) if case.complexity and case.kind in JUDGED else ""


def size(actor: Actor, args: Mapping[str, str]) -> int:
    """How many rows the ledger of a filtered list has. Forbidden for other roles."""
    rights.LEDGER.demand(actor)
    return db.session.scalar(select(func.count()).select_from(Case).where(listing.condition(actor, args))) or 0


def workbook(actor: Actor, args: Mapping[str, str], advance: Advance = no_progress) -> bytes:
    """The rows of the filtered list as xlsx, oldest first; logged. Forbidden for other roles."""
    rights.LEDGER.demand(actor)
    columns = [Column(_("No."), 6, "number"), *(Column(str(title), *layout) for title, layout, _value in COLUMNS)]
    audit.record_read("case.ledger_exported", "ledger", clock.today().isoformat(), actor=actor)
    total = 0 if advance is no_progress else size(actor, args)
    return write(columns, with_progress(_rows(actor, args), total, advance), _("Ledger of cases"))


def _rows(actor: Actor, args: Mapping[str, str]) -> Iterator[list[Any]]:
    query = listing.rows(listing.condition(actor, args), *MORE).order_by(Case.submitted_at, Case.id)
    parts = db.session.execute(query.execution_options(yield_per=500)).partitions()
    q = args.get("q", "")
    pairs = ((case, seen) for part in parts for case, seen in zip(part, listing.lines(actor, part), strict=True))
    for number, (case, seen) in enumerate(pairs, 1):
        if q.strip() and case.confidential:
            traces.note_found(actor, q, [(case.id, case.reference)])
        yield [number, *(value(case, seen) for _title, _layout, value in COLUMNS)]


def file_name() -> str:
    """The download's name with today's date, without its ending."""
    return f"{_('Ledger of cases')} {clock.today().isoformat()}"
