"""Published suggestions and their fate."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ..access import requires
from ..rights import YES
from ..web import current_actor, keyset
from . import publishing, rights
from .models import PublishedSuggestion
from .words import Outcome

blueprint = Blueprint("suggestions", __name__, url_prefix="/suggestions")


@blueprint.get("/")
@requires(rights.SUGGESTIONS)
def index() -> ResponseReturnValue:
    """The published ones, newest first."""
    actor = current_actor()
    keys = [PublishedSuggestion.published_at, PublishedSuggestion.id]
    page = keyset(publishing.listed(actor=actor), keys, descending=True)
    can_submit = rights.SUBMIT.of(actor) is YES
    return render_template("suggestions/index.html", page=page, outcomes=Outcome.labels(), can_submit=can_submit)
