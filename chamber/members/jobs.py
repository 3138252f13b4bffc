"""Import and export of large rosters as background jobs."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..extensions import reading
from ..files.services import generated_xlsx
from ..jobs.kinds import MAX_IMMEDIATE_ROWS, Advance, Result, Work
from ..jobs.services import enqueue
from ..language.catalogue import join_sentences
from ..rights import Actor
from . import search
from .roster import exporting, importing

IMPORT_ROSTER, EXPORT_ROSTER = "members.roster_in", "members.roster_out"


def confirm(import_id: int, *, fingerprint: str, take_likely: bool, place: str, actor: Actor) -> int | None:
    """Start the import of a large roster (see `importing.confirm`): job id; None if it is small and done at once."""
    with reading():
        record = importing.find(import_id, actor=actor)
        rows, is_in = record.counts.get("rows", 0), record.confirmed_at is not None
    if rows <= MAX_IMMEDIATE_ROWS or is_in:
        return None
    arguments = {"import_id": import_id, "fingerprint": fingerprint[:64], "take_likely": take_likely}
    return enqueue(IMPORT_ROSTER, arguments, rows=rows, place=place, actor=actor)


def _import(actor: Actor, arguments: Mapping[str, Any], advance: Advance) -> Result:
    record = importing.confirm(**arguments, actor=actor, advance=advance)
    return Result(join_sentences(importing.summary(record)))


def export(filters: search.Filters, *, place: str, actor: Actor) -> int:
    """Start the export of a filtered list as a workbook; returns the job's id."""
    rows = exporting.size(filters, actor=actor)
    return enqueue(EXPORT_ROSTER, asdict(filters), rows=rows, place=place, actor=actor)


def _export(actor: Actor, arguments: Mapping[str, Any], advance: Advance) -> Result:
    with reading():
        data = exporting.export(search.Filters.read(arguments, actor), actor=actor, advance=advance)
    return Result(file=generated_xlsx(data, _("roster")))


WORKS = {
    IMPORT_ROSTER: Work(_l("Importing the roster"), _import, ("members.index", _l("To the members"))),
    EXPORT_ROSTER: Work(_l("Export the roster"), _export),
}
