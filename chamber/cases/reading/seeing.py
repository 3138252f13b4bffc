"""What one person may read of a case: `seen_by` makes the value that templates get."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, false, func, select

from ... import clock
from ...accounts.models import Account
from ...directory.models import Department, DepartmentHandler
from ...extensions import db
from ...language.catalogue import translated_labels
from ...language.phones import mask_phone, show_phone
from ...members.models import Contact, Member
from ...rights import Actor, Role
from ...workdays import services as workdays
from ..access.eligible import leader_decides_expression, unattended_expression
from ..access.visibility import by_reference, is_kept_from_others, missing, nameless
from ..doing.desk import allowed
from ..force import seeing as force_seeing
from ..force.seen import SeenForce
from ..ladder import issued
from ..models import Case
from ..models_authors import CaseConsent, CaseSuccession
from ..models_lists import CaseCategory
from ..rules import clocks, turns
from ..rules.acts import Act, Party
from ..rules.hand import Hand, load
from ..words import AGAIN, NEUTRAL_TITLES, Kind, State
from . import attached, timeline, traces
from .seen import READS_ALL, SeenCase, SeenEvent
from .steps import knows_of_stop, own_step, shown_colour, shown_due, shown_level, shown_step


class Facts(NamedTuple):
    """Names behind the ids of a case row, read in one query."""

    firm: str
    author: str
    author_mobile: str
    department: str
    owner: str
    category: str
    unattended: bool = False
    """Whether it lies with a department of which nobody can act on it."""
    leader_is_free: bool = True
    """Whether a leader can decide, where one is asked to."""
    consented: bool = False
    """Whether the reader's department may be told whose it is: the author said so, or a law does."""


OPEN_FACTS = (
    *("reference", "kind", "channel", "confidential", "complexity", "state", "round_number"),
    *("limits", "reopened", "disputed", "was_overdue", "progress_due_at", "submitted_at", "closed_at"),
)
"""Fields that everybody who sees a case may read."""


def with_names(query: Any) -> Any:
    """A query of cases with their firm, lead department and owner.

    The owner is the handler that signed, while they are one of the lead department: nobody else has it now.
    """
    of_lead = DepartmentHandler.department_id == Case.lead_department_id
    return (
        query.add_columns(
            Member.name.label("firm"),
            Department.name.label("department"),
            Department.short_name,
            Account.name.label("owner"),
            leader_decides_expression().label("leader_is_free"),
        )
        .outerjoin(Member, Member.id == Case.member_id)
        .outerjoin(Department, Department.id == Case.lead_department_id)
        .outerjoin(DepartmentHandler, and_(DepartmentHandler.account_id == Case.owner_id, of_lead))
        .outerjoin(Account, DepartmentHandler.account_id == Account.id)
    )


def find_with_facts(reference: str, *, actor: Actor, lock: bool = False) -> tuple[Case, Facts]:
    """`visibility.find` and the names behind the ids, in one query; the names never reach a page as they are."""
    row = db.session.execute(
        with_names(by_reference(reference, actor, lock=lock))
        .add_columns(
            Contact.name.label("author"),
            Contact.mobile,
            CaseCategory.name.label("category"),
            unattended_expression().label("unattended"),
            _consented(actor).label("consented"),
        )
        .outerjoin(Contact, Contact.id == Case.author_contact_id)
        .outerjoin(CaseCategory, CaseCategory.id == Case.category_id)
    ).first()
    if row is None:
        raise missing()
    unit = row.short_name or row.department or ""
    names = (row.firm or "", row.author or "", row.mobile or "", unit, row.owner or "", row.category or "")
    return row[0], Facts(*names, row.unattended, row.leader_is_free, row.consented)


def title_for(case: Case, parties: frozenset[Party], *, in_list: bool) -> str:
    """The title; of a confidential case a neutral one in lists for all but the author, the released one on its page.

    Of a suggestion without the name everybody else gets the masked one.
    """
    if Party.AUTHOR in parties or not nameless(case):
        return case.title
    neutral = translated_labels(NEUTRAL_TITLES)[case.kind]
    if parties & READS_ALL and not (in_list and case.confidential):
        return case.title or neutral
    return neutral if in_list and case.confidential else case.released_title or neutral


