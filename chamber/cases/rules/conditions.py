"""What the rows of the workflow require beyond the state, and where an act with two possible ends leads."""

from datetime import timedelta

from sqlalchemy import select

from ... import clock
from ...extensions import db
from ...rights import Role
from ...workdays import services as workdays
from .. import rights
from ..access import eligible
from ..access.visibility import nameless
from ..authors import succession
from ..ladder import waiting
from ..models import Case, CaseEvent, CaseFile, CaseRound
from ..words import Kind, State
from . import clocks
from .acts import Act, Audience
from .hand import Hand
from .limits import REOPEN_DAYS, REOPEN_MOST

WORST_GOOD_GRADE = 3


def never_supplemented(hand: Hand) -> bool:
    """Whether nobody has asked for what is missing yet: it is asked for once."""
    return hand.case.supplemented_at is None


def raise_objection(hand: Hand) -> bool:
    """Whether the member may still object: once, and in time."""
    due = hand.case.step_due_at
    in_time = due is not None and (clock.now() <= due or clocks.stands_still(hand.case))
    return hand.case.objected_at is None and in_time


def objection_waits(hand: Hand) -> bool:
    """Whether an objection was made and nobody has decided it."""
    return clocks.waits_for_objection(hand.case)


def revive(hand: Hand) -> bool:
    """Whether the member may still revive it: within 30 days after it lapsed, never after withdrawing it."""
    lapsed = hand.case.lapsed_at
    return lapsed is not None and clock.now() <= lapsed + timedelta(days=REOPEN_DAYS)


def for_departments(hand: Hand) -> bool:
    """Whether a department may have it: a report of retaliation is never given to one."""
    return hand.case.kind != Kind.RETALIATION


def send_back(hand: Hand) -> bool:
    """Whether the lead department may send it back: once, and within a limit from the assignment."""
    lead, case = hand.lead, hand.case
    in_time = lead is not None and clock.now() <= workdays.deadline(lead.assigned_at, case.limits["send_back"])
    return in_time and case.sent_back_at is None


def ask_extension(hand: Hand) -> bool:
    """Whether a longer limit may be asked for: before the case is due, where it was not made longer yet."""
    due = hand.case.due_at
    return due is not None and clock.now() < due and not extension_waits(hand) and not _was_decided(hand)


def _was_decided(hand: Hand) -> bool:
    """Whether it was granted in any round, or refused to the department that leads now.

    Requests that were taken back, or ended because the case was sent back, were not decided.
    """
    case, asked = hand.case, [one for one in hand.rounds.values() if one is not None]
    if any(one.granted for one in asked):
        return True
    if all(one.granted is None or one.decided_at == case.sent_back_at for one in asked):
        return False
    by = select(CaseEvent.department_id).where(CaseEvent.case_id == case.id, CaseEvent.act == Act.ASK_EXTENSION)
    last = db.session.scalar(by.order_by(CaseEvent.id.desc()).limit(1))
    return case.own_desk or last == case.lead_department_id


def extension_waits(hand: Hand) -> bool:
    """Whether a longer limit was asked for and nobody has decided it."""
    return hand.extension is not None and hand.extension.decided_at is None


def suspend(hand: Hand) -> bool:
    """Whether the clock may stand: not where the call of a new round, or a decision on a longer limit, comes first."""
    return not clocks.waits_for_call(hand.case) and not extension_waits(hand)


def lies_with_department(hand: Hand) -> bool:
    """Whether a department has it, not the own desk."""
    return hand.lead is not None and not hand.case.own_desk


def change_helpers(hand: Hand) -> bool:
    """Whether other departments may help than do: one helps now, or there is another that may."""
    helped = any(not row.is_lead for row in hand.assignments)
    return lies_with_department(hand) and (helped or eligible.another_department(hand.case))


def decide_extension(hand: Hand) -> bool:
    """Whether a longer limit waits for a decision that is this person's."""
    if not extension_waits(hand):
        return False
    reach = rights.EXTEND.of(hand.actor) if hand.actor else None
    if reach is rights.COMPLEX:
        return clocks.leader_grants(hand.case)
    return reach in (rights.SHORT, rights.WHERE_IT_RUNS) and not eligible.leader_grants(hand.case)


def draft(hand: Hand) -> bool:
    """Whether an answer may be drafted: the call comes first, and after a second reopening it is another person's."""
    return not clocks.waits_for_call(hand.case) and not changes_person(hand)


def times_reopened(hand: Hand) -> int:
    """How often it was reopened, whoever asked for it; `Case.reopened` counts what the member may ask for."""
    return sum(one.cause == "reopened" for one in hand.rounds)


def changes_person(hand: Hand) -> bool:
    """Whether, on the own desk, somebody else answers now: it was reopened twice, and this person answered before."""
    if hand.actor is None or not hand.case.own_desk or times_reopened(hand) < REOPEN_MOST:
        return False
    answered = {one.drafted_by_id for one in hand.rounds if one is not hand.round and one.drafted_by_id}
    mine = hand.actor.account_id in answered
    return mine and eligible.another_runs(hand.case, answered)


