"""The ledger of measures, as xlsx."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from .. import clock
from ..audit import services as audit
from ..extensions import db
from ..language.catalogue import translated_labels
from ..rights import Actor
from ..tables.writing import Column, write
from . import rights
from .access import held_from
from .listing import PAGE_KEYS, Chosen, query
from .seeing import SeenLine, lines
from .words import Grade

COLUMNS: tuple[tuple[Any, tuple[Any, ...], Any], ...] = (
    (_l("Reference"), (16,), lambda line, _row: line.reference),
    (_l("Measure"), (40,), lambda line, _row: line.title),
    (_l("Source"), (16,), lambda line, _row: line.source),
    (_l("Belongs to"), (24,), lambda line, _row: line.about.what if line.about else line.about_label),
    (_l("Owner"), (24,), lambda line, _row: line.owner),
    (_l("Ordered by"), (24,), lambda _line, row: row.Measure.ordered_by),
    (_l("Order number"), (18,), lambda _line, row: row.Measure.order_number),
    (_l("Grade"), (10,), lambda _line, row: translated_labels(Grade)[row.Measure.grade]),
    (_l("State"), (16,), lambda line, _row: line.state_label),
    (_l("Given on"), (18, "time"), lambda _line, row: row.Measure.created_at),
    (_l("Originally due"), (18, "time"), lambda line, _row: line.original_due_at),
    (_l("Due on"), (18, "time"), lambda line, _row: line.due_at),
    (_l("Reported as done on"), (18, "time"), lambda line, _row: line.done_at),
    (_l("What came out"), (40,), lambda _line, row: "" if row.held else row.Measure.result),
    (_l("Confirmed on"), (18, "time"), lambda _line, row: row.Measure.confirmed_at),
    (_l("Was overdue"), (10,), lambda line, _row: _("yes") if line.was_overdue else ""),
)
"""Each column: its title, its width and kind of cell, and its value in one row."""


def workbook(actor: Actor, chosen: Chosen) -> bytes:
    """The rows of a list as xlsx, the soonest due first; logged. Forbidden for other roles."""
    rights.LEDGER.demand(actor)
    audit.record_read("measure.ledger_exported", "measureledger", clock.today().isoformat(), actor=actor)
    rows = db.session.execute(
        query(actor, chosen).add_columns(held_from(actor).label("held")).order_by(*PAGE_KEYS)
    ).all()
    columns = [Column(str(title), *layout) for title, layout, _value in COLUMNS]
    seen: list[SeenLine] = lines(rows, actor)
    cells = ([value(line, row) for _title, _layout, value in COLUMNS] for line, row in zip(seen, rows, strict=True))
    return write(columns, cells, _("Ledger of measures"))


def file_name() -> str:
    """The download's name with today's date, without its ending."""
    return f"{_('Ledger of measures')} {clock.today().isoformat()}"
