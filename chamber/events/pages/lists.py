"""The list of events and the month page."""

from typing import Any

from babel.dates import format_skeleton
from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import clock
from ...language.dates import language
from ...web.access import requires
from ...web.addresses import arguments, chips
from ...web.paging import keyset
from ...web.requests import current_actor
from .. import listing, rights, services
from .. import month as calendar
from ..listing import When
from ..models import EventKind
from .blueprint import blueprint


def _chips(counts: listing.FilterCounts, when: str, kind: str) -> dict[str, list[dict[str, Any]]]:
    kinds = {value: label for value, label in EventKind.choices() if counts.by_kind[value] or kind == value}
    by_kind = {**counts.by_kind, "": sum(counts.by_kind.values())}
    return {
        "when": chips("when", When.labels(), when, counts.by_when),
        "kind": chips("kind", {"": _("All"), **kinds}, kind, by_kind),
    }


@blueprint.get("/")
@requires(rights.READ)
def index() -> ResponseReturnValue:
    """Coming, past and own events."""
    actor, args = current_actor(), arguments()
    when = args.get("when", "") if args.get("when") in set(When) else When.COMING.value
    kind = args.get("kind", "") if args.get("kind") in set(EventKind) else ""
    q = args.get("q", "")
    counts = listing.filter_counts(actor, when=when, kind=kind, search=q)
    ahead = []
    if when == When.MINE:
        query = listing.mine_past(actor, kind=kind, search=q)
        ahead = [] if args.get("after") else listing.mine_coming(actor, kind=kind, search=q)
    else:
        query = listing.events(actor, when=when, kind=kind, search=q)
    page = keyset(query, listing.PAGE_KEYS, descending=when != When.COMING)
    return render_template(
        "events/index.html",
        lines=listing.lines([*ahead, *page.rows], actor),
        more_url=page.more_url,
        chips=_chips(counts, when, kind),
        found=counts.by_when[when],
        hidden={"when": when, "kind": kind},
        q=q,
        can_make=services.runs_events(actor),
    )


@blueprint.get("/calendar")
@requires(rights.READ)
def month() -> ResponseReturnValue:
    """The events of a month."""
    first = calendar.parse_month(arguments().get("month", ""))
    return render_template(
        "events/calendar.html",
        month=calendar.month(current_actor(), first),
        month_name=format_skeleton("yMMMM", first, locale=language()),
        this_month=f"{clock.today():%Y-%m}",
    )
