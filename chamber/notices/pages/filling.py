"""A firm fills in a notice's form."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...errors import Conflict
from ...web.access import requires
from ...web.answers import attempt, invalid, success
from ...web.requests import current_actor
from ...web.uploads import is_valid_with_uploads, prepared_numbered
from .. import rights, services
from ..answers import filling
from ..forms_reply import ReplyForm, reply_form
from ..writing.fields import MAX_FIELDS
from .blueprint import ID, blueprint
from .notice import page_context


@blueprint.post(f"/{ID}/fill-in")
@requires(rights.RECEIVE)
def fill_in(notice_id: int) -> ResponseReturnValue:
    """Save or change the firm's answers."""
    uploads, refusals = prepared_numbered(filling.PREFIX, MAX_FIELDS)
    actor = current_actor()
    row = services.find(notice_id, actor)
    form, refused = reply_form(row.fields, filling.own_answers(row, actor), 0, sent=True), None
    if is_valid_with_uploads(form, refusals):
        done, refused = attempt(form, filling.fill_in, notice_id, form.reply(uploads), actor=actor)
        if done:
            message = _("Thank you. The secretariat has the answers of your firm.")
            return success(message, ".notice", notice_id=notice_id, _anchor="reply")
    return _page_with_errors(notice_id, form, refused)


def _page_with_errors(notice_id: int, form: ReplyForm, refused: Any) -> ResponseReturnValue:
    """The page with what was typed; if a colleague answered meanwhile, also with the stored answers."""
    actor = current_actor()
    context = page_context(services.find(notice_id, actor), actor)
    own, is_conflict = context["own"], isinstance(refused, Conflict)
    is_stale = is_conflict and context.get("is_open", False)
    if is_stale:
        form.version.data = str(own.answer_version)
    status = 409 if is_conflict else 422
    more = {"reply_form": form, "is_stale": is_stale, "was_refused": True}
    if "asked" not in context:
        more["refusal"] = form.form_errors[0]
    return invalid("notices/notice.html", status=status, **{**context, **more})
