"""What one person may read of a case: `seen_by` makes the value that templates get."""

from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, select

from ... import clock
from ...accounts.models import Account
from ...directory.models import Department, DepartmentHandler
from ...extensions import db
from ...language.catalogue import translated_labels
from ...language.phones import mask_phone, show_phone
from ...members.models import Contact, Member
from ...rights import Actor, Role
from ...workdays import services as workdays
from ..access.eligible import unattended_expression
from ..access.visibility import by_reference, missing, nameless
from ..doing.desk import allowed
from ..models import Case, CaseConsent
from ..models_lists import CaseCategory
from ..rules import clocks
from ..rules.acts import Party
from ..rules.hand import Hand, load
from ..words import NEUTRAL_TITLES, Kind, State
from . import timeline, traces
from .seen import READS_ALL, SeenCase


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
        )
        .join(Member, Member.id == Case.member_id)
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
        )
        .join(Contact, Contact.id == Case.author_contact_id)
        .outerjoin(CaseCategory, CaseCategory.id == Case.category_id)
    ).first()
    if row is None:
        raise missing()
    unit = row.short_name or row.department or ""
    return row[0], Facts(row.firm, row.author, row.mobile, unit, row.owner or "", row.category or "", row.unattended)


def title_for(case: Case, parties: frozenset[Party], *, in_list: bool) -> str:
    """The title; of a confidential case a neutral one in lists for all but the author, the released one on its page.

    Of a suggestion without the name everybody else gets the masked one.
    """
    if Party.AUTHOR in parties or not nameless(case):
        return case.title
    if parties & READS_ALL and not (in_list and case.confidential):
        return case.title
    neutral = translated_labels(NEUTRAL_TITLES)[case.kind]
    return neutral if in_list and case.confidential else case.released_title or neutral


def seen_by(actor: Actor, case: Case, facts: Facts, *, hand: Hand | None = None, with_files: bool = True) -> SeenCase:
    """What this person may know of a case that `find_with_facts` found; `hand`: its `Hand`, if it is loaded already.

    Whatever is made of it, the log notes that they read the case.
    """
    traces.note_reading(actor, case)
    parties = (hand := hand or load(case, actor)).parties
    everything, words = bool(parties & READS_ALL), timeline.reads_words(case, parties)
    consented = _consented(actor, case)
    named = words or consented
    pressed = Party.RUNNER in parties and clocks.pressed_waits(case)
    return SeenCase(
        **{name: getattr(case, name) for name in OPEN_FACTS},
        kind_label=translated_labels(Kind)[case.kind],
        title=title_for(case, parties, in_list=False),
        state_label=translated_labels(State)[case.state],
        outcome=case.outcome if case.answered_at or case.closed_at else "",
        category=facts.category if timeline.reads_category(case, parties) else "",
        colour=clocks.colour(case),
        desk=_("the supervisor") if case.supervisor_runs else _("the secretariat"),
        holder=holder(case, facts, parties),
        next_step=pressed_step() if pressed else shown_step(case, parties),
        due_at=case.pressed_due_at if pressed else case.step_due_at,
        words_due_at=case.words_due_at if Party.RUNNER in parties else None,
        nameless=nameless(case),
        limit_days=_limit_days(case, hand),
        story=case.story if words else case.released_story,
        story_is_released=not words,
        evidence=case.evidence if everything else "",
        wish=case.wish if everything else "",
        firm=facts.firm if named else "",
        firm_id=case.member_id if named and not case.confidential else None,
        author=facts.author if everything or consented else "",
        author_phone=_author_phone(facts, parties),
        parties=parties,
        acts=allowed(hand),
        events=tuple(timeline.events(hand, named)),
        rounds=tuple(timeline.rounds(hand)),
        files=timeline.files(hand) if with_files else (),
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
        "reader": is_author and (case.state in clocks.WAITS_FOR_MEMBER or case.question == "again"),
        "question": is_author and bool(case.question),
        "consent": is_author and clocks.waits_for_consent(case),
        "handler": Party.RUNNER in parties and facts.unattended,
        "words": Party.RUNNER in parties and case.words_due_at is not None,
    }
    return frozenset(name for name, yes in waits.items() if yes)


def _author_phone(facts: Facts, parties: frozenset[Party]) -> str:
    if Party.AUTHOR in parties:
        return show_phone(facts.author_mobile)
    return mask_phone(facts.author_mobile) if Party.RUNNER in parties else ""


