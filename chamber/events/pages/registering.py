"""Register, cancel, assign seats, and the list of registrations."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...errors import NotFound
from ...rights import Actor
from ...web.access import requires
from ...web.addresses import arguments, chips, here, safe_next
from ...web.answers import attempt, invalid, is_htmx, see_other
from ...web.paging import keyset
from ...web.requests import current_actor
from .. import attendees, registration, rights, seats, services
from ..door import check_in
from ..forms import ActForm
from ..models import Registration, RegistrationState
from .blueprint import ID, blueprint
from .event import page_context, seat_context


def _form() -> ActForm:
    form = ActForm()
    if not form.validate():
        raise NotFound
    return form


def _message(outcome: Registration | registration.Cancellation, actor: Actor) -> str:
    if isinstance(outcome, registration.Cancellation):
        name, others = outcome.row.name, _(", ").join(outcome.moved_up)
        if others:
            return str(
                _(
                    "The registration of %(name)s is cancelled; moved up from the waiting list: %(others)s.",
                    name=name,
                    others=others,
                )
            )
        if attendees.is_of(outcome.row, actor):
            return str(_("Your registration is cancelled."))
        return str(_("The registration of %(name)s is cancelled.", name=name))
    row, is_own = outcome, attendees.is_of(outcome, actor)
    if row.state == RegistrationState.REGISTERED:
        return str(_("You have a seat.") if is_own else _("%(name)s has a seat.", name=row.name))
    _row, place = check_in.find(row.id, actor)
    if is_own:
        return str(_("You are number %(place)s on the waiting list.", place=place))
    return str(_("%(name)s is number %(place)s on the waiting list.", name=row.name, place=place))


def _act(event_id: int, form: ActForm, service: Any, **kwargs: Any) -> ResponseReturnValue:
    """Run a seat service and answer: the seats part for htmx, else a redirect to the page it came from."""
    actor = current_actor()
    done, outcome = attempt(form, service, event_id, actor=actor, **kwargs)
    if not done:
        context = page_context(services.find(event_id, actor), actor)
        return invalid("events/event.html", "events/_seat.html", refusal=form.form_errors[0], **context)
    flash(_message(outcome, actor), "success")
    address = request.form.get("next")
    if address or not is_htmx():
        return see_other(safe_next(address) if address else url_for("events.event", event_id=event_id))
    context = seat_context(services.find(event_id, actor), actor)
    return render_template("events/_seat.html", oob=True, **context)


@blueprint.post(f"/{ID}/register")
@requires(rights.REGISTER)
def register(event_id: int) -> ResponseReturnValue:
    """Register oneself, a colleague, or (the secretariat) anyone."""
    form = _form()
    people = {"contact_id": form.contact_id.data, "account_id": form.account_id.data}
    return _act(event_id, form, registration.register, **people)


@blueprint.post(f"/{ID}/cancel")
@requires(rights.REGISTER)
def cancel(event_id: int) -> ResponseReturnValue:
    """Cancel one's own registration, a colleague's, or (the secretariat) anyone's."""
    form = _form()
    return _act(event_id, form, registration.cancel, registration_id=form.registration_id.data)


@blueprint.post(f"/{ID}/seat")
@requires(rights.RUN)
def give_seat(event_id: int) -> ResponseReturnValue:
    """Assign a seat to somebody on the waiting list, out of turn."""
    form = _form()

    def seat(event_id: int, *, actor: Actor) -> Registration:
        return registration.give_seat(form.registration_id.data or 0, actor=actor, event_id=event_id)

    return _act(event_id, form, seat)


@blueprint.get(f"/{ID}/registrations")
@requires(rights.RUN)
def registrations(event_id: int) -> ResponseReturnValue:
    """All registrations, by state."""
    actor, args = current_actor(), arguments()
    event = services.find(event_id, actor)
    state = args.get("state", "")
    state = state if state in set(RegistrationState) else RegistrationState.REGISTERED.value
    q, counts = args.get("q", ""), check_in.state_counts(event_id, args.get("q", ""), actor=actor)
    page = keyset(
        check_in.registrations(event_id, q, (RegistrationState(state),), actor=actor),
        check_in.PAGE_KEYS if state == RegistrationState.REGISTERED else check_in.WAITING_KEYS,
        scalars=False,
    )
    context = {"event": event, "rows": page.rows, "more_url": page.more_url, "state": state, "q": q}
    return render_template(
        "events/registrations.html",
        **context,
        chips=chips("state", RegistrationState.labels(), state, counts),
        found=counts[state],
        has_room=seats.has_room(event),
        here_url=here(),
    )
