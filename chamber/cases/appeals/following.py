"""After a list is issued: where each thing on it was carried, which its authors are told, and what came back."""

from datetime import date, timedelta

from flask_babel import gettext as _

from ... import clock
from ...audit import services as audit
from ...errors import Conflict, DomainError, Repeated
from ...extensions import db
from ...language.text import checked_text
from ...rights import Actor
from .. import rights
from ..rules.acts import Act
from ..themes import answering
from ..themes.answering import Told
from ..themes.keeping import refuse_names
from ..themes.models import CaseTheme
from . import access
from .drafting import MISSING, MOVED_ON
from .models import CaseAppealItem

MAX_WHERE, MAX_REPLY = 120, 1_000
LONG_AGO = timedelta(days=3_660)


def raise_shared(number: int, item: int, where: str, day: date | None, *, actor: Actor) -> CaseAppealItem:
    """It was said there on that day; each case that belongs to the problem gets one line about it.

    Repeated where just this is recorded; Conflict where something else is, or the list is not issued. DomainError
    where a field is missing or wrong, or names somebody.
    """
    rights.LINK.demand(actor)
    row, one = access.find_item(number, item, actor=actor, lock=True)
    where, day = checked_text(where, MAX_WHERE, "where", str(MISSING)), _checked_day(day, "day")
    if (one.carried_to, one.carried_on) == (where, day):
        raise Repeated(_("You have just submitted exactly this; it is there already."))
    if row.issued_at is None or one.carried_on is not None:
        raise Conflict(str(MOVED_ON))
    refuse_names(where=where)
    one.carried_to, one.carried_on = where, day
    audit.record("appeal.carried", access.KIND, row.id, actor=actor)
    theme = db.session.get_one(CaseTheme, one.theme_id)
    answering.tell_authors(theme, Told(Act.RAISE_SHARED, where, {"raised_on": day.isoformat()}))
    return one


def note_reply(number: int, item: int, reply: str, day: date | None, *, actor: Actor) -> CaseAppealItem:
    """What came back, after it was carried somewhere. Repeated, Conflict and DomainError as for `raise_shared`."""
    rights.LINK.demand(actor)
    row, one = access.find_item(number, item, actor=actor, lock=True)
    reply = checked_text(reply, MAX_REPLY, "reply", str(MISSING), lines=True)
    day = _checked_day(day, "replied_on")
    if (one.reply, one.replied_on) == (reply, day):
        raise Repeated(_("You have just submitted exactly this; it is there already."))
    if one.carried_on is None or one.replied_on is not None:
        raise Conflict(str(MOVED_ON))
    if day < one.carried_on:
        raise DomainError(_("This is before the day on which it was carried there."), field="replied_on")
    refuse_names(reply=reply)
    one.reply, one.replied_on = reply, day
    audit.record("appeal.replied", access.KIND, row.id, actor=actor)
    return one


def _checked_day(day: date | None, field: str) -> date:
    if day is None:
        raise DomainError(str(MISSING), field=field)
    if day > clock.today():
        raise DomainError(_("This day has not come yet."), field=field)
    if day < clock.today() - LONG_AGO:
        raise DomainError(_("This date is too far away. Please check the year."), field=field)
    return day