def _consented(actor: Actor, case: Case) -> bool:
    if actor.role != Role.HANDLER or case.anonymous:
        return False
    query = select(CaseConsent.id).where(
        CaseConsent.case_id == case.id,
        CaseConsent.recipient_department_id == actor.department_id,
        CaseConsent.granted | (CaseConsent.legal_duty != ""),
    )
    return db.session.scalar(query.limit(1)) is not None


def _limit_days(case: Case, hand: Hand) -> int | None:
    if hand.round is None or case.state not in (State.ASSIGNED, State.IN_PROGRESS, State.ANSWER_REVIEW):
        return None
    return workdays.until(clock.local(hand.round.began_at).date(), clock.local(hand.round.due_at).date())


def holder(case: Case, facts: Facts, parties: frozenset[Party]) -> str:
    """Who has it now; of a confidential case the leader sees the department only, of any case the president does."""
    if clocks.waits_for_respondent(case):
        return _("the member") if case.question == "again" else translated_labels(Role)[_who_can_say(case)]
    match case.state:
        case State.SUPPLEMENTING | State.ANSWERED:
            return _("the member")
        case State.NOT_ACCEPTED:
            decides = Role.LEADER if case.leader_decides else Role.SUPERVISOR
            return translated_labels(Role)[decides] if clocks.waits_for_objection(case) else ""
        case State.CLOSED | State.WITHDRAWN:
            return ""
        case State.IN_PROGRESS if clocks.waits_for_extension(case) and clocks.leader_grants(case):
            return translated_labels(Role)[Role.LEADER]
        case State.ASSIGNED | State.IN_PROGRESS if not (
            case.own_desk or clocks.waits_for_call(case) or clocks.waits_for_extension(case)
        ):
            outside = Party.PRESIDENT in parties or (case.confidential and Party.LEADER in parties)
            return facts.department if outside or not facts.owner else f"{facts.department} {facts.owner}"
        case _:
            return translated_labels(Role)[Role.SUPERVISOR if case.supervisor_runs else Role.SECRETARIAT]


def _who_can_say(case: Case) -> Role:
    return Role.SUPERVISOR if case.entered_by_id is None else Role.SECRETARIAT


NEXT_STEPS = {
    "respondent": _l("Say whom it is about"),
    "first_contact": _l("Contact or accept"),
    State.SUBMITTED: _l("Decide whether to accept"),
    State.SUPPLEMENTING: _l("Supply what is missing"),
    State.NOT_ACCEPTED: _l("Decide the objection"),
    State.ACCEPTED: _l("Assign"),
    State.ASSIGNED: _l("Sign for it"),
    "call": _l("Call the member"),
    "extension": _l("Decide the extension"),
    State.IN_PROGRESS: _l("Work out the answer"),
    State.ANSWER_REVIEW: _l("Review the answer"),
    State.ANSWERED: _l("Rate the answer"),
}


def next_step(case: Case) -> str:
    """What comes next, in a few words; empty where nothing does."""
    step: str = case.state
    if clocks.waits_for_respondent(case):
        step = "respondent"
    elif step == State.SUBMITTED and not case.contacted_at:
        step = "first_contact"
    elif step == State.NOT_ACCEPTED and not clocks.waits_for_objection(case):
        return ""
    elif step == State.IN_PROGRESS:
        step = "call" if clocks.waits_for_call(case) else "extension" if case.extension_asked else step
    return translated_labels(NEXT_STEPS).get(step, "")


STEP_READERS = frozenset({Party.RUNNER, Party.HANDLER})
"""Who reads the owner's own words for the next step, whatever was held back of them."""


def words_step() -> str:
    """What whoever runs it has to do where something was held back."""
    return _("Look through what was written")


def pressed_step() -> str:
    """What whoever runs it has to do, and nobody else is told of, where the author was pressed to withdraw."""
    return _("Speak to the author")


def shown_step(case: Case, parties: frozenset[Party]) -> str:
    """What comes next: in the owner's own words while the owner has it, if this reader may read them."""
    with_owner = case.state in (State.ASSIGNED, State.IN_PROGRESS) and not timeline.hides_notes(case, parties)
    own = case.next_step if parties & STEP_READERS or case.others_step is None else case.others_step
    waits = clocks.waits_for_call(case) or clocks.waits_for_extension(case)
    return (own if with_owner and case.next_step and not waits else "") or next_step(case)
