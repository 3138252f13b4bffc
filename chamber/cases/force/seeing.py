"""What one person may know of the task force of a case that they see."""

from collections.abc import Iterator

from sqlalchemy import select

from ...accounts.models import Account
from ...directory.models import Department
from ...extensions import db
from ..access import eligible
from ..reading.seen import OUTSIDE
from ..reading.timeline import sees_unit_only
from ..rules.hand import Hand
from . import may
from .models import CaseForce, CaseForcePerson
from .seen import SeenForce, SeenPerson


def seen(hand: Hand) -> SeenForce | None:
    """The task force that has not ended; outside only once it has begun. None where there is none to know of."""
    force = may.live(hand)
    is_public = bool(hand.parties & OUTSIDE)
    if force is None or (is_public and force.began_at is None):
        return None
    people = tuple(_people(hand, force))
    now = tuple(one for one in people if one.left_at is None)
    lead = next((one for one in now if one.leads), None)
    there = lead is not None and not lead.is_gone
    return SeenForce(
        is_public=is_public,
        unit=lead.unit if lead else "",
        lead=lead.name if lead and there and not is_public else "",
        purpose="" if is_public else force.purpose,
        proposed_at=force.proposed_at,
        decide_by=force.decide_by,
        decided_at=force.decided_at,
        approved=force.approved,
        began_at=force.began_at,
        provisional=force.provisional,
        people=() if is_public else now,
        former=() if is_public else tuple(one for one in people if one.left_at is not None),
        is_mine=may.sits(hand),
    )


def _people(hand: Hand, force: CaseForce) -> Iterator[SeenPerson]:
    query = (
        select(CaseForcePerson, Department.name, Department.short_name, Account.name.label("account"))
        .join(Department, Department.id == CaseForcePerson.department_id)
        .outerjoin(Account, Account.id == CaseForcePerson.account_id)
        .where(CaseForcePerson.force_id == force.id)
        .order_by(CaseForcePerson.leads.desc(), CaseForcePerson.id)
    )
    at_work = {row.department_id for row in hand.assignments}
    free = {(row.department_id, row.account_id) for row in eligible.handlers_free_for(hand.case, at_work)}
    unit_only = sees_unit_only(hand.case, hand.parties)
    for row in db.session.execute(query):
        one = row.CaseForcePerson
        there = (one.department_id, one.account_id) in free if one.account_id else one.department_id in at_work
        yield SeenPerson(
            unit=row.short_name or row.name,
            name="" if unit_only else row.account or one.name,
            leads=one.leads,
            since_at=one.since_at,
            left_at=one.left_at,
            is_gone=one.left_at is None and not there,
            in_words=one.account_id is None,
        )
