"""Who is notified of a case: the accounts that an addressee (`addressees.py`) means, if they may see the case."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from ... import clock
from ...accounts.acting import ActingAs
from ...directory.models import DepartmentHandler
from ...extensions import db
from ...language.catalogue import translated_labels
from ...members.models import Contact
from ...messages import Happened, Shown, Source, To
from ...notifications import services as notifications
from ...rights import Actor, Role
from .. import addressees
from ..access.eligible import holders, leader_grants, sees, unattended
from ..access.visibility import denied, visible_to
from ..force import telling as force
from ..ladder.late import heads, leads
from ..models import Case, CaseAssignment, CaseColleague, CaseEvent, CaseRound
from ..rules import clocks
from ..rules.acts import Act, Audience
from ..rules.conditions import was_bad
from ..rules.holding import looked_through_words
from ..words import ENDED, Kind, State


def recipients(happened: Happened, to: To) -> list[int]:
    """The accounts that an addressee means for what happened to a case."""
    case = db.session.get(Case, happened.subject_id)
    if case is None or not _concerns(case, happened, to):
        return []
    return [account_id for account_id, acting_as in _candidates(case, to) if _may_know(account_id, acting_as, case, to)]


def _may_know(account_id: int, acting_as: ActingAs, case: Case, to: To) -> bool:
    # The department that it was taken from does not see it any more; whom it is about is not notified at all.
    return sees(account_id, acting_as, case.id, once_granted=to == addressees.FORMER)


def _concerns(case: Case, happened: Happened, to: To) -> bool:
    """Whether this act of this case is news for them at all."""
    at_work = case.state in (State.ASSIGNED, State.IN_PROGRESS) and not case.own_desk
    has_it = at_work and not clocks.waits_for_call(case)
    match happened.act.removeprefix("case."):
        case "time.case_due_soon":
            return to == _late_soon(case, has_it)
        case "time.case_overdue":
            late = _late_soon(case, has_it)
            return to == (addressees.IN_CHARGE if late == addressees.LEAD else late)
        case "time.case_level_1":
            return to == (addressees.IN_CHARGE if leads(case.lead_department_id) else addressees.DESK)
        case Act.REPORT_PROGRESS:
            notes = select(CaseEvent.audience).where(CaseEvent.case_id == case.id, CaseEvent.act == Act.REPORT_PROGRESS)
            return db.session.scalar(notes.order_by(CaseEvent.id.desc()).limit(1)) == Audience.ALL
        case Act.RATE:
            rated = select(CaseRound).where(CaseRound.case_id == case.id, CaseRound.rated_at.is_not(None))
            last = db.session.scalars(rated.order_by(CaseRound.number.desc()).limit(1)).first()
            return last is not None and was_bad(last)
        case Act.REOPEN if to == addressees.FORMER:
            return case.state == State.ACCEPTED
        case Act.RECUSE if to == addressees.DESK:
            return case.supervisor_runs
        case Act.RECUSE:
            return clocks.waits_for_objection(case)
        case Act.ASK_EXTENSION:
            return (to == addressees.LEADER) == leader_grants(case)
        case Act.BEGIN_TASK_FORCE | Act.CHANGE_TASK_FORCE | Act.END_TASK_FORCE:
            return force.concerns(case, to)
        case Act.LOOK_THROUGH:
            return to == _reader_of_words(case)
        case _:
            return True


def _reader_of_words(case: Case) -> To | None:
    """Who else waits for what was looked through last: the author for a public note, who decides, who asked."""
    if not looked_through_words(case):
        return None
    held = select(CaseEvent.act, CaseEvent.audience).where(CaseEvent.case_id == case.id, CaseEvent.held_at.is_not(None))
    newest = held.order_by(CaseEvent.released_at.is_(None), CaseEvent.released_at.desc(), CaseEvent.id.desc()).limit(1)
    row = db.session.execute(newest).one()
    if row.act == Act.REPORT_PROGRESS:
        return addressees.AUTHOR if row.audience == Audience.ALL else None
    return {Act.ASK_EXTENSION: addressees.LEADER, Act.DECIDE_EXTENSION: addressees.LEAD}.get(row.act)


def _late_soon(case: Case, lies_with_department: bool) -> To:
    """Who has to do what is due next."""
    if clocks.waits_for_objection(case):
        return addressees.SUPERVISOR
    if clocks.waits_for_extension(case):
        return addressees.LEADER if leader_grants(case) else addressees.DESK
    return addressees.LEAD if lies_with_department and not unattended(case) else addressees.DESK


def _candidates(case: Case, to: To) -> Iterable[tuple[int, ActingAs]]:
    """Everybody whom the addressee means, each in the role in which it does."""
    match to:
        case addressees.DESK:
            return holders(Role.SUPERVISOR if case.supervisor_runs else Role.SECRETARIAT)
        case addressees.LEADER:
            return holders(Role.LEADER)
        case addressees.SUPERVISOR:
            return holders(Role.LEADER if case.leader_decides else Role.SUPERVISOR)
        case addressees.LEAD if case.lead_department_id is not None:
            return _handlers(case.lead_department_id)
        case addressees.IN_CHARGE if case.lead_department_id is not None:
            owner = [one for one in _handlers(case.lead_department_id) if one[0] == case.owner_id]
            return owner + leads(case.lead_department_id)
        case addressees.HEAD:
            return heads()
        case addressees.FORCE:
            return force.people(case)
        case addressees.TOP:
            return holders(Role.SUPERVISOR)
        case addressees.FORMER:
            lost = select(CaseAssignment.department_id).where(
                CaseAssignment.case_id == case.id, CaseAssignment.is_lead, CaseAssignment.ended_at.is_not(None)
            )
            return _handlers(db.session.scalar(lost.order_by(CaseAssignment.id.desc()).limit(1)))
        case addressees.AUTHOR:
            return _contacts(Contact.id == case.author_contact_id)
        case addressees.COLLEAGUE:
            named = select(CaseColleague.contact_id).where(CaseColleague.case_id == case.id)
            return _contacts(Contact.id.in_(named.order_by(CaseColleague.named_at.desc()).limit(1)))
        case _:
            return []


def _handlers(department_id: int | None) -> list[tuple[int, ActingAs]]:
    acting_as = ActingAs(Role.HANDLER, "", department_id=department_id)
    rows = select(DepartmentHandler.account_id).where(DepartmentHandler.department_id == department_id)
    return [(account_id, acting_as) for account_id in db.session.scalars(rows)]


def _contacts(which: object) -> list[tuple[int, ActingAs]]:
    rows = db.session.execute(
        select(Contact.account_id, Contact.id).where(which, Contact.account_id.is_not(None))  # type: ignore[arg-type]
    )
    return [(row.account_id, ActingAs(Role.MEMBER, "", contact_id=row.id)) for row in rows]


def can_see(account_id: int, to: To, case_id: int) -> bool:
    """Whether an account that was notified as this addressee may still see the case."""
    case = db.session.get(Case, case_id)
    return case is not None and any(
        one == account_id and _may_know(account_id, acting_as, case, to) for one, acting_as in _candidates(case, to)
    )


def shown(actor: Actor, case_ids: Sequence[int]) -> dict[int, Shown]:
    """Cases by kind and number, never by title: the bell is read over a shoulder."""
    query = select(Case.id, Case.kind, Case.reference, visible_to(actor).label("open"))
    kinds = translated_labels(Kind)
    return {
        row.id: Shown(
            f"{kinds[row.kind]} {row.reference}",
            "cases.show" if row.open else "cases.index",
            {"reference": row.reference} if row.open else {},
        )
        for row in db.session.execute(query.where(Case.id.in_(case_ids), _heard_of(actor)))
    }


def _heard_of(actor: Actor) -> ColumnElement[bool]:
    """What a person sees, and what was taken from their department: they know that it is there."""
    taken = exists().where(
        CaseAssignment.case_id == Case.id,
        CaseAssignment.department_id == actor.department_id,
        CaseAssignment.is_lead,
        CaseAssignment.ended_at.is_not(None),
        CaseAssignment.ended_at.is_distinct_from(Case.sent_back_at),
    )
    return or_(visible_to(actor), and_(taken, ~denied(actor))) if actor.role == Role.HANDLER else visible_to(actor)


def pass_time() -> int:
    """Notify of limits that came near or have passed; harmless when repeated. How many lines are new."""
    now = clock.now()
    near = select(Case.id, Case.step_due_at, Case.blue_at).where(
        clocks.waiting_expression(), (Case.blue_at <= now) | (Case.step_due_at < now)
    )
    notified = 0
    for row in db.session.execute(near).all():
        act = "time.case_overdue" if row.step_due_at and row.step_due_at < now else "time.case_due_soon"
        due = row.step_due_at.isoformat() if row.step_due_at else ""
        notified += notifications.notify("case", Happened(act, row.id, due, now))
    return notified + _tell_of_words(now) + _tell_of_authors(now)


def _tell_of_words(now: datetime) -> int:
    """Tell who runs a case that something was held back, and once more when it waited too long.

    Not in the act itself: the time that it takes would tell who wrote it.
    """
    held = select(Case.id, Case.words_due_at).where(Case.words_due_at.is_not(None))
    told = 0
    for row in db.session.execute(held).all():
        why = f"{'late' if row.words_due_at < now else 'held'} {row.words_due_at.isoformat()}"
        told += notifications.notify("case", Happened("time.case_words_wait", row.id, why, now))
    return told


def _tell_of_authors(now: datetime) -> int:
    """Tell who runs a case that its author, who has no account, has to be called, and once more where it is late."""
    query = select(Case.id, Case.author_due_at, Case.author_left_at).where(Case.author_due_at.is_not(None))
    told = 0
    for row in db.session.execute(query.where(Case.state.not_in(ENDED))).all():
        late = row.author_due_at < now
        if late or row.author_left_at is None:
            why = f"{'late' if late else 'due'} {row.author_due_at.isoformat()}"
            told += notifications.notify("case", Happened("time.case_author_waits", row.id, why, now))
    return told


def known(actor: Actor) -> Select[Any]:
    """The cases whose messages this person may know of."""
    return select(Case.id).where(_heard_of(actor))


SOURCE = Source(recipients, shown, can_see, known=known)
