"""The pages of figures: what was counted, by period and by what the cases are parted."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import clock
from ...errors import DomainError
from ...rights import Actor
from ...web.access import requires
from ...web.addresses import arguments
from ...web.requests import current_actor
from .. import rights
from ..pages.cases import blueprint
from . import asking, naming, periods, showing
from .words import P90, STOCK_DEFINITION


@blueprint.get("/figures")
@requires(rights.FIGURES)
def figures() -> ResponseReturnValue:
    """The figures of a period, with their definitions."""
    actor, args, problem = current_actor(), arguments(), ""
    try:
        wanted = asking.asked(actor, args)
    except DomainError as error:
        problem = str(error)
        wanted = asking.asked(actor, {name: args[name] for name in args if name not in ("period", "from", "to")})
    return render_template(
        "cases/figures/index.html",
        shown=showing.show(actor, wanted),
        asked=wanted,
        problem=problem,
        p90=P90,
        stock_definition=STOCK_DEFINITION,
        **_form(actor, wanted),
    )


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
