"""The list of measures and its ledger."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...web import downloads
from ...web.access import requires
from ...web.addresses import arguments, chips
from ...web.paging import keyset
from ...web.requests import current_actor
from .. import ledger, listing, rights
from ..listing import Chosen, Counts
from ..seeing import lines
from ..words import Source
from .blueprint import blueprint


def _chips(counts: Counts, chosen: Chosen, offered: list[listing.Show]) -> list[dict[str, Any]]:
    shows = {one.value: str(one.label) for one in offered}
    used = [word for word in Source if counts.by_source.get(word) or chosen.source == word]
    sources = {"": _("All"), **{word.value: str(word.label) for word in used}}
    by_source = {**counts.by_source, "": sum(counts.by_source.values())}
    groups = [{"name": "show", "label": _("State"), "chips": chips("show", shows, chosen.show, counts.by_show)}]
    if len(sources) > 2 or chosen.source:
        groups.append(
            {"name": "source", "label": _("Source"), "chips": chips("source", sources, chosen.source, by_source)}
        )
    return groups


def _departments(counts: Counts, chosen: Chosen) -> list[dict[str, Any]]:
    named = {str(number): name for number, (name, _count) in counts.by_department.items()}
    if len(named) < 2 and not chosen.department:
        return []
    numbers = {str(number): count for number, (_name, count) in counts.by_department.items()}
    picked = str(chosen.department or "")
    return [
        {
            "name": "department",
            "label": _("Department"),
            "chips": chips("department", named, picked, numbers, toggle=True),
        }
    ]


@blueprint.get("/")
@requires(rights.READ)
def index() -> ResponseReturnValue:
    """Under way, overdue, to be confirmed, mine, closed."""
    actor, chosen = current_actor(), Chosen.of(arguments())
    offered = listing.shows(actor)
    counts = listing.counts(actor, chosen)
    closed = chosen.show == listing.Show.CLOSED
    page = keyset(listing.query(actor, chosen), listing.PAGE_KEYS, descending=closed, scalars=False)
    return render_template(
        "measures/index.html",
        lines=lines(page.rows, actor),
        more_url=page.more_url,
        groups=_chips(counts, chosen, offered),
        departments=_departments(counts, chosen),
        chosen=chosen,
        found=counts.by_show[chosen.show],
        can_give=rights.GIVE.of(actor) is not None and rights.READ.reaches_all(actor),
        can_export=rights.LEDGER.allows(actor),
    )


@blueprint.get("/ledger.xlsx")
@requires(rights.LEDGER)
def ledger_file() -> ResponseReturnValue:
    """The list as a table."""
    return downloads.send_workbook(ledger.workbook(current_actor(), Chosen.of(arguments())), ledger.file_name())
