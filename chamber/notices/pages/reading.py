"""A recipient's buttons: open, confirm, ask."""

from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...web.access import requires
from ...web.answers import attempt, invalid, is_htmx, see_other, success
from ...web.requests import current_actor
from .. import rights, services
from ..answers import questions, receiving
from ..forms import ActForm, QuestionForm
from .blueprint import ID, blueprint
from .notice import page_context, receipt_context


def _act(notice_id: int, service: Any, message: str) -> ResponseReturnValue:
    """Run a receipt service and answer: the receipt part for htmx, else the page."""
    actor, form = current_actor(), ActForm(formdata=None)
    done, _row = attempt(form, service, notice_id, actor=actor)
    row = services.find(notice_id, actor)
    if not done:
        refusal = form.form_errors[0]
        return invalid("notices/notice.html", "notices/_receipt.html", refusal=refusal, **page_context(row, actor))
    if message:
        flash(message, "success")
    if not is_htmx():
        return see_other(url_for(".notice", notice_id=notice_id))
    return render_template("notices/_receipt.html", oob=True, **receipt_context(row, actor))


@blueprint.post(f"/{ID}/open")
@requires(rights.RECEIVE)
def open_notice(notice_id: int) -> ResponseReturnValue:
    """Mark as read; the page posts this when it is shown."""
    return _act(notice_id, receiving.open_notice, "")


@blueprint.post(f"/{ID}/confirm")
@requires(rights.RECEIVE)
def confirm(notice_id: int) -> ResponseReturnValue:
    """Confirm for the firm."""
    return _act(notice_id, receiving.confirm, _("Thank you. The secretariat sees that your firm has confirmed."))


@blueprint.post(f"/{ID}/ask")
@requires(rights.RECEIVE)
def ask(notice_id: int) -> ResponseReturnValue:
    """Ask about the notice."""
    actor, form = current_actor(), QuestionForm()
    if form.validate():
        done, _row = attempt(form, questions.ask, notice_id, form.text.data or "", actor=actor)
        if done:
            message = _("The secretariat has your question; the answer will appear here.")
            return success(message, ".notice", notice_id=notice_id, _anchor="questions")
    context = page_context(services.find(notice_id, actor), actor)
    return invalid("notices/notice.html", **{**context, "ask_form": form})
