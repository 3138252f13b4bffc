"""The home page of each role."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ..web.requests import current_actor
from . import services

blueprint = Blueprint("dashboard", __name__)


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The home page of the current role."""
    actor = current_actor()
    return render_template([f"dashboard/{actor.role}.html", "dashboard/home.html"], home=services.home(actor))
