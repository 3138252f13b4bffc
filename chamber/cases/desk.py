"""Taking a case in hand for one act: the right to the row, the right to the act, the lock, the note, the log."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from .. import clock
from ..audit import services as audit
from ..errors import Conflict, DomainError, Forbidden, Repeated
from ..extensions import db
from ..files import services as files
from ..files.models import StoredFile
from ..files.services import PreparedFile
from ..rights import Actor, Role
from ..workdays import services as workdays
from . import clocks, eligible, masks, searching
from .acts import Act, Audience, Party
from .limits import REOPEN_DAYS, REOPEN_MOST
from .models import Case, CaseAssignment, CaseEvent, CaseExtension, CaseFile, CaseRound
from .visibility import find, nameless, wrote
from .words import Kind
from .workflow import AUTHOR_WORDS, BY_ACT

TWICE = timedelta(minutes=10)
"""Within this time the same words from the same person are a button pressed twice."""


@dataclass(frozen=True)
class Behalf:
    """An act entered by who runs the case: how it came, and its paper."""

    channel: str = ""
    papers: tuple[PreparedFile, ...] = ()


def papers_of(behalf: Behalf | None) -> tuple[PreparedFile, ...]:
    """What came with an act on behalf; nothing where there is none."""
    return behalf.papers if behalf else ()


@dataclass
class Hand:
    """One case in hand: the row and what the rules ask about it."""

    case: Case
    actor: Actor | None
    round: CaseRound | None
    assignments: list[CaseAssignment]
    extension: CaseExtension | None
    parties: frozenset[Party]
    on_behalf: bool = False
    department_id: int | None = None
    rounds: dict[CaseRound, CaseExtension | None] = field(default_factory=dict)
    """All rounds, the first first, each with its extension."""

    @property
    def lead(self) -> CaseAssignment | None:
        """The lead department's assignment."""
        return next((row for row in self.assignments if row.is_lead), None)


def parties_of(actor: Actor, case: Case, assignments: list[CaseAssignment]) -> frozenset[Party]:
    """What this person is to a case that they may see, in the acting role."""
    found: set[Party] = set()
    if actor.role == Role.MEMBER:
        found.add(Party.AUTHOR if wrote(actor, case) else Party.COLLEAGUE)
    elif actor.role == Role.SECRETARIAT or (actor.role == Role.SUPERVISOR and case.supervisor_runs):
        found.add(Party.RUNNER)
        if case.own_desk:
            found |= {Party.HANDLER, Party.LEAD}
    elif actor.role == Role.HANDLER:
        own_rows = [row for row in assignments if row.department_id == actor.department_id]
        if any(row.is_lead for row in own_rows):
            found |= {Party.HANDLER, Party.LEAD} if actor.is_lead else {Party.HANDLER}
        elif own_rows:
            found.add(Party.HELPER)
    elif actor.role == Role.LEADER:
        decides = case.leader_decides and clocks.waits_for_objection(case)
        found |= {Party.LEADER, Party.ARBITER} if decides else {Party.LEADER}
    elif actor.role == Role.PRESIDENT:
        found.add(Party.PRESIDENT)
    if actor.role == Role.SUPERVISOR and case.objected_at and not case.leader_decides:
        found.add(Party.ARBITER)
    return frozenset(found)


def take(reference: str, act: Act, *, actor: Actor, behalf: Behalf | None = None) -> Hand:
    """Lock a case for one act. NotFound without the row, Forbidden without the act, Conflict where it has moved on."""
    case = find(reference, actor=actor, lock=True)
    hand = load(case, actor)
    line = BY_ACT[act]
    if behalf is not None and line.for_author and Party.RUNNER in hand.parties and Party.AUTHOR not in hand.parties:
        hand.on_behalf = True
        if line.paper and not behalf.papers:
            raise DomainError(_("Please attach the paper: this act on behalf needs it."), field="papers")
    elif behalf is not None and line.for_department and Party.RUNNER in hand.parties and not case.own_desk:
        hand.on_behalf = True
        hand.department_id = case.lead_department_id
        if not behalf.papers:
            raise DomainError(_("Please attach the department's paper."), field="papers")
    elif not hand.parties & line.parties:
        raise Forbidden(_("You may read this case, but this step is not yours."))
    if not possible(hand, act):
        raise Conflict(_("As the case stands now, this step is not possible. Please look at it again."))
    clocks.mark_lateness(case, hand.round)
    return hand


