"""The end, and what may follow it: rated, a new round, reopened, withdrawn, and what time alone causes."""

from flask_babel import gettext as _
from sqlalchemy import select

from .. import clock
from ..errors import DomainError
from ..extensions import db
from ..rights import Actor
from ..text import clean
from ..workdays import services as workdays
from . import clocks
from .acts import Act, Party
from .desk import Audience, Behalf, Hand, attach, member_may_reopen, note, papers_of, take
from .models import Case, CaseRound
from .words import ASKS_SOLVED, GRADE_LABELS, NEEDS_REASON, Kind, Outcome, State

WORST_GOOD_GRADE = 3


def asks(outcome: str) -> str:
    """What the rating asks beside the grade: `solved`, `clear`, or nothing."""
    if not outcome:
        return ""
    if Outcome(outcome) in ASKS_SOLVED:
        return "solved"
    return "clear" if Outcome(outcome) in NEEDS_REASON else ""


def rate(reference: str, grade: int | None, yes: bool | None, text: str, *, actor: Actor) -> Case:
    """The author rates an answer: five grades; solved or clear as `asks` says.

    Grade 1 or 2, or "not solved", opens a new round once; the second time the case closes as disputed.
    """
    hand = take(reference, Act.RATE, actor=actor)
    case, round_ = hand.case, hand.round
    if grade not in GRADE_LABELS or round_ is None:
        raise DomainError(_("Please choose one of the five grades."), field="grade")
    question = asks(round_.outcome)
    if question and yes is None:
        raise DomainError(_("Please answer this question."), field="yes")
    said = clean(text, lines=True)
    round_.grade, round_.rated_at = grade, clock.now()
    round_.solved = yes if question == "solved" else None
    round_.clear = yes if question == "clear" else None
    bad = was_bad(round_)
    if not bad:
        _close(case, round_)
    solved, clear = round_.solved, round_.clear
    note(hand, Act.RATE, text=said, audience=Audience.WORDS, grade=grade, solved=solved, clear=clear)
    if bad and _rated_badly_before(case, round_):
        _close(case, round_)
        case.disputed = True
    elif bad:
        _new_round(hand, "rating", case.limits["rectify"])
    return case


def was_bad(round_: CaseRound) -> bool:
    """Whether the answer of a round was found wanting: a bad grade, or not solved."""
    return (round_.grade is not None and round_.grade < WORST_GOOD_GRADE) or round_.solved is False


def _rated_badly_before(case: Case, round_: CaseRound) -> bool:
    earlier = db.session.scalars(
        select(CaseRound).where(CaseRound.case_id == case.id, CaseRound.number < round_.number)
    )
    return any((row.grade or 5) < WORST_GOOD_GRADE or row.solved is False for row in earlier)


def _close(case: Case, round_: CaseRound | None) -> None:
    now = clock.now()
    case.state, case.closed_at, case.progress_due_at = State.CLOSED, now, None
    if round_ is not None:
        round_.closed_at = now
    clocks.set_step(case, now, None)


def _new_round(hand: Hand, cause: str, days: int) -> None:
    """Its own dates; the secretariat calls first, not the department."""
    case = hand.case
    case.round_number += 1
    case.state = State.IN_PROGRESS
    hand.round = clocks.begin_round(case, cause=cause, days=days, contact=case.limits["contact"])
    db.session.add(hand.round)
    clocks.set_handling_step(case, hand.round.began_at)


def reopen(reference: str, text: str, *, actor: Actor, behalf: Behalf | None = None) -> Case:
    """The member within 30 days and at most twice, or who runs the case; the second time another department leads.

    With `behalf` the member asked by call, letter or visit, and the member's limits hold: DomainError past them.
    The reason of who runs it is held like the member's own words: it may well tell who they are.
    """
    hand = take(reference, Act.REOPEN, actor=actor, behalf=behalf)
    if hand.on_behalf and not member_may_reopen(hand.case):
        raise DomainError(
            _("The member may ask for this within 30 days and at most twice. You can take it up again yourselves."),
            field="who",
        )
    why = clean(text, lines=True)
    if not why:
        raise DomainError(_("Please say why it should be taken up again."), field="text")
    case = hand.case
    by_member = hand.on_behalf or Party.AUTHOR in hand.parties
    case.reopened += int(by_member)
    case.disputed = False
    _new_round(hand, "reopened", case.limits["reopened"])
    if not case.own_desk and (case.reopened >= 2 or not hand.assignments):
        for row in hand.assignments:
            row.ended_at = clock.now()
        case.state, case.owner_id = State.ACCEPTED, None
        case.decision_due_at = workdays.deadline(clock.now(), 1)
        clocks.set_step(case, clock.now(), case.decision_due_at)
    event = note(hand, Act.REOPEN, text=why, audience=Audience.WORDS)
    attach(hand, event, papers_of(behalf), Audience.WORDS)
    return case


def withdraw(reference: str, reason: str, pressed: bool | None, *, actor: Actor, behalf: Behalf | None = None) -> Case:
    """The author withdraws; of a complaint it is asked whether there was pressure, which only the desk reads."""
    hand = take(reference, Act.WITHDRAW, actor=actor, behalf=behalf)
    case, now = hand.case, clock.now()
    if case.kind in (Kind.COMPLAINT, Kind.RETALIATION) and pressed is None and not hand.on_behalf:
        raise DomainError(_("Please answer this question."), field="pressed")
    case.state, case.closed_at, case.progress_due_at = State.WITHDRAWN, now, None
    clocks.set_step(case, now, None)
    event = note(hand, Act.WITHDRAW, text=clean(reason, lines=True), audience=Audience.WORDS)
    attach(hand, event, papers_of(behalf), Audience.RUNNER)
    if pressed:
        said = _("The author says there was pressure to withdraw.")
        # A second line in the log, and so on the bell of the department, would say it aloud.
        note(hand, Act.WITHDRAW, text=said, audience=Audience.RUNNER, logged=False)
    return case


def lapse(hand: Hand) -> None:
    """No supplement came: counts as withdrawn, can come back within 30 days."""
    case, now = hand.case, clock.now()
    case.state, case.closed_at, case.lapsed_at = State.WITHDRAWN, now, now
    clocks.set_step(case, now, None)
    note(hand, Act.LAPSE)


def sign_silently(hand: Hand) -> None:
    """The department did not sign in time: silence counts, and is written down as silence."""
    case = hand.case
    if hand.lead:
        hand.lead.signed_at, hand.lead.signed_in_silence = clock.now(), True
    case.state = State.IN_PROGRESS
    clocks.set_handling_step(case, hand.round.began_at if hand.round else clock.now())
    note(hand, Act.SIGN_SILENTLY)


def close_silently(hand: Hand) -> None:
    """No rating came: closed; silence is not a rating."""
    _close(hand.case, hand.round)
    note(hand, Act.CLOSE_SILENTLY)
