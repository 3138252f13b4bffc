"""Help pages drawn from the very tables that the program obeys."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from .. import registry
from ..rights import ROLE_LABELS, Role
from ..web import arguments, current_actor, here
from . import telling

blueprint = Blueprint("help", __name__, url_prefix="/help")


@blueprint.get("/permissions")
def permissions() -> ResponseReturnValue:
    """Who may do what, drawn from the table: one role in words, and all of it."""
    asked = arguments().get("role", "")
    role = Role(asked) if asked in set(Role) else current_actor().role
    rows = [
        (right.label, [right.reaches[one].label if one in right.reaches else "" for one in Role])
        for right in registry.rights()
    ]
    place = list(Role).index(role)
    return render_template(
        "help/permissions.html",
        rows=rows,
        roles=list(ROLE_LABELS.values()),
        role=ROLE_LABELS[role],
        may=[(label, cells[place]) for label, cells in rows if cells[place]],
        may_not=[label for label, cells in rows if not cells[place]],
        chips=[{"label": ROLE_LABELS[one], "url": here(role=one.value), "active": one == role} for one in Role],
    )


@blueprint.get("/notifications")
def notifications() -> ResponseReturnValue:
    """Who is told what."""
    return render_template("help/notifications.html", parts=telling.parts())
