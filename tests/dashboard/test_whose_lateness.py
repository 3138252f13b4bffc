"""Whose lateness it is: leader and secretariat count the same, and an answer put up late stays its department's."""

from collections.abc import Callable
from datetime import timedelta

from chamber.accounts.models import Account
from chamber.cases.doing import handling
from chamber.cases.lists import figures, tallies
from chamber.cases.words import Kind
from chamber.extensions import db
from chamber.workdays import services as workdays
from tests.cases.test_author_left import answered, leave, line
from tests.client import Client
from tests.conftest import Clock
from tests.dashboard.test_leader import counted, units
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]
DESK = "Secretariat and supervisor"


def at_work(drive: Drive, clock: Clock, days_late: int) -> None:
    """A request with a department, so many working days past its limit."""
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    clock.set(workdays.deadline(drive.case.due_at, days_late) - timedelta(hours=1))


def test_where_the_author_left_leader_and_secretariat_count_the_same_late_case_with_the_desk(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    answered(drive, Kind.REQUEST)
    leave(drive)
    clock.set(workdays.deadline(drive.case.author_due_at, 3))
    assert drive.case.state == "answered", "nothing ends before the desk has decided"
    leader = sign_in(drive.cast.leader)
    rows = units(leader.get("/").page)
    assert rows[DESK][:3] == ["1", "1", "3 working days"]
    assert counted(leader, "/cases/?do=open&colour=red&at=desk") == 1
    for who in ("secretary", "leader", "handler"):
        seen = line(drive, who)
        assert (seen.colour, seen.holder, seen.next_step) == ("red", "Secretariat", "Choose who takes over the case"), (
            who
        )
        assert tallies.figures(drive.who(who)).red == 1, who
    assert line(drive, "secretary").due_at == line(drive, "leader").due_at == drive.case.author_due_at


def test_where_that_would_tell_whose_it_is_it_stays_with_the_member(drive: Drive, clock: Clock) -> None:
    answered(drive, Kind.REQUEST, confidential=True)
    leave(drive)
    clock.advance(days=3)
    assert tallies.figures(drive.who("leader")).red == 0
    assert line(drive, "leader").holder == "the member"


def test_an_answer_that_was_late_when_it_was_put_up_stays_visible_as_its_departments(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    at_work(drive, clock, days_late=2)
    leader, unit = sign_in(drive.cast.leader), line(drive, "leader").holder.split()[0]
    assert units(leader.get("/").page)[unit][:2] == ["1", "1"]
    drive.draft()
    rows = units(leader.get("/").page)
    assert rows[DESK][:2] == ["1", "1"] and "1 of them put up late by departments" in rows[DESK][2]
    assert rows[unit][:2] == ["0", "0"] and "and 1 put up late" in rows[unit][2]
    for who in ("secretary", "leader", "handler"):
        assert line(drive, who).put_up_late_by == unit, who
        assert f"{unit} was late already" in sign_in(getattr(drive.cast, who)).get("/cases/?do=open").page.text, who
    assert not line(drive, "member").put_up_late_by
    handling.return_answer(drive.reference, "请补充", actor=drive.who("secretary"))
    db.session.commit()
    assert not line(drive, "secretary").put_up_late_by, "it lies with the department again"


def test_a_review_that_is_late_is_not_the_departments(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    at_work(drive, clock, days_late=0)
    drive.draft()
    clock.advance(days=5)
    rows = units(sign_in(drive.cast.leader).get("/").page)
    assert rows[DESK][:2] == ["1", "1"] and "put up late" not in " ".join(rows[DESK])
    assert len(rows) == 1
    [desk] = figures.overview(drive.who("leader"), tallies.groups(drive.who("leader"))).units
    assert (desk.at, desk.on_time) == ("desk", figures.Rate(0, 1))