def load(case: Case, actor: Actor | None) -> Hand:
    """The case with its rounds, their extensions, and the departments at work; one query."""
    at_work = (CaseAssignment.case_id == Case.id) & CaseAssignment.ended_at.is_(None)
    same_round = (CaseExtension.case_id == Case.id) & (CaseExtension.round_number == CaseRound.number)
    rows = db.session.execute(
        select(CaseRound, CaseExtension, CaseAssignment)
        .select_from(Case)
        .outerjoin(CaseRound, CaseRound.case_id == Case.id)
        .outerjoin(CaseExtension, same_round)
        .outerjoin(CaseAssignment, at_work)
        .where(Case.id == case.id)
        .order_by(CaseRound.number, CaseExtension.id, CaseAssignment.is_lead.desc(), CaseAssignment.id)
    ).all()
    assignments = list(dict.fromkeys(row[2] for row in rows if row[2] is not None))
    rounds: dict[CaseRound, CaseExtension | None] = {row[0]: row[1] for row in rows if row[0] is not None}
    current = next((one for one in rounds if one.number == case.round_number), None)
    parties = parties_of(actor, case, assignments) if actor else frozenset({Party.TIME})
    return Hand(
        case=case,
        actor=actor,
        round=current,
        assignments=assignments,
        extension=rounds[current] if current else None,
        parties=parties,
        rounds=rounds,
    )


def allowed(hand: Hand) -> dict[Act, bool]:
    """The acts that this person can do now; the value says whether only on behalf of somebody."""
    found: dict[Act, bool] = {}
    runner = Party.RUNNER in hand.parties
    for act, line in BY_ACT.items():
        if act == Act.SUBMIT or not possible(hand, act):
            continue
        if hand.parties & line.parties:
            found[act] = False
        elif runner and (line.for_author or (line.for_department and not hand.case.own_desk)):
            found[act] = True
    return found


def possible(hand: Hand, act: Act) -> bool:
    """Whether the state, the dates and what has happened allow the act, whoever does it."""
    case = hand.case
    if case.state not in BY_ACT[act].sources:
        return False
    now = clock.now()
    match act:
        case Act.ASK_SUPPLEMENT:
            return case.supplemented_at is None
        case Act.OBJECT:
            return case.objected_at is None and bool(case.step_due_at and now <= case.step_due_at)
        case Act.DECIDE_OBJECTION:
            return case.objected_at is not None and case.objection_decided_at is None
        case Act.REVIVE:
            return case.lapsed_at is not None and now <= case.lapsed_at + timedelta(days=REOPEN_DAYS)
        case Act.ASSIGN:
            return case.kind != Kind.RETALIATION
        case Act.SEND_BACK:
            lead = hand.lead
            in_time = lead is not None and now <= workdays.deadline(lead.assigned_at, case.limits["send_back"])
            return in_time and case.sent_back_at is None
        case Act.ASK_EXTENSION:
            return _may_ask_longer(hand) and case.due_at is not None and now < case.due_at
        case Act.DECIDE_EXTENSION:
            return _undecided(hand) and _decides(hand)
        case Act.DRAFT:
            return not _undecided(hand) and not clocks.waits_for_call(case)
        case Act.RATE:
            return hand.round is not None and hand.round.rated_at is None
        case Act.REOPEN:
            return hand.actor is None or hand.actor.role != Role.MEMBER or member_may_reopen(case)
        case Act.RELEASE:
            return nameless(case)
        case Act.ASK_CONSENT:
            return case.confidential
        case Act.PUBLISH_SUGGESTION:
            return case.kind == Kind.SUGGESTION and not case.confidential
        case _:
            return True


def _undecided(hand: Hand) -> bool:
    return hand.extension is not None and hand.extension.decided_at is None


