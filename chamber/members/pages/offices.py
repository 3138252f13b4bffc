"""Offices of a member."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import clock
from ...web.access import requires
from ...web.answers import attempt, invalid, success
from ...web.requests import current_actor
from .. import positions, rights, services
from ..forms import EndForm, PositionForm
from .blueprint import ID, blueprint


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
        done, _row = attempt(form, positions.appoint, member_id, contact_id=person, actor=actor, **chosen)
        if done:
            return success(_("Saved."), ".show", member_id=member_id, _anchor="offices")
    if not form.is_submitted():
        form.began_on.data = clock.today().isoformat()
    member = services.find(member_id, actor)
    return invalid("members/office_form.html", form=form, member=member)


@blueprint.route(f"/{ID}/offices/<int(max=2147483647):position_id>/end", methods=["GET", "POST"])
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
