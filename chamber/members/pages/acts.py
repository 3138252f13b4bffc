"""Buttons on a member's page: the decision on an application, leaving, coming back, notes."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import clock
from ...web.access import requires
from ...web.answers import attempt, invalid, prefill, success
from ...web.requests import current_actor
from ...web.toasts import then_next, undoable
from .. import rights, services
from ..forms import LeaveForm, NoteForm, RefuseForm
from ..joining import admission
from ..record import editing, notes
from .blueprint import ID, blueprint
from .member import page_of


@blueprint.route(f"/{ID}/leave", methods=["GET", "POST"])
@requires(rights.EDIT)
def leave(member_id: int) -> ResponseReturnValue:
    """Record that a member left or was expelled."""
    actor = current_actor()
    form = LeaveForm()
    if form.validate_on_submit():
        typed = {"status": form.status.data, "on": form.on.data, "reason": form.reason.data or ""}
        done, member = attempt(form, editing.leave, member_id, actor=actor, **typed)
        if done:
            undo = url_for(".come_back", member_id=member_id)
            message = undoable(_("%(name)s is no longer on the roster.", name=member.name), undo)
            return success(then_next(message, actor), ".show", member_id=member_id)
    if not form.is_submitted():
        form.on.data = clock.today().isoformat()
    member = services.find(member_id, actor)
    return invalid("members/leave.html", form=form, member=member)


@blueprint.post(f"/{ID}/come-back")
@requires(rights.EDIT)
def come_back(member_id: int) -> ResponseReturnValue:
    """Put a member back on the roster."""
    member = editing.come_back(member_id, actor=current_actor())
    message = _("%(name)s is on the roster again. Its offices must be entered again.", name=member.name)
    return success(message, ".show", member_id=member_id)


@blueprint.post(f"/{ID}/admit")
@requires(rights.EDIT)
def admit(member_id: int) -> ResponseReturnValue:
    """Make an applicant a member."""
    actor = current_actor()
    member = admission.admit(member_id, actor=actor)
    message = _("%(name)s is a member as of today.", name=member.name)
    return success(then_next(message, actor), ".show", member_id=member_id)


@blueprint.route(f"/{ID}/refuse", methods=["GET", "POST"])
@requires(rights.EDIT)
def refuse(member_id: int) -> ResponseReturnValue:
    """Record that an applicant is not admitted."""
    actor, form = current_actor(), RefuseForm()
    if form.validate_on_submit():
        done, member = attempt(form, admission.refuse, member_id, form.reason.data or "", actor=actor)
        if done:
            undo = url_for(".apply_again", member_id=member_id)
            message = undoable(_("%(name)s is not admitted.", name=member.name), undo)
            return success(then_next(message, actor), ".show", member_id=member_id)
    return invalid("members/refuse.html", form=form, member=services.seen_by(actor, member_id))


@blueprint.post(f"/{ID}/apply-again")
@requires(rights.EDIT)
def apply_again(member_id: int) -> ResponseReturnValue:
    """Record that a firm that was not admitted, or never asked to be, applies."""
    member = admission.apply_again(member_id, actor=current_actor())
    return success(_("%(name)s is an applicant now.", name=member.name), ".show", member_id=member_id)


@blueprint.post(f"/{ID}/notes")
@requires(rights.EDIT)
def add_note(member_id: int) -> ResponseReturnValue:
    """Add a note to a member."""
    actor = current_actor()
    form = NoteForm()
    if prefill(form):
        return page_of(services.seen_by(actor, member_id), note_form=form)
    if form.validate_on_submit():
        done, _note = attempt(form, notes.add, member_id, form.text.data or "", actor=actor)
        if done:
            return success(_("The note is saved."), ".show", member_id=member_id, _anchor="notes")
    return page_of(services.seen_by(actor, member_id), 422, note_form=form)
