"""Who is told of a task force."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from ...accounts.acting import ActingAs
from ...extensions import db
from ...messages import Tell, To
from ...registry import Act
from ...rights import Role
from ..access import eligible
from ..addressees import DESK, FORCE, LEADER, WORK
from ..models import Case
from .models import CaseForce, CaseForcePerson


def _newest(case: Case) -> CaseForce | None:
    query = select(CaseForce).where(CaseForce.case_id == case.id).order_by(CaseForce.id.desc())
    return db.session.scalars(query.limit(1)).first()


def concerns(case: Case, to: To) -> bool:
    """Whether its beginning, other people in it, or its end is news for them: of none that has not begun."""
    force = _newest(case)
    if force is None or force.began_at is None:
        return False
    if to not in (DESK, LEADER):
        return True
    # Who approved it, and who hears of the decision, need not hear that it began by it.
    return force.decided_at is None and (to == DESK or eligible.leader_grants(case))


def people(case: Case) -> list[tuple[int, ActingAs]]:
    """The accounts that sit in it, or sat in it to its end."""
    force, person = _newest(case), CaseForcePerson
    if force is None:
        return []
    there = or_(person.left_at.is_(None), person.left_at == force.ended_at)
    query = select(person.account_id, person.department_id).where(
        person.force_id == force.id, person.account_id.is_not(None), there
    )
    rows = db.session.execute(query.order_by(person.id)).all()
    return [(row.account_id, ActingAs(Role.HANDLER, "", department_id=row.department_id)) for row in rows]


ACTS = (
    Act(
        "time.case_meeting_soon",
        _l("A task force meets soon"),
        (Tell(FORCE, _l("The task force of %(what)s meets within a day."), WORK),),
    ),
)
"""What time alone says of its meetings."""