def seen_by(actor: Actor, case: Case, facts: Facts, *, hand: Hand | None = None, with_files: bool = True) -> SeenCase:
    """What this person may know of a case that `find_with_facts` found; `hand`: its `Hand`, if it is loaded already.

    Whatever is made of it, the log notes that they read the case.
    """
    traces.note_reading(actor, case)
    parties = (hand := hand or load(case, actor)).parties
    everything, words = bool(parties & READS_ALL), timeline.reads_words(case, parties)
    consented = actor.role == Role.HANDLER and facts.consented and not case.anonymous
    named = (words and Party.WATCHER not in parties) or consented
    events, force = tuple(timeline.events(hand, named)), force_seeing.seen(hand)
    return SeenCase(
        **{name: getattr(case, name) for name in OPEN_FACTS},
        kind_label=translated_labels(Kind)[case.kind],
        title=title_for(case, parties, in_list=False),
        state_label=translated_labels(State)[case.state],
        outcome=case.outcome if case.answered_at or case.closed_at else "",
        category=facts.category if timeline.reads_category(case, parties) else "",
        colour=shown_colour(case, parties, in_list=False),
        level=shown_level(case, parties),
        desk=desk_in_text(case),
        holder=_lead_of(force, case, facts) or holder(case, facts, parties),
        next_step=own_step(case, parties, in_list=False) or shown_step(case, parties, actor),
        due_at=shown_due(case, parties, in_list=False),
        words_due_at=case.words_due_at if Party.RUNNER in parties else None,
        author_due_at=case.author_due_at if Party.RUNNER in parties else None,
        nameless=nameless(case),
        limit_days=_limit_days(case, hand, events),
        story=case.story if words else case.released_story,
        story_is_released=not words,
        evidence=case.evidence if everything else "",
        wish=case.wish if everything else "",
        firm=facts.firm if named else "",
        firm_id=case.member_id if named and not case.confidential else None,
        author=facts.author if everything or (consented and _consented_now(actor, case)) else "",
        author_phone=_author_phone(case, facts, parties),
        parties=parties,
        acts=allowed(hand),
        events=events,
        slips=issued.seen(hand),
        force=force,
        rounds=tuple(timeline.rounds(hand)),
        files=attached.files(hand) if with_files else (),
        files_wait=frozenset(hand.files_wait),
        waits_for=_waits_for(case, facts, parties),
        has_released_text=case.released_at is not None,
    )


def _waits_for(case: Case, facts: Facts, parties: frozenset[Party]) -> frozenset[str]:
    is_author = Party.AUTHOR in parties
    waits = {
        "call": clocks.waits_for_call(case),
        "contact": Party.RUNNER in parties and clocks.waits_for_contact(case),
        "pressed": Party.RUNNER in parties and clocks.pressed_waits(case),
        "extension": clocks.waits_for_extension(case),
        "reader": is_author and (case.state in clocks.WAITS_FOR_MEMBER or case.question == AGAIN),
        "question": is_author and bool(case.question),
        "consent": is_author and clocks.waits_for_consent(case),
        "handler": Party.RUNNER in parties and facts.unattended,
        "words": Party.RUNNER in parties and case.words_due_at is not None,
        "author": Party.RUNNER in parties and clocks.needs_author(case),
        "account": Party.RUNNER in parties and clocks.needs_author(case) and case.author_left_at is None,
    }
    return frozenset(name for name, yes in waits.items() if yes)


def _author_phone(case: Case, facts: Facts, parties: frozenset[Party]) -> str:
    """The author's number; in confidence who runs the case gets its last digits, until they press for the rest."""
    if Party.AUTHOR in parties or (Party.RUNNER in parties and not is_kept_from_others(case)):
        return show_phone(facts.author_mobile)
    return mask_phone(facts.author_mobile) if Party.RUNNER in parties else ""


