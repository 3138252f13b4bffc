"""The page that searches everything; who finds what is for the features to say."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ..web.addresses import arguments
from ..web.requests import current_actor
from . import finding
from . import index as words

blueprint = Blueprint("search", __name__, url_prefix="/search")


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """Some hits of each kind, with the way to the list that has the rest."""
    typed, actor = arguments().get("q", "")[:100], current_actor()
    groups = finding.everything(typed, actor=actor)
    return render_template(
        "search/index.html",
        q=typed.strip(),
        groups=groups,
        number=sum(len(group.hits) for group in groups),
        most=words.MOST,
        kinds=finding.kinds(actor),
        meant=[] if groups else finding.meant(typed, actor=actor),
    )
