"""What a firm says is wrong on its page: said by the firm, looked after by the secretariat."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...errors import Conflict
from ...web.access import requires
from ...web.answers import attempt, success
from ...web.requests import current_actor
from ...web.toasts import then_next
from .. import rights, services
from ..forms import CorrectionForm, SettleForm
from ..record import corrections
from .blueprint import ID, blueprint
from .member import page_of


@blueprint.post(f"/{ID}/corrections")
@requires(rights.CORRECT)
def correct(member_id: int) -> ResponseReturnValue:
    """Say that something on the own firm's page is wrong."""
    actor, form = current_actor(), CorrectionForm()
    if form.validate_on_submit():
        done, _row = attempt(form, corrections.ask, member_id, form.text.data or "", actor=actor)
        if done:
            message = _("Sent to the secretariat. You will be told when it is dealt with.")
            return success(message, ".show", member_id=member_id, _anchor="corrections")
    return page_of(services.seen_by(actor, member_id), 422, correction_form=form)


@blueprint.get("/corrections")
@requires(rights.EDIT)
def open_corrections() -> ResponseReturnValue:
    """What firms say is wrong, until it is looked after."""
    rows = corrections.open_ones(actor=current_actor())
    return render_template("members/corrections.html", rows=rows)


@blueprint.post("/corrections/<int(max=2147483647):correction_id>/done")
@requires(rights.EDIT)
def settle(correction_id: int) -> ResponseReturnValue:
    """Note that it was looked after."""
    actor, form = current_actor(), SettleForm()
    done, result = attempt(form, corrections.settle, correction_id, form.answer.data or "", actor=actor)
    if done:
        message = then_next(_("Recorded; the firm has been told."), actor)
        return success(message, ".show", member_id=result.member_id)
    if isinstance(result, Conflict):
        raise result
    said = corrections.find(correction_id, actor=actor)
    seen = services.seen_by(actor, said.member_id)
    return page_of(seen, 422, settle_form=form, settle_id=correction_id)
