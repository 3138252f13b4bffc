"""Who handles it: accepted, released, assigned, taken to the own desk, signed for, sent back."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from .. import clock
from ..directory.models import Department
from ..errors import DomainError
from ..extensions import db
from ..files import services as files
from ..files.models import StoredFile
from ..files.services import PreparedFile
from ..masking import Masker
from ..members.models import Contact, Member
from ..permissions import Actor
from ..text import bare_company, clean
from ..workdays import services as workdays
from . import clocks
from .acts import Act
from .desk import Audience, Behalf, Hand, attach, note, take
from .intake import _check_category, index, mark_contact
from .limits import handling_key
from .models import Case, CaseAssignment, CaseEvent, CaseFile, CaseRespondent
from .words import Complexity, Kind, State


@dataclass(frozen=True)
class Route:
    """Where an accepted case goes: the own desk, departments (lead first), or nowhere yet."""

    own_desk: bool = False
    lead_id: int | None = None
    helper_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Release:
    """The text that departments and the leader may read of a confidential case."""

    title: str = ""
    story: str = ""


def proposal(case: Case) -> tuple[Release, int]:
    """Title and story with every name, phone, code and address known to the roster masked, and how many places."""
    masker = Masker(_known_names(case))
    title, in_title = masker.mask(case.title)
    story, in_story = masker.mask(case.story)
    return Release(title, story), in_title + in_story


def propose_text(case: Case, text: str) -> str:
    """Any later words of the author, masked in the same way."""
    return Masker(_known_names(case)).mask(text)[0]


def _known_names(case: Case) -> set[str]:
    """Everything in the roster that tells who somebody is: two queries, however large the roster."""
    known: set[str] = set()
    columns = (Member.name, Member.short_name, Member.legal_representative, Member.address)
    for *names, uscc, own in db.session.execute(select(*columns, Member.uscc, Member.id == case.member_id)):
        known.update(names)
        if own:
            known.update((uscc or "", *_shorter_forms(names[0])))
    for name, wechat, own in db.session.execute(
        select(Contact.name, Contact.wechat, Contact.member_id == case.member_id)
    ):
        known.update((name, wechat) if own else (name,))
    return {part for part in known if len(part) > 1}


def _shorter_forms(name: str) -> set[str]:
    """What people may call a firm besides its registered and short name.

    Every piece of three characters of its bare name, and every two of its first five (place and trade name).
    """
    bare = bare_company(name)
    pieces = {bare[start:end] for start in range(len(bare)) for end in range(start + 3, len(bare) + 1)}
    return pieces | {bare[start : start + 2] for start in range(min(4, len(bare) - 1))}


def _names_the_firm(case: Case, text: str) -> bool:
    """Whether a text for departments still says who the firm or its author is."""
    member = db.session.get_one(Member, case.member_id)
    author = db.session.get_one(Contact, case.author_contact_id)
    bare = bare_company(member.name)
    trade_name = {bare[start : start + 3] for start in range(min(3, max(0, len(bare) - 2)))}
    names = {member.name, member.short_name, member.uscc or "", bare, author.name, *trade_name}
    lowered = text.lower()
    return any(len(one) > 1 and one.lower() in lowered for one in names)


def accept(
    reference: str,
    *,
    actor: Actor,
    category_id: int | None = None,
    complexity: str = Complexity.NORMAL,
    route: Route | None = None,
    release: Release | None = None,
    message: str = "",
) -> Case:
    """Accept, and with a route assign or take it in the same act; starts the handling clock and the first round.

    `message` goes to the member and counts as contact. DomainError for an unknown category or complexity, a
    confidential case that goes to a department without a released text, or a department that is the respondent.
    """
    hand = take(reference, Act.ACCEPT, actor=actor)
    case, now = hand.case, clock.now()
    if category_id is not None and category_id != case.category_id:
        _check_category(case.kind, category_id)
        case.category_id = category_id
    if complexity not in set(Complexity):
        raise DomainError(_("Please choose how complex it is."), field="complexity")
    if case.kind in (Kind.SUGGESTION, Kind.RETALIATION):
        complexity = Complexity.NORMAL if case.kind == Kind.SUGGESTION else Complexity.SIMPLE
    case.state, case.complexity, case.accepted_at = State.ACCEPTED, complexity, now
    hand.round = clocks.begin_round(case, cause="first", days=case.limits[handling_key(case.kind, complexity)])
    case.original_due_at = case.due_at
    db.session.add(hand.round)
    clocks.set_step(case, now, case.decision_due_at)
    said = clean(message, lines=True)
    # The member is told that the case is accepted, with a message or without: that is the first contact at the latest.
    mark_contact(hand)
    note(
        hand,
        Act.ACCEPT,
        text=said,
        audience=Audience.AUTHOR,
        complexity=complexity,
        due=case.due_at.isoformat() if case.due_at else "",
    )
    if release is not None and case.confidential:
        _release(hand, release)
    if route is not None:
        _route(hand, route)
    return case


def assign(reference: str, route: Route, *, actor: Actor, release: Release | None = None) -> Case:
    """Give an accepted case to departments, or anew after it was sent back; see `accept` for what is refused."""
    act = Act.TAKE if route.own_desk else Act.ASSIGN
    hand = take(reference, act, actor=actor)
    if release is not None and hand.case.confidential:
        _release(hand, release)
    _route(hand, route)
    return hand.case


def _route(hand: Hand, route: Route) -> None:
    case, now = hand.case, clock.now()
    if route.own_desk:
        case.own_desk, case.lead_department_id, case.state = True, None, State.IN_PROGRESS
        case.owner_id = hand.actor.account_id if hand.actor else None
        clocks.set_handling_step(case, now)
        note(hand, Act.TAKE)
        return
    if route.lead_id is None:
        raise DomainError(_("Please choose the lead department, or take it to the own desk."), field="lead")
    if case.kind == Kind.RETALIATION:
        raise DomainError(_("A report of retaliation is never given to a department."), field="lead")
    if case.confidential and case.released_at is None:
        raise DomainError(
            _("Please release a masked text first: the department must have something to read."), field="story"
        )
    ids = (route.lead_id, *(one for one in dict.fromkeys(route.helper_ids) if one != route.lead_id))
    names = _good_departments(case, ids)
    for one in ids:
        db.session.add(
            CaseAssignment(case_id=case.id, department_id=one, is_lead=one == route.lead_id, assigned_at=now)
        )
    case.own_desk, case.lead_department_id, case.owner_id, case.state = False, route.lead_id, None, State.ASSIGNED
    clocks.set_step(case, now, workdays.deadline(now, case.limits["sign"]))
    note(hand, Act.ASSIGN, departments=[names[one] for one in ids])


def _good_departments(case: Case, ids: tuple[int, ...]) -> dict[int, str]:
    """The names of the chosen departments, none of which is concerned."""
    rows = db.session.execute(select(Department.id, Department.name).where(Department.id.in_(ids)))
    names = {row.id: row.name for row in rows}
    if len(names) != len(ids):
        raise DomainError(_("Please choose the lead department, or take it to the own desk."), field="lead")
    concerned = set(
        db.session.scalars(
            select(CaseRespondent.department_id).where(
                CaseRespondent.case_id == case.id, CaseRespondent.department_id.in_(ids)
            )
        )
    )
    if concerned:
        raise DomainError(
            _("A department that the complaint is about must not handle it. You can write to it instead."), field="lead"
        )
    if case.reopened >= 2 and case.lead_department_id == ids[0]:
        raise DomainError(_("After a second reopening another department must lead."), field="lead")
    return names


def release(reference: str, text: Release, *, actor: Actor) -> Case:
    """Make a masked title and story readable to departments and leader; can be bettered later."""
    hand = take(reference, Act.RELEASE, actor=actor)
    _release(hand, text)
    return hand.case


def _release(hand: Hand, text: Release) -> None:
    case = hand.case
    title, story = clean(text.title), clean(text.story, lines=True)
    if not title or not story:
        raise DomainError(_("Please fill in both the title and the text that departments will read."), field="story")
    if len(title) > 120:
        raise DomainError(_("Please keep this under %(count)s characters.", count=120), field="release_title")
    if _names_the_firm(case, f"{title}\n{story}"):
        raise DomainError(_("The text still names the firm. Please mask it."), field="story")
    if case.released_at and (case.released_title, case.released_story) == (title, story):
        return
    case.released_title, case.released_story, case.released_at = title, story, clock.now()
    index(case, db.session.get_one(Member, case.member_id).name)
    note(hand, Act.RELEASE)


def release_words(reference: str, event_id: int, text: str, *, actor: Actor) -> Case:
    """Release later words of the author (an addition, an objection, a rating's text) in a masked form.

    Harmless when done twice, as every release.
    """
    hand = take(reference, Act.RELEASE, actor=actor)
    event = db.session.get(CaseEvent, event_id)
    said = clean(text, lines=True)
    if event is None or event.case_id != hand.case.id or event.audience != Audience.WORDS:
        raise DomainError(_("There are no such words in this case."))
    if not said:
        raise DomainError(_("Please fill in the text that departments will read."), field="text")
    if _names_the_firm(hand.case, said):
        raise DomainError(_("The text still names the firm. Please mask it."), field="text")
    if event.released_at is None or event.released_text != said:
        event.released_text, event.released_at = said, clock.now()
        note(hand, Act.RELEASE)
    return hand.case


def release_file(reference: str, case_file_id: int, copy: PreparedFile | None = None, *, actor: Actor) -> Case:
    """Release a file: a picture as it was re-encoded, anything else only as a redacted copy that is uploaded here."""
    hand = take(reference, Act.RELEASE, actor=actor)
    row = db.session.get(CaseFile, case_file_id)
    if row is None or row.case_id != hand.case.id or row.audience != Audience.WORDS:
        raise DomainError(_("There is no such file in this case."))
    original = db.session.get_one(StoredFile, row.file_id)
    if copy is None and not original.media_type.startswith("image/"):
        raise DomainError(_("Please upload a redacted copy of this file."), field="copy")
    released = db.session.get(StoredFile, row.released_file_id) if row.released_file_id else None
    if released and released.sha256 == (copy.sha256 if copy else original.sha256):
        return hand.case
    stored = files.store(copy, actor=actor) if copy else original
    db.session.flush()
    row.released_file_id, row.released_at = stored.id, clock.now()
    note(hand, Act.RELEASE)
    return hand.case


def sign(reference: str, *, actor: Actor, behalf: Behalf | None = None) -> Case:
    """A handler of the lead department signs and owns it from here on."""
    hand = take(reference, Act.SIGN, actor=actor, behalf=behalf)
    case, now = hand.case, clock.now()
    lead = hand.lead
    if lead:
        lead.signed_at, lead.signed_by_id = now, actor.account_id
    case.state = State.IN_PROGRESS
    case.owner_id = None if hand.on_behalf else actor.account_id
    clocks.set_handling_step(case, hand.round.began_at if hand.round else now)
    event = note(hand, Act.SIGN)
    attach(hand, event, behalf.papers if behalf else (), Audience.UNIT)
    return case


def send_back(
    reference: str, reason: str, proposed_department_id: int | None, *, actor: Actor, behalf: Behalf | None = None
) -> Case:
    """The lead department sends it back once, with the reason and who should have it; it loses sight of the case."""
    hand = take(reference, Act.SEND_BACK, actor=actor, behalf=behalf)
    why = clean(reason, lines=True)
    if not why:
        raise DomainError(_("Please give the reason."), field="reason")
    proposed = db.session.get(Department, proposed_department_id) if proposed_department_id else None
    if proposed is None:
        raise DomainError(_("Please propose another department."), field="department")
    case, now = hand.case, clock.now()
    event = note(hand, Act.SEND_BACK, text=why, audience=Audience.UNIT, proposed=proposed.name)
    attach(hand, event, behalf.papers if behalf else (), Audience.UNIT)
    for row in hand.assignments:
        row.ended_at = now
    case.state, case.sent_back_at, case.owner_id, case.lead_department_id = State.ACCEPTED, now, None, None
    case.extension_asked = False
    case.decision_due_at = workdays.deadline(now, 1)
    clocks.set_step(case, now, case.decision_due_at)
    return case
