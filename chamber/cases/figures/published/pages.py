"""What is published: closed months as a paper, the yearly figures, and the service promise, which needs no account."""

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ....documents import filling, templates
from ....errors import NotFound, Repeated
from ....language.dates import in_language
from ....web.access import requires
from ....web.answers import see_other
from ....web.downloads import send_document
from ....web.requests import actor_if_signed_in, current_actor
from ... import rights
from ...pages.cases import blueprint
from ...papers.declared import MONTHLY
from . import closed, monthly, promising


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


@blueprint.get("/figures/months/<name>")
@requires(rights.FIGURES)
def month(name: str) -> ResponseReturnValue:
    """The report of a closed month, as it is printed."""
    actor = current_actor()
    values = monthly.values_of(name, actor=actor)
    return render_template(
        "cases/figures/month.html",
        name=name,
        paper={**filling.common_values(), **values},
        download=url_for(".month_file", name=name),
        may_issue=not values["number"] and rights.FIGURES.of(actor) is rights.YES,
    )


@blueprint.get("/figures/months/<name>/report.docx")
@requires(rights.FIGURES)
def month_file(name: str) -> Response:
    """The same as .docx, in Chinese."""
    with in_language("zh_CN"):
        values = monthly.values_of(name, actor=current_actor())
        return send_document(templates.made(MONTHLY, values), f"{_('Monthly report')} {name}")


@blueprint.post("/figures/months/<name>/number")
@requires(rights.FIGURES)
def issue_month(name: str) -> ResponseReturnValue:
    """Give the report its number."""
    try:
        monthly.issue(name, actor=current_actor())
    except Repeated as error:
        flash(str(error), "info")
    else:
        flash(_("The report has its number and can be printed."), "success")
    return see_other(url_for(".month", name=name))
