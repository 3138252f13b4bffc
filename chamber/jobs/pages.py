"""One's own long jobs: how far they are, what they made, and cancelling them."""

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..errors import Conflict
from ..web.answers import see_other
from ..web.downloads import send
from ..web.requests import current_actor
from . import services
from .kinds import MAX_IMMEDIATE_ROWS

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")
ID = "<sealed(jobs):job_id>"


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """The person's last jobs."""
    return render_template("jobs/index.html", jobs=services.recent(current_actor()), large=MAX_IMMEDIATE_ROWS)


@blueprint.get(f"/{ID}")
def job(job_id: int) -> ResponseReturnValue:
    """How far a job is; asked again every second while it runs."""
    return render_template("jobs/job.html", job=services.seen(job_id, actor=current_actor()))


@blueprint.post(f"/{ID}/cancel")
def cancel(job_id: int) -> ResponseReturnValue:
    """Cancel a job."""
    try:
        if services.cancel(job_id, actor=current_actor()):
            flash(_("Cancelled. Nothing was written."), "success")
    except Conflict as refusal:
        flash(str(refusal), "info")
    return see_other(url_for(".job", job_id=job_id))


@blueprint.get(f"/{ID}/table.xlsx")
def result(job_id: int) -> ResponseReturnValue:
    """Download the table that a job made."""
    return send(services.result(job_id, actor=current_actor()))
