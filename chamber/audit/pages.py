"""The log's page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ..web.access import requires
from ..web.addresses import arguments
from ..web.paging import keyset
from ..web.requests import current_actor
from . import listing, rights
from .forms import FilterForm
from .models import AuditRow

blueprint = Blueprint("audit", __name__, url_prefix="/admin/log")


@blueprint.get("")
@requires(rights.READ)
def index() -> ResponseReturnValue:
    """Who did what when, newest first."""
    actor = current_actor()
    form = FilterForm.of(arguments())
    wanted = form.wanted()
    query = listing.rows(wanted, actor=actor)
    # Not by the number of the row: by the gaps one would count the hidden rows between two that are shown.
    page = keyset(query, [AuditRow.at, AuditRow.hash], descending=True)
    return render_template(
        "audit/index.html",
        form=form,
        lines=listing.lines(page.rows, actor=actor),
        more_url=page.more_url,
        total=listing.count(query),
        most=listing.MAX_COUNTED,
        narrowed=wanted != listing.Filter(query=wanted.query),
        seals=listing.seals(actor=actor),
    )
