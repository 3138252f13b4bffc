"""Somebody on the door list does not come: excused, a substitute, and taking that back."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...errors import NotFound
from ...web.access import requires
from ...web.answers import attempt, invalid
from ...web.requests import current_actor
from .. import rights, services
from ..door import check_in, staying_away
from ..forms import ActForm, SubstituteForm
from .blueprint import ID, PERSON, blueprint
from .door import back_to_list, shown


def _context(event_id: int, registration_id: int) -> dict[str, Any]:
    actor = current_actor()
    row, place = check_in.find(registration_id, actor)
    if row.event_id != event_id:
        raise NotFound
    event = services.find(event_id, actor)
    q, show = shown()
    return {"event": event, "row": row, "place": place, "is_open": check_in.is_open(event), "q": q, "show": show.value}


@blueprint.get(f"/{ID}/check-in/{PERSON}/away")
@requires(rights.RUN)
def person(event_id: int, registration_id: int) -> ResponseReturnValue:
    """Why somebody does not come."""
    form = SubstituteForm(formdata=None)
    return render_template("events/person.html", form=form, **_context(event_id, registration_id))


def _done(event_id: int, registration_id: int, service: Any, message: str) -> ResponseReturnValue:
    form = ActForm(formdata=None)
    done, row = attempt(form, service, registration_id, actor=current_actor(), event_id=event_id)
    if done:
        return back_to_list(message % {"name": row.name}, event_id, registration_id)
    context = _context(event_id, registration_id)
    blank = SubstituteForm(formdata=None)
    return invalid("events/person.html", status=409, refusal=form.form_errors[0], form=blank, **context)


@blueprint.post(f"/{ID}/check-in/{PERSON}/excuse")
@requires(rights.RUN)
def excuse(event_id: int, registration_id: int) -> ResponseReturnValue:
    """Note that somebody is excused."""
    return _done(event_id, registration_id, staying_away.excuse, _("%(name)s is excused; the seat is free."))


@blueprint.post(f"/{ID}/check-in/{PERSON}/take-back")
@requires(rights.RUN)
def take_back(event_id: int, registration_id: int) -> ResponseReturnValue:
    """Give somebody the seat back."""
    return _done(event_id, registration_id, staying_away.take_back, _("%(name)s has the seat again."))


@blueprint.post(f"/{ID}/check-in/{PERSON}/substitute")
@requires(rights.RUN)
def substitute(event_id: int, registration_id: int) -> ResponseReturnValue:
    """Check in somebody who comes in another's place."""
    form = SubstituteForm()
    if form.validate():
        typed = {"name": form.name.data or "", "phone": form.phone.data or ""}
        actor = current_actor()
        done, row = attempt(form, staying_away.substitute, registration_id, actor=actor, event_id=event_id, **typed)
        if done:
            return back_to_list(_("%(name)s is checked in.", name=row.name), event_id, row.id)
    return invalid("events/person.html", form=form, **_context(event_id, registration_id))
