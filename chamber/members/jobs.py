"""What takes long with large rosters and is done by the worker: taking one in, laying one out as a table."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..extensions import reading
from ..files.services import made
from ..jobs.kinds import LARGE, Advance, Result, Work
from ..jobs.services import ask
from ..language.catalogue import run_on
from ..rights import Actor
from . import search
from .roster import exporting as roster_out
from .roster import importing as roster_in

ROSTER_IN, ROSTER_OUT = "members.roster_in", "members.roster_out"


def confirm(import_id: int, *, fingerprint: str, take_likely: bool, place: str, actor: Actor) -> int | None:
    """Have a large roster written by the worker, see `roster_in.confirm`; the job, None where it is done at once."""
    with reading():
        record = roster_in.find(import_id, actor=actor)
        rows, is_in = record.counts.get("rows", 0), record.confirmed_at is not None
    if rows <= LARGE or is_in:
        return None
    arguments = {"import_id": import_id, "fingerprint": fingerprint[:64], "take_likely": take_likely}
    return ask(ROSTER_IN, arguments, rows=rows, place=place, actor=actor)


def _take_in(actor: Actor, arguments: Mapping[str, Any], advance: Advance) -> Result:
    record = roster_in.confirm(**arguments, actor=actor, advance=advance)
    return Result(run_on(roster_in.outcome(record)))


def export(filters: search.Filters, *, place: str, actor: Actor) -> int:
    """Have the worker lay out the members of a filtered list as a table; the job."""
    rows = roster_out.size(filters, actor=actor)
    return ask(ROSTER_OUT, asdict(filters), rows=rows, place=place, actor=actor)


def _lay_out(actor: Actor, arguments: Mapping[str, Any], advance: Advance) -> Result:
    with reading():
        data = roster_out.export(search.Filters.read(arguments, actor), actor=actor, advance=advance)
    return Result(file=made(data, _("roster")))


WORKS = {
    ROSTER_IN: Work(_l("Taking a roster in"), _take_in, ("members.index", _l("To the members"))),
    ROSTER_OUT: Work(_l("Roster as a table"), _lay_out),
}
