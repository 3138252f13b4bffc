"""The list of identities that will be erased soon, or are kept longer."""

from flask import render_template
from flask.typing import ResponseReturnValue

from ...config import settings
from ...web.access import requires
from ...web.requests import current_actor
from .. import rights
from ..pages.cases import blueprint
from . import due


@blueprint.get("/identities")
@requires(rights.RUN)
def identities() -> ResponseReturnValue:
    """What will be erased within thirty days, and what is kept longer with a reason."""
    lines = due.soon(actor=current_actor())
    return render_template(
        "cases/identities.html",
        soon=[line for line in lines if not line.reason],
        held=[line for line in lines if line.reason],
        years=settings().identity_years,
        days=due.SOON,
    )
