"""What time alone causes: silent steps and the overdue flag. Safe to repeat; makes up for days without a run."""

from collections import Counter
from collections.abc import Callable

from sqlalchemy import select

from ... import clock
from ...accounts.models import AccountRole
from ...audit import services as audit
from ...errors import DomainError
from ...extensions import db, each_alone, unit_of_work
from ...members.models import Contact
from ...rights import Role
from ...workdays import services as workdays
from ..access import eligible
from ..force import starting
from ..ladder import climbing
from ..models import Case
from ..pausing import monitoring
from ..rules import clocks
from ..rules.conditions import lies_with_department
from ..rules.hand import Hand, load
from ..suggestions import implementing
from ..words import State
from .answering import nobody_said
from .closing import close_silently, lapse, sign_silently
from .recounting import recount_decreed

STEPS: dict[str, Callable[[Hand], None]] = {
    State.ASSIGNED: sign_silently,
    State.SUPPLEMENTING: lapse,
    State.ANSWERED: close_silently,
}
AUTHOR_LIMITS: dict[str, str] = {State.SUPPLEMENTING: "supplement", State.ANSWERED: "rate"}
"""What waits for the author until when, by the keys of limits."""


def run() -> dict[str, int]:
    """Do what has become due by now, each case in a transaction of its own; returns how often what was done.

    A silent step counts from the moment that its limit ended, not from when this runs: signing, the lapse of a
    supplement and closing without a rating are written with that time. `failed`: cases that could not be caught up.
    """
    done: Counter[str] = Counter()
    now = clock.now()
    with unit_of_work():
        recount_decreed()
        _find_arbiters()
        _find_runners()
    done.update(each_alone(monitoring.to_tell(), _tell_monitored, "nobody could be told of the waiting case %d"))
    done.update(
        each_alone(implementing.to_close(), _ask_to_close, "nobody could be asked whether case %d is carried out")
    )
    due = list(
        db.session.scalars(
            select(Case.id)
            .where(clocks.open_expression() | Case.open_since.is_not(None), Case.step_due_at < now)
            .order_by(Case.step_due_at, Case.id)
        )
    )
    done.update(each_alone(due, _catch_up, "case %d could not be caught up"))
    done.update(starting.start())
    done.update(climbing.climb())
    return {name: number for name, number in done.items() if number}


def _tell_monitored(case_id: int) -> list[str]:
    monitoring.tell_monitored(case_id)
    return ["told"]


def _ask_to_close(case_id: int) -> list[str]:
    implementing.ask_to_close(case_id)
    return ["to close"]


def _find_arbiters() -> None:
    """Give each objection whose arbiter is not there any more to whoever is free to decide it."""
    query = select(Case).where(clocks.objection_expression()).order_by(Case.id)
    for case in db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).all():
        now = Role.LEADER if case.leader_decides else Role.SUPERVISOR
        decides = now if eligible.is_free(now, case) else eligible.arbiter(case)
        if decides not in (now, None):
            case.leader_decides = decides == Role.LEADER
            audit.record("case.arbiter_changed", "case", case.id, actor=None)


def _find_runners() -> None:
    """Let the supervisor run what its firm brought in confidence, where all of the secretariat are of that firm now."""
    office = AccountRole.role == Role.SECRETARIAT
    of_office = select(Contact.member_id).join(AccountRole, AccountRole.account_id == Contact.account_id).where(office)
    theirs = (Case.confidential, Case.supervisor_runs.is_(False), Case.open_since.is_(None), clocks.open_expression())
    query = select(Case).where(*theirs, Case.member_id.in_(of_office)).order_by(Case.id)
    for case in db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).all():
        eligible.hand_over(case)


def each_day() -> str:
    """`run`, with a sentence for the log of the pass. DomainError where some cases could not be brought up to date."""
    done = run()
    summary = ", ".join(f"{name}: {number}" for name, number in sorted(done.items())) or "nothing was due"
    if failed := done.get("failed"):
        raise DomainError(f"{summary}. {failed} of the cases could not be caught up; the lines above say why.")
    return summary


def _catch_up(case_id: int) -> list[str]:
    case = db.session.get(Case, case_id, with_for_update=True, populate_existing=True)
    now = clock.now()
    if case is None or case.step_due_at is None or case.step_due_at >= now:
        return []
    done = []
    hand = load(case, None)
    # The flag first: that the department signed too late stays true after its silence has counted.
    if clocks.mark_lateness(case, hand.round):
        done.append("overdue")
    state, ended = case.state, case.step_due_at
    if state == State.ASSIGNED and hand.lead and lies_with_department(hand):
        # The handling may be due before the signing is: then it is late already, but nobody was silent yet.
        ended = max(ended, workdays.deadline(hand.lead.assigned_at, case.limits["sign"]))
    waits = clocks.waits_for_respondent(case)
    step = nobody_said if waits else STEPS.get(state)
    if state in AUTHOR_LIMITS and not waits and _wait_for_account(case):
        done.append("without account")
    elif ended < now and step and (waits or not _nobody_there(case)):
        with clock.at(ended):
            step(hand)
        done.append(state)
        if case.step_due_at is not None and case.step_due_at < now and clocks.mark_lateness(case, hand.round):
            done.append("overdue")
    return done


def _wait_for_account(case: Case) -> bool:
    """Whether its author cannot answer here, or only now: silence of who was never here ends nothing.

    Whoever runs it calls them, and says how it goes on; who has an account meanwhile has the whole limit.
    """
    if case.author_account_id is not None or case.author_left_at is not None:
        return False
    if db.session.get_one(Contact, case.author_contact_id).account_id is None:
        if case.author_due_at is None:
            clocks.begin_author_decision(case)
        return True
    if case.author_due_at is None:
        return False
    clocks.begin_step(case, AUTHOR_LIMITS[case.state])
    return True


def _nobody_there(case: Case) -> bool:
    """Whether those whose silence would count cannot act: nobody of a department, an author locked out or gone."""
    author_cannot = case.locked_at is not None and case.state in clocks.WAITS_FOR_MEMBER
    return eligible.unattended(case) or author_cannot or clocks.stands_still(case)
