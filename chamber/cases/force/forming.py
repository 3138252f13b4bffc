"""Forming a task force: proposed, decided on, its people changed, dissolved."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select, update

from ... import clock
from ...directory.models import Department
from ...errors import Conflict, DomainError
from ...extensions import db
from ...language.text import checked_text, clean
from ...rights import Actor
from ...workdays import services as workdays
from ..doing.desk import MOVED_ON, Which, needed, note, take
from ..doing.releasing import hold_back, refuse_telling
from ..models import Case
from ..rules.acts import Act, Audience
from ..rules.hand import Hand
from ..rules.limits import days_of
from . import may
from .models import CaseForce, CaseForcePerson
from .people import Seat, checked

LONGEST = 1000


def propose_task_force(
    which: Which, purpose: str, lead: Seat | None, others: Iterable[Seat], *, actor: Actor
) -> CaseForce:
    """Propose people and a purpose; whoever decides has three working days, then it begins provisionally.

    DomainError where the purpose is missing or tells whose nameless case it is, or the people do not fit: see
    `people.checked`.
    """
    hand = take(which, Act.PROPOSE_TASK_FORCE, actor=actor)
    purpose = checked_text(purpose, LONGEST, "text", _("Please write what it is to bring about."), lines=True)
    refuse_telling(hand.case, {"text": purpose})
    seats, now = checked(hand, lead, others), clock.now()
    force = CaseForce(
        case_id=hand.case.id,
        purpose=purpose,
        proposed_at=now,
        proposed_by_id=actor.account_id,
        decide_by=workdays.deadline(now, days_of(hand.case.limits, "force_decision")),
    )
    db.session.add(force)
    db.session.flush()
    _seat(force, seats, now, seats[0])
    hand.force = (force,)
    note(
        hand,
        Act.PROPOSE_TASK_FORCE,
        text=purpose,
        audience=Audience.UNIT,
        departments=_departments(seats),
        decide_by=force.decide_by.isoformat(),
    )
    return force


def _seat(force: CaseForce, seats: Sequence[Seat], now: datetime, lead: Seat) -> None:
    for seat in seats:
        db.session.add(
            CaseForcePerson(
                force_id=force.id,
                department_id=seat.department_id,
                account_id=seat.account_id,
                name=seat.name,
                leads=seat == lead,
                since_at=now,
            )
        )
    db.session.flush()


def _departments(seats: Iterable[Seat]) -> list[str]:
    """The names of the departments, each once, the lead first."""
    ids = list(dict.fromkeys(one.department_id for one in seats))
    rows = db.session.execute(select(Department.id, Department.name).where(Department.id.in_(ids)))
    names = {row.id: row.name for row in rows}
    return [names[one] for one in ids]


def _live(hand: Hand) -> CaseForce:
    force = may.live(hand)
    if force is None:
        raise Conflict(str(MOVED_ON))
    return force


def decide_task_force(which: Which, approved: bool, reason: str, *, actor: Actor) -> CaseForce:
    """Approve it, so that it begins unless it has already, or turn it down with a reason.

    What may name somebody in a case without names is held back until it was looked through.
    """
    hand = take(which, Act.DECIDE_TASK_FORCE, actor=actor)
    reason = clean(reason, lines=True) if approved else needed(reason, "text", _("Please give the reason."))
    force, now, held = _live(hand), clock.now(), hold_back(hand, text=reason)
    force.decided_at, force.decided_by_id, force.approved = now, actor.account_id, approved
    note(hand, Act.DECIDE_TASK_FORCE, text=reason, audience=Audience.UNIT, held=bool(held), granted=approved)
    if not approved:
        force.ended_at = now
    elif force.began_at is None:
        begin_task_force(hand, force)
    return force


def begin_task_force(hand: Hand, force: CaseForce) -> None:
    """It works from now on; provisionally where nobody has decided."""
    force.began_at, force.provisional = clock.now(), force.decided_at is None
    lead = select(CaseForcePerson.department_id).where(
        CaseForcePerson.force_id == force.id, CaseForcePerson.leads, CaseForcePerson.left_at.is_(None)
    )
    unit = db.session.scalar(select(Department.name).where(Department.id.in_(lead)))
    note(hand, Act.BEGIN_TASK_FORCE, lead=unit or "", provisional=force.provisional)


def change_task_force(
    which: Which, reason: str, lead: Seat | None, others: Iterable[Seat], *, actor: Actor
) -> CaseForce:
    """Other people, or another lead, with the reason. DomainError where nothing changes, or as in `people.checked`."""
    hand = take(which, Act.CHANGE_TASK_FORCE, actor=actor)
    reason = needed(reason, "reason", _("Please give the reason."))
    refuse_telling(hand.case, {"reason": reason})
    force, seats, now = _live(hand), checked(hand, lead, others), clock.now()
    there = {Seat(one.department_id, one.account_id, one.name): one for one in people_of(force)}
    leading = next((seat for seat, row in there.items() if row.leads), None)
    if set(seats) == there.keys() and seats[0] == leading:
        raise DomainError(_("Please choose other people, or another lead."), field="people")
    for seat, row in there.items():
        # A new lead is a new line too, so that what somebody was stays known.
        if seat not in seats or row.leads != (seat == seats[0]):
            row.left_at = now
    kept = {seat for seat, row in there.items() if row.left_at is None}
    _seat(force, [one for one in seats if one not in kept], now, seats[0])
    note(hand, Act.CHANGE_TASK_FORCE, text=reason, audience=Audience.UNIT, departments=_departments(seats))
    return force


def people_of(force: CaseForce) -> Sequence[CaseForcePerson]:
    """Who sits in it now."""
    query = select(CaseForcePerson).where(CaseForcePerson.force_id == force.id, CaseForcePerson.left_at.is_(None))
    return db.session.scalars(query.order_by(CaseForcePerson.leads.desc(), CaseForcePerson.id)).all()


def end_task_force(which: Which, reason: str, *, actor: Actor) -> Case:
    """Dissolve it, with the reason."""
    hand = take(which, Act.END_TASK_FORCE, actor=actor)
    reason = needed(reason, "reason", _("Please give the reason."))
    refuse_telling(hand.case, {"reason": reason})
    force = _live(hand)
    force.ended_at = clock.now()
    db.session.execute(
        update(CaseForcePerson)
        .where(CaseForcePerson.force_id == force.id, CaseForcePerson.left_at.is_(None))
        .values(left_at=force.ended_at)
    )
    note(hand, Act.END_TASK_FORCE, text=reason, audience=Audience.UNIT)
    return hand.case
