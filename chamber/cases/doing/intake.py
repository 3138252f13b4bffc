"""The beginning of a case: submitted, contacted, supplemented, not accepted, objected to."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock
from ...errors import TWICE, DomainError
from ...extensions import db
from ...language.text import clean
from ...members.models import Contact, Member, MemberStatus
from ...rights import YES, Actor, Role
from ...workdays import services as workdays
from .. import about, rights
from ..access.eligible import arbiter, hand_over
from ..access.respondents import (
    NOBODY_FREE,
    Respondent,
    same_respondents,
    supervisor_must_run,
    write_respondents,
)
from ..access.visibility import nameless, still_sees
from ..lists.categories import check_path
from ..models import Case, CaseEvent
from ..rules import clocks, limits, waiting
from ..rules.acts import Act, Audience, Party
from ..rules.hand import Hand
from ..words import OPEN_STATES, CallResult, Channel, Kind, State
from . import unclear
from .desk import Papers, Which, came_with, move, needed, note, take
from .entry import STORED, Words, check_category, checked_words, new_reference


def submit(kind: str, words: Words, *, actor: Actor) -> Case:
    """A member submits; the text is frozen from here on.

    Raises DomainError for empty words, a complaint without a respondent, one's own firm as respondent, or where
    everybody who could run the case is concerned; Forbidden without an active firm.
    """
    rights.SUBMIT.demand(actor, YES)
    contact = db.session.get_one(Contact, actor.contact_id, with_for_update=True, populate_existing=True)
    kind = Kind(kind)
    words = checked_words(kind, words)
    return _just_submitted(kind, words, contact) or _enter(kind, words, contact, Channel.WEB, actor)


def submit_on_behalf(kind: str, words: Words, contact_id: int, channel: str, *, actor: Actor) -> Case:
    """The secretariat enters a case from a call, letter or visit; the firm's contact follows it like its own."""
    rights.SUBMIT.demand(actor, rights.FOR_FIRMS)
    contact = db.session.get(Contact, contact_id, with_for_update=True, populate_existing=True)
    if contact is None or contact.left_at or _is_outside(contact):
        raise DomainError(_("Please choose a contact of a member."), field="contact")
    if channel not in set(Channel) - {Channel.WEB}:
        raise DomainError(_("Please choose the source."), field="channel")
    kind = Kind(kind)
    return _enter(kind, checked_words(kind, words), contact, channel, actor)


def _is_outside(contact: Contact) -> bool:
    return db.session.get_one(Member, contact.member_id).status == MemberStatus.OUTSIDE


def _just_submitted(kind: Kind, words: Words, contact: Contact) -> Case | None:
    """The very same case, submitted a moment ago: a button pressed twice. The contact is locked meanwhile.

    The same in everything: whoever corrects the respondent, or makes it confidential, means another case.
    """
    query = select(Case).where(
        Case.author_contact_id == contact.id,
        Case.kind == kind,
        *(getattr(Case, name) == getattr(words, name) for name in STORED),
        Case.submitted_at > clock.now() - TWICE,
        Case.state.in_(OPEN_STATES),
    )
    found = db.session.scalars(query.order_by(Case.id.desc()).limit(1)).first()
    if not found or not same_respondents(found, words.respondents):
        return None
    first = select(CaseEvent.id).where(CaseEvent.case_id == found.id, CaseEvent.act == Act.SUBMIT)
    return found if came_with(first, words.files, words.kept) else None


