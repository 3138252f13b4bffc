"""The list of what is overdue, by unit: for the leader's Monday, and to be printed."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from .... import clock
from ....web.access import requires
from ....web.addresses import arguments
from ....web.downloads import send_workbook
from ....web.requests import current_actor
from ... import rights
from ...ladder import overdue as late
from ...ladder import sheet
from ..cases import blueprint


@blueprint.get("/overdue")
@requires(rights.LEDGER)
def overdue() -> ResponseReturnValue:
    """All that is overdue, or what was reported up to a level."""
    actor, level = current_actor(), late.level_of(arguments())
    return render_template(
        "cases/ladder/overdue.html",
        units=late.units(actor, level),
        numbers=late.numbers(actor),
        level=level,
        lacks_head=late.lacks_head(actor),
        now=clock.now(),
    )


@blueprint.get("/overdue.xlsx")
@requires(rights.LEDGER)
def overdue_file() -> Response:
    """The same as a table."""
    data = sheet.workbook(current_actor(), late.level_of(arguments()))
    return send_workbook(data, sheet.file_name())
