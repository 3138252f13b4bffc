"""What lies with a department of which nobody can act on it: the secretariat's at once, never signed silently."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account, AccountRole
from chamber.cases.access import eligible, respondents
from chamber.cases.doing import closing, daily, handling, intake
from chamber.cases.lists import listing, tallies
from chamber.cases.models import Case, CaseRespondent
from chamber.cases.rules import colours
from chamber.cases.telling.acts import pass_time
from chamber.cases.words import State
from chamber.directory.models import DepartmentHandler
from chamber.extensions import db
from chamber.members.models import Contact
from chamber.notifications.models import Notification
from chamber.rights import Role
from tests.client import Client
from tests.conftest import Clock
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def disable(drive: Drive, clock: Clock) -> None:
    """The only handler's account is closed."""
    drive.cast.handler.disabled_at = clock.now


def never_come(drive: Drive, clock: Clock) -> None:
    """The only handler was invited and has never signed in."""
    drive.cast.handler.password_hash = ""


def take_out(drive: Drive, clock: Clock) -> None:
    """The department has no handler any more."""
    db.session.query(DepartmentHandler).filter_by(department_id=drive.cast.department.id).delete()


def step_back(drive: Drive, clock: Clock) -> None:
    """The only handler is concerned."""
    respondents.recuse(drive.reference, drive.cast.handler.id, "亲属", actor=drive.who("secretary"))


def concern(drive: Drive, clock: Clock) -> None:
    """The only handler works in another department too, and the complaint is about that one."""
    db.session.add_all(
        [
            DepartmentHandler(department_id=drive.cast.other_department.id, account_id=drive.cast.handler.id),
            CaseRespondent(case_id=drive.case.id, kind="department", department_id=drive.cast.other_department.id),
        ]
    )


def belong_to_firm(drive: Drive, clock: Clock) -> None:
    """The only handler is a contact of a firm that the case is about, of which only the code is known."""
    drive.cast.rival_firm.uscc = "91330300MA2956XT5U"
    contact = db.session.query(Contact).filter_by(account_id=drive.cast.rival.id).one()
    contact.account_id = drive.cast.handler.id
    db.session.add(CaseRespondent(case_id=drive.case.id, kind="other", text="某厂", uscc="91330300MA2956XT5U"))


def lead_too(drive: Drive, clock: Clock) -> None:
    """The only handler is the leader as well, and the case is about the leader."""
    db.session.add(AccountRole(account_id=drive.cast.handler.id, role=Role.LEADER))
    db.session.add(CaseRespondent(case_id=drive.case.id, kind="leader"))


LOSSES = (disable, never_come, take_out, step_back, concern, belong_to_firm, lead_too)


def listed(drive: Drive) -> bool:
    """Whether the secretariat has it among what waits for it."""
    actor = drive.who("secretary")
    return bool(db.session.scalars(db.select(Case.id).where(listing.todo(actor))).all()) and (
        tallies.figures(actor).waiting == 1
    )


@pytest.mark.parametrize("lose", LOSSES)
@pytest.mark.parametrize("signed", [False, True])
def test_it_is_on_the_secretariats_list_at_once(
    drive: Drive, clock: Clock, sign_in: SignIn, lose: Callable[[Drive, Clock], None], signed: bool
) -> None:
    drive.submit("request")
    drive.accept()
    if signed:
        drive.sign()
    assert not listed(drive)
    lose(drive, clock)
    db.session.commit()
    assert listed(drive)
    assert "Nobody in the department" in sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}").words
    assert "Nobody in the department" not in sign_in(drive.cast.member).get(f"/cases/{drive.reference}").words


@pytest.mark.parametrize("lose", LOSSES)
def test_silence_does_not_sign_where_nobody_could(
    drive: Drive, clock: Clock, lose: Callable[[Drive, Clock], None]
) -> None:
    drive.submit("request")
    drive.accept()
    lose(drive, clock)
    db.session.commit()
    clock.advance(days=4)
    daily.run()
    case = drive.case
    assert (case.state, case.was_overdue) == (State.ASSIGNED, True)
    assert colours.colour(case) == "red"


def test_the_secretariat_is_told_that_its_limit_comes_near(drive: Drive, clock: Clock) -> None:
    drive.submit("request")
    drive.accept()
    drive.sign()
    disable(drive, clock)
    db.session.commit()
    drive.case.blue_at = clock.now
    db.session.commit()
    pass_time()
    told = db.session.query(Notification.account_id).filter_by(line="time.case_due_soon:desk").all()
    assert [account for (account,) in told] == [drive.cast.secretary.id]


def test_a_department_that_a_second_reopening_takes_a_case_from_hears_of_it_by_its_number(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit("request")
    drive.accept()
    drive.sign()
    for number in range(2):
        drive.draft()
        drive.publish()
        drive.rate()
        closing.reopen(drive.reference, f"又坏了{number}", actor=drive.who("member"))
        db.session.commit()
        if number == 0:
            drive.call()
    told = db.session.query(Notification).filter_by(line="case.reopen:former").one()
    assert told.account_id == drive.cast.handler.id
    handler = sign_in(drive.cast.handler)
    assert (
        f"{drive.reference} was reopened, and another department handles it now."
        in handler.get("/notifications/").words
    )
    assert handler.get(f"/cases/{drive.reference}").status_code == 404


def test_a_long_extension_is_on_the_secretariats_list_where_no_leader_is_free(drive: Drive) -> None:
    drive.submit("request")
    drive.accept(complexity="complex")
    drive.sign()
    handling.ask_extension(drive.reference, "等法院意见", actor=drive.who("handler"))
    db.session.commit()
    assert not listed(drive)
    respondents.recuse(drive.reference, drive.cast.leader.id, "亲属关系", actor=drive.who("leader"))
    db.session.commit()
    assert listed(drive)


@pytest.mark.parametrize("lose", [step_back, concern, belong_to_firm, lead_too])
def test_who_is_kept_out_of_one_case_may_act_on_every_other(
    drive: Drive, clock: Clock, lose: Callable[[Drive, Clock], None]
) -> None:
    drive.submit("request")
    drive.accept()
    other = drive.reference
    drive.submit("request", title="另一件")
    drive.accept()
    lose(drive, clock)
    db.session.commit()
    alone = db.select(Case.reference).where(eligible.unattended_expression())
    assert db.session.scalars(alone).all() == [drive.reference]
    clock.advance(days=3)
    daily.run()
    states = dict(db.session.execute(db.select(Case.reference, Case.state)).all())
    assert states == {drive.reference: State.ASSIGNED, other: State.IN_PROGRESS}


def test_a_case_about_the_leader_leaves_the_leader_free_for_every_other(drive: Drive) -> None:
    drive.submit("request")
    about = drive.submit("request", title="另一件").id
    db.session.add(CaseRespondent(case_id=about, kind="leader"))
    db.session.commit()
    free = db.select(Case.id).where(eligible.is_free_expression(Role.LEADER))
    assert db.session.scalars(free).all() == [about - 1]


def test_an_objection_goes_to_nobody_who_was_invited_and_never_signed_in(drive: Drive) -> None:
    drive.submit("request")
    drive.cast.supervisor.password_hash = ""
    db.session.commit()
    intake.not_accept(drive.reference, "不属范围", "向区级主管部门申请行政裁决", actor=drive.who("secretary"))
    intake.raise_objection(drive.reference, "不服", actor=drive.who("member"))
    db.session.commit()
    assert drive.case.leader_decides
