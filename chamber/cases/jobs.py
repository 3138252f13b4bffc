"""The long job of cases, done by the worker: the ledger (台账)."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from ..extensions import reading
from ..files.services import generated_xlsx
from ..jobs.kinds import Advance, Result, Work
from ..jobs.services import enqueue
from ..rights import Actor
from .lists import filters, ledger

LEDGER = "cases.ledger"


def lay_out_ledger(args: Mapping[str, str], *, place: str, actor: Actor) -> int:
    """Have the worker write the ledger of a filtered list; the id of the job. Forbidden without the right."""
    given = {name: args[name] for name in (*filters.NAMES, "q") if name in args}
    return enqueue(LEDGER, given, rows=ledger.size(actor, given), place=place, actor=actor)


def _lay_out(actor: Actor, arguments: Mapping[str, Any], advance: Advance) -> Result:
    with reading():
        data = ledger.workbook(actor, arguments, advance)
    return Result(file=generated_xlsx(data, ledger.file_name()))


WORKS = {LEDGER: Work(_l("Ledger of cases"), _lay_out)}