def publish(hand: Hand) -> bool:
    """Whether this person may publish: on the own desk another one than the drafter, where there is one."""
    if hand.actor is None or hand.round is None or not hand.case.own_desk:
        return True
    mine = hand.round.drafted_by_id == hand.actor.account_id
    return not mine or not eligible.another_runs(hand.case, (hand.actor.account_id,))


def is_answered(hand: Hand) -> bool:
    """Whether the answer of this round is published."""
    return hand.round is not None and hand.round.answered_at is not None


def rate(hand: Hand) -> bool:
    """Whether the answer of this round has no rating yet."""
    return hand.round is not None and hand.round.rated_at is None


def reopen(hand: Hand) -> bool:
    """Whether it may be reopened: by the member within limits, by who runs the case at any time."""
    return hand.actor is None or hand.actor.role != Role.MEMBER or member_may_reopen(hand.case)


def member_may_reopen(case: Case) -> bool:
    """Whether the member may still have a closed case taken up again: within 30 days and at most twice."""
    recent = case.closed_at is not None and clock.now() <= case.closed_at + timedelta(days=REOPEN_DAYS)
    return recent and case.reopened < REOPEN_MOST


def pressed_waits(hand: Hand) -> bool:
    """Whether nobody has spoken yet to the author who was pressed to withdraw."""
    return clocks.pressed_waits(hand.case)


def words_wait(hand: Hand) -> bool:
    """Whether what a department wrote waits to be looked through."""
    return hand.case.words_due_at is not None


def slip_came(hand: Hand) -> bool:
    """Whether a supervision slip has come to the department whose receipt nobody has confirmed."""
    slip = waiting.waiting(hand)
    return slip is not None and slip.received_at is None


def slip_waits(hand: Hand) -> bool:
    """Whether the department has yet to reply to a supervision slip."""
    return waiting.waiting(hand) is not None


def was_pressed(hand: Hand) -> bool:
    """Whether the author said that there was pressure to withdraw."""
    return hand.case.pressed_due_at is not None


def needs_author(hand: Hand) -> bool:
    """Whether nobody can act as its author, and who runs it has yet to say how it goes on."""
    return clocks.needs_author(hand.case)


def may_be_handed_on(hand: Hand) -> bool:
    """Whether nobody can act as its author, and there is somebody of the firm who may go on."""
    case = hand.case
    is_over = not (clocks.is_open(case) or clocks.needs_author(case))
    return case.author_left_at is not None and not is_over and bool(succession.choices(case))


def passed_on(hand: Hand, file: CaseFile) -> bool:
    """Whether others have a file of the member: released, or with a department that handles an open case."""
    with_others = bool(hand.assignments) and not nameless(hand.case)
    return file.released_at is not None or (file.audience == Audience.WORDS and with_others)


def is_nameless(hand: Hand) -> bool:
    """Whether there is something to release: departments do not read the member's own words."""
    return nameless(hand.case)


def is_confidential(hand: Hand) -> bool:
    """Whether consent is needed to pass on who the author is."""
    return hand.case.confidential


def is_open(hand: Hand) -> bool:
    """Not confidential: departments know whose it is."""
    return not hand.case.confidential


def asks_author(hand: Hand) -> bool:
    """The author was asked whom they mean, or nobody knows it yet."""
    case = hand.case
    asked = bool(case.question or case.open_since or case.lacks_name)
    return asked and (clocks.is_open(case) or clocks.waits_for_respondent(case))


def lacks_name(hand: Hand) -> bool:
    """Of a respondent only the unit is known."""
    return hand.case.lacks_name


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
    """Whether a case being reopened has nobody who may go on with it: the second time another department must lead."""
    is_second = times_reopened(hand) + 1 >= REOPEN_MOST
    return not hand.case.own_desk and (is_second or not hand.assignments)


def after_objection(hand: Hand) -> State:
    """Submitted again if the objection was upheld: its end was taken back."""
    return State.SUBMITTED if hand.case.closed_at is None else State.NOT_ACCEPTED


def after_rating(hand: Hand) -> State:
    """In progress again if the rating opens a new round, which happens once; assigned anew if no department has it."""
    if opens_round(hand):
        return at_work_again(hand)
    # A good rating does not end what is still waited for, or done.
    goes_on = hand.case.state in (State.MONITORING, State.IMPLEMENTING) and not hand.case.disputed
    return State(hand.case.state) if goes_on else State.CLOSED


def at_work_again(hand: Hand) -> State:
    """In progress with whoever had it; assigned anew if nobody has it."""
    return State.IN_PROGRESS if hand.case.own_desk or hand.assignments else State.ACCEPTED


def after_reopening(hand: Hand) -> State:
    """In progress where somebody can go on with it, else accepted, to be assigned anew."""
    return State.ACCEPTED if needs_another_department(hand) else State.IN_PROGRESS


def terminate(hand: Hand) -> bool:
    """Whether it may end because a court has it: whom it is about is known."""
    return not clocks.waits_for_respondent(hand.case)


def after_coming_back(hand: Hand) -> State:
    """At work again, as it was; submitted where it never was accepted."""
    return at_work_again(hand) if hand.case.accepted_at else State.SUBMITTED


def after_keeping_open(hand: Hand) -> State:
    """Accepted, to be assigned anew; submitted where it never was accepted."""
    return State.ACCEPTED if hand.case.accepted_at else State.SUBMITTED
