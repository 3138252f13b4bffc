"""An event's page, its form, and the buttons that change its state."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ... import clock
from ...config import settings
from ...errors import Conflict
from ...measures.giving import new_about
from ...measures.seeing import of_subject as measures_of
from ...members.audience import choosing
from ...rights import Actor
from ...web.access import requires
from ...web.addresses import arguments, outside
from ...web.answers import attempt, invalid, is_new_form, prefill, success
from ...web.requests import current_actor
from ...web.toasts import then_next, undoable
from .. import attendees, circle, details, registration, rights, seats, services, sharing
from .. import month as calendar
from ..door import check_in, counting
from ..forms import ActForm, EventForm, ReasonForm
from ..measured import TAKE
from ..models import Event, EventState, RegistrationState
from .blueprint import ID, blueprint

FIRST_NAMES = 8
"""People listed on the event's page; the rest are on a page of their own."""


MOVES = {
    "publish": (services.publish, _l("The event is published.")),
    "discard": (services.discard, _l("The draft is deleted. You can restore it.")),
    "restore": (services.restore, _l("The event is a draft again.")),
    "done": (services.mark_done, _l("The event is marked done.")),
    "undone": (services.undo_done, _l("The event is no longer marked done.")),
}
"""Button → service, and what the page says then."""


def seat_context(event: Event, actor: Actor) -> dict[str, Any]:
    """Template values of the seats part."""
    seating, (_contact_id, firm_id) = seats.seating(event), attendees.own_contact(actor)
    closed_because = attendees.closed_reason(event, actor) or seating.refusal_reason(firm_id)
    return {
        "event": event,
        "seating": seating,
        "count": seating.count,
        "firm_id": firm_id,
        "own": registration.own_seats(event.id, actor),
        "closed_because": closed_because,
        "can_register": registration.can_register(event, actor) and not closed_because,
        "can_cancel": lambda state: attendees.can_cancel(event, state, actor),
        "promotes": seats.promotes_automatically(event),
        "is_firm": actor.member_id is not None,
        "runs": services.runs_events(actor),
    }


def page_context(event: Event, actor: Actor) -> dict[str, Any]:
    """Template values of the event's page."""
    is_over = event.state == EventState.DONE or (event.state == EventState.PUBLISHED and event.ends_at <= clock.now())
    context = {**seat_context(event, actor), "reason_form": ReasonForm(formdata=None)}
    context["measures"] = measures_of("event", event.id, actor)
    context["tally"] = counting.tally(event) if is_over else None
    if not context["runs"]:
        return context
    q = arguments().get("q", "")
    lists = {
        state: check_in.first_registrations(event.id, state, FIRST_NAMES, actor=actor)
        for state in (RegistrationState.REGISTERED, RegistrationState.WAITLISTED)
    }
    return context | {
        "q": q,
        "candidates": attendees.candidates(event.id, q, actor),
        "lists": lists,
        "can_edit": services.can_edit(event, actor),
        "message": sharing.message(event) if event.state == EventState.PUBLISHED else "",
        "public_address": sharing.public_address(event),
        **_circle(event),
        "has_begun": services.has_begun(event),
        "measures_about": new_about("event", event.id) if event.state in TAKE else "",
        "has_room": event.capacity is None or context["count"].registered < event.capacity,
    }


def _circle(event: Event) -> dict[str, Any]:
    """Template values of whom the event is for; what is for all has no more to say."""
    if circle.is_for_all(event):
        return {"for_all": True}
    return {
        "for_all": False,
        "whom": choosing.describe(event.audience),
        "reach": circle.reach(event),
        "answered": circle.number_answered(event),
    }


@blueprint.get(f"/{ID}")
@requires(rights.READ)
def event(event_id: int) -> ResponseReturnValue:
    """An event's page."""
    actor = current_actor()
    return render_template("events/event.html", **page_context(services.find(event_id, actor), actor))