def _enter(kind: Kind, words: Words, contact: Contact, channel: str, actor: Actor) -> Case:
    check_category(kind, words.category_id)
    member = db.session.get_one(Member, contact.member_id)
    by_author = channel == Channel.WEB
    respondents = unclear.all_meant(kind, words, contact, actor, on_behalf=not by_author)
    now, current = clock.now(), limits.current()
    case = Case(
        reference=new_reference(kind, clock.today().year),
        kind=kind,
        channel=channel,
        member_id=member.id,
        author_contact_id=contact.id,
        author_account_id=contact.account_id,
        author_phone=contact.mobile,
        entered_by_id=None if by_author else actor.account_id,
        **{name: getattr(words, name) for name in STORED},
        about=words.about if about.found(actor, words.about) else "",
        submitted_at=now,
        contact_due_at=workdays.deadline(now, current["contact"]),
        decision_due_at=workdays.deadline(now, current["decide"]),
        limits=current,
        calendar_version=workdays.calendar_version(),
        supervisor_runs=supervisor_must_run(kind, respondents, member, actor, not by_author),
    )
    return _store(case, respondents, words, actor)


def _store(case: Case, respondents: tuple[Respondent, ...], words: Words, actor: Actor) -> Case:
    """Store the new case with its first state and due dates, the text that others may read, respondents and files."""
    on_behalf = case.entered_by_id is not None
    hand = Hand(case, actor, None, [], None, frozenset({Party.RUNNER if on_behalf else Party.AUTHOR}), on_behalf)
    move(hand, Act.SUBMIT)
    clocks.set_intake_step(case)
    if not nameless(case):
        case.released_title, case.released_story, case.released_at = case.title, case.story, case.submitted_at
    db.session.add(case)
    db.session.flush()
    write_respondents(case, respondents)
    unclear.ask(case)
    if not case.open_since and not hand_over(case):
        raise DomainError(str(NOBODY_FREE), field="respondent")
    _refuse_own_author(case, actor)
    note(hand, Act.SUBMIT, papers=words.files, papers_for=Audience.WORDS, kept=words.kept, channel=case.channel)
    return case


def _refuse_own_author(case: Case, actor: Actor) -> None:
    """Refuse a respondent that is the author too: they would never see their own case again."""
    if case.entered_by_id is None and not still_sees(actor, case):
        raise DomainError(
            _("Those you name include you or your firm, so you could not see your own case. Please name others."),
            field="respondent",
        )


def contact(which: Which, text: str, *, actor: Actor, result: str = "") -> Case:
    """Note the first contact (or a later message): the words to the member; ends the contact limit.

    `result`: what came of the call before a new round, one of `words.CallResult`.
    """
    hand = take(which, Act.CONTACT, actor=actor)
    text = needed(text, "text", _("Please write what you told the member."))
    mark_contact(hand)
    came: dict[str, Any] = {"result": result} if result in set(CallResult) else {}
    note(hand, Act.CONTACT, text=text, audience=Audience.AUTHOR, **came)
    return hand.case


def mark_contact(hand: Hand) -> None:
    """Any message to the member counts as the contact of this round."""
    case = hand.case
    if case.contacted_at is not None:
        return
    called, case.contacted_at = clocks.waits_for_call(case), clock.now()
    if hand.round:
        hand.round.contacted_at = case.contacted_at
    if case.state in (State.SUBMITTED, State.ACCEPTED):
        clocks.set_intake_step(case)
    elif case.state == State.IN_PROGRESS and hand.round:
        clocks.set_handling_step(case, hand.round.began_at, hand.extension)
        if called:
            clocks.begin_progress(case)


def ask_supplement(which: Which, text: str, *, actor: Actor) -> Case:
    """Ask once, in one list, for everything that is missing; the clock stops until the member answers."""
    hand = take(which, Act.ASK_SUPPLEMENT, actor=actor)
    text = needed(text, "text", _("Please list everything that is missing."))
    mark_contact(hand)
    case = hand.case
    case.supplemented_at = clock.now()
    move(hand, Act.ASK_SUPPLEMENT)
    clocks.begin_step(case, "supplement")
    note(hand, Act.ASK_SUPPLEMENT, text=text, audience=Audience.AUTHOR)
    return case


def supplement(
    which: Which, text: str, prepared: Papers = (), *, actor: Actor, behalf: Papers | None = None, kept: Papers = ()
) -> Case:
    """The member supplies what was missing; the decision is due after the working days that were left of its limit."""
    hand = take(which, Act.SUPPLEMENT, actor=actor, behalf=behalf)
    missing = _("Please write something or attach a file.")
    return _come_back(hand, Act.SUPPLEMENT, text, (*prepared, *(behalf or ())), kept, missing)


