"""The end of a case and what may follow it: rating, a new round, reopening, withdrawal, and what time alone causes."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _

from ... import clock
from ...errors import DomainError
from ...extensions import db
from ...language.text import clean
from ...rights import Actor
from ...workdays import services as workdays
from ..models import Case
from ..pausing import dates
from ..rules import clocks
from ..rules.acts import Act, Audience, Party
from ..rules.conditions import member_may_reopen, opens_round, was_bad
from ..rules.hand import Hand
from ..words import AGAIN, ASKS_SOLVED, GRADE_LABELS, NEEDS_REASON, Kind, Lacking, Outcome, State
from .desk import Papers, Which, move, needed, note, take


def asks(outcome: str) -> str:
    """What the rating asks beside the grade: `solved`, `clear`, or nothing."""
    if not outcome:
        return ""
    if Outcome(outcome) in ASKS_SOLVED:
        return "solved"
    return "clear" if Outcome(outcome) in NEEDS_REASON else ""


def rate(
    which: Which, grade: int | None, yes: bool | None, text: str, reasons: Collection[str] = (), *, actor: Actor
) -> Case:
    """The author rates an answer: five grades; solved or clear as `asks` says.

    Grade 1 or 2, or "not solved", opens a new round once; the second time the case closes as disputed. `reasons`, of
    `words.Lacking`, are kept of those alone.
    """
    hand = take(which, Act.RATE, actor=actor)
    case, round_ = hand.case, hand.round
    if grade not in GRADE_LABELS or round_ is None:
        raise DomainError(_("Please choose one of the five grades."), field="grade")
    question = asks(round_.outcome)
    if question and yes is None:
        raise DomainError(_("Please answer this question."), field="yes")
    text = clean(text, lines=True)
    round_.grade, round_.rated_at = grade, clock.now()
    round_.solved = yes if question == "solved" else None
    round_.clear = yes if question == "clear" else None
    again = opens_round(hand)
    case.disputed = was_bad(round_) and not again
    move(hand, Act.RATE)
    if case.state == State.CLOSED:
        end(hand)
    if case.state != State.MONITORING:
        dates.end_watch(case)
    solved, clear = round_.solved, round_.clear
    lacking: dict[str, Any] = {"lacking": [one for one in Lacking if one in reasons]} if was_bad(round_) else {}
    note(hand, Act.RATE, text=text, audience=Audience.WORDS, grade=grade, solved=solved, clear=clear, **lacking)
    if again:
        new_round(hand, "rating", case.limits["rectify"])
    return case


def end(hand: Hand) -> None:
    """Nobody has anything to do any more."""
    case, now = hand.case, clock.now()
    case.closed_at, case.progress_due_at = now, None
    if hand.round is not None:
        hand.round.closed_at = now
    clocks.set_step(case, now, None)


def new_round(hand: Hand, cause: str, days: int) -> None:
    """Begin a round with dates of its own; the secretariat calls before the department works, perhaps another one."""
    case = hand.case
    case.round_number += 1
    hand.round = clocks.begin_round(case, cause=cause, days=days, contact=case.limits["contact"])
    db.session.add(hand.round)
    clocks.set_handling_step(case, hand.round.began_at)
    if case.state == State.ACCEPTED:
        for row in hand.assignments:
            row.ended_at = hand.round.began_at
        case.owner_id = None
        clocks.begin_decision(case, 1)


def reopen(which: Which, text: str, *, actor: Actor, behalf: Papers | None = None) -> Case:
    """Take a closed case up again; the second time another department must lead.

    The member may ask for it within 30 days and at most twice, who runs the case at any time.

    With `behalf` the member asked by call, letter or visit, and the member's limits hold: DomainError past them.
    The reason of who runs it is protected like the member's own words: it may well say who they are.
    """
    hand = take(which, Act.REOPEN, actor=actor, behalf=behalf)
    if hand.on_behalf and not member_may_reopen(hand.case):
        raise DomainError(
            _("The member may ask for this within 30 days and at most twice. You can reopen it yourselves."),
            field="who",
        )
    text = needed(text, "text", _("Please say why it should be reopened."))
    case = hand.case
    by_member = hand.on_behalf or Party.AUTHOR in hand.parties
    case.reopened += int(by_member)
    case.disputed = False
    move(hand, Act.REOPEN)
    new_round(hand, "reopened", case.limits["reopened"])
    note(hand, Act.REOPEN, text=text, audience=Audience.WORDS, papers=behalf, papers_for=Audience.WORDS)
    return case


def withdraw(which: Which, reason: str, pressed: bool | None, *, actor: Actor, behalf: Papers | None = None) -> Case:
    """The author withdraws. For a complaint `pressed` says whether there was pressure; only who runs the case reads it.

    DomainError where that question is not answered.
    """
    hand = take(which, Act.WITHDRAW, actor=actor, behalf=behalf)
    case, now = hand.case, clock.now()
    if case.kind in (Kind.COMPLAINT, Kind.RETALIATION) and pressed is None and not hand.on_behalf:
        raise DomainError(_("Please answer this question."), field="pressed")
    case.closed_at, case.progress_due_at = now, None
    dates.go_on(hand)
    dates.end_watch(case)
    move(hand, Act.WITHDRAW)
    clocks.set_step(case, now, None)
    reason = clean(reason, lines=True)
    note(hand, Act.WITHDRAW, text=reason, audience=Audience.WORDS, papers=behalf, papers_for=Audience.RUNNER)
    if pressed:
        case.pressed_due_at, case.pressed_contacted_at = workdays.deadline(now, case.limits["contact"]), None
        if case.open_since is not None:
            case.question = AGAIN
        pressure = _("The author says there was pressure to withdraw.")
        # A second line in the log would become a message to the department, and so tell it.
        note(hand, Act.WITHDRAW, text=pressure, audience=Audience.RUNNER, logged=False)
    return case


def lapse(hand: Hand) -> None:
    """No supplement came: the case counts as withdrawn, and the member can revive it within 30 days."""
    case, now = hand.case, clock.now()
    case.closed_at = case.lapsed_at = now
    move(hand, Act.LAPSE)
    clocks.set_step(case, now, None)
    note(hand, Act.LAPSE)


def sign_silently(hand: Hand) -> None:
    """The department did not sign in time: it counts as signed, and the record says that nobody did."""
    case = hand.case
    if hand.lead:
        hand.lead.signed_at, hand.lead.signed_in_silence = clock.now(), True
    move(hand, Act.SIGN_SILENTLY)
    clocks.set_handling_step(case, hand.round.began_at if hand.round else clock.now())
    note(hand, Act.SIGN_SILENTLY)


def close_silently(hand: Hand) -> None:
    """No rating came: closed; silence is not a rating."""
    move(hand, Act.CLOSE_SILENTLY)
    end(hand)
    note(hand, Act.CLOSE_SILENTLY)
