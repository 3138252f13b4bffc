"""The call before a new round: tried up to three times; who could not be reached then is not waited for."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock
from ...errors import TWICE, Repeated
from ...extensions import db
from ...rights import Actor
from ..doing.desk import Which, note, take
from ..doing.intake import mark_contact
from ..models import Case, CaseEvent
from ..rules.acts import Act

MOST = 3
"""After so many attempts the call counts as made."""


def attempts(case: Case) -> list[datetime]:
    """When the member of this round was called in vain, the first attempt first."""
    tried = (CaseEvent.case_id == case.id, CaseEvent.act == Act.TRY_CALL, CaseEvent.round_number == case.round_number)
    return list(db.session.scalars(select(CaseEvent.at).where(*tried).order_by(CaseEvent.at, CaseEvent.id)))


def try_call(which: Which, *, actor: Actor) -> Case:
    """The member was not reached; the third time the work goes on without the call.

    Repeated where the button was pressed a moment ago: that was the same attempt.
    """
    hand = take(which, Act.TRY_CALL, actor=actor)
    before = attempts(hand.case)
    if before and before[-1] > clock.now() - TWICE:
        raise Repeated(_("You have just recorded this attempt; it is there already."))
    number = len(before) + 1
    if number >= MOST:
        mark_contact(hand)
    note(hand, Act.TRY_CALL, attempt=number)
    return hand.case
