"""The pages of figures: what was counted, by period and by what the cases are parted."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import clock
from ...errors import DomainError, Forbidden
from ...rights import Actor
from ...web.access import requires
from ...web.addresses import arguments
from ...web.answers import see_other
from ...web.downloads import send_workbook
from ...web.requests import current_actor
from .. import rights
from ..pages.cases import blueprint
from . import asking, naming, periods, showing, workbook
from .published import closed, freezing
from .published import pages as published
from .words import P90, STOCK_DEFINITION

__all__ = ["published"]
"""Pages of its own, on the same blueprint."""


@blueprint.get("/figures")
@requires(rights.FIGURES)
def figures() -> ResponseReturnValue:
    """The figures of a period, with their definitions."""
    actor = current_actor()
    if rights.FIGURES.of(actor) is rights.YEARLY:
        return redirect(url_for("cases.yearly_figures"), 303)
    wanted, problem = _asked(actor)
    return render_template(
        "cases/figures/index.html",
        shown=showing.show(actor, wanted),
        asked=wanted,
        problem=problem,
        closed=closed.closed(actor, wanted.period),
        trend=closed.trend(actor, wanted.period),
        p90=P90,
        stock_definition=STOCK_DEFINITION,
        **_form(actor, wanted),
    )


@blueprint.get("/figures.xlsx")
@requires(rights.FIGURES)
def figures_file() -> ResponseReturnValue:
    """The same as a table."""
    actor = current_actor()
    wanted, _problem = _asked(actor)
    shown = showing.show(actor, wanted)
    return send_workbook(workbook.workbook(actor, shown), f"{_('Figures')} {wanted.period.first}_{wanted.period.last}")


@blueprint.post("/figures/close")
@requires(rights.FIGURES)
def close_figures() -> ResponseReturnValue:
    """Close a month or a year before time does it."""
    name = request.form.get("period", "")
    try:
        freezing.freeze(name, actor=current_actor())
    except Forbidden:
        raise
    except DomainError as error:
        flash(str(error), "error")
    else:
        flash(_("Closed. What happens to these cases from now on changes nothing in it."), "success")
    return see_other(url_for("cases.figures", period=name))


def _asked(actor: Actor) -> tuple[asking.Asked, str]:
    """What the address asks for; this month, and a sentence why, where it names no period."""
    args = arguments()
    try:
        return asking.asked(actor, args), ""
    except Forbidden:
        raise
    except DomainError as error:
        others = {name: args[name] for name in args if name not in ("period", "from", "to")}
        return asking.asked(actor, others), str(error)


def _form(actor: Actor, wanted: asking.Asked) -> dict[str, object]:
    labels = {
        "kind": _("Kind"), "category": _("Category"), "department": _("Department"), "community": _("Community"),
    }  # fmt: skip
    return {
        "choices": [(name, labels[name], values) for name, values in naming.choices(actor, wanted).items()],
        "dimensions": [(name, labels[name]) for name in wanted.offered],
        "periods": _periods(wanted.period),
    }


def _periods(chosen: periods.Period) -> list[tuple[str, str]]:
    """Thirteen months, four quarters and three years back from now, and what is chosen."""
    today = clock.today()
    found = [periods.month(today), periods.quarter(today), periods.year(today.year)]
    for start, number in ((0, 12), (1, 4), (2, 2)):
        one = found[start]
        for _step in range(number):
            found.append(one := periods.before(one))
    if chosen.name and chosen not in found:
        found.append(chosen)
    kinds = (periods.MONTH, periods.QUARTER, periods.YEAR)
    found.sort(key=lambda one: (kinds.index(one.kind), -one.first.toordinal()))
    return [(one.name, str(one)) for one in found]
