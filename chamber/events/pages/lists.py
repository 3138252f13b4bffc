"""The list of events and the month page."""

from functools import partial
from typing import Any

from babel.dates import format_skeleton
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import clock
from ...language.dates import language
from ...web.access import requires
from ...web.addresses import arguments, chips
from ...web.paging import headings, keyset, order_of, placed
from ...web.requests import current_actor
from .. import listing, rights, services
from .. import month as calendar
from ..listing import When
from ..models import Event, EventKind, EventState
from .blueprint import blueprint

SORTS: dict[str, list[Any]] = {
    "when": listing.PAGE_KEYS,
    "kind": [placed(Event.kind, EventKind), *listing.PAGE_KEYS],
    "place": [Event.place, *listing.PAGE_KEYS],
}
"""The keys of each order, by the name of its column."""


def _columns() -> dict[str, str]:
    return {
        "state": _("State"),
        "when": _("When"),
        "title": _("Title"),
        "kind": _("Kind"),
        "place": _("Place"),
        "seats": _("Registered"),
        "next": _("Next step"),
    }


def _chips(counts: listing.FilterCounts, when: str, kind: str) -> list[dict[str, Any]]:
    kinds = {value: label for value, label in EventKind.choices() if counts.by_kind[value] or kind == value}
    by_kind = {**counts.by_kind, "": sum(counts.by_kind.values())}
    return [
        {"name": "when", "label": _("When"), "chips": chips("when", When.labels(), when, counts.by_when)},
        {"name": "kind", "label": _("Kind"), "chips": chips("kind", {"": _("All"), **kinds}, kind, by_kind)},
    ]


def _step(event: Event) -> tuple[str, str] | None:
    """What the secretariat opens next for an event, and where; None where nothing is left."""
    match event.state:
        case EventState.DRAFT:
            return _("Publish"), url_for("events.event", event_id=event.id)
        case EventState.PUBLISHED if (
            clock.local(event.starts_at).date() <= clock.today() and event.ends_at > clock.now()
        ):
            return _("Check in at the door"), url_for("events.door", event_id=event.id)
        case EventState.PUBLISHED if event.starts_at > clock.now():
            return _("Registrations"), url_for("events.registrations", event_id=event.id)
        case EventState.PUBLISHED | EventState.DONE:
            return _("Attendance"), url_for("events.attendance", event_id=event.id)
    return None


@blueprint.get("/")
@requires(rights.READ)
def index() -> ResponseReturnValue:
    """Coming, past and own events."""
    actor, args = current_actor(), arguments()
    when = args.get("when", "") if args.get("when") in set(When) else When.COMING.value
    kind, q = args.get("kind", "") if args.get("kind") in set(EventKind) else "", args.get("q", "")
    counts = listing.filter_counts(actor, when=when, kind=kind, search=q)
    order = order_of(SORTS, "when" if when == When.COMING else "-when")
    # One's own coming events stand before the past ones, unless an order is asked for.
    is_parted = when == When.MINE and "sort" not in args
    query = listing.mine_past if is_parted else partial(listing.events, when=when)
    page = keyset(query(actor, kind=kind, search=q), order.keys, descending=order.descending)
    ahead = listing.mine_coming(actor, kind=kind, search=q) if is_parted and "after" not in args else []
    return render_template(
        "events/index.html",
        lines=listing.lines([*ahead, *page.rows], actor),
        more_url=page.more_url,
        chips=_chips(counts, when, kind),
        found=counts.by_when[when],
        headings=headings(_columns(), SORTS, "" if is_parted else order.name),
        step_of=_step,
        hidden={"when": when, "kind": kind, "sort": args.get("sort")},
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
