"""The list of firms to ask about another option, and what is known of each option."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import clock
from ...errors import DomainError, NotFound
from ...web.access import requires
from ...web.answers import see_other
from ...web.requests import current_actor
from .. import rights
from ..pages.cases import blueprint
from . import cards, following


@blueprint.get("/follow-ups")
@requires(rights.RUN)
def follow_ups() -> ResponseReturnValue:
    """Whose firms are to be asked by now whether the other option worked."""
    found = following.to_ask(actor=current_actor())
    return render_template("cases/follow_ups.html", found=found, today=clock.midnight(clock.today()))


@blueprint.post("/lists/path/<int(max=2147483647):entry_id>/facts")
@requires(rights.MAINTAIN)
def describe_path(entry_id: int) -> ResponseReturnValue:
    """Write what is known of an option, verified today."""
    facts = {name: request.form.get(f"card-{name}", "") for name in cards.LONGEST}
    try:
        cards.describe_path(entry_id, facts, actor=current_actor())
    except NotFound:
        raise
    except DomainError as error:
        flash(str(error), "error")
    else:
        flash(_("Saved, verified today."), "success")
    return see_other(url_for("cases.edit_lists", _anchor="path"))
