"""First and last of each act on a case: `take` checks and locks, `move` sets the state, `note` writes it down."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from ... import clock
from ...audit import services as audit
from ...errors import TWICE, Conflict, DomainError, Forbidden, Repeated
from ...extensions import db
from ...files import services as files
from ...files.models import StoredFile
from ...files.services import PreparedFile
from ...language.text import clean
from ...rights import Actor
from ...workdays import services as workdays
from .. import rights
from ..access.visibility import find, is_erased, nameless
from ..models import Case, CaseEvent, CaseFile
from ..rules import clocks, holding, waiting
from ..rules.acts import Act, Audience, Party, Transition
from ..rules.hand import Hand, load
from ..rules.workflow import AUTHOR_WORDS, BY_ACT
from ..search import indexed

NOT_YOURS = _l("You may read this case, but this step is not yours.")
STANDS_IN = (rights.FOR_AUTHORS, rights.FOR_DEPARTMENTS, rights.WHERE_IT_RUNS)
"""The reaches of a right that let somebody act on behalf of a firm or a department."""
MOVED_ON = _l("This step is not possible in the current state of the case. Please check it again.")


Which = str | Hand
"""A case by its reference, or one that was already found and locked for this person."""


Papers = tuple[PreparedFile, ...]
"""Files that come with an act. As `behalf`: the proof for an act that who runs the case enters on behalf of others."""


def needed(typed: str, field: str, missing: str) -> str:
    """What was typed into a field, cleaned, line breaks kept; DomainError in the words `missing` where it is empty."""
    text = clean(typed, lines=True)
    if not text:
        raise DomainError(missing, field=field)
    return text


def take(which: Which, act: Act, *, actor: Actor, behalf: Papers | None = None) -> Hand:
    """Lock a case for one act, after all checks.

    NotFound where this person may not see the case, Forbidden where the act is not theirs, Conflict where the case
    has moved on, DomainError where the proof for an act on behalf of others is missing.
    """
    hand = which if isinstance(which, Hand) else load(find(which, actor=actor, lock=True), actor)
    case, line = hand.case, BY_ACT[act]
    _demand(line, actor)
    if behalf is not None and _may_stand_in(hand, line):
        hand.on_behalf = True
        if line.for_department and not behalf:
            raise DomainError(_("Please attach the department's paper."), field="papers")
        if line.paper and not behalf:
            raise DomainError(_("Please attach the paper: this act on behalf needs it."), field="papers")
        if line.for_department:
            hand.department_id = case.lead_department_id
    elif not hand.parties.intersection(line.who):
        raise Forbidden(str(NOT_YOURS))
    if not possible(hand, act):
        raise Conflict(str(MOVED_ON))
    clocks.mark_lateness(case, hand.round)
    _hold(case)
    return hand


def _demand(line: Transition, actor: Actor | None) -> None:
    if line.right is not None and actor is not None:
        line.right.demand(actor)


def _may_stand_in(hand: Hand, line: Transition) -> bool:
    """Whether this person may enter the act on behalf of the author or of the department that has the case."""
    if line.right is None or hand.actor is None or Party.RUNNER not in hand.parties:
        return False
    for_somebody = line.for_author or (line.for_department and not hand.case.own_desk)
    return for_somebody and line.right.of(hand.actor) in STANDS_IN


def _hold(case: Case) -> None:
    # Messages are put together at the commit, when nobody else holds the row any more: each would read it again.
    db.session.info["case in hand"] = case
    # Read in the middle of an act, the calendar would have half of the act written before it.
    workdays.current()


def allowed(hand: Hand) -> dict[Act, bool]:
    """The acts that this person can do now; the value says whether only on behalf of somebody."""
    state = hand.case.state
    begin = (act for act, line in BY_ACT.items() if state in line.sources and act != Act.SUBMIT)
    theirs = ((act, is_behalf(hand, act)) for act in begin)
    return {act: behalf for act, behalf in theirs if behalf is not None and possible(hand, act)}


def is_behalf(hand: Hand, act: Act) -> bool | None:
    """Whether this person can do the act only on behalf of somebody; None where they cannot at all."""
    line = BY_ACT[act]
    if hand.parties.intersection(line.who):
        return False
    return True if _may_stand_in(hand, line) else None


def check(hand: Hand, act: Act) -> bool:
    """`is_behalf` of an act that is wanted. Forbidden where it is not this person's, Conflict where it moved on."""
    _demand(BY_ACT[act], hand.actor)
    behalf = is_behalf(hand, act)
    if behalf is None:
        raise Forbidden(str(NOT_YOURS))
    if not possible(hand, act):
        raise Conflict(str(MOVED_ON))
    return behalf


