"""The row of the workflow for thanks."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ...extensions import db
from .. import rights
from ..addressees import DESK, LEAD, tell
from ..models import CaseEvent
from ..rules.acts import Act, Party, Transition
from ..rules.hand import Hand
from ..words import State


def _answered_and_not_thanked(hand: Hand) -> bool:
    if hand.round is None or hand.round.answered_at is None or hand.parties.isdisjoint({Party.AUTHOR}):
        return False
    same = (CaseEvent.case_id == hand.case.id, CaseEvent.round_number == hand.case.round_number)
    return db.session.scalar(select(CaseEvent.id).where(*same, CaseEvent.act == Act.THANK).limit(1)) is None


ROWS: tuple[Transition, ...] = (
    Transition(
        Act.THANK,
        _l("Thanked"),
        sources=(State.ANSWERED, State.MONITORING, State.IMPLEMENTING, State.CLOSED),
        who=(Party.AUTHOR,),
        right=rights.RATE,
        may=_answered_and_not_thanked,
        rule=_l("Once for each answer; it is no rating and closes nothing."),
        logged=_l("thanked for the answer"),
        tells=(
            tell(DESK, _l("The member thanks you for the answer: %(what)s.")),
            tell(LEAD, _l("The member thanks you for the answer: %(what)s.")),
        ),
    ),
)
