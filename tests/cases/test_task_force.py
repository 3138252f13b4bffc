"""A task force: proposed, approved or begun provisionally, turned down, its people changed, dissolved."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from chamber import clock as clocks
from chamber.accounts.models import Account
from chamber.cases.access import respondents
from chamber.cases.doing import daily, routing
from chamber.cases.doing.routing import Route
from chamber.cases.force import forming, starting
from chamber.cases.force.models import CaseForce, CaseForcePerson
from chamber.cases.force.people import Seat
from chamber.cases.models import CaseEvent
from chamber.cases.rules.acts import Act
from chamber.cases.words import Complexity, Kind, State
from chamber.directory.models import DepartmentHandler
from chamber.errors import Conflict, DomainError, Forbidden
from chamber.extensions import db
from chamber.rights import Role
from chamber.workdays import services as workdays
from tests.cases.reading import acts_of
from tests.conftest import Clock
from tests.factories.accounts import make_account
from tests.factories.cases import Drive
from tests.factories.forces import PURPOSE, at_work, lead_of, other_of, proposed, two_at_work
from tests.factories.notifications import lines_of


def told(account: Account) -> list[str]:
    """What this person was told of task forces, the oldest first."""
    return [one.line for one in lines_of(account) if "task_force" in one.line]


def force_of(drive: Drive) -> CaseForce:
    """The newest one of the case."""
    newest = select(CaseForce).where(CaseForce.case_id == drive.case.id).order_by(CaseForce.id.desc())
    return db.session.scalars(newest).first()  # type: ignore[return-value]


def began(drive: Drive) -> int:
    """How often one began."""
    return db.session.query(CaseEvent).filter_by(case_id=drive.case.id, act=Act.BEGIN_TASK_FORCE).count()


def test_only_a_complex_case_with_two_departments_at_work_gets_one(drive: Drive) -> None:
    two_at_work(drive, complexity=Complexity.NORMAL)
    assert Act.PROPOSE_TASK_FORCE not in acts_of(drive, "secretary")
    drive.suffix = "单"
    drive.submit(Kind.REQUEST)
    drive.accept(complexity=Complexity.COMPLEX)
    assert Act.PROPOSE_TASK_FORCE not in acts_of(drive, "secretary"), "one department is no task force"
    two_at_work(drive)
    assert Act.PROPOSE_TASK_FORCE in acts_of(drive, "secretary")
    for name in ("handler", "other_handler", "leader", "member"):
        assert Act.PROPOSE_TASK_FORCE not in acts_of(drive, name), name


def test_the_leader_approves_it_and_its_people_and_the_member_are_told(drive: Drive) -> None:
    cast = drive.cast
    two_at_work(drive)
    proposed(drive)
    assert told(cast.leader) == ["case.propose_task_force:leader"]
    assert force_of(drive).decide_by == workdays.deadline(force_of(drive).proposed_at, 3)
    assert Act.DECIDE_TASK_FORCE not in acts_of(drive, "secretary"), "nobody approves their own proposal"
    assert not (told(cast.handler) or told(cast.member))
    forming.decide_task_force(drive.reference, True, "", actor=drive.who("leader"))
    db.session.commit()
    assert (force_of(drive).approved, force_of(drive).provisional, began(drive)) == (True, False, 1)
    for account in (cast.handler, cast.other_handler):
        assert told(account) == ["case.begin_task_force:force"]
    assert told(cast.member) == ["case.begin_task_force:author"]
    assert told(cast.secretary) == ["case.decide_task_force:desk"]


def test_nobody_has_decided_in_time_and_it_begins_provisionally_once(drive: Drive, clock: Clock) -> None:
    two_at_work(drive)
    due = proposed(drive).decide_by
    clock.set(due)
    assert starting.pass_time() == 0, "the time is not over yet"
    clock.advance(days=1)
    assert [starting.pass_time(), starting.pass_time(), daily.run().get("task force", 0)] == [1, 0, 0]
    force = force_of(drive)
    assert (force.began_at, force.provisional, force.decided_at, began(drive)) == (due, True, None, 1)
    assert "case.begin_task_force:leader" in told(drive.cast.leader)
    forming.decide_task_force(drive.reference, True, "", actor=drive.who("leader"))
    db.session.commit()
    assert (force_of(drive).approved, force_of(drive).provisional, began(drive)) == (True, True, 1), "both are kept"


def test_a_pass_that_is_killed_half_way_begins_each_once(
    drive: Drive, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_at_work(drive)
    proposed(drive)
    first = drive.reference
    two_at_work(drive)
    clock.set(proposed(drive).decide_by + timedelta(days=1))
    begin, seen = starting.begin_task_force, []

    def killed(hand: object, force: object) -> None:
        begin(hand, force)  # type: ignore[arg-type]
        seen.append(force)
        if len(seen) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(starting, "begin_task_force", killed)
    with pytest.raises(KeyboardInterrupt):
        starting.pass_time()
    assert starting.pass_time() == 1
    second = drive.reference
    for drive.reference in (first, second):
        assert began(drive) == 1


def test_it_is_turned_down_with_a_reason_and_proposed_anew(drive: Drive, clock: Clock) -> None:
    two_at_work(drive)
    proposed(drive)
    with pytest.raises(DomainError) as refused:
        forming.decide_task_force(drive.reference, False, "", actor=drive.who("leader"))
    assert refused.value.field == "text"
    db.session.rollback()
    forming.decide_task_force(drive.reference, False, "牵头单位不妥", actor=drive.who("leader"))
    db.session.commit()
    assert force_of(drive).ended_at and began(drive) == 0
    assert not told(drive.cast.handler)
    clock.advance(hours=1)
    proposed(drive)
    assert force_of(drive).ended_at is None


def test_pressed_twice_it_is_proposed_once(drive: Drive) -> None:
    two_at_work(drive)
    proposed(drive)
    assert Act.PROPOSE_TASK_FORCE not in acts_of(drive, "secretary")
    with pytest.raises(Conflict):
        proposed(drive)
    db.session.rollback()
    assert db.session.query(CaseForce).count() == 1
    forming.decide_task_force(drive.reference, True, "", actor=drive.who("leader"))
    with pytest.raises(Conflict):
        forming.decide_task_force(drive.reference, True, "", actor=drive.who("leader"))


def test_where_no_leader_is_free_whoever_runs_the_case_decides(drive: Drive, clock: Clock) -> None:
    two_at_work(drive)
    proposed(drive)
    with pytest.raises(Conflict):
        forming.decide_task_force(drive.reference, True, "", actor=drive.who("secretary"))
    db.session.rollback()
    drive.cast.leader.disabled_at = clock.now
    db.session.commit()
    forming.decide_task_force(drive.reference, True, "", actor=drive.who("secretary"))
    assert force_of(drive).approved


@pytest.mark.parametrize("who", ["stranger", "recused", "other lead", "one department"])
def test_nobody_sits_in_it_who_may_not_see_the_case(drive: Drive, who: str) -> None:
    case, cast = two_at_work(drive), drive.cast
    lead, others = lead_of(drive), [other_of(drive)]
    if who == "stranger":
        others.append(Seat(cast.department.id, make_account("stranger", "过路人", Role.HANDLER).id))
    elif who == "recused":
        respondents.recuse(drive.reference, cast.other_handler.id, "亲属关系", actor=drive.who("secretary"))
    elif who == "other lead":
        lead, others = other_of(drive), [lead_of(drive)]
    else:
        others = []
    with pytest.raises(DomainError) as refused:
        forming.propose_task_force(drive.reference, PURPOSE, lead, others, actor=drive.who("secretary"))
    assert refused.value.field in ("people", "lead")
    db.session.rollback()
    assert db.session.query(CaseForcePerson).count() == 0 and case.id


def test_of_a_department_that_nobody_signs_in_for_somebody_sits_in_words(drive: Drive) -> None:
    two_at_work(drive)
    db.session.query(DepartmentHandler).filter_by(department_id=drive.cast.other_department.id).delete()
    db.session.commit()
    seat = Seat(drive.cast.other_department.id, None, "夏所长")
    forming.propose_task_force(drive.reference, PURPOSE, lead_of(drive), [seat], actor=drive.who("secretary"))
    assert [one.name for one in forming.people_of(force_of(drive))] == ["", "夏所长"]


def test_its_people_change_with_a_reason_and_stay_on_record(drive: Drive) -> None:
    force = at_work(drive)
    cast, desk = drive.cast, drive.who("secretary")
    new = make_account("second", "冉承办", Role.HANDLER)
    db.session.add(DepartmentHandler(department_id=cast.department.id, account_id=new.id))
    db.session.commit()
    with pytest.raises(DomainError):
        forming.change_task_force(drive.reference, "照旧", lead_of(drive), [other_of(drive)], actor=desk)
    db.session.rollback()
    second = Seat(cast.department.id, new.id)
    forming.change_task_force(drive.reference, "原牵头人调岗", second, [other_of(drive)], actor=desk)
    db.session.commit()
    assert [(one.account_id, one.leads) for one in forming.people_of(force)] == [
        (new.id, True),
        (cast.other_handler.id, False),
    ]
    left = db.session.query(CaseForcePerson).filter(CaseForcePerson.left_at.is_not(None)).one()
    assert (left.account_id, left.leads) == (cast.handler.id, True)
    assert "case.change_task_force:force" in told(new)
    text = select(CaseEvent.text).where(CaseEvent.act == Act.CHANGE_TASK_FORCE)
    assert db.session.scalars(text).one() == "原牵头人调岗"


def test_it_is_dissolved_with_a_reason(drive: Drive) -> None:
    at_work(drive)
    with pytest.raises(Forbidden):
        forming.end_task_force(drive.reference, "不需要了", actor=drive.who("handler"))
    db.session.rollback()
    forming.end_task_force(drive.reference, "并入另一专班", actor=drive.who("secretary"))
    db.session.commit()
    assert told(drive.cast.other_handler)[-1] == "case.end_task_force:force"
    assert Act.PROPOSE_TASK_FORCE in acts_of(drive, "secretary")


def test_a_department_that_loses_the_case_leads_it_no_more(drive: Drive) -> None:
    at_work(drive)
    lead = drive.cast.other_department.id
    routing.reassign(
        drive.reference,
        "职责不符",
        Route(lead_id=lead, helper_ids=(drive.cast.department.id,)),
        actor=drive.who("secretary"),
    )
    db.session.commit()
    assert Act.CHANGE_TASK_FORCE in acts_of(drive, "secretary")
    forming.change_task_force(
        drive.reference, "牵头单位已变", other_of(drive), [lead_of(drive)], actor=drive.who("secretary")
    )
    assert forming.people_of(force_of(drive))[0].account_id == drive.cast.other_handler.id


@pytest.mark.parametrize("change", [{"open_since": clocks.now()}, {"state": State.WITHDRAWN}])
def test_none_begins_by_itself_for_a_case_on_which_nobody_acts(
    drive: Drive, clock: Clock, change: dict[str, object]
) -> None:
    two_at_work(drive)
    clock.set(proposed(drive).decide_by + timedelta(days=1))
    for name, value in change.items():
        setattr(drive.case, name, value)
    db.session.commit()
    assert (starting.pass_time(), began(drive)) == (0, 0)
