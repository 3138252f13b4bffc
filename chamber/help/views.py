"""Help pages drawn from the very tables that the program obeys."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ..permissions import PERMISSION_LABELS, ROLE_LABELS, SCOPE_LABELS, TABLE, Role

blueprint = Blueprint("help", __name__, url_prefix="/help")


@blueprint.get("/permissions")
def permissions() -> ResponseReturnValue:
    """Who may do what, drawn from the table."""
    rows = [
        (label, [SCOPE_LABELS[TABLE[permission][role]] if role in TABLE[permission] else "–" for role in Role])
        for permission, label in PERMISSION_LABELS.items()
    ]
    return render_template("help/permissions.html", rows=rows, roles=[ROLE_LABELS[role] for role in Role])
