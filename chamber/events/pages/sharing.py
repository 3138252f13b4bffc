"""An event's public link, and the page that it opens."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...errors import found
from ...web.access import requires
from ...web.answers import attempt, invalid, success
from ...web.requests import actor_if_signed_in, current_actor
from .. import rights, services, sharing
from ..forms import ActForm
from .blueprint import ID, blueprint
from .event import page_context


@blueprint.post(f"/{ID}/link/<any(open, close):act>")
@requires(rights.RUN)
def link(event_id: int, act: str) -> ResponseReturnValue:
    """Switch the public link on or off."""
    actor, form = current_actor(), ActForm(formdata=None)
    done, _row = attempt(form, sharing.set_public_link, event_id, act == "open", actor=actor)
    if done:
        opened, closed = _("Everybody who has the link can read the event."), _("The link no longer works.")
        return success(opened if act == "open" else closed, "events.event", event_id=event_id)
    context = page_context(services.find(event_id, actor), actor)
    return invalid("events/event.html", refusal=form.form_errors[0], **context)


@blueprint.get("/public/<token>")
def public(token: str) -> ResponseReturnValue:
    """An event by its public link; who has signed in and may read it goes on to its own page."""
    event, actor = found(sharing.by_link(token)), actor_if_signed_in()
    if actor and services.may_read(event, actor):
        return redirect(url_for(".event", event_id=event.id), 303)
    context = {"description": sharing.description(event), "deadline": sharing.deadline(event)}
    return render_template("events/public.html", event=event, **context)
