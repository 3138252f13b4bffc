"""Recorded with another body (12345, petitions, letters): its number and limit, until it has our reply."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import BindParameter, Date, Select, bindparam, select

from ... import clock
from ...errors import DomainError
from ...extensions import db
from ...language.text import checked_text
from ...registry.homes import waiting_row
from ...rights import Actor
from ..access.visibility import visible_to
from ..doing.desk import Which, needed, note, take
from ..models import Case
from ..rules.acts import Act, Audience
from ..words import Sender
from .models import CaseOutside
from .waiting import not_replied

FAR = timedelta(days=3660)
SOON = timedelta(days=3)
"""So many calendar days before another body's limit its reply stands on the list of what is to be done."""


def note_outside(which: Which, sender: str, number: str, due_on: date | None, *, actor: Actor) -> Case:
    """Keep under which number another body has the same matter, and until when it wants a reply.

    It ends nothing here. DomainError for no such body, and where the number is empty or too long.
    """
    hand = take(which, Act.NOTE_OUTSIDE, actor=actor)
    if sender not in set(Sender):
        raise DomainError(_("Please choose."), field="sender")
    number = checked_text(number, 60, "number", _("Please enter the number there."))
    if due_on and abs(due_on - clock.today()) > FAR:
        raise DomainError(_("This date is too far away. Please check the year."), field="due_on")
    row = CaseOutside(case_id=hand.case.id, sender=sender, number=number, due_on=due_on, noted_at=clock.now())
    db.session.add(row)
    until = due_on.isoformat() if due_on else ""
    note(hand, Act.NOTE_OUTSIDE, text=number, audience=Audience.AUTHOR, sender=sender, until=until)
    return hand.case


def reply_outside(which: Which, text: str, *, actor: Actor) -> Case:
    """Keep what was replied to the body that has waited longest."""
    hand = take(which, Act.REPLY_OUTSIDE, actor=actor)
    text, row = needed(text, "text", _("Please write what was replied.")), not_replied(hand.case)
    sender = ""
    if row is not None:
        row.replied_at, row.reply, sender = clock.now(), text, row.sender
    note(hand, Act.REPLY_OUTSIDE, text=text, audience=Audience.AUTHOR, sender=sender)
    return hand.case


def _soon() -> BindParameter[date]:
    # Asked anew each time: the query of a home page is built once.
    return bindparam(None, callable_=lambda: clock.today() + SOON, type_=Date())


def waiting(actor: Actor) -> Select[Any]:
    """The cases of which another body soon wants a reply; for the list that gets empty."""
    rows = waiting_row(key=CaseOutside.id, title=Case.reference, since=CaseOutside.noted_at)
    wanted = (CaseOutside.replied_at.is_(None), CaseOutside.due_on <= _soon(), visible_to(actor))
    return rows.join(Case, Case.id == CaseOutside.case_id).where(*wanted)


def last_of(case_ids: Collection[int]) -> dict[int, CaseOutside]:
    """What was recorded last of each of these cases; for the ledger."""
    rows = db.session.scalars(select(CaseOutside).where(CaseOutside.case_id.in_(case_ids)).order_by(CaseOutside.id))
    return {row.case_id: row for row in rows}
