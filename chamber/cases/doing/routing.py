"""Who handles a case: accepted, assigned, taken to the own desk, signed for, sent back, given to another department."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import or_, select

from ... import clock
from ...directory.models import Department, DepartmentKind
from ...errors import DomainError
from ...extensions import db
from ...language.text import clean
from ...rights import Actor
from ..access.visibility import OF_ALL_DEPARTMENTS, nameless
from ..models import Case, CaseAssignment, CaseRespondent, CaseRound
from ..rules import clocks, holding
from ..rules.acts import Act, Audience
from ..rules.conditions import times_reopened
from ..rules.hand import Hand
from ..rules.limits import REOPEN_MOST, handling_key
from ..words import JUDGED, Complexity, Kind
from .desk import Papers, Which, move, needed, note, take
from .entry import check_category
from .intake import mark_contact
from .releasing import Release, check_released, hold_back, refuse_names, release_text


@dataclass(frozen=True)
class Route:
    """Where an accepted case goes: the own desk, departments (lead first), or nowhere yet."""

    own_desk: bool = False
    lead_id: int | None = None
    helper_ids: tuple[int, ...] = ()


def accept(
    which: Which,
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
    hand = take(which, Act.ACCEPT, actor=actor)
    case, now = hand.case, clock.now()
    if category_id is not None and category_id != case.category_id:
        check_category(case.kind, category_id)
        case.category_id = category_id
    if complexity not in set(Complexity):
        raise DomainError(_("Please choose how complex it is."), field="complexity")
    if case.kind not in JUDGED:
        complexity = Complexity.NORMAL if case.kind == Kind.SUGGESTION else Complexity.SIMPLE
    case.complexity, case.accepted_at = complexity, now
    move(hand, Act.ACCEPT)
    hand.round = clocks.begin_round(case, cause="first", days=case.limits[handling_key(case.kind, complexity)])
    case.original_due_at = case.due_at
    db.session.add(hand.round)
    clocks.set_intake_step(case)
    message = clean(message, lines=True)
    if message:
        mark_contact(hand)
    note(
        hand,
        Act.ACCEPT,
        text=message,
        audience=Audience.AUTHOR,
        complexity=complexity,
        due=case.due_at.isoformat() if case.due_at else "",
    )
    with db.session.no_autoflush:
        if release is not None and nameless(case):
            release_text(hand, release)
        if route is not None and route.own_desk:
            _put_on_desk(hand)
        elif route is not None:
            _hand_to(hand, route)
    return case


def assign(which: Which, route: Route, *, actor: Actor, release: Release | None = None) -> Case:
    """Give an accepted case to departments, or anew after it was sent back; see `accept` for what is refused."""
    hand = take(which, Act.ASSIGN, actor=actor)
    if release is not None and nameless(hand.case):
        release_text(hand, release)
    _hand_to(hand, route)
    holding.begin_to_wait(hand)
    return hand.case


def take_to_desk(which: Which, *, actor: Actor) -> Case:
    """Who runs an accepted case handles it too."""
    hand = take(which, Act.TAKE_TO_DESK, actor=actor)
    _put_on_desk(hand)
    return hand.case


def _put_on_desk(hand: Hand) -> None:
    case, now = hand.case, clock.now()
    case.own_desk, case.lead_department_id = True, None
    case.owner_id = hand.actor.account_id if hand.actor else None
    move(hand, Act.TAKE_TO_DESK)
    clocks.set_handling_step(case, now)
    clocks.begin_progress(case)
    note(hand, Act.TAKE_TO_DESK)


def _hand_to(hand: Hand, route: Route, act: Act = Act.ASSIGN, reason: str = "") -> None:
    case, now = hand.case, clock.now()
    if route.lead_id is None:
        raise DomainError(_("Please choose the lead department, or handle it yourselves."), field="lead")
    if case.kind == Kind.RETALIATION:
        raise DomainError(_("A report of retaliation is never given to a department."), field="lead")
    if nameless(case) and case.released_at is None:
        raise DomainError(
            _("Please release a masked text first: the department must have something to read."), field="story"
        )
    check_released(case)
    ids = (route.lead_id, *(one for one in dict.fromkeys(route.helper_ids) if one != route.lead_id))
    names = _good_departments(hand, ids, lead_id=route.lead_id)
    if times_reopened(hand) >= REOPEN_MOST and route.lead_id in _have_answered(case):
        raise DomainError(_("After a second reopening another department must lead."), field="lead")
    end_work(hand, now)
    for one in ids:
        db.session.add(
            CaseAssignment(case_id=case.id, department_id=one, is_lead=one == route.lead_id, assigned_at=now)
        )
    case.own_desk, case.lead_department_id, case.owner_id, case.next_step = False, route.lead_id, None, ""
    move(hand, act)
    clocks.begin_step(case, "sign")
    clocks.begin_progress(case)
    audience = Audience.UNIT if reason else Audience.ALL
    note(hand, act, text=reason, audience=audience, departments=[names[one] for one in ids])


def _good_departments(hand: Hand, ids: tuple[int, ...], *, lead_id: int | None = None) -> dict[int, str]:
    """The names of the chosen departments, none of which is concerned; one of them perhaps to lead."""
    case = hand.case
    rows = db.session.execute(select(Department.id, Department.name, Department.kind).where(Department.id.in_(ids)))
    found = {row.id: row for row in rows}
    if len(found) != len(ids):
        raise DomainError(_("Please choose the lead department, or handle it yourselves."), field="lead")
    about = select(CaseRespondent.kind).where(
        CaseRespondent.case_id == case.id,
        or_(CaseRespondent.department_id.in_(ids), CaseRespondent.kind.in_(sorted(OF_ALL_DEPARTMENTS))),
    )
    concerned = set(db.session.scalars(about))
    if concerned & OF_ALL_DEPARTMENTS:
        raise DomainError(
            _("The respondent belongs to a department that is not known yet. Please find out which first."),
            field="lead",
        )
    if concerned:
        raise DomainError(
            _("A department that the complaint is about must not handle it. You can write to it instead."), field="lead"
        )
    if lead_id and found[lead_id].kind == DepartmentKind.PROVIDER:
        raise DomainError(_("A service provider can help, but never leads a case."), field="lead")
    return {number: row.name for number, row in found.items()}


def _have_answered(case: Case) -> set[int]:
    """The departments that led when an earlier round was answered."""
    at_the_answer = (
        CaseRound.answered_at >= CaseAssignment.assigned_at,
        or_(CaseAssignment.ended_at.is_(None), CaseAssignment.ended_at >= CaseRound.answered_at),
    )
    query = (
        select(CaseAssignment.department_id)
        .join(CaseRound, CaseRound.case_id == CaseAssignment.case_id)
        .where(CaseAssignment.case_id == case.id, CaseAssignment.is_lead, CaseRound.number < case.round_number)
    )
    return set(db.session.scalars(query.where(*at_the_answer)))


def sign(which: Which, *, actor: Actor, behalf: Papers | None = None) -> Case:
    """A handler of the lead department signs for it and is the owner from then on."""
    hand = take(which, Act.SIGN, actor=actor, behalf=behalf)
    case, now = hand.case, clock.now()
    lead = hand.lead
    if lead:
        lead.signed_at, lead.signed_by_id = now, actor.account_id
    case.owner_id = None if hand.on_behalf else actor.account_id
    move(hand, Act.SIGN)
    clocks.set_handling_step(case, hand.round.began_at if hand.round else now)
    note(hand, Act.SIGN, papers=behalf)
    return case


def send_back(
    which: Which, reason: str, proposed_department_id: int | None, *, actor: Actor, behalf: Papers | None = None
) -> Case:
    """The lead department sends it back once, with the reason and who should have it; it sees the case no more."""
    hand = take(which, Act.SEND_BACK, actor=actor, behalf=behalf)
    reason = needed(reason, "reason", _("Please give the reason."))
    proposed = db.session.get(Department, proposed_department_id) if proposed_department_id else None
    if proposed is None or proposed.id == hand.case.lead_department_id or proposed.kind == DepartmentKind.PROVIDER:
        raise DomainError(_("Please propose another department."), field="department")
    held = hold_back(hand, reason=reason)
    case, now = hand.case, clock.now()
    case.sent_back_at = now
    take_away(hand, Act.SEND_BACK)
    note(
        hand, Act.SEND_BACK, text=reason, audience=Audience.UNIT, papers=behalf, held=bool(held), proposed=proposed.name
    )
    end_extension(hand, now, _("The case was sent back before the extension was decided."))
    return case


def take_away(hand: Hand, act: Act) -> None:
    """The departments lose the case by this act; it is to be assigned anew."""
    end_work(hand, clock.now())
    hand.case.owner_id, hand.case.lead_department_id = None, None
    move(hand, act)
    clocks.begin_decision(hand.case, 1)


def reassign(which: Which, reason: str, route: Route, *, actor: Actor) -> Case:
    """Give it to another department, with the reason; the first one sees it no more, what it drafted stays.

    The new one signs for it; the date by which the case is due stays. See `accept` for what is refused.
    """
    hand = take(which, Act.REASSIGN, actor=actor)
    reason, case, now = needed(reason, "reason", _("Please give the reason.")), hand.case, clock.now()
    if route.lead_id == case.lead_department_id:
        raise DomainError(_("Please choose another department."), field="lead")
    refuse_names(hand, reason=reason)
    _hand_to(hand, route, Act.REASSIGN, reason)
    holding.begin_to_wait(hand)
    end_extension(hand, now, _("The case was reassigned before the extension was decided."))
    return case


def change_helpers(which: Which, reason: str, helper_ids: tuple[int, ...], *, actor: Actor) -> Case:
    """Let other departments help the one that has it; those that helped see it no more. See `accept`, too."""
    hand = take(which, Act.CHANGE_HELPERS, actor=actor)
    reason, case, now = needed(reason, "reason", _("Please give the reason.")), hand.case, clock.now()
    refuse_names(hand, reason=reason)
    helping = {row.department_id: row for row in hand.assignments if not row.is_lead}
    wanted = tuple(one for one in dict.fromkeys(helper_ids) if one != case.lead_department_id)
    if set(wanted) == helping.keys():
        raise DomainError(_("Please choose other helping departments."), field="helpers")
    names = _good_departments(hand, wanted)
    for row in helping.values():
        if row.department_id not in wanted:
            row.ended_at = now
    for one in wanted:
        if one not in helping:
            db.session.add(CaseAssignment(case_id=case.id, department_id=one, is_lead=False, assigned_at=now))
    holding.begin_to_wait(hand)
    note(hand, Act.CHANGE_HELPERS, text=reason, audience=Audience.UNIT, departments=[names[one] for one in wanted])
    return case


def end_work(hand: Hand, now: datetime) -> None:
    """End the work of all departments on the case."""
    for row in hand.assignments:
        row.ended_at = now
    hand.case.extension_asked = False


def end_extension(hand: Hand, now: datetime, reason: str) -> None:
    """Refuse, for this reason, a longer limit that the department asked for and nobody has decided."""
    asked = hand.extension
    if asked and asked.decided_at is None and hand.actor:
        asked.decided_at, asked.decided_by_id, asked.granted = now, hand.actor.account_id, False
        note(hand, Act.DECIDE_EXTENSION, text=reason, audience=Audience.UNIT, granted=False, days=asked.days)
