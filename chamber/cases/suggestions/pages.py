"""Published suggestions and their fate: the list, the press of support, and the notice of each quarter."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...rights import YES
from ...web.access import requires
from ...web.addresses import arguments
from ...web.answers import answer, see_other
from ...web.paging import keyset
from ...web.requests import current_actor
from .. import rights
from ..figures import periods
from . import publishing, quarterly, reading, supporting
from .models import PublishedSuggestion

blueprint = Blueprint("suggestions", __name__, url_prefix="/suggestions")


@blueprint.get("/")
@requires(rights.SUGGESTIONS)
def index() -> ResponseReturnValue:
    """The published ones, newest first, or those with what is searched."""
    actor, q = current_actor(), arguments().get("q", "")[:100]
    keys = [PublishedSuggestion.published_at, PublishedSuggestion.id]
    page = keyset(publishing.listed(q, actor=actor), keys, descending=True)
    return render_template(
        "suggestions/index.html",
        q=q,
        more_url=page.more_url,
        found=reading.seen(page.rows, actor),
        can_submit=rights.SUBMIT.of(actor) is YES,
        may_report=rights.QUARTERLY.allows(actor),
    )


@blueprint.post("/<int(max=2147483647):suggestion_id>/support")
@requires(rights.SUPPORT)
def support(suggestion_id: int) -> ResponseReturnValue:
    """The reader's firm supports a suggestion, or no longer."""
    actor = current_actor()
    row = supporting.support(suggestion_id, wanted=request.form.get("wanted") == "yes", actor=actor)
    one = reading.seen([row], actor)[0]
    return answer("suggestions/_support.html", url_for(".index", _anchor=f"s{one.key}"), one=one)


@blueprint.get("/quarter")
@requires(rights.QUARTERLY)
def quarter() -> ResponseReturnValue:
    """What was suggested in a quarter and what became of it, with the notice proposed for it."""
    report = quarterly.report(quarterly.named(arguments().get("of", "")), actor=current_actor())
    return render_template("suggestions/quarter.html", report=report, older=periods.before(report.quarter))


@blueprint.post("/quarter")
@requires(rights.QUARTERLY)
def settle_quarter() -> ResponseReturnValue:
    """On to the form of a new notice with the words that came with this, or on without any notice."""
    quarterly.settle(quarterly.named(request.form.get("of", "")), actor=current_actor())
    if "prefill" in request.form:
        # The same words are posted once more, to the form that they fill.
        return redirect(url_for("notices.new"), 307)
    flash(_("Recorded: no notice for this quarter."), "success")
    return see_other(url_for("dashboard.home"))
