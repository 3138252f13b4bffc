"""What everybody may read: the yearly figures, and the service promise, which needs no account."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ....errors import NotFound
from ....web.access import requires
from ....web.requests import actor_if_signed_in, current_actor
from ... import rights
from ...pages.cases import blueprint
from . import closed, promising


@blueprint.get("/figures/years")
@requires(rights.FIGURES)
def yearly_figures() -> ResponseReturnValue:
    """The figures of a year that is closed, without small numbers."""
    found, chosen = closed.years(current_actor()), request.args.get("year", "")
    if chosen and chosen not in found:
        raise NotFound()
    return render_template(
        "cases/figures/years.html", years=found, shown=closed.of_year(chosen or next(iter(found), ""))
    )


@blueprint.get("/promise")
def promise() -> ResponseReturnValue:
    """The limits as the chamber's published promise, with last year's figures beside each."""
    actor = actor_if_signed_in()
    sees_figures = bool(actor and rights.FIGURES.allows(actor))
    return render_template(
        "cases/figures/promise.html", published=promising.published(), sees_figures=sees_figures, link=request.base_url
    )
