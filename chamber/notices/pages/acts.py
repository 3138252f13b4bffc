"""The secretariat's buttons on a notice: publish, schedule, withdraw, delete, public link, answer."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from ...web.access import requires
from ...web.answers import attempt, invalid, success
from ...web.requests import current_actor
from ...web.toasts import then_next
from .. import rights, services
from ..answers import questions
from ..forms import ActForm, ReasonForm, ScheduleForm
from ..writing import publishing
from .blueprint import ID, blueprint
from .notice import answer_form, page_context

MOVES = {
    "publish": (publishing.publish, _l("The notice is published.")),
    "unschedule": (publishing.unschedule, _l("The notice is a draft again.")),
    "discard": (publishing.discard, _l("The draft is deleted. You can restore it.")),
    "restore": (publishing.restore, _l("The notice is a draft again.")),
}
"""Button → service, and what the page says then."""


def _page_with_errors(notice_id: int, **context: Any) -> ResponseReturnValue:
    actor = current_actor()
    return invalid("notices/notice.html", **{**page_context(services.find(notice_id, actor), actor), **context})


def _run_button(notice_id: int, message: str, service: Any, *args: Any) -> ResponseReturnValue:
    """Run a service that needs no form fields."""
    form: FlaskForm = ActForm(formdata=None)
    done, _row = attempt(form, service, notice_id, *args, actor=current_actor())
    if not done:
        return _page_with_errors(notice_id, refusal=form.form_errors[0])
    return success(message, ".notice", notice_id=notice_id)


@blueprint.post(f"/{ID}/<any({', '.join(MOVES)}):act>")
@requires(rights.RUN)
def move(notice_id: int, act: str) -> ResponseReturnValue:
    """Publish now, make a scheduled notice a draft again, delete or restore a draft."""
    service, message = MOVES[act]
    return _run_button(notice_id, str(message), service)


@blueprint.post(f"/{ID}/schedule")
@requires(rights.RUN)
def schedule(notice_id: int) -> ResponseReturnValue:
    """Publish later."""
    form = ScheduleForm()
    if form.validate() and form.publish_at.data:
        done, _row = attempt(form, publishing.schedule, notice_id, form.publish_at.data, actor=current_actor())
        if done:
            return success(_("The notice is scheduled."), ".notice", notice_id=notice_id)
    return _page_with_errors(notice_id, schedule_form=form)


@blueprint.post(f"/{ID}/withdraw")
@requires(rights.RUN)
def withdraw(notice_id: int) -> ResponseReturnValue:
    """Withdraw, with a reason."""
    form = ReasonForm()
    if form.validate():
        done, _row = attempt(form, publishing.withdraw, notice_id, reason=form.reason.data or "", actor=current_actor())
        if done:
            return success(_("The notice is withdrawn. Its readers see the reason."), ".notice", notice_id=notice_id)
    return _page_with_errors(notice_id, reason_form=form)


@blueprint.post(f"/{ID}/link/<any(open, close):act>")
@requires(rights.RUN)
def link(notice_id: int, act: str) -> ResponseReturnValue:
    """Switch the public link on or off."""
    message = _("Anyone who has the link can read the notice.") if act == "open" else _("The link no longer works.")
    return _run_button(notice_id, message, publishing.set_public_link, act == "open")


@blueprint.post(f"/{ID}/questions/<int(max=2147483647):question_id>")
@requires(rights.RUN)
def answer(notice_id: int, question_id: int) -> ResponseReturnValue:
    """Answer a question."""
    actor, form = current_actor(), answer_form(question_id)
    questions.find(notice_id, question_id, actor=actor)
    shared = bool(form.is_shared.data)
    if form.validate():
        text = form.answer.data or ""
        done, _row = attempt(form, questions.answer, notice_id, question_id, text, is_shared=shared, actor=actor)
        if done:
            message = then_next(_("The answer is sent."), actor)
            return success(message, ".notice", notice_id=notice_id, _anchor="questions")
    context = page_context(services.find(notice_id, actor), actor)
    return invalid("notices/notice.html", **{**context, "answer_forms": {**context["answer_forms"], question_id: form}})
