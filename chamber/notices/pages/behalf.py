"""The secretariat enters what a firm has told it."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...errors import Conflict
from ...web.access import requires
from ...web.answers import attempt, invalid, see_other
from ...web.requests import current_actor
from ...web.uploads import is_valid_with_uploads, prepared_numbered
from .. import rights
from ..answers import behalf, filling
from ..forms_reply import ToldForm, reply_form
from ..writing.fields import MOST_FIELDS
from .blueprint import ID, blueprint


@blueprint.route(f"/{ID}/firms/<int(min=1, max=2147483647):member_id>", methods=["GET", "POST"])
@requires(rights.RUN)
def enter(notice_id: int, member_id: int) -> ResponseReturnValue:
    """The receipt of one firm, entered for it."""
    uploads, refusals = prepared_numbered(filling.PREFIX, MOST_FIELDS)
    actor, status = current_actor(), 200
    told = behalf.find(notice_id, member_id, actor=actor)
    mine = filling.answers_of(told.notice, member_id)
    is_sent, version = request.method == "POST", told.firm.answer_version
    form = reply_form(told.notice.fields, mine, version, sent=is_sent, kind=ToldForm)
    if is_valid_with_uploads(form, refusals):
        given = (form.reply(uploads), form.channel.data or "")
        done, refused = attempt(form, behalf.enter, notice_id, member_id, *given, actor=actor)
        if done:
            flash(_("Entered for %(firm)s.", firm=told.name), "success")
            return see_other(url_for(".receipt_list", notice_id=notice_id))
        status = 409 if isinstance(refused, Conflict) else 422
    elif is_sent:
        status = 422
    return _page(notice_id, member_id, form, status)


def _page(notice_id: int, member_id: int, form: ToldForm, status: int) -> ResponseReturnValue:
    """The form with what was typed, beside what is kept by now."""
    told = behalf.find(notice_id, member_id, actor=current_actor())
    mine = filling.answers_of(told.notice, member_id)
    answers = [(field, filling.shown(field, mine[field.id].text)) for field in told.notice.fields if field.id in mine]
    if status == 409:
        form.show_version(told.firm.answer_version)
    return invalid(
        "notices/firm.html",
        status=status,
        notice=told.notice,
        told=told,
        reply_form=form,
        asked=told.notice.fields,
        mine=mine,
        answers=answers if status == 409 else [],
        takes=behalf.takes(told.notice),
    )