@blueprint.get(f"/{ID}/event.ics")
@requires(rights.READ)
def ics(event_id: int) -> ResponseReturnValue:
    """The event as a calendar file."""
    row = services.find(event_id, current_actor())
    address = outside(url_for("events.event", event_id=row.id))
    body = calendar.ics(row, address=address, chamber=settings().chamber_name)
    disposition = f'attachment; filename="event-{row.id}.ics"'
    return Response(body, mimetype="text/calendar", headers={"Content-Disposition": disposition})


@blueprint.route("/new", methods=["GET", "POST"])
@requires(rights.RUN)
def new() -> ResponseReturnValue:
    """A new draft."""
    form = EventForm.blank() if is_new_form() else EventForm()
    form.offer_features(choosing.choices())
    if prefill(form, kind="event_kind", agenda="text", registration_closes_at="closes_at", speakers="lecturers"):
        return render_template("events/form.html", form=form)
    if "more" in request.form:
        form.add_rows()
        return render_template("events/form.html", form=form)
    if form.validate_on_submit():
        done, made = attempt(form, services.create, form.details(), actor=current_actor(), form_key=form.key())
        if done:
            return success(_("The draft is saved. Publish it when it is ready."), "events.event", event_id=made.id)
    form.add_rows()
    return invalid("events/form.html", form=form)


@blueprint.route(f"/{ID}/edit", methods=["GET", "POST"])
@requires(rights.RUN)
def edit(event_id: int) -> ResponseReturnValue:
    """Edit an event; after an edit conflict both texts are shown."""
    actor = current_actor()
    row = services.find(event_id, actor)
    if request.method == "GET" and not services.can_edit(row, actor):
        raise Conflict(services.not_editable_reason(row))
    form = EventForm() if request.method == "POST" else EventForm.of(row)
    form.offer_features(choosing.choices())
    if "more" in request.form:
        form.add_rows()
        return render_template("events/form.html", form=form, event=row)
    stale: Any = None
    if form.validate_on_submit():
        done, _row = attempt(form, services.edit, event_id, form.details(), version=form.version.number, actor=actor)
        if done:
            return success(_("Saved."), "events.event", event_id=event_id)
        row = services.find(event_id, actor)
        if row.version != form.version.number or not services.can_edit(row, actor):
            stale = details.differences(row, form.details())
            form.show_version(row.version)
    form.add_rows()
    status = None if stale is None else 409
    return invalid("events/form.html", status=status, form=form, event=row, is_stale=status == 409, stale=stale)


@blueprint.post(f"/{ID}/<any({', '.join(MOVES)}):act>")
@requires(rights.RUN)
def move(event_id: int, act: str) -> ResponseReturnValue:
    """Publish, delete or restore a draft, mark an event done, or undo that."""
    actor, form = current_actor(), ActForm(formdata=None)
    service, message = MOVES[act]
    done, _row = attempt(form, service, event_id, actor=actor)
    if not done:
        context = page_context(services.find(event_id, actor), actor)
        return invalid("events/event.html", refusal=form.form_errors[0], **context)
    undo = url_for("events.move", event_id=event_id, act="undone")
    toast = then_next(undoable(str(message), undo), actor) if act == "done" else str(message)
    return success(toast, "events.event", event_id=event_id)


@blueprint.post(f"/{ID}/call-off")
@requires(rights.RUN)
def call_off(event_id: int) -> ResponseReturnValue:
    """Cancel the event, with a reason."""
    actor, form = current_actor(), ReasonForm()
    if form.validate():
        done, _row = attempt(form, services.call_off, event_id, reason=form.reason.data or "", actor=actor)
        if done:
            message = _("The event is called off. Everyone who registered sees the reason.")
            return success(message, "events.event", event_id=event_id)
    row = services.find(event_id, actor)
    return invalid("events/event.html", **{**page_context(row, actor), "reason_form": form})
