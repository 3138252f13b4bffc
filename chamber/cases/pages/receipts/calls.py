"""The supervisor's call where a receipt code is lost."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ....language.phones import show_phone
from ....web.access import requires
from ....web.answers import attempt, invalid, success
from ....web.requests import current_actor
from ....web.toasts import then_next
from ... import rights
from ...access import opening
from ...forms.receipts import AfterCallForm
from ..cases import blueprint


@blueprint.get("/calls")
@requires(rights.OPEN_AGAIN)
def calls() -> ResponseReturnValue:
    """Who waits for a call because a code is lost."""
    return render_template("cases/calls.html", callers=opening.callers(actor=current_actor()))


@blueprint.post("/calls/<int(max=2147483647):contact_id>")
@requires(rights.OPEN_AGAIN)
def call(contact_id: int) -> ResponseReturnValue:
    """The number to call; the log keeps who looked."""
    return _call_page(contact_id, AfterCallForm(formdata=None), 200)


def _call_page(contact_id: int, form: AfterCallForm, status: int | None = None) -> ResponseReturnValue:
    found = opening.call(contact_id, actor=current_actor())
    form.number.choices = [
        (one, show_phone(one) or _("No number was stored: please see the person")) for one in found.numbers
    ]
    if form.number.data not in found.numbers:
        form.number.data = found.numbers[0]
    return invalid("cases/call.html", status=status, call=found, form=form)


@blueprint.post("/calls/<int(max=2147483647):contact_id>/open")
@requires(rights.OPEN_AGAIN)
def open_after_call(contact_id: int) -> ResponseReturnValue:
    """Open the cases again of somebody who was reached at this number."""
    form = AfterCallForm()
    if form.validate_on_submit():
        number = form.number.data or ""
        done, _result = attempt(
            form, opening.open_after_call, contact_id, number, form.reason.data, actor=current_actor()
        )
        if done:
            message = _("Unlocked. The author is notified and gets a new code.")
            return success(then_next(message, current_actor(), but=url_for("cases.calls")), "cases.calls")
    return _call_page(contact_id, form)
