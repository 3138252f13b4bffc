"""The ledger (台账) as a workbook: running numbers exist only here."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from ... import clock
from ...audit import services as audit
from ...extensions import db
from ...jobs.kinds import Advance, no_progress, with_progress
from ...rights import Actor
from ...tables.writing import Column, write
from .. import rights
from ..models import Case
from ..words import JUDGED, Channel, Complexity, Outcome
from . import listing

MORE = (Case.channel, Case.accepted_at, Case.original_due_at, Case.due_at, Case.was_overdue)


def size(actor: Actor, args: Mapping[str, str]) -> int:
    """How many rows the ledger of a filtered list has. Forbidden for other roles."""
    rights.LEDGER.demand(actor)
    return db.session.scalar(select(func.count()).select_from(Case).where(listing.condition(actor, args))) or 0


def workbook(actor: Actor, args: Mapping[str, str], advance: Advance = no_progress) -> bytes:
    """The rows of the filtered list as xlsx, oldest first; logged. Forbidden for other roles."""
    rights.LEDGER.demand(actor)
    columns = [
        Column(_("No."), 6, "number"),
        Column(_("Reference"), 16),
        Column(_("Kind"), 12),
        Column(_("Title"), 40),
        Column(_("Firm"), 30),
        Column(_("Channel"), 14),
        Column(_("State"), 14),
        Column(_("Complexity"), 10),
        Column(_("Who has it"), 24),
        Column(_("Submitted on"), 18, "time"),
        Column(_("Accepted on"), 18, "time"),
        Column(_("Originally due"), 18, "time"),
        Column(_("Due on"), 18, "time"),
        Column(_("Answered on"), 18, "time"),
        Column(_("Closed on"), 18, "time"),
        Column(_("Outcome"), 20),
        Column(_("Was overdue"), 10),
        Column(_("Round"), 8, "number"),
    ]
    audit.record_read("case.ledger_exported", "ledger", clock.today().isoformat(), actor=actor)
    total = 0 if advance is no_progress else size(actor, args)
    return write(columns, with_progress(_rows(actor, args), total, advance), _("Ledger of cases"))


def _rows(actor: Actor, args: Mapping[str, str]) -> Iterator[list[Any]]:
    query = listing.rows(listing.condition(actor, args), *MORE).order_by(Case.submitted_at, Case.id)
    parts = db.session.execute(query.execution_options(yield_per=500)).partitions()
    pairs = ((case, seen) for part in parts for case, seen in zip(part, listing.lines(actor, part), strict=True))
    for number, (case, seen) in enumerate(pairs, 1):
        yield [
            number,
            seen.reference,
            seen.kind_label,
            seen.title,
            seen.firm,
            str(Channel(case.channel).label),
            seen.state_label,
            str(Complexity(case.complexity).label) if case.complexity and case.kind in JUDGED else "",
            seen.holder,
            case.submitted_at,
            case.accepted_at,
            case.original_due_at,
            case.due_at,
            case.answered_at,
            case.closed_at,
            str(Outcome(seen.outcome).label) if seen.outcome else "",
            _("yes") if case.was_overdue or seen.colour == "red" else "",
            case.round_number,
        ]


def file_name() -> str:
    """The download's name with today's date, without its ending."""
    return f"{_('Ledger of cases')} {clock.today().isoformat()}"
