"""The list of notices."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...rights import Actor
from ...web.access import requires
from ...web.addresses import arguments, chips
from ...web.answers import cached_macro
from ...web.paging import headings, keyset, order_of, placed
from ...web.requests import current_actor
from .. import listing, rights, services
from ..listing import QUESTIONS, TO_CONFIRM, TO_FILL_IN, UNREAD
from ..models import Notice, NoticeKind, NoticeState
from .blueprint import blueprint

_row, _dense_row = cached_macro("notices/_line.html", "row"), cached_macro("notices/_dense_line.html", "row")


def _sorts(actor: Actor) -> dict[str, list[Any]]:
    """The keys of each order, by the name of its column; `usual` is the one of who reads."""
    newest = listing.page_keys(actor)[-2:]
    return {
        "usual": listing.page_keys(actor),
        "state": [placed(Notice.state, NoticeState), *newest],
        "date": newest,
        "kind": [placed(Notice.kind, NoticeKind), *newest],
        "until": [Notice.answer_until, *newest],
    }


def _columns() -> dict[str, str]:
    return {
        "state": _("State"),
        "title": _("Title"),
        "kind": _("Kind"),
        "date": _("Date"),
        "until": _("Answer by"),
        "receipts": _("Receipts"),
        "next": _("Next step"),
    }


def _chips(counts: dict[str, int], only: str) -> list[dict[str, Any]]:
    names = {"": _("All"), UNREAD: _("Unread"), TO_CONFIRM: _("To confirm"), TO_FILL_IN: _("To fill in")}
    names[QUESTIONS] = _("With open questions")
    names |= {state.value: str(state.label) for state in NoticeState}
    offered = {name: names[name] for name, number in counts.items() if number or name != NoticeState.DISCARDED}
    return chips("show", offered, only, counts)


@blueprint.get("/")
@requires(rights.READ)
def index() -> ResponseReturnValue:
    """For firms unread first; for the secretariat all, by state."""
    actor, args = current_actor(), arguments()
    q, only = args.get("q", ""), args.get("show", "")
    counts = listing.counts(actor, q)
    only = only if only in counts else ""
    sorts = _sorts(actor)
    order = order_of(sorts, "-usual")
    query = listing.notices(actor, only=only, search=q)
    page = keyset(query, order.keys, descending=order.descending, scalars=False)
    return render_template(
        "notices/index.html",
        lines=listing.lines(page.rows, actor),
        row=_row,
        dense_row=_dense_row,
        headings=headings(_columns(), sorts, order.name),
        sort=args.get("sort"),
        more_url=page.more_url,
        chips=_chips(counts, only) if len(counts) > 1 else [],
        found=counts[only],
        only=only,
        q=q,
        runs=services.runs_notices(actor),
    )
