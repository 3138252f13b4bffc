"""What is late, whose it is, and from when its working days count; people above it, who may see it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ... import clock
from ...accounts.acting import ActingAs
from ...accounts.models import Account
from ...directory.models import DepartmentHandler
from ...extensions import db
from ...members.standing.reading import head_of_office
from ...rights import Role
from ...workdays import services as workdays
from ..access import eligible
from ..models import Case, CaseEvent
from ..rules import clocks, turns
from ..rules.acts import Act
from ..rules.hand import Hand
from ..rules.limits import days_of
from ..words import TOP_LEVEL, State

LEAD, HEAD, LEADER = 1, 2, 3
ABOVE: dict[Role, tuple[int, ...]] = {
    Role.HANDLER: (LEAD, HEAD, LEADER, TOP_LEVEL),
    Role.SECRETARIAT: (LEADER, TOP_LEVEL),
    Role.LEADER: (TOP_LEVEL,),
    Role.SUPERVISOR: (LEADER,),
}
"""The levels above whoever is late: nobody supervises a delay of their own."""


@dataclass(frozen=True)
class Lateness:
    """One late step."""

    due_at: datetime
    since: datetime
    """From when its working days count: from the date, or from when it came to who has it now, where that is later."""
    role: Role
    department_id: int | None = None

    @property
    def holder(self) -> str:
        """As `CaseRung.holder` keeps it."""
        return str(self.role if self.department_id is None else self.department_id)


def lateness(hand: Hand) -> Lateness | None:
    """What of this case is late now; none where nothing is, or where nobody could do anything: its clock stands still.

    A department that has not signed in time is not late with the signing: that is done by silence.
    """
    case = hand.case
    due = case.step_due_at
    if due is None or due >= clock.now() or case.open_since is not None or not clocks.is_waiting(case):
        return None
    if not turns.with_department(case):
        return Lateness(due, max(due, _own_end(hand) or due), _desk(case))
    if case.state == State.ASSIGNED and due != case.due_at and not eligible.unattended(case):
        return None
    return Lateness(due, _with_department_since(hand, due), Role.HANDLER, case.lead_department_id)


def _desk(case: Case) -> Role:
    """Who has it where no department does."""
    if clocks.waits_for_objection(case):
        return Role.LEADER if case.leader_decides else Role.SUPERVISOR
    if clocks.waits_for_extension(case) and eligible.leader_grants(case):
        return Role.LEADER
    return Role.SUPERVISOR if case.supervisor_runs else Role.SECRETARIAT


def _own_end(hand: Hand) -> datetime | None:
    """Until when whoever has it had time of their own, where the whole handling was due before that."""
    case, current, asked = hand.case, hand.round, hand.extension
    if case.step_due_at != case.due_at:
        return None
    if case.state == State.ANSWER_REVIEW and current and current.drafted_at:
        return workdays.deadline(current.drafted_at, case.limits["review"])
    if clocks.waits_for_extension(case) and asked:
        return workdays.deadline(asked.asked_at, days_of(case.limits, "extension_decision"))
    return case.decision_due_at if case.state == State.ACCEPTED else None


def _with_department_since(hand: Hand, due: datetime) -> datetime:
    """When it came to the department, or back to it: before that others had it."""
    case, current, asked = hand.case, hand.round, hand.extension
    times = [due]
    if hand.lead and due == case.due_at:
        times.append(workdays.deadline(hand.lead.assigned_at, case.limits["sign"]))
    if case.round_number > 1 and case.contacted_at:
        times.append(case.contacted_at)
    if asked and asked.decided_at:
        times.append(asked.decided_at)
    if current and current.drafted_at and current.drafted_at <= due:
        returned = (CaseEvent.case_id == case.id, CaseEvent.act == Act.RETURN_ANSWER)
        times += filter(None, [db.session.scalar(select(func.max(CaseEvent.at)).where(*returned))])
    return max(times)


def is_there(level: int, case: Case) -> bool:
    """Whether somebody of this level may be told of the case; else it goes to the next one above."""
    if level == LEAD:
        return not _lead_is_kept_out(case)
    if level == HEAD:
        return any(eligible.sees(*one, case.id) for one in heads())
    return eligible.is_free(Role.LEADER if level == LEADER else Role.SUPERVISOR, case)


def heads() -> list[tuple[int, ActingAs]]:
    """The head of the secretariat; where nobody is marked as that, the whole secretariat."""
    office, head = eligible.holders(Role.SECRETARIAT), head_of_office()
    return [one for one in office if one[0] == head] or office


def leads(department_id: int | None) -> list[tuple[int, ActingAs]]:
    """The head handler of a department who can sign in; where there is none, its other handlers who can."""
    handler = DepartmentHandler
    query = (
        select(handler.account_id, handler.is_lead)
        .join(Account, Account.id == handler.account_id)
        .where(handler.department_id == department_id, eligible.CAN_SIGN_IN)
        .order_by(handler.account_id)
    )
    rows = db.session.execute(query).all()
    acting_as = ActingAs(Role.HANDLER, "", department_id=department_id)
    return [(row.account_id, acting_as) for row in rows if row.is_lead or not any(one.is_lead for one in rows)]


def _lead_is_kept_out(case: Case) -> bool:
    """Whether whoever leads the department must not see it; a department that nobody signs in for gets a paper."""
    found = leads(case.lead_department_id)
    return bool(found) and not any(eligible.sees(*one, case.id) for one in found)