def revive(
    which: Which, text: str, prepared: Papers = (), *, actor: Actor, behalf: Papers | None = None, kept: Papers = ()
) -> Case:
    """The member comes back within 30 days after the case lapsed for want of a reply."""
    hand = take(which, Act.REVIVE, actor=actor, behalf=behalf)
    missing = _("Please supply what was missing.")
    return _come_back(hand, Act.REVIVE, text, (*prepared, *(behalf or ())), kept, missing)


def _come_back(hand: Hand, act: Act, text: str, papers: Papers, kept: Papers, missing: str) -> Case:
    case, now, text = hand.case, clock.now(), clean(text, lines=True)
    if not text and not papers and not kept:
        raise DomainError(missing, field="text")
    paused = case.supplemented_at or now
    left = max(1, workdays.remaining(case.decision_due_at, paused)) if case.decision_due_at else case.limits["decide"]
    case.lapsed_at = case.closed_at = None
    move(hand, act)
    if case.open_since is not None:
        waiting.end(hand)
        clocks.begin_decision(case, left)
        unclear.begin_waiting(case)
    else:
        clocks.begin_decision(case, left)
    note(hand, act, text=text, audience=Audience.WORDS, papers=papers, papers_for=Audience.WORDS, kept=kept)
    return case


def not_accept(which: Which, reason: str, next_path: str, *, actor: Actor) -> Case:
    """Decline with a reason and another path; the member may object once."""
    hand = take(which, Act.NOT_ACCEPT, actor=actor)
    reason, path = needed(reason, "reason", _("Please give the reason.")), clean(next_path)
    check_path(path)
    mark_contact(hand)
    case, now = hand.case, clock.now()
    case.closed_at = now
    move(hand, Act.NOT_ACCEPT)
    clocks.set_step(case, now, None if case.objected_at else workdays.deadline(now, case.limits["objection"]))
    note(hand, Act.NOT_ACCEPT, text=f"{reason}\n\n{path}", audience=Audience.AUTHOR)
    return case


def raise_objection(
    which: Which, text: str, prepared: Papers = (), *, actor: Actor, behalf: Papers | None = None, kept: Papers = ()
) -> Case:
    """The member objects, once and in time; who decides it stands in `eligible.arbiter`.

    DomainError also where everybody who could decide is concerned by the case.
    """
    hand = take(which, Act.RAISE_OBJECTION, actor=actor, behalf=behalf)
    text = needed(text, "text", _("Please say why you object."))
    case = hand.case
    decides = arbiter(case)
    if decides is None:
        raise DomainError(str(NOBODY_FREE), field="text")
    case.objected_at, case.leader_decides = clock.now(), decides == Role.LEADER
    clocks.begin_step(case, "objection_decision")
    papers = (*prepared, *(behalf or ()))
    words = Audience.WORDS
    note(hand, Act.RAISE_OBJECTION, text=text, audience=words, papers=papers, papers_for=words, kept=kept)
    return case


def decide_objection(which: Which, upheld: bool, text: str, *, actor: Actor) -> Case:
    """Uphold the objection, so that the case is taken up anew, or refuse it; the reason goes to the member."""
    hand = take(which, Act.DECIDE_OBJECTION, actor=actor)
    text = needed(text, "text", _("Please give the reason."))
    case, now = hand.case, clock.now()
    case.objection_decided_at = now
    if upheld:
        case.closed_at = None
        case.decision_due_at = workdays.deadline(now, case.limits["decide"])
    move(hand, Act.DECIDE_OBJECTION)
    clocks.set_step(case, now, case.decision_due_at if upheld else None)
    note(hand, Act.DECIDE_OBJECTION, text=text, audience=Audience.AUTHOR, upheld=upheld)
    return case
