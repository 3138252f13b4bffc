"""Suspension (中止): the clock stands while somebody else has to act first; reviewed regularly, then it goes on."""

from flask_babel import gettext as _

from ... import clock
from ...errors import DomainError
from ...extensions import db
from ...rights import Actor
from ...workdays import services as workdays
from ..doing.desk import Which, move, needed, note, take
from ..doing.intake import mark_contact
from ..doing.releasing import refuse_names
from ..models import Case
from ..rules import clocks
from ..rules.acts import Act
from ..words import Pause
from . import dates
from .models import CaseSuspension

LIMIT = "suspension_review"


def suspend(which: Which, reason: str, text: str, *, actor: Actor) -> Case:
    """Stop the clock for a reason of the list; `text` says what is waited for, and the member reads it.

    DomainError for another reason, an empty text, or one that says whose nameless case it is.
    """
    hand = take(which, Act.SUSPEND, actor=actor)
    case, now, due = hand.case, clock.now(), hand.case.due_at
    if reason not in set(Pause) or due is None:
        raise DomainError(_("Please choose."), field="reason")
    text = needed(text, "text", _("Please write what the case is waiting for."))
    refuse_names(hand, text=text)
    # The member is told: that is a word to them.
    mark_contact(hand)
    db.session.add(
        CaseSuspension(case_id=case.id, round_number=case.round_number, reason=reason, from_at=now, old_due_at=due)
    )
    left = workdays.remaining(due)
    move(hand, Act.SUSPEND)
    dates.begin_review(case, LIMIT)
    note(hand, Act.SUSPEND, text=text, reason=reason, left=left, review=dates.review_of(case))
    return case


def keep_suspended(which: Which, text: str, *, actor: Actor) -> Case:
    """It was reviewed, and still waits; `text` says why, and the next review is due in the same time again."""
    hand = take(which, Act.KEEP_SUSPENDED, actor=actor)
    text = needed(text, "text", _("Please write what the case is waiting for."))
    refuse_names(hand, text=text)
    dates.begin_review(hand.case, LIMIT)
    note(hand, Act.KEEP_SUSPENDED, text=text, review=dates.review_of(hand.case))
    return hand.case


def resume(which: Which, text: str, *, actor: Actor) -> Case:
    """The clock goes on with the working days that were left; `text` says what has come."""
    hand = take(which, Act.RESUME, actor=actor)
    text = needed(text, "text", _("Please write what has changed."))
    refuse_names(hand, text=text)
    case, days = hand.case, dates.go_on(hand)
    move(hand, Act.RESUME)
    clocks.set_handling_step(case, clock.now())
    clocks.begin_progress(case)
    note(hand, Act.RESUME, text=text, days=days, due=case.due_at.isoformat() if case.due_at else "")
    return case
