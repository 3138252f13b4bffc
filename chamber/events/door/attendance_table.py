"""The attendance of an event as a workbook."""

from flask_babel import gettext as _
from flask_babel import ngettext

from ... import clock
from ...audit import services as audit
from ...rights import Actor
from ...tables.writing import Column, Paper, write
from .. import rights
from ..models import Event
from ..sharing import when
from .attendance import Person, attendance
from .counting import Tally, is_over


def _share(number: int, tally: Tally) -> str:
    return f"{number}/{tally.expected}"


def came_otherwise(tally: Tally) -> str:
    """How many came without a seat before the start, and the parts that these fall into."""
    parts = [
        (tally.walk_ins, ngettext("%(num)s walk-in", "%(num)s walk-ins", tally.walk_ins)),
        (tally.beside, _("%(number)s let in beside the seats", number=tally.beside)),
        (tally.seated_late, _("%(number)s given a seat late", number=tally.seated_late)),
    ]
    whole = _("%(number)s more without a seat before", number=tally.unexpected)
    words = _(", ").join(text for number, text in parts if number)
    return str(_("%(whole)s (%(parts)s)", whole=whole, parts=words) if words else whole)


def summary(tally: Tally, *, is_final: bool) -> str:
    """The attendance in one line, each number with what it is counted of; before the end nobody is absent."""
    return str(
        _(
            "Expected %(expected)s · of these came %(came)s · by substitute %(substituted)s · excused %(excused)s ·"
            " absent %(absent)s · all who came %(all)s · of these late %(late)s · %(others)s",
            expected=tally.expected,
            came=_share(tally.came_expected, tally),
            substituted=_share(tally.substituted, tally),
            excused=_share(tally.excused, tally),
            absent=_share(tally.absent, tally) if is_final else "–",
            all=tally.came,
            late=tally.late,
            others=came_otherwise(tally),
        )
    )


def _remark(one: Person) -> str:
    if one.let_in_by:
        return str(_("let in as an extra by %(name)s", name=one.let_in_by))
    if one.substitute:
        return str(_("%(name)s came", name=one.substitute))
    if one.stands_in_for:
        return str(_("for %(name)s", name=one.stands_in_for))
    return str(_("walk-in")) if one.is_walk_in else ""


def workbook(event: Event, actor: Actor, *, chamber: str) -> bytes:
    """Everybody who was expected or came, as xlsx; logged. Forbidden for all but the secretariat."""
    rights.RUN.demand(actor)
    audit.record_read("event.attendance_taken", "event", event.id, actor=actor)
    found = attendance(event, actor)
    columns = [
        Column(_("No."), 6, "number"),
        Column(_("Firm or department"), 34),
        Column(_("Name"), 14),
        Column(_("Expected"), 8),
        Column(_("Attendance"), 12),
        Column(_("Came at"), 18, "time"),
        Column(_("Remark"), 30),
    ]
    people = [(firm.name, one) for firm in found.firms for one in firm.people]
    rows = [
        [
            number,
            firm,
            one.name,
            _("yes") if one.expected else _("no"),
            str(one.presence.label),
            one.came_at,
            _remark(one),
        ]
        for number, (firm, one) in enumerate(people, 1)
    ]
    head = [
        _("Attendance: %(title)s", title=event.title),
        _("Time: %(when)s", when=when(event)),
        summary(found, is_final=is_over(event)),
    ]
    foot = _("Page %(page)s of %(pages)s", page="&P", pages="&N")
    made = _("As of %(when)s", when=f"{clock.local(clock.now()):%Y-%m-%d %H:%M}")
    return write(columns, rows, _("Attendance"), paper=Paper([*head, made], top=chamber, foot=foot, line_height=20))
