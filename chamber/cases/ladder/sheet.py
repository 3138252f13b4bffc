"""The list of what is overdue as a sheet, for a meeting: printed, or sorted in Excel."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from ... import clock
from ...audit import services as audit
from ...config import settings
from ...language.dates import local_time
from ...rights import Actor
from ...tables.writing import Column, Paper, write
from ..words import LEVEL_LABELS
from . import overdue
from .overdue import Unit


def workbook(actor: Actor, level: int = 0) -> bytes:
    """All that `overdue.units` gives, a line a case; logged. Forbidden for other roles than those that keep ledgers."""
    units = overdue.units(actor, level)
    columns = [
        Column(_("Current handler"), 22),
        Column(_("Reference"), 14),
        Column(_("Title"), 34),
        Column(_("Next step"), 22),
        Column(_("Due on"), 12, "date"),
        Column(_("Days late"), 8, "number"),
        Column(_("Reported to"), 18),
        Column(_("Supervision slip"), 20),
    ]
    audit.record_read("case.ledger_exported", "ledger", clock.today().isoformat(), actor=actor)
    paper = Paper(
        [_("Overdue by unit"), _("as of %(when)s", when=local_time(clock.now()))], top=settings().chamber_name
    )
    return write(columns, list(_rows(units)), _("Overdue by unit"), paper=paper)


def file_name() -> str:
    """The download's name with today's date, without its ending."""
    return f"{_('Overdue by unit')} {clock.today().isoformat()}"


def _rows(units: list[Unit]) -> Iterator[list[Any]]:
    for unit in units:
        for line in unit.lines:
            yield [
                line.case.holder or unit.name,
                line.case.reference,
                line.case.title,
                line.case.step,
                clock.local(line.due_at).date() if line.due_at else None,
                line.days,
                str(LEVEL_LABELS[line.level]) if line.level else "",
                line.slip.number if line.slip else "",
            ]
