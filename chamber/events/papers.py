"""Paper for the door: the sign-in sheet as a workbook (its page prints by itself)."""

from flask_babel import gettext as _

from ..audit import services as audit
from ..permissions import Actor
from ..text import tail
from ..workbooks import Column, write
from .attendance import registrations_of
from .models import Event, Registration

EMPTY_LINES = 8
"""Under the names, for who comes unannounced."""


def sheet_rows(event: Event, actor: Actor) -> list[Registration]:
    """The people of the sheet, by pinyin; reading it is logged. Forbidden for all but the secretariat."""
    rows = registrations_of(event, actor)
    audit.record_read("event.sheet_read", "event", event.id, actor=actor)
    return rows


def sheet_workbook(event: Event, actor: Actor) -> bytes:
    """The sign-in sheet as xlsx; reading it is logged. Forbidden for all but the secretariat."""
    columns = [
        Column(_("No."), 6, "number"),
        Column(_("Name"), 14),
        Column(_("Firm or department"), 34),
        Column(_("Last digits"), 10),
        Column(_("Signature"), 20),
        Column(_("Remark"), 20),
    ]
    people = [
        [number, row.name, row.organisation, tail(row.mobile), "", ""]
        for number, row in enumerate(sheet_rows(event, actor), 1)
    ]
    blank = [[number, "", "", "", "", ""] for number in range(len(people) + 1, len(people) + EMPTY_LINES + 1)]
    return write(columns, people + blank, event.title)
