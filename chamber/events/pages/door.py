"""The door list, attendance, and the sign-in sheet."""

from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import clock
from ...config import settings
from ...rights import Actor
from ...web.access import requires
from ...web.addresses import arguments
from ...web.answers import answer, attempt, invalid
from ...web.downloads import send_workbook
from ...web.paging import keyset
from ...web.requests import current_actor
from .. import attendance as attendances
from .. import check_in, rights, services, sign_in_sheet
from ..forms import ActForm, WalkInForm
from ..models import Event
from .blueprint import ID, blueprint


def _door_context(event: Event, form: WalkInForm) -> dict[str, Any]:
    actor, q = current_actor(), arguments().get("q", "")
    page = keyset(check_in.registrations(event.id, q, actor=actor), check_in.PAGE_KEYS, scalars=False)
    tallies = check_in.state_counts(event.id, q, actor=actor)
    return {
        "event": event,
        "door": check_in.door_counts(event, actor=actor),
        "is_open": check_in.is_open(event),
        "is_early": check_in.is_early(event),
        "rows": page.rows,
        "more_url": page.more_url,
        "found": sum(tallies[state] for state in check_in.LIVE),
        "q": q,
        "walk_in": form,
    }


@blueprint.get(f"/{ID}/check-in")
@requires(rights.RUN)
def door(event_id: int) -> ResponseReturnValue:
    """The door list on a phone."""
    event = services.find(event_id, current_actor())
    return render_template("events/check_in.html", **_door_context(event, WalkInForm(formdata=None)))


def _ticked(event_id: int, registration_id: int, service: Any) -> ResponseReturnValue:
    actor, form = current_actor(), ActForm(formdata=None)
    done, _row = attempt(form, service, registration_id, actor=actor, event_id=event_id)
    event = services.find(event_id, actor)
    row, place = check_in.find(registration_id, actor)
    context = {"event": event, "row": row, "place": place, "is_open": True, "oob": True}
    context["door"] = check_in.door_counts(event, actor=actor)
    address = url_for("events.door", event_id=event_id, q=arguments().get("q") or None)
    if done:
        return answer("events/_door_answer.html", f"{address}#person-{registration_id}", **context)
    page = {**_door_context(event, WalkInForm(formdata=None)), "refusal": form.form_errors[0]}
    return invalid("events/check_in.html", "events/_door_answer.html", status=409, **{**page, **context})


@blueprint.post(f"/{ID}/check-in/<int(min=1, max=2147483647):registration_id>")
@requires(rights.RUN)
def tick(event_id: int, registration_id: int) -> ResponseReturnValue:
    """Check somebody in."""
    return _ticked(event_id, registration_id, check_in.check_in)


@blueprint.post(f"/{ID}/check-in/<int(min=1, max=2147483647):registration_id>/undo")
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
        typed = {"name": form.name.data, "phone": form.phone.data, "organisation": form.organisation.data or ""}
        done, row = attempt(form, check_in.walk_in, event_id, actor=actor, **typed)
        if done:
            flash(_("%(name)s is checked in.", name=row.name), "success")
            address = url_for("events.door", event_id=event_id)
            return answer("events/_walk_in.html", address, event=event, walk_in=WalkInForm(formdata=None))
        event = services.find(event_id, actor)
    return invalid("events/check_in.html", **_door_context(event, form))


@blueprint.get(f"/{ID}/attendance")
@requires(rights.READ)
def attendance(event_id: int) -> ResponseReturnValue:
    """Who came, as far as the viewer may know."""
    actor: Actor = current_actor()
    event = services.find(event_id, actor)
    came = attendances.attendance(event, actor)
    return render_template("events/attendance.html", event=event, came=came, runs=services.runs_events(actor))


@blueprint.get(f"/{ID}/sign-in-sheet")
@requires(rights.RUN)
def sheet(event_id: int) -> ResponseReturnValue:
    """The sign-in sheet to print."""
    actor = current_actor()
    event = services.find(event_id, actor)
    people, empty = sign_in_sheet.sheet_rows(event, actor), sign_in_sheet.EMPTY_LINES
    return render_template("events/sheet.html", event=event, people=people, empty_lines=empty)


@blueprint.get(f"/{ID}/sign-in-sheet.xlsx")
@requires(rights.RUN)
def sheet_file(event_id: int) -> ResponseReturnValue:
    """The sign-in sheet as a workbook."""
    actor = current_actor()
    event = services.find(event_id, actor)
    body = sign_in_sheet.sheet_workbook(event, actor, chamber=settings().chamber_name)
    return send_workbook(body, f"{_('Sign-in sheet')} {clock.local(event.starts_at):%Y-%m-%d}")
