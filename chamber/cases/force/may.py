"""Which acts on a task force a case allows now; what is asked of the table is read once for a hand."""

from sqlalchemy import select

from ... import clock
from ...extensions import db
from .. import rights
from ..access import eligible
from ..rules import clocks
from ..rules.acts import Party
from ..rules.hand import Hand
from ..words import Complexity
from .models import CaseForce, CaseForcePerson, CaseMeeting

LEAST = 2
"""So many departments have people in one."""


def live(hand: Hand) -> CaseForce | None:
    """The task force of this case that has not ended, proposed or at work; a simple case is not asked for one."""
    if hand.case.complexity != Complexity.COMPLEX:
        return None
    if hand.force is None:
        query = select(CaseForce).where(CaseForce.case_id == hand.case.id, CaseForce.ended_at.is_(None))
        hand.force = (db.session.scalars(query.order_by(CaseForce.id.desc()).limit(1)).first(),)
    return hand.force[0]


def needs_one(hand: Hand) -> bool:
    """Whether a complex case lies with a department and nobody has proposed a task force for it."""
    case = hand.case
    with_department = hand.lead is not None and not case.own_desk
    return case.complexity == Complexity.COMPLEX and with_department and live(hand) is None


def propose(hand: Hand) -> bool:
    """Whether one may be proposed: departments enough are at work."""
    return needs_one(hand) and len(hand.assignments) >= LEAST


def decide(hand: Hand) -> bool:
    """Whether one waits for a decision that is this person's: the leader's, or of who runs it where none is free."""
    force = live(hand)
    if force is None or force.decided_at is not None or hand.actor is None:
        return False
    reach = rights.EXTEND.of(hand.actor)
    if reach is rights.COMPLEX:
        return clocks.leader_grants(hand.case)
    return reach in (rights.SHORT, rights.WHERE_IT_RUNS) and not eligible.leader_grants(hand.case)


def change(hand: Hand) -> bool:
    """Whether there is one whose people may change, and departments at work to take them from."""
    return live(hand) is not None and hand.lead is not None


def end(hand: Hand) -> bool:
    """Whether there is one to dissolve."""
    return live(hand) is not None


def knows_meetings(hand: Hand) -> bool:
    """Whether this person reads of its meetings: who runs the case, and who sits in it."""
    return Party.RUNNER in hand.parties or sits(hand)


def sits(hand: Hand, *, leads: bool = False) -> bool:
    """Whether this person sits in the task force now, or leads it, acting for the department for which they do."""
    force, actor = live(hand), hand.actor
    if force is None or actor is None or not hand.parties & {Party.HANDLER, Party.HELPER}:
        return False
    if hand.seat is None:
        mine = select(CaseForcePerson).where(
            CaseForcePerson.force_id == force.id,
            CaseForcePerson.account_id == actor.account_id,
            CaseForcePerson.department_id == actor.department_id,
            CaseForcePerson.left_at.is_(None),
        )
        hand.seat = (db.session.scalars(mine.limit(1)).first(),)
    seat = hand.seat[0]
    return seat is not None and (seat.leads or not leads)


def calls(hand: Hand) -> bool:
    """Whether this person calls its meetings: who runs the case, or leads it, while it is at work."""
    force = live(hand)
    return force is not None and force.began_at is not None and (Party.RUNNER in hand.parties or sits(hand, leads=True))


def waiting_meeting(hand: Hand) -> CaseMeeting | None:
    """The first meeting without minutes that was not called off, for who calls them; read once for a hand."""
    if not calls(hand):
        return None
    query = select(CaseMeeting).where(
        CaseMeeting.case_id == hand.case.id, CaseMeeting.minutes_id.is_(None), CaseMeeting.called_off_at.is_(None)
    )
    if hand.meeting is None:
        hand.meeting = (db.session.scalars(query.order_by(CaseMeeting.starts_at, CaseMeeting.id).limit(1)).first(),)
    return hand.meeting[0]


def note_meeting(hand: Hand) -> bool:
    """Whether one has begun of which nobody has written what came out."""
    meeting = waiting_meeting(hand)
    return meeting is not None and meeting.starts_at <= clock.now()


def call_off(hand: Hand) -> bool:
    """Whether one is called that has not begun."""
    meeting = waiting_meeting(hand)
    return meeting is not None and meeting.starts_at > clock.now()
