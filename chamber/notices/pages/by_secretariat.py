"""The page on which the secretariat enters a firm's receipt."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...errors import Conflict
from ...web.access import requires
from ...web.answers import attempt, invalid, success
from ...web.requests import current_actor
from ...web.uploads import is_valid_with_uploads, prepared_numbered
from .. import rights
from ..answers import by_secretariat, filling
from ..forms_reply import EntryForm, reply_form
from ..writing.fields import MAX_FIELDS
from .blueprint import ID, blueprint


@blueprint.route(f"/{ID}/firms/<int(min=1, max=2147483647):member_id>", methods=["GET", "POST"])
@requires(rights.RUN)
def enter(notice_id: int, member_id: int) -> ResponseReturnValue:
    """Enter the receipt of a firm."""
    uploads, refusals = prepared_numbered(filling.PREFIX, MAX_FIELDS)
    actor, status = current_actor(), 200
    entry = by_secretariat.find(notice_id, member_id, actor=actor)
    mine = filling.answers_of(entry.notice, member_id)
    is_sent, version = request.method == "POST", entry.firm.answer_version
    form = reply_form(entry.notice.fields, mine, version, sent=is_sent, kind=EntryForm)
    if is_valid_with_uploads(form, refusals):
        reply = (form.reply(uploads), form.channel.data or "")
        done, refused = attempt(form, by_secretariat.enter, notice_id, member_id, *reply, actor=actor)
        if done:
            return success(_("Entered for %(firm)s.", firm=entry.name), ".receipt_list", notice_id=notice_id)
        status = 409 if isinstance(refused, Conflict) else 422
    elif is_sent:
        status = 422
    return _page(notice_id, member_id, form, status)


def _page(notice_id: int, member_id: int, form: EntryForm, status: int) -> ResponseReturnValue:
    """The form with what was typed, beside what is stored now."""
    entry = by_secretariat.find(notice_id, member_id, actor=current_actor())
    mine = filling.answers_of(entry.notice, member_id)
    answers = [(field, filling.shown(field, mine[field.id].text)) for field in entry.notice.fields if field.id in mine]
    if status == 409:
        form.version.data = str(entry.firm.answer_version)
    return invalid(
        "notices/firm.html",
        status=status,
        notice=entry.notice,
        entry=entry,
        reply_form=form,
        asked=entry.notice.fields,
        mine=mine,
        answers=answers if status == 409 else [],
        accepts_entry=by_secretariat.accepts_entry(entry.notice),
        is_late=filling.takes_late_answers(entry.notice) and not filling.is_open(entry.notice),
    )
