"""Published suggestions and their fate."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ...rights import YES
from ...web.access import requires
from ...web.addresses import arguments
from ...web.paging import keyset
from ...web.requests import current_actor
from .. import rights
from ..doing import publishing
from ..models_lists import PublishedSuggestion
from ..words import Outcome

blueprint = Blueprint("suggestions", __name__, url_prefix="/suggestions")


@blueprint.get("/")
@requires(rights.SUGGESTIONS)
def index() -> ResponseReturnValue:
    """The published ones, newest first, or those with what is searched."""
    actor, q = current_actor(), arguments().get("q", "")[:100]
    keys = [PublishedSuggestion.published_at, PublishedSuggestion.id]
    page = keyset(publishing.listed(q, actor=actor), keys, descending=True)
    can_submit = rights.SUBMIT.of(actor) is YES
    return render_template("suggestions/index.html", q=q, page=page, outcomes=Outcome.labels(), can_submit=can_submit)
