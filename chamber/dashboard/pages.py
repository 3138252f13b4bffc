"""The home page of each role."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from .. import registry
from ..rights import Actor
from ..web.requests import current_actor
from . import services, waiting

blueprint = Blueprint("dashboard", __name__)
TITLE = 24
"""So many characters of a title stand on the button that leads to it."""


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The home page of the current role."""
    actor = current_actor()
    return render_template([f"dashboard/{actor.role}.html", "dashboard/home.html"], home=services.home(actor))


def next_in_line(actor: Actor, but: str) -> tuple[str, str] | None:
    """Words and address of what waits next in the list of the home page, or home where that is empty."""
    if not registry.matters(actor.role):
        return None
    step, is_empty = waiting.next_step(actor, but=but)
    if step:
        title = step.title if len(step.title) <= TITLE else f"{step.title[:TITLE]}…"
        return _("Next: %(step)s, %(title)s", step=step.word, title=title), step.place or step.page
    return (_("Nothing else is waiting: back to the home page"), url_for("dashboard.home")) if is_empty else None
