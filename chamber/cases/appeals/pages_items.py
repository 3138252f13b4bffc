"""The page of one thing on a list of appeals: its words, and once the list is issued what became of it."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from ...errors import Repeated
from ...web.access import requires
from ...web.answers import attempt, invalid, see_other, success
from ...web.requests import current_actor
from .. import rights
from ..pages.cases import blueprint
from . import access, drafting, following, seeing
from .forms import CarriedForm, ItemForm, ReplyForm, StepForm
from .pages import APPEAL, page_of

ITEM = f"{APPEAL}/items/<int(max=2147483647):item_id>"


@blueprint.route(f"/appeals/{ITEM}", methods=["GET", "POST"])
@requires(rights.LINK)
def appeal_item(appeal_id: int, item_id: int) -> ResponseReturnValue:
    """Word it; once the list is issued, say where it was carried and what came back."""
    form = ItemForm()
    if form.validate_on_submit():
        given = (appeal_id, item_id, form.heading.data or "", form.text.data or "")
        done, _row = attempt(form, drafting.word, *given, version=form.version.number, actor=current_actor())
        if done:
            return success(_("Saved."), "cases.appeal", appeal_id=appeal_id)
    return _page(appeal_id, item_id, form if form.is_submitted() else None)


@blueprint.post(f"/appeals/{ITEM}/take-off")
@requires(rights.LINK)
def take_off_item(appeal_id: int, item_id: int) -> ResponseReturnValue:
    """Take it off a draft."""
    form = StepForm()
    if form.validate_on_submit():
        given = (drafting.take_off, appeal_id, item_id)
        done, _none = attempt(form, *given, version=form.version.number, actor=current_actor())
        if done:
            return success(_("It is off the list."), "cases.appeal", appeal_id=appeal_id)
    return page_of(appeal_id, step_form=form)


@blueprint.post(f"/appeals/{ITEM}/carried")
@requires(rights.LINK)
def carry_item(appeal_id: int, item_id: int) -> ResponseReturnValue:
    """Say where it was carried."""
    form = CarriedForm()
    given = (form.where.data or "", form.day.data)
    message = _("Recorded. Each firm concerned reads it in its own case.")
    return _follow(appeal_id, item_id, form, following.raise_shared, given, message)


@blueprint.post(f"/appeals/{ITEM}/reply")
@requires(rights.LINK)
def reply_item(appeal_id: int, item_id: int) -> ResponseReturnValue:
    """Say what came back."""
    form = ReplyForm()
    given = (form.reply.data or "", form.replied_on.data)
    return _follow(appeal_id, item_id, form, following.note_reply, given, _("Recorded."))


def _follow(
    appeal_id: int, item_id: int, form: FlaskForm, service: Any, given: tuple[Any, ...], message: str
) -> ResponseReturnValue:
    if form.validate_on_submit():
        done, refusal = attempt(form, service, appeal_id, item_id, *given, actor=current_actor())
        if done:
            return success(message, "cases.appeal", appeal_id=appeal_id)
        if isinstance(refusal, Repeated):
            return see_other(url_for("cases.appeal", appeal_id=appeal_id))
    return _page(appeal_id, item_id, form)


def _page(appeal_id: int, item_id: int, refused: FlaskForm | None) -> ResponseReturnValue:
    actor = current_actor()
    _row, item = access.find_item(appeal_id, item_id, actor=actor)
    seen = seeing.seen_by(actor, appeal_id)
    now = {"heading": item.heading, "text": item.text, "version": item.version}
    return invalid(
        "cases/appeals/item.html",
        appeal=seen,
        item=next(one for one in seen.items if one.id == item_id),
        form=refused if isinstance(refused, ItemForm) else ItemForm(None, data=now),
        carried_form=refused if isinstance(refused, CarriedForm) else CarriedForm(None),
        reply_form=refused if isinstance(refused, ReplyForm) else ReplyForm(None),
    )
