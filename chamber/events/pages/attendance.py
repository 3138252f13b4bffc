"""Who came, and the sign-in sheet: on the page, on paper and as workbooks."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import clock
from ...config import settings
from ...language.text import excerpt
from ...rights import Actor
from ...web.access import requires
from ...web.downloads import send_workbook
from ...web.requests import current_actor
from .. import rights, services
from ..door import attendance as attendances
from ..door import attendance_table, sign_in_sheet
from .blueprint import ID, blueprint


@blueprint.get(f"/{ID}/attendance")
@requires(rights.READ)
def attendance(event_id: int) -> ResponseReturnValue:
    """Who came, as far as the viewer may know."""
    actor: Actor = current_actor()
    event = services.find(event_id, actor)
    came = attendances.attendance(event, actor)
    return render_template("events/attendance.html", event=event, came=came, runs=services.runs_events(actor))


@blueprint.get(f"/{ID}/attendance.xlsx")
@requires(rights.RUN)
def attendance_file(event_id: int) -> ResponseReturnValue:
    """The same as a workbook."""
    actor = current_actor()
    event = services.find(event_id, actor)
    body = attendance_table.workbook(event, actor, chamber=settings().chamber_name)
    return send_workbook(body, f"{_('Attendance')} {clock.local(event.starts_at):%Y-%m-%d} {excerpt(event.title, 60)}")


@blueprint.get(f"/{ID}/sign-in-sheet")
@requires(rights.RUN)
def sheet(event_id: int) -> ResponseReturnValue:
    """The sign-in sheet to print."""
    actor = current_actor()
    event = services.find(event_id, actor)
    people, empty = attendances.registrations_of(event, actor), sign_in_sheet.EMPTY_LINES
    return render_template("events/sheet.html", event=event, people=people, empty_lines=empty)


@blueprint.get(f"/{ID}/sign-in-sheet.xlsx")
@requires(rights.RUN)
def sheet_file(event_id: int) -> ResponseReturnValue:
    """The sign-in sheet as a workbook."""
    actor = current_actor()
    event = services.find(event_id, actor)
    body = sign_in_sheet.sheet_workbook(event, actor, chamber=settings().chamber_name)
    return send_workbook(body, f"{_('Sign-in sheet')} {clock.local(event.starts_at):%Y-%m-%d}")
