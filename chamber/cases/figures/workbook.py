"""Figures as a sheet for Excel and print."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from ...audit import services as audit
from ...config import settings
from ...rights import Actor
from ...tables.writing import Column, Paper, write
from .showing import Shown


def workbook(actor: Actor, shown: Shown) -> bytes:
    """All that the page shows, a line each, with the definition beside; logged."""
    columns = [
        Column(_("Figure"), 34),
        Column(_("Of"), 24),
        Column(_("Rate (percent)"), 10, "number"),
        Column(_("Numerator"), 10, "decimal"),
        Column(_("Denominator"), 10, "number"),
        Column(_("Definition"), 90),
    ]
    audit.record_read("case.figures_exported", "figures", shown.asked.period.name or "days", actor=actor)
    title = _("Figures: %(period)s", period=shown.asked.period)
    version = _("Version of the definitions: %(number)s", number=shown.version)
    paper = Paper([title, version], top=settings().chamber_name, line_height=18)
    return write(columns, list(_rows(shown)), _("Figures"), paper=paper)


def _rows(shown: Shown) -> Iterator[list[Any]]:
    everything = _("all counted cases")
    for line in shown.lines:
        yield [line.label, everything, line.percent, line.part, line.whole, line.definition]
    for time in shown.times:
        values = ((_("mean"), time.times.mean), (_("median"), time.times.median), ("P90", time.times.p90))
        for name, value in values:
            rounded = None if value is None else round(value, 2)
            yield [f"{time.label} ({name})", everything, None, rounded, time.times.number, time.definition]
    for stock in shown.stock:
        yield [_("Overdue stock"), stock.label, None, stock.number, None, ""]
    yield [_("Kept under review at the end of the period"), everything, None, shown.beside.monitored, None, ""]
    yield [_("Thanks by firms in the period"), everything, None, shown.beside.thanks, None, ""]
    for part in shown.parts:
        if part.thanks is not None:
            yield [_("Thanks by firms in the period"), part.label, None, part.thanks, None, ""]
        for line in part.lines:
            yield [line.label, part.label, line.percent, line.part, line.whole, line.definition]