def _may_ask_longer(hand: Hand) -> bool:
    # What ended by sending back was asked by another department; the next one may ask for itself.
    asked = hand.extension
    return asked is None or (asked.granted is False and asked.decided_at == hand.case.sent_back_at)


def _decides(hand: Hand) -> bool:
    if Party.LEADER in hand.parties:
        return clocks.leader_grants(hand.case)
    return Party.RUNNER in hand.parties and not eligible.leader_grants(hand.case)


def member_may_reopen(case: Case) -> bool:
    """Whether the member may still have a closed case taken up again: within 30 days and at most twice."""
    recent = case.closed_at is not None and clock.now() <= case.closed_at + timedelta(days=REOPEN_DAYS)
    return recent and case.reopened < REOPEN_MOST


def note(
    hand: Hand, act: Act, *, text: str = "", audience: str = Audience.ALL, logged: bool = True, **data: Any
) -> CaseEvent:
    """Put what happened on the timeline and into the log, which tells whom it concerns.

    Of a confidential case the log names neither its author nor any value. `data` holds plain facts for everybody.
    Not `logged` is what nobody but who runs the case may know to be there.
    """
    case, actor = hand.case, hand.actor
    _refuse_twice(hand, act, text)
    event = CaseEvent(
        case_id=case.id,
        round_number=case.round_number,
        act=act,
        at=clock.now(),
        account_id=actor.account_id if actor else None,
        role=actor.role if actor else "",
        department_id=hand.department_id or (actor.department_id if actor else None),
        on_behalf=hand.on_behalf,
        audience=audience,
        text=text,
        data=data,
    )
    if act in AUTHOR_WORDS and not case.confidential:
        event.released_text = masks.propose_text(case, text) if nameless(case) else text
        event.released_at = event.at
    db.session.add(event)
    db.session.flush()
    if act in searching.BRINGS_WORDS:
        searching.fill(case)
    if logged:
        _log(hand, act)
    return event


def _log(hand: Hand, act: Act) -> None:
    case, by_author = hand.case, bool(hand.parties & {Party.AUTHOR, Party.COLLEAGUE})
    audit.record(
        f"case.{act}",
        "case",
        case.id,
        actor=hand.actor,
        after=None if case.confidential else {"state": case.state, **({"on_behalf": True} if hand.on_behalf else {})},
        anonymous=case.confidential and by_author,
    )


def _refuse_twice(hand: Hand, act: Act, text: str) -> None:
    """A button pressed twice must not write twice; the case is locked, so that both can't slip through."""
    moves = BY_ACT[act].target is not None
    # A consent is decided once by itself, and one organisation may have asked for two purposes.
    if moves or act == Act.DECIDE_CONSENT or not text or hand.actor is None:
        return
    said = select(CaseEvent.id).where(
        CaseEvent.case_id == hand.case.id,
        CaseEvent.act == act,
        CaseEvent.account_id == hand.actor.account_id,
        CaseEvent.text == text,
        CaseEvent.at > clock.now() - TWICE,
    )
    if db.session.scalar(said.limit(1)) is not None:
        raise Repeated(_("You have written exactly this a moment ago; it is there already."))


def sent_with(case: Case) -> list[str]:
    """The digests of the files that came with the submission, as `PreparedFile.sha256` has them."""
    files = select(StoredFile.sha256).join(CaseFile, CaseFile.file_id == StoredFile.id)
    first = files.join(CaseEvent, CaseEvent.id == CaseFile.event_id).where(CaseEvent.act == Act.SUBMIT)
    return sorted(db.session.scalars(first.where(CaseFile.case_id == case.id)))


def attach(hand: Hand, event: CaseEvent, prepared: tuple[PreparedFile, ...], audience: str) -> None:
    """Store files with an event of the case; of a nameless one pictures are released under a neutral name later."""
    for one in prepared:
        stored = files.store(one, actor=hand.actor)
        db.session.flush()
        db.session.add(CaseFile(case_id=hand.case.id, event_id=event.id, file_id=stored.id, audience=audience))
    if prepared and audience == Audience.WORDS:
        searching.fill(hand.case)
