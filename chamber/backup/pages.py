"""Having a backup made now."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from ..web.access import requires
from ..web.answers import see_other
from ..web.requests import current_actor
from . import asking, rights

blueprint = Blueprint("backup", __name__, url_prefix="/backup")


@blueprint.post("/")
@requires(rights.BACK_UP)
def make() -> ResponseReturnValue:
    """Queue a backup and show how far it is."""
    job_id = asking.ask(place=url_for("dashboard.home"), actor=current_actor())
    return see_other(url_for("jobs.job", job_id=job_id))
