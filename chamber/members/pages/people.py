"""The list of contacts: whom to call, whatever firm they are of."""

from flask import render_template
from flask.typing import ResponseReturnValue

from ...web.access import requires
from ...web.addresses import arguments
from ...web.paging import keyset
from ...web.requests import current_actor
from .. import rights
from ..record import people
from .blueprint import blueprint


@blueprint.get("/people")
@requires(rights.FIND_PEOPLE)
def people_list() -> ResponseReturnValue:
    """The contacts that this person may know, or those with what is searched."""
    actor, q = current_actor(), arguments().get("q", "")[:100]
    page = keyset(people.listed(q, actor=actor), people.PAGE_KEYS, scalars=False)
    return render_template("members/people.html", q=q, people=people.seen(page.rows, actor), more_url=page.more_url)
