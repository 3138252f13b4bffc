"""The work on a case: progress, a longer limit, the answer drafted, reviewed and published."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from ... import clock
from ...errors import DomainError
from ...extensions import db
from ...language.text import checked_text, clean
from ...rights import Actor
from ...workdays import services as workdays
from ..lists.categories import check_path
from ..measured.answering import despite_open
from ..models import Case, CaseEvent, CaseExtension, CaseFile, CaseRound
from ..paths.models import CaseFollowUp
from ..rules import clocks
from ..rules.acts import Act, Audience
from ..rules.conditions import extension_waits
from ..rules.hand import Hand
from ..rules.limits import days_of
from ..words import NEEDS_NEXT_PATH, NEEDS_REASON, OTHER_OUTCOMES, SUGGESTION_OUTCOMES, Kind, Outcome
from .desk import Papers, Which, attach, move, needed, note, take
from .releasing import hold_back, named_in, refuse_names

ANSWER_LONGEST = 5000


def report_progress(
    which: Which, text: str, public: bool, *, actor: Actor, next_step: str = "", behalf: Papers | None = None
) -> Case:
    """A progress note; public ones are for the member too. `next_step` is shown to everybody who sees the case.

    What may name somebody in a case without names is held back until it was looked through, as in all acts here.
    """
    hand = take(which, Act.REPORT_PROGRESS, actor=actor, behalf=behalf)
    text = needed(text, "text", _("Please write what was done."))
    next_step = checked_text(next_step, 120, "next_step")
    case = hand.case
    held = hold_back(hand, text=text, next_step=next_step)
    if next_step:
        case.next_step, case.others_step = next_step, "" if "next_step" in held else None
    clocks.begin_progress(case)
    audience = Audience.ALL if public else Audience.UNIT
    note(hand, Act.REPORT_PROGRESS, text=text, audience=audience, papers=behalf, held=bool(held), public=public)
    return case


def ask_extension(which: Which, reason: str, *, actor: Actor, behalf: Papers | None = None) -> Case:
    """The lead asks once a case, before it is due; the days follow from the complexity."""
    hand = take(which, Act.ASK_EXTENSION, actor=actor, behalf=behalf)
    reason = needed(reason, "reason", _("Please give the reason."))
    case, held = hand.case, hold_back(hand, reason=reason)
    days, case.extension_asked = case.limits[f"extend_{case.complexity}"], True
    hand.extension = CaseExtension(
        case_id=case.id,
        round_number=case.round_number,
        days=days,
        reason=reason,
        asked_at=clock.now(),
        asked_by_id=actor.account_id,
        old_due_at=case.due_at,
    )
    db.session.add(hand.extension)
    clocks.set_handling_step(case, _round(hand).began_at, hand.extension)
    note(hand, Act.ASK_EXTENSION, text=reason, audience=Audience.UNIT, papers=behalf, held=bool(held), days=days)
    return case


def take_back_extension(which: Which, *, actor: Actor, behalf: Papers | None = None) -> Case:
    """The department does without a longer limit that it asked for; it may ask again."""
    hand = take(which, Act.TAKE_BACK_EXTENSION, actor=actor, behalf=behalf)
    _end_request(hand)
    clocks.set_handling_step(hand.case, _round(hand).began_at)
    clocks.begin_progress(hand.case)
    note(hand, Act.TAKE_BACK_EXTENSION, papers=behalf)
    return hand.case


def _end_request(hand: Hand) -> bool:
    """Nobody decides on a longer limit any more; whether one was asked for."""
    if not extension_waits(hand) or hand.extension is None:
        return False
    hand.extension.decided_at, hand.case.extension_asked = clock.now(), False
    return True


def extended(asked: CaseExtension) -> datetime:
    """When the case is due if this extension is granted."""
    return workdays.deadline(asked.old_due_at, asked.days)


def decide_extension(which: Which, granted: bool, reason: str, *, actor: Actor) -> Case:
    """Grant or refuse: the secretariat for simple and normal cases, the leader for complex ones."""
    hand = take(which, Act.DECIDE_EXTENSION, actor=actor)
    reason = clean(reason, lines=True) if granted else needed(reason, "text", _("Please give the reason."))
    case, asked = hand.case, hand.extension
    if asked is None or hand.round is None:
        raise DomainError(_("Nobody has asked for an extension."))
    held = hold_back(hand, text=reason)
    asked.decided_at, asked.decided_by_id, asked.granted = clock.now(), actor.account_id, granted
    case.extension_asked = False
    if granted:
        asked.new_due_at = case.due_at = hand.round.due_at = extended(asked)
    clocks.set_handling_step(case, hand.round.began_at)
    clocks.begin_progress(case)
    until = case.due_at.isoformat() if case.due_at else ""
    note(
        hand,
        Act.DECIDE_EXTENSION,
        text=reason,
        audience=Audience.UNIT,
        held=bool(held),
        granted=granted,
        days=asked.days,
        due=until,
    )
    return case


@dataclass(frozen=True)
class Draft:
    """The answer as the owner proposes it."""

    outcome: str
    answer: str
    reason: str = ""
    next_path: str = ""


def draft(
    which: Which,
    proposed: Draft,
    evidence: Papers = (),
    enclosures: Papers = (),
    *,
    actor: Actor,
    behalf: Papers | None = None,
    despite: str = "",
) -> Case:
    """Give the answer to the review; the member sees neither it nor its enclosures until it is published.

    `despite` says why, where a measure of the case is under way: without it that is refused. It ends a request for a
    longer limit.
    The evidence stays with the unit and the review. A draft after a returned one brings its own enclosures.
    """
    hand = take(which, Act.DRAFT, actor=actor, behalf=behalf)
    case, round_, now = hand.case, _round(hand), clock.now()
    why, is_held = despite_open(hand, despite)
    _write_answer(hand, round_, proposed)
    round_.drafted_at, round_.drafted_by_id = now, actor.account_id
    if _end_request(hand):
        note(hand, Act.TAKE_BACK_EXTENSION, answered=True)
    move(hand, Act.DRAFT)
    clocks.begin_step(case, "review")
    papers = (*evidence, *(behalf or ()))
    event = note(hand, Act.DRAFT, text=why, audience=Audience.UNIT, papers=papers, held=is_held)
    attach(hand, event, enclosures, Audience.ANSWER)
    return case


def _round(hand: Hand) -> CaseRound:
    if hand.round is None:
        raise DomainError(_("This case has not been accepted yet."))
    return hand.round


def _write_answer(hand: Hand, round_: CaseRound, given: Draft) -> None:
    """Put an answer into its round; DomainError where a part is missing, too long, or says whose case it is.

    What a department drafts is always taken: where it may name somebody, nobody else reads it before the review.
    """
    if given.outcome not in (SUGGESTION_OUTCOMES if hand.case.kind == Kind.SUGGESTION else OTHER_OUTCOMES):
        raise DomainError(_("Please choose the outcome."), field="outcome")
    outcome, path = Outcome(given.outcome), clean(given.next_path)
    answer = checked_text(given.answer, ANSWER_LONGEST, "answer", _("Please write the answer."), lines=True)
    missing = _("This outcome needs a reason that the firm can understand.") if outcome in NEEDS_REASON else ""
    reason = checked_text(given.reason, ANSWER_LONGEST, "reason", missing, lines=True)
    if path or outcome in NEEDS_NEXT_PATH:
        check_path(path, round_.next_path)
    named = named_in(hand, answer=answer, reason=reason)
    round_.held_department_id = hand.actor.department_id if named and hand.actor else None
    round_.outcome, round_.answer, round_.reason, round_.next_path = given.outcome, answer, reason, path


def return_answer(which: Which, remarks: str, *, actor: Actor) -> Case:
    """The review gives the draft back with remarks."""
    hand = take(which, Act.RETURN_ANSWER, actor=actor)
    remarks = needed(remarks, "text", _("Please say what should be improved."))
    refuse_names(hand, text=remarks)
    round_ = _round(hand)
    move(hand, Act.RETURN_ANSWER)
    clocks.set_handling_step(hand.case, round_.began_at)
    clocks.begin_progress(hand.case)
    note(hand, Act.RETURN_ANSWER, text=remarks, audience=Audience.UNIT)
    return hand.case


def _send_enclosures(case: Case, now: datetime) -> None:
    drafts = select(func.max(CaseEvent.id)).where(CaseEvent.case_id == case.id, CaseEvent.act == Act.DRAFT)
    sent = (CaseFile.event_id == drafts.scalar_subquery()) & (CaseFile.audience == Audience.ANSWER)
    db.session.execute(update(CaseFile).where(sent).values(released_at=now))


def _words_of(round_: CaseRound) -> tuple[str, ...]:
    return round_.outcome, round_.answer, round_.reason, round_.next_path


def _ask_later(hand: Hand, round_: CaseRound, now: datetime) -> None:
    """Where the answer names another path, the firm is asked after a time whether it worked."""
    if round_.outcome in NEEDS_NEXT_PATH:
        due = workdays.deadline(now, days_of(hand.case.limits, "follow_up"))
        db.session.add(CaseFollowUp(case_id=hand.case.id, round_number=round_.number, due_at=due))


def publish(which: Which, *, actor: Actor, corrected: Draft | None = None) -> Case:
    """Publish the reviewed answer to the member, as drafted or as corrected in the review; ends the handling clock.

    DomainError where somebody else's draft on the own desk would go out with other words: nobody has read those.
    """
    hand = take(which, Act.PUBLISH, actor=actor)
    case, round_, now = hand.case, _round(hand), clock.now()
    if corrected is not None:
        drafted = _words_of(round_)
        _write_answer(hand, round_, corrected)
        if case.own_desk and round_.drafted_by_id != actor.account_id and _words_of(round_) != drafted:
            raise DomainError(
                _(
                    "An answer drafted by the secretariat is published as drafted. To change it, please return it "
                    "with your remarks."
                ),
                field="answer",
            )
    else:
        refuse_names(hand, answer=round_.answer, reason=round_.reason)
    round_.held_department_id = None
    round_.answered_at = case.answered_at = now
    case.outcome, case.progress_due_at, case.next_step = round_.outcome, None, ""
    _ask_later(hand, round_, now)
    move(hand, Act.PUBLISH)
    _send_enclosures(case, now)
    if case.contacted_at is None:
        case.contacted_at = round_.contacted_at = now
    clocks.begin_step(case, "rate")
    slow = round_.outcome == Outcome.OUT_OF_POWER and now > clocks.beyond_due(case.limits, round_.began_at)
    note(hand, Act.PUBLISH, outcome=round_.outcome, slow=slow)
    return case
