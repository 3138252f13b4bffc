"""After a withdrawal under pressure: the author is spoken to, and the case may go on without their name."""

from flask_babel import gettext as _
from sqlalchemy import delete

from ... import clock
from ...extensions import db
from ...rights import Actor
from ...workdays import services as workdays
from ..models import Case, CaseColleague
from ..rules import clocks
from ..rules.acts import Act, Audience
from ..rules.hand import Hand
from ..search import indexed
from .closing import new_round
from .desk import Which, move, needed, note, take
from .releasing import hold_earlier, take_release_back
from .routing import end_work


def contact_pressed(which: Which, text: str, *, actor: Actor) -> Case:
    """Note what the author said who was pressed to withdraw; only who runs the case ever reads it."""
    hand = take(which, Act.CONTACT_PRESSED, actor=actor)
    text = needed(text, "text", _("Please write what was said."))
    hand.case.pressed_contacted_at = clock.now()
    # A line in the log would tell others that there was something to speak about.
    note(hand, Act.CONTACT_PRESSED, text=text, audience=Audience.RUNNER, logged=False)
    return hand.case


def keep_open(which: Which, text: str, *, actor: Actor) -> Case:
    """Go on with what was withdrawn under pressure, as a confidential case that names its author to nobody else.

    Departments and colleagues see it no more; text for departments is released anew.
    """
    hand = take(which, Act.KEEP_OPEN, actor=actor)
    text, case, now = needed(text, "text", _("Please write what the author agreed to.")), hand.case, clock.now()
    end_work(hand, now)
    if hand.extension and hand.extension.decided_at is None:
        hand.extension.decided_at = now
    case.own_desk, case.lead_department_id, case.owner_id, case.next_step = False, None, None, ""
    case.confidential, case.anonymous, case.show_name = True, True, False
    take_release_back(case)
    hold_earlier(hand)
    db.session.execute(delete(CaseColleague).where(CaseColleague.case_id == case.id))
    case.pressed_contacted_at = case.pressed_contacted_at or now
    move(hand, Act.KEEP_OPEN)
    _go_on(hand)
    note(hand, Act.KEEP_OPEN, text=text, audience=Audience.RUNNER)
    indexed.fill(case)
    return case


def _go_on(hand: Hand) -> None:
    """The clocks run again, with the working days that were left; after an answer a new round begins."""
    case, now, ended = hand.case, clock.now(), hand.case.closed_at
    case.closed_at = None
    if hand.round and hand.round.answered_at:
        new_round(hand, "kept_open", case.limits["reopened"])
    elif hand.round and case.due_at and ended:
        left = max(1, workdays.remaining(case.due_at, ended))
        case.due_at = hand.round.due_at = workdays.deadline(now, left)
    clocks.begin_decision(case, case.limits["decide"])
