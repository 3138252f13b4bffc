"""Offices of a member."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import clock
from ...web.access import requires
from ...web.answers import attempt, invalid, success
from ...web.requests import current_actor
from .. import positions, rights, services
from ..forms import EndForm, OfficeCorrectionForm, PositionForm, propose_end
from ..terms import beside, electing
from .blueprint import ID, blueprint

OFFICE = f"/{ID}/offices/<int(max=2147483647):position_id>"


@blueprint.route(f"/{ID}/offices/new", methods=["GET", "POST"])
@requires(rights.EDIT)
def appoint(member_id: int) -> ResponseReturnValue:
    """Appoint a member to an office."""
    actor = current_actor()
    member = services.find(member_id, actor)
    form = PositionForm(member_id=member_id, actor=actor)
    if form.validate_on_submit():
        chosen = {"office": form.office.data, "term_id": form.term_id.data, "began_on": form.began_on.data}
        person = form.contact_id.data or None
        asked = {"contact_id": person, "beside": form.beside.data or ""}
        done, _row = attempt(form, electing.give, member_id, actor=actor, **chosen, **asked)
        if done:
            return success(_("Saved."), ".show", member_id=member_id, _anchor="offices")
    already = beside.already(member_id, actor=actor)
    propose_end(form, already=bool(already))
    if not form.is_submitted():
        form.began_on.data = clock.today().isoformat()
    member = services.find(member_id, actor)
    return invalid("members/office_form.html", form=form, member=member, already=already)


@blueprint.route(f"{OFFICE}/correct", methods=["GET", "POST"])
@requires(rights.EDIT)
def correct_office(member_id: int, position_id: int) -> ResponseReturnValue:
    """Put an office right that was entered wrongly, or take it away."""
    actor = current_actor()
    position = positions.find(member_id, position_id, actor=actor)
    facts = {"office": position.office, "contact_id": position.contact_id or 0, "began_on": position.began_on}
    form = OfficeCorrectionForm(position=position, actor=actor, data={**facts, "version": positions.mark_of(position)})
    if form.validate_on_submit():
        chosen = {
            "office": form.office.data,
            "began_on": form.began_on.data,
            "contact_id": form.contact_id.data or None,
        }
        done, _row = attempt(
            form, positions.correct, member_id, position_id, version=form.version.data or "", actor=actor, **chosen
        )
        if done:
            return success(_("The office is corrected."), ".term", term_id=position.term_id)
    position = positions.find(member_id, position_id, actor=actor)
    can_correct = positions.can_correct(position)
    return invalid("members/office_correct.html", form=form, position=position, can_correct=can_correct)


@blueprint.post(f"{OFFICE}/take-away")
@requires(rights.EDIT)
def take_office_away(member_id: int, position_id: int) -> ResponseReturnValue:
    """Remove an office that was never held."""
    actor, version = current_actor(), request.form.get("version", "")
    position = positions.take_away(member_id, position_id, version=version, actor=actor)
    return success(_("The office entered by mistake is removed."), ".term", term_id=position.term_id)


@blueprint.route(f"{OFFICE}/end", methods=["GET", "POST"])
@requires(rights.EDIT)
def end_office(member_id: int, position_id: int) -> ResponseReturnValue:
    """End an office."""
    actor = current_actor()
    position = positions.find(member_id, position_id, actor=actor)
    form = EndForm()
    if form.validate_on_submit():
        done, _row = attempt(form, positions.end, member_id, position_id, form.ended_on.data, actor=actor)
        if done:
            message = _("The office has ended; it stays in the history.")
            return success(message, ".show", member_id=member_id, _anchor="offices")
    if not form.is_submitted():
        form.ended_on.data = clock.today().isoformat()
    position = positions.find(member_id, position_id, actor=actor)
    return invalid("members/office_end.html", form=form, position=position)
