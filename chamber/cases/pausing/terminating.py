"""Ended because a court or an arbitration has the same matter (终止); it can come back."""

from datetime import datetime

from flask_babel import gettext as _

from ... import clock
from ...errors import DomainError
from ...rights import Actor
from ..doing.closing import new_round
from ..doing.desk import Which, move, needed, note, take
from ..models import Case
from ..rules import clocks, waiting
from ..rules.acts import Act, Audience
from ..rules.conditions import extension_waits
from ..rules.hand import Hand
from ..words import Forum, State
from . import dates


def terminate(which: Which, forum: str, text: str, *, actor: Actor) -> Case:
    """End it: a court or an arbitration has the same matter. Only the author and who runs it read which.

    DomainError for another reason, or without the words.
    """
    hand = take(which, Act.TERMINATE, actor=actor)
    if forum not in set(Forum):
        raise DomainError(_("Please choose."), field="forum")
    text = needed(text, "text", _("Please write which body has the matter, and since when."))
    case, now = hand.case, clock.now()
    if extension_waits(hand) and hand.extension is not None:
        hand.extension.decided_at, case.extension_asked = now, False
    dates.go_on(hand)
    dates.end_watch(case)
    case.closed_at = now
    move(hand, Act.TERMINATE)
    clocks.set_step(case, now, None)
    note(hand, Act.TERMINATE, text=text, audience=Audience.AUTHOR, forum=forum)
    return case


def come_back(which: Which, text: str, *, actor: Actor) -> Case:
    """The other body no longer has it: it goes on with the days that were left, after an answer in a new round."""
    hand = take(which, Act.COME_BACK, actor=actor)
    text = needed(text, "text", _("Please write what has changed."))
    case, ended = hand.case, hand.case.closed_at
    case.closed_at = None
    move(hand, Act.COME_BACK)
    if hand.round is not None and hand.round.answered_at:
        new_round(hand, "terminated", case.limits["reopened"])
    elif ended is not None:
        _go_on(hand, ended)
    note(hand, Act.COME_BACK, text=text, audience=Audience.AUTHOR)
    return case


def _go_on(hand: Hand, ended: datetime) -> None:
    """The clocks go on with the working days that were left, also that of a call which had not been made yet."""
    case, now = hand.case, clock.now()
    if hand.round is not None:
        case.due_at = hand.round.due_at = waiting.later(case.due_at, ended) or hand.round.due_at
    if case.state != State.IN_PROGRESS:
        clocks.begin_decision(case, case.limits["decide"])
        return
    if case.contacted_at is None and hand.round is not None:
        case.contact_due_at = hand.round.contact_due_at = waiting.later(case.contact_due_at, ended)
    clocks.set_handling_step(case, now)
    clocks.begin_progress(case)