def _consented(actor: Actor) -> ColumnElement[bool]:
    if actor.role != Role.HANDLER:
        return false()
    return exists().where(
        CaseConsent.case_id == Case.id,
        CaseConsent.recipient_department_id == actor.department_id,
        CaseConsent.granted | (CaseConsent.legal_duty != ""),
    )


def _consented_now(actor: Actor, case: Case) -> bool:
    """Whether whoever is the author now has consented, and not only somebody before them."""
    query = select(func.max(CaseConsent.decided_at)).where(
        CaseConsent.case_id == case.id, CaseConsent.recipient_department_id == actor.department_id
    )
    since = select(func.max(CaseSuccession.at)).where(CaseSuccession.case_id == case.id)
    decided, passed_on = db.session.execute(select(query.scalar_subquery(), since.scalar_subquery())).one()
    return passed_on is None or (decided is not None and decided > passed_on)


def _limit_days(case: Case, hand: Hand, events: Iterable[SeenEvent]) -> int | None:
    """The working days of the limit, extensions included; the clock stood still in those of a suspension."""
    if hand.round is None or case.state not in (State.ASSIGNED, State.IN_PROGRESS, State.ANSWER_REVIEW):
        return None
    stood = sum(one.data["days"] for one in events if one.act == Act.RESUME and one.round_number == hand.round.number)
    return workdays.until(clock.local(hand.round.began_at).date(), clock.local(hand.round.due_at).date()) - stood


def holder(case: Case, facts: Facts, parties: frozenset[Party]) -> str:
    """Who has it now; of a confidential case the leader sees the department only, of any case the president does."""
    if clocks.waits_for_respondent(case):
        return _("the member") if case.question == AGAIN else translated_labels(Role)[_who_can_say(case)]
    match case.state:
        case State.SUPPLEMENTING | State.ANSWERED if not knows_of_stop(case, parties):
            return _("the member")
        case State.NOT_ACCEPTED:
            decides = Role.LEADER if case.leader_decides else Role.SUPERVISOR
            if knows_of_stop(case, parties):
                decides = Role.SUPERVISOR if case.supervisor_runs else Role.SECRETARIAT
            elif not clocks.waits_for_objection(case):
                return ""
            return translated_labels(Role)[decides]
        case State.CLOSED | State.WITHDRAWN | State.TERMINATED:
            return ""
        case State.IN_PROGRESS if clocks.waits_for_extension(case) and _leader_grants(case, facts):
            return translated_labels(Role)[Role.LEADER]
        case State.ASSIGNED | State.IN_PROGRESS if not (
            case.own_desk or clocks.waits_for_call(case) or clocks.waits_for_extension(case)
        ):
            outside = timeline.sees_unit_only(case, parties)
            return facts.department if outside or not facts.owner else f"{facts.department} {facts.owner}"
        case _:
            return desk_of(case)


def _lead_of(force: SeenForce | None, case: Case, facts: Facts) -> str:
    """Whoever leads the task force at work has it, while it lies with the department; empty otherwise."""
    if force is None or not force.began_at or not force.lead or clocks.waits_for_respondent(case):
        return ""
    return f"{facts.department} {force.lead}" if turns.with_department(case) and not facts.unattended else ""


def desk_in_text(case: Case) -> str:
    """Who runs it, as a sentence names them."""
    return _("the supervisor") if case.supervisor_runs else _("the secretariat")


def desk_of(case: Case) -> str:
    """Who runs it, as a list names them."""
    return translated_labels(Role)[Role.SUPERVISOR if case.supervisor_runs else Role.SECRETARIAT]


def _leader_grants(case: Case, facts: Facts) -> bool:
    return clocks.leader_grants(case) and facts.leader_is_free


def _who_can_say(case: Case) -> Role:
    return Role.SECRETARIAT if case.open_for_office else Role.SUPERVISOR