def possible(hand: Hand, act: Act) -> bool:
    """Whether the state, the dates and what has happened allow the act, whoever does it."""
    line = BY_ACT[act]
    if is_erased(hand.case):
        return False
    stopped = act in waiting.STOPPED and clocks.waits_for_respondent(hand.case)
    return not stopped and hand.case.state in line.sources and (line.may is None or line.may(hand))


def move(hand: Hand, act: Act) -> None:
    """Bring the case into the state that the row of the act names; nothing else sets a state.

    To be called when what the act brings is written, for that may decide where it leads, and before clocks and note,
    which read the new state. Conflict where the row does not begin at the state that the case has.
    """
    line, case = BY_ACT[act], hand.case
    if line.sources and case.state not in line.sources:
        raise Conflict(str(MOVED_ON))
    state = line.leads_to(hand)
    if state is not None:
        case.state = state


def note(
    hand: Hand,
    act: Act,
    *,
    text: str = "",
    audience: str = Audience.ALL,
    papers: Papers | None = None,
    papers_for: str = Audience.UNIT,
    kept: Papers = (),
    logged: bool = True,
    held: bool = False,
    **data: Any,
) -> CaseEvent:
    """Put what happened on the timeline, with its papers, and into the log, which tells whom it concerns.

    Of a confidential case the log names neither its author nor any value. `data` holds plain facts for everybody.
    Not `logged` is what nobody but who runs the case may know to be there; `held` waits until they looked it through.
    `kept` are files of the member that only those who run the case have.
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
    event.held_at = event.at if held else None
    if act in AUTHOR_WORDS and not nameless(case):
        event.released_text, event.released_at = text, event.at
    db.session.add(event)
    if logged:
        _log(hand, act)
    attach(hand, event, papers or (), papers_for)
    attach(hand, event, kept, Audience.AUTHOR)
    if not (papers or kept) and (text or act in indexed.BRINGS_WORDS):
        indexed.fill(case)
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
    # A consent or letter is decided once by itself, and one organisation may have asked for two purposes; a colleague
    # is named once by itself, and again when the case was closed to them; a file is marked once by itself, and a closed
    # case opened. What ends in another state cannot be done twice there; whom a case is about can be said in each
    # state, and most often it stays.
    if (
        (BY_ACT[act].ends and act is not Act.NAME_RESPONDENT)
        or act in (Act.DECIDE_CONSENT, Act.DECIDE_LETTER, Act.NAME_COLLEAGUE, Act.OPEN_AGAIN, Act.MARK_FILE)
        or not text
        or hand.actor is None
    ):
        return
    same = select(CaseEvent.id).where(
        CaseEvent.case_id == hand.case.id,
        CaseEvent.act == act,
        CaseEvent.account_id == hand.actor.account_id,
        CaseEvent.text == text,
        CaseEvent.at > clock.now() - TWICE,
    )
    if db.session.scalar(same.limit(1)) is not None:
        raise Repeated(_("You have just submitted exactly this; it is there already."))


def came_with(events: Select[Any], papers: Papers, kept: Papers = ()) -> bool:
    """Whether exactly these files came with the events of these numbers, those `kept` for who runs the case."""
    files = select(StoredFile.sha256, CaseFile.audience).join(CaseFile, CaseFile.file_id == StoredFile.id)
    there = db.session.execute(files.where(CaseFile.event_id.in_(events)))
    given = [(one.sha256, is_kept) for of_sort, is_kept in ((papers, False), (kept, True)) for one in of_sort]
    return sorted((sha256, audience == Audience.AUTHOR) for sha256, audience in there) == sorted(given)


def attach(hand: Hand, event: CaseEvent, papers: Papers, audience: str) -> None:
    """Store files with an event of the case; of a nameless one pictures are released under a neutral name later."""
    if papers:
        db.session.flush()
    for one in papers:
        stored = files.store(one, actor=hand.actor)
        db.session.flush()
        db.session.add(CaseFile(case_id=hand.case.id, event_id=event.id, file_id=stored.id, audience=audience))
    if papers:
        indexed.fill(hand.case)
    if papers and audience not in indexed.OF_MEMBER:
        holding.begin_to_wait(hand)
