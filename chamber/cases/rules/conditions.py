"""What the rows of the workflow ask about a case in hand beside its state, and where a step with two ends leads."""

from datetime import timedelta

from sqlalchemy import select

from ... import clock
from ...extensions import db
from ...rights import Role
from ...workdays import services as workdays
from .. import rights
from ..access import eligible
from ..access.visibility import nameless
from ..models import Case, CaseEvent, CaseRound
from ..words import Kind, State
from . import clocks
from .acts import Act
from .hand import Hand
from .limits import REOPEN_DAYS, REOPEN_MOST

WORST_GOOD_GRADE = 3


def never_supplemented(hand: Hand) -> bool:
    """What is missing is asked for once."""
    return hand.case.supplemented_at is None


def raise_objection(hand: Hand) -> bool:
    """Once, and in time."""
    due = hand.case.step_due_at
    return hand.case.objected_at is None and due is not None and clock.now() <= due


def objection_waits(hand: Hand) -> bool:
    """An objection was made and nobody has decided it."""
    return clocks.waits_for_objection(hand.case)


def revive(hand: Hand) -> bool:
    """Within 30 days, and only what lapsed: who withdrew it meant it."""
    lapsed = hand.case.lapsed_at
    return lapsed is not None and clock.now() <= lapsed + timedelta(days=REOPEN_DAYS)


def for_departments(hand: Hand) -> bool:
    """A report of retaliation is never given to a department."""
    return hand.case.kind != Kind.RETALIATION


def send_back(hand: Hand) -> bool:
    """Once, and within a limit from the assignment."""
    lead, case = hand.lead, hand.case
    in_time = lead is not None and clock.now() <= workdays.deadline(lead.assigned_at, case.limits["send_back"])
    return in_time and case.sent_back_at is None


def ask_extension(hand: Hand) -> bool:
    """Once a round and a department, before it is due."""
    due = hand.case.due_at
    return due is not None and clock.now() < due and not _has_asked(hand)


def _has_asked(hand: Hand) -> bool:
    """Whether who leads it now has asked in this round; what ended by sending back counts for nobody."""
    asked, case = hand.extension, hand.case
    if asked is None or _longer_undecided(hand):
        return asked is not None
    if asked.granted is False and asked.decided_at == case.sent_back_at:
        return False
    by = select(CaseEvent.department_id).where(CaseEvent.case_id == case.id, CaseEvent.act == Act.ASK_EXTENSION)
    last = db.session.scalar(by.order_by(CaseEvent.id.desc()).limit(1))
    return case.own_desk or last == case.lead_department_id


def lies_with_department(hand: Hand) -> bool:
    """A department has it, not the own desk."""
    return hand.lead is not None and not hand.case.own_desk


def decide_extension(hand: Hand) -> bool:
    """A longer limit was asked for, and it is this person's to grant."""
    if not _longer_undecided(hand):
        return False
    reach = rights.EXTEND.of(hand.actor) if hand.actor else None
    if reach is rights.COMPLEX:
        return clocks.leader_grants(hand.case)
    return reach in (rights.SHORT, rights.WHERE_IT_RUNS) and not eligible.leader_grants(hand.case)


def draft(hand: Hand) -> bool:
    """Not before a longer limit is decided, nor before the call that a new round begins with."""
    return not _longer_undecided(hand) and not clocks.waits_for_call(hand.case)


def _longer_undecided(hand: Hand) -> bool:
    return hand.extension is not None and hand.extension.decided_at is None


def rate(hand: Hand) -> bool:
    """Once a round."""
    return hand.round is not None and hand.round.rated_at is None


def reopen(hand: Hand) -> bool:
    """The member within limits; who runs the case at any time."""
    return hand.actor is None or hand.actor.role != Role.MEMBER or member_may_reopen(hand.case)


def member_may_reopen(case: Case) -> bool:
    """Whether the member may still have a closed case taken up again: within 30 days and at most twice."""
    recent = case.closed_at is not None and clock.now() <= case.closed_at + timedelta(days=REOPEN_DAYS)
    return recent and case.reopened < REOPEN_MOST


def is_nameless(hand: Hand) -> bool:
    """Departments do not read the member's own words."""
    return nameless(hand.case)


def is_confidential(hand: Hand) -> bool:
    """Identity is passed on with consent only."""
    return hand.case.confidential


def is_open_suggestion(hand: Hand) -> bool:
    """What is confidential can't be published."""
    return hand.case.kind == Kind.SUGGESTION and not hand.case.confidential


def was_bad(round_: CaseRound) -> bool:
    """Whether the answer of a round was found wanting: a bad grade, or not solved."""
    return (round_.grade is not None and round_.grade < WORST_GOOD_GRADE) or round_.solved is False


def opens_round(hand: Hand) -> bool:
    """Whether the rating is bad for the first time."""
    current = hand.round
    if current is None or not was_bad(current):
        return False
    return not any(was_bad(one) for one in hand.rounds if one.number < current.number)


def needs_another_department(hand: Hand) -> bool:
    """Whether a reopened case has nobody who may go on with it: the second time another department must lead."""
    return not hand.case.own_desk and (hand.case.reopened >= REOPEN_MOST or not hand.assignments)


def after_objection(hand: Hand) -> State:
    """Upheld, the case is no longer ended."""
    return State.SUBMITTED if hand.case.closed_at is None else State.NOT_ACCEPTED


def after_rating(hand: Hand) -> State:
    """A bad rating opens a new round once."""
    return State.IN_PROGRESS if opens_round(hand) else State.CLOSED


def after_reopening(hand: Hand) -> State:
    """Whoever had it goes on, or the case is assigned anew."""
    return State.ACCEPTED if needs_another_department(hand) else State.IN_PROGRESS
