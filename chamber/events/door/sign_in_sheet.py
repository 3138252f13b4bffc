"""The sign-in sheet of an event, for print and as a workbook."""

from flask_babel import gettext as _

from ...audit import services as audit
from ...language.phones import last_four_digits
from ...rights import Actor
from ...tables.writing import Column, Paper, write
from ..models import Event
from ..sharing import when
from .attendance import registrations_of

EMPTY_LINES = 8
"""Lines under the names, for unregistered people."""


def sheet_workbook(event: Event, actor: Actor, *, chamber: str) -> bytes:
    """The sign-in sheet as xlsx; logged. Forbidden for all but the secretariat."""
    audit.record_read("event.sheet_read", "event", event.id, actor=actor)
    columns = [
        Column(_("No."), 6, "number"),
        Column(_("Name"), 14),
        Column(_("Firm or department"), 34),
        Column(_("Last digits"), 10),
        Column(_("Signature"), 20),
        Column(_("Remark"), 20),
    ]
    people = [
        [number, row.name, row.organisation, last_four_digits(row.mobile), "", ""]
        for number, row in enumerate(registrations_of(event, actor), 1)
    ]
    blank = [[number, "", "", "", "", ""] for number in range(len(people) + 1, len(people) + EMPTY_LINES + 1)]
    head = [_("Sign-in sheet: %(title)s", title=event.title), _("Time: %(when)s", when=when(event))]
    if event.place:
        head.append(_("Place: %(place)s", place=event.place))
    head.append(_("Host: %(host)s", host=event.host or chamber))
    foot = _("Page %(page)s of %(pages)s", page="&P", pages="&N")
    return write(columns, people + blank, _("Sign-in sheet"), paper=Paper(head, top=chamber, foot=foot))
