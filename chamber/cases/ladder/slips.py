"""Supervision slips (督办单): issued by time alone; the department confirms the receipt and says what it does."""

from flask_babel import gettext as _

from ... import clock
from ...documents import numbers
from ...errors import Conflict
from ...extensions import db
from ...rights import Actor
from ..doing.desk import MOVED_ON, Papers, Which, needed, note, take
from ..doing.releasing import hold_back
from ..models import Case
from ..papers.declared import SLIP
from ..rules.acts import Act, Audience
from ..rules.hand import Hand
from . import waiting
from .late import Lateness
from .models import CaseSlip


def issue(hand: Hand, late: Lateness, level: int) -> str:
    """Issue the slip for this delay to the department that has the case; gives its number."""
    case = hand.case
    paper = numbers.take(SLIP, f"case:{case.id}", actor=None)
    department_id = case.lead_department_id
    db.session.add(
        CaseSlip(case_id=case.id, department_id=department_id, level=level, paper_id=paper.id, due_at=late.due_at)
    )
    return paper.words


def _waiting(hand: Hand) -> CaseSlip:
    slip = waiting.waiting(hand)
    if slip is None:
        raise Conflict(str(MOVED_ON))
    return slip


def receive_slip(which: Which, *, actor: Actor, behalf: Papers | None = None) -> Case:
    """The head handler confirms that the slip has come."""
    hand = take(which, Act.RECEIVE_SLIP, actor=actor, behalf=behalf)
    slip = _waiting(hand)
    slip.received_at, slip.received_by_id = clock.now(), actor.account_id
    note(hand, Act.RECEIVE_SLIP, papers=behalf, slip=waiting.number_of(slip))
    return hand.case


def reply_slip(which: Which, text: str, *, actor: Actor, behalf: Papers | None = None) -> Case:
    """The head handler replies to the slip, which counts as received then.

    What may name somebody in a case without names is held back until it was looked through.
    """
    hand = take(which, Act.REPLY_SLIP, actor=actor, behalf=behalf)
    text = needed(text, "text", _("Please write what is done about the delay, and by when it will be finished."))
    slip, now = _waiting(hand), clock.now()
    held, number = hold_back(hand, text=text), waiting.number_of(slip)
    event = note(hand, Act.REPLY_SLIP, text=text, audience=Audience.UNIT, papers=behalf, held=bool(held), slip=number)
    db.session.flush()
    if slip.received_at is None:
        slip.received_at, slip.received_by_id = now, actor.account_id
    slip.replied_at, slip.replied_by_id, slip.reply_id = now, actor.account_id, event.id
    return hand.case
