"""Keeping the identity of an ended complaint longer, with a reason that is written down."""

from flask_babel import gettext as _
from sqlalchemy import update

from ... import clock
from ...extensions import db
from ...rights import Actor
from ..doing.desk import Which, needed, note, take
from ..models import Case
from ..rules.acts import Act, Audience
from .models import CaseHold


def hold_identity(which: Which, reason: str, *, actor: Actor) -> Case:
    """Keep it longer than the set time; only who runs it and the author read why.

    DomainError without a reason, Conflict where it is held already.
    """
    hand = take(which, Act.HOLD_IDENTITY, actor=actor)
    reason = needed(reason, "text", _("Please give the reason."))
    db.session.add(CaseHold(case_id=hand.case.id, reason=reason, from_at=clock.now()))
    note(hand, Act.HOLD_IDENTITY, text=reason, audience=Audience.AUTHOR)
    return hand.case


def end_hold(which: Which, reason: str, *, actor: Actor) -> Case:
    """Hold it no longer: where the set time is over, the next daily pass erases it."""
    hand = take(which, Act.END_HOLD, actor=actor)
    reason = needed(reason, "text", _("Please give the reason."))
    held = update(CaseHold).where(CaseHold.case_id == hand.case.id, CaseHold.until_at.is_(None))
    db.session.execute(held.values(until_at=clock.now()))
    note(hand, Act.END_HOLD, text=reason, audience=Audience.AUTHOR)
    return hand.case
