"""Meetings of a task force: called, called off, minuted. Who runs the case and its people alone read of them."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock
from ...errors import Conflict, DomainError, Repeated
from ...extensions import db
from ...language.text import checked_text
from ...messages import Happened
from ...notifications import services as notifications
from ...rights import Actor
from ..doing.desk import MOVED_ON, Which, needed, note, take
from ..doing.releasing import hold_back
from ..models import CaseEvent
from ..rules.acts import Act, Audience
from ..rules.hand import Hand
from . import may
from .models import CaseMeeting

FARTHEST = timedelta(days=366)
LONGEST = 2000


def call_meeting(which: Which, starts_at: datetime | None, text: str, *, actor: Actor) -> CaseMeeting:
    """Call its people together; `text` says where, and on what. Repeated where the same one is called already.

    DomainError without a time or words, or for a time that is over or too far away. What may name somebody in a case
    without names is held back until it was looked through.
    """
    hand = take(which, Act.CALL_MEETING, actor=actor)
    text = checked_text(text, LONGEST, "text", _("Please write where it is, and on what."), lines=True)
    force, now = may.live(hand), clock.now()
    if force is None:
        raise Conflict(str(MOVED_ON))
    if starts_at is None or not now < starts_at < now + FARTHEST:
        raise DomainError(_("Please choose a time within the coming year."), field="starts_at")
    same = (CaseMeeting.force_id == force.id, CaseMeeting.starts_at == starts_at, CaseMeeting.called_off_at.is_(None))
    if db.session.scalar(select(CaseMeeting.id).where(*same).limit(1)) is not None:
        raise Repeated(_("A meeting at this time is called already."))
    event = _note(hand, Act.CALL_MEETING, text, starts_at)
    row = CaseMeeting(case_id=hand.case.id, force_id=force.id, called_id=event.id, starts_at=starts_at)
    db.session.add(row)
    return row


def _note(hand: Hand, act: Act, text: str, starts_at: datetime) -> CaseEvent:
    held = hold_back(hand, text=text)
    event = note(hand, act, text=text, audience=Audience.UNIT, held=bool(held), starts=starts_at.isoformat())
    db.session.flush()
    return event


def _waiting(hand: Hand) -> CaseMeeting:
    row = may.waiting_meeting(hand)
    if row is None:
        raise Conflict(str(MOVED_ON))
    return row


def call_off_meeting(which: Which, reason: str, *, actor: Actor) -> CaseMeeting:
    """The next one does not take place, with the reason."""
    hand = take(which, Act.CALL_OFF_MEETING, actor=actor)
    reason, row = needed(reason, "reason", _("Please give the reason.")), _waiting(hand)
    row.called_off_at = clock.now()
    _note(hand, Act.CALL_OFF_MEETING, reason, row.starts_at)
    return row


def note_meeting(which: Which, text: str, *, actor: Actor) -> CaseMeeting:
    """What came out of the oldest one that has no minutes yet."""
    hand = take(which, Act.NOTE_MEETING, actor=actor)
    text = checked_text(text, 2 * LONGEST, "text", _("Please write what came out."), lines=True)
    row = _waiting(hand)
    row.minutes_id = _note(hand, Act.NOTE_MEETING, text, row.starts_at).id
    return row


def remind() -> int:
    """Remind its people the day before; harmless when repeated. How many lines are new."""
    now = clock.now()
    soon = select(CaseMeeting.case_id, CaseMeeting.starts_at).where(
        CaseMeeting.called_off_at.is_(None),
        CaseMeeting.starts_at > now,
        CaseMeeting.starts_at < now + timedelta(days=1),
    )
    told = 0
    for row in db.session.execute(soon).all():
        told += notifications.notify(
            "case", Happened("time.case_meeting_soon", row.case_id, row.starts_at.isoformat(), now)
        )
    return told
