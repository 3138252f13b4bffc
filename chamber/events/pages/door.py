"""The door list: check in, undo, walk-ins, and what becomes of seats after the start."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...web.access import requires
from ...web.addresses import arguments
from ...web.answers import answer, attempt, invalid, see_other
from ...web.paging import keyset
from ...web.requests import current_actor
from .. import rights, services
from ..door import check_in, counting, guests, releasing
from ..door.check_in import Show
from ..forms import ActForm, WalkInForm
from ..models import Event
from .blueprint import ID, PERSON, blueprint

SEEN_ROWS = 500
"""So many rows of the page are sent anew with the one that was pressed."""


def shown() -> tuple[str, Show]:
    """What is searched for, and whom the list shows."""
    show = arguments().get("show", "")
    return arguments().get("q", ""), Show(show) if show in set(Show) else Show.ALL


def _address(event_id: int, registration_id: int | None = None) -> str:
    """The list as it was searched and filtered, at this person."""
    q, show = shown()
    anchor = f"person-{registration_id}" if registration_id else None
    return url_for("events.door", event_id=event_id, q=q or None, show=show.value or None, _anchor=anchor)


def back_to_list(message: str, event_id: int, registration_id: int | None = None) -> ResponseReturnValue:
    """After an act: the list as it was searched and filtered says this, at this person."""
    flash(message, "success")
    return see_other(_address(event_id, registration_id))


def _list_context(event: Event) -> dict[str, Any]:
    """The chips over the list, and what its addresses keep."""
    q, show = shown()
    numbers = check_in.numbers_at_the_door(event.id, q, actor=current_actor())
    labels = {
        Show.ALL: _("All"),
        Show.AWAITED: _("Not here yet"),
        Show.HERE: _("Here"),
        Show.WAITING: _("On the waiting list"),
        Show.AWAY: _("Excused or substituted"),
    }
    chips = [
        {
            "label": label,
            "url": url_for("events.door", event_id=event.id, q=q or None, show=one.value or None),
            "active": one == show,
            "count": numbers[one],
        }
        for one, label in labels.items()
        if numbers[one] or one == show or one in (Show.ALL, Show.AWAITED, Show.HERE)
    ]
    return {"q": q, "show": show.value, "found": numbers[show], "chips": chips}


def _door_context(event: Event, form: WalkInForm) -> dict[str, Any]:
    actor, (q, show) = current_actor(), shown()
    rows = check_in.registrations(event.id, q, show=show, actor=actor)
    page = keyset(rows, check_in.PAGE_KEYS, scalars=False)
    return _list_context(event) | {
        "event": event,
        "door": counting.door_counts(event, actor=actor),
        "is_open": check_in.is_open(event),
        "is_early": check_in.is_early(event),
        "rows": page.rows,
        "more_url": page.more_url,
        "walk_in": form,
    }


@blueprint.get(f"/{ID}/check-in")
@requires(rights.RUN)
def door(event_id: int) -> ResponseReturnValue:
    """The door list on a phone."""
    event = services.find(event_id, current_actor())
    return render_template("events/check_in.html", **_door_context(event, WalkInForm(formdata=None)))


def _rows_without_seat() -> set[int]:
    """Whose rows on the page said that they have no seat: the press may have changed their place or their button."""
    sent = request.form.getlist("seatless", type=int)
    return {one for one in sent[:SEEN_ROWS] if 0 < one < 2**31}


def _ticked(event_id: int, registration_id: int, service: Any, **kwargs: Any) -> ResponseReturnValue:
    actor, form = current_actor(), ActForm(formdata=None)
    done, _row = attempt(form, service, registration_id, actor=actor, event_id=event_id, **kwargs)
    event = services.find(event_id, actor)
    row, place = check_in.find(registration_id, actor)
    context = {"event": event, "row": row, "place": place, "is_open": True, "oob": True}
    context |= {"door": counting.door_counts(event, actor=actor)} | _list_context(event)
    context["others"] = check_in.find_all(event_id, _rows_without_seat() - {registration_id}, actor)
    if done:
        return answer("events/_door_answer.html", _address(event_id, registration_id), **context)
    page = {**_door_context(event, WalkInForm(formdata=None)), "refusal": form.form_errors[0]}
    return invalid("events/check_in.html", "events/_door_answer.html", status=409, **{**page, **context})


@blueprint.post(f"/{ID}/check-in/{PERSON}")
@requires(rights.RUN)
def tick(event_id: int, registration_id: int) -> ResponseReturnValue:
    """Check somebody in; `beside`: also beside the seats."""
    return _ticked(event_id, registration_id, check_in.check_in, beside="beside" in request.form)


@blueprint.post(f"/{ID}/check-in/{PERSON}/undo")
@requires(rights.RUN)
def undo(event_id: int, registration_id: int) -> ResponseReturnValue:
    """Undo a check-in."""
    return _ticked(event_id, registration_id, check_in.undo)


@blueprint.post(f"/{ID}/check-in/walk-in")
@requires(rights.RUN)
def walk_in(event_id: int) -> ResponseReturnValue:
    """Check in a walk-in."""
    actor, form = current_actor(), WalkInForm()
    event = services.find(event_id, actor)
    if form.validate():
        done, row = attempt(form, guests.walk_in, event_id, actor=actor, **form.person())
        if done:
            flash(_("%(name)s is checked in.", name=row.name), "success")
            q, show = shown()
            address = url_for("events.door", event_id=event_id, show=show.value or None)
            form = WalkInForm(formdata=None)
            return answer("events/_walk_in.html", address, event=event, walk_in=form, q=q, show=show.value)
        form.alike = row.number if isinstance(row, guests.SameName) else 0
        event = services.find(event_id, actor)
    return invalid("events/check_in.html", **_door_context(event, form))


def _refused(event_id: int, refusal: str) -> ResponseReturnValue:
    context = _door_context(services.find(event_id, current_actor()), WalkInForm(formdata=None))
    return invalid("events/check_in.html", status=409, refusal=refusal, **context)


@blueprint.post(f"/{ID}/check-in/release")
@requires(rights.RUN)
def release(event_id: int) -> ResponseReturnValue:
    """Release the seats of those who have not come."""
    form = ActForm(formdata=None)
    done, number = attempt(form, releasing.release, event_id, actor=current_actor())
    if not done:
        return _refused(event_id, form.form_errors[0])
    message = ngettext("%(num)s seat is released.", "%(num)s seats are released.", number)
    return back_to_list(message, event_id)


@blueprint.post(f"/{ID}/check-in/promote")
@requires(rights.RUN)
def promote(event_id: int) -> ResponseReturnValue:
    """Give the free seats to those who wait, in turn."""
    form = ActForm(formdata=None)
    done, names = attempt(form, releasing.promote, event_id, actor=current_actor())
    if not done:
        return _refused(event_id, form.form_errors[0])
    moved_up = _("Moved up to a seat and told: %(names)s.", names=_(", ").join(names))
    return back_to_list(moved_up if names else _("Nobody could move up."), event_id)
