"""A suspended case: for reasons of the list only; its clock stands and goes on with the days that were left."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chamber.accounts.models import Account
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import closing, daily, handling, pressure, routing, whom
from chamber.cases.lists import tallies
from chamber.cases.models import CaseRound
from chamber.cases.pausing import suspending
from chamber.cases.pausing.models import CaseSuspension
from chamber.cases.rules import colours
from chamber.cases.rules.acts import Act
from chamber.cases.words import Kind, Pause, RespondentKind, State
from chamber.errors import Conflict, DomainError, Forbidden
from chamber.extensions import db
from chamber.notifications.models import Notification
from chamber.workdays import services as workdays
from tests.cases.reading import acts_of
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]
WHY = "等待司法鉴定意见"


def at_work(drive: Drive, kind: str = Kind.REQUEST, **words: object) -> None:
    """In progress with the department."""
    drive.submit(kind, **words)
    drive.accept()
    drive.sign()


def suspend(drive: Drive, reason: str = Pause.OTHER_STEP) -> None:
    """The secretariat stops the clock."""
    suspending.suspend(drive.reference, reason, WHY, actor=drive.who("secretary"))
    db.session.commit()


def resume(drive: Drive) -> None:
    """And lets it go on."""
    suspending.resume(drive.reference, "鉴定意见已到", actor=drive.who("secretary"))
    db.session.commit()


def test_the_clock_stands_and_goes_on_with_the_days_that_were_left(drive: Drive, clock: Clock) -> None:
    at_work(drive)
    first = drive.case.original_due_at
    clock.advance(days=7)
    left = workdays.remaining(drive.case.due_at)
    suspend(drive)
    assert drive.case.state == State.SUSPENDED
    assert drive.case.step_due_at == workdays.deadline(clock.now, 20)
    clock.advance(days=60)
    assert daily.run()["overdue"] == 1, "the review, not the answer, was late"
    [round_] = db.session.query(CaseRound).all()
    assert round_.overdue_at is None
    resume(drive)
    case = drive.case
    assert (case.state, case.original_due_at) == (State.IN_PROGRESS, first)
    assert case.due_at == case.step_due_at == db.session.query(CaseRound).one().due_at
    assert workdays.remaining(case.due_at) == left
    [row] = db.session.query(CaseSuspension).all()
    assert (row.reason, row.old_due_at, row.new_due_at, row.until_at) == (
        *(Pause.OTHER_STEP, first, case.due_at, clock.now),
    )


def test_what_was_late_before_stays_late(drive: Drive, clock: Clock) -> None:
    at_work(drive)
    due = drive.case.due_at
    clock.advance(days=40)
    suspend(drive)
    clock.advance(days=10)
    resume(drive)
    assert drive.case.due_at == due and colours.colour(drive.case) == "red"


def test_only_a_reason_of_the_list_and_only_who_runs_it(drive: Drive) -> None:
    at_work(drive)
    with pytest.raises(DomainError):
        suspending.suspend(drive.reference, "busy", WHY, actor=drive.who("secretary"))
    db.session.rollback()
    with pytest.raises(DomainError):
        suspending.suspend(drive.reference, Pause.MEMBER, " 　", actor=drive.who("secretary"))
    db.session.rollback()
    for name in ("handler", "member", "leader"):
        with pytest.raises(Forbidden):
            suspending.suspend(drive.reference, Pause.MEMBER, WHY, actor=drive.who(name))
        db.session.rollback()
    handling.ask_extension(drive.reference, "等材料", actor=drive.who("handler"))
    db.session.commit()
    with pytest.raises(Conflict):
        suspend(drive)


def test_the_member_and_the_department_read_why_and_are_told(drive: Drive, sign_in: SignIn) -> None:
    at_work(drive)
    desk = sign_in(drive.cast.secretary)
    here = f"/cases/{drive.reference}/suspend"
    english(desk).post_form(here, {"reason": Pause.MEMBER, "text": WHY}, action=here)
    for name in ("member", "handler", "leader", "secretary"):
        page = english(sign_in(getattr(drive.cast, name))).get(f"/cases/{drive.reference}").words
        assert "Waiting for the member" in page and WHY in page, name
        assert "The limit is paused with" in page and "Originally due" in page
    lines = {row.line for row in db.session.query(Notification).filter(Notification.line.like("case.suspend:%"))}
    assert lines == {"case.suspend:author", "case.suspend:lead"}


def test_a_nameless_case_is_not_named_by_the_reason(drive: Drive) -> None:
    at_work(drive, Kind.COMPLAINT)
    with pytest.raises(DomainError):
        suspending.suspend(drive.reference, Pause.MEMBER, drive.cast.firm.name, actor=drive.who("secretary"))


def test_before_a_text_is_released_the_leader_reads_no_reason(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.COMPLAINT)
    drive.accept(desk=True)
    suspend(drive)
    page = english(sign_in(drive.cast.leader)).get(f"/cases/{drive.reference}").words
    assert WHY not in page and "Suspended" in page


def test_the_review_comes_onto_the_list_when_it_is_near(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    at_work(drive)
    suspend(drive)
    secretary = drive.who("secretary")
    assert tallies.figures(secretary).waiting == 0
    assert drive.case.blue_at is not None
    clock.set(drive.case.blue_at + timedelta(minutes=1))
    assert tallies.figures(secretary).waiting == 1
    assert "Review the suspension" in english(sign_in(drive.cast.secretary)).get("/cases/?do=mine").words
    suspending.keep_suspended(drive.reference, "仍在等待", actor=secretary)
    db.session.commit()
    assert drive.case.step_due_at == workdays.deadline(clock.now, 20)
    assert tallies.figures(secretary).waiting == 0


def test_the_page_does_not_count_the_days_of_a_suspension_into_the_limit(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    at_work(drive)
    suspend(drive)
    clock.advance(days=30)
    resume(drive)
    page = english(sign_in(drive.cast.handler)).get(f"/cases/{drive.reference}").words
    assert "of 15" in page and "now due" in page


def test_a_department_that_is_named_meanwhile_loses_it_and_the_clock_runs(drive: Drive, clock: Clock) -> None:
    at_work(drive, respondents=())
    suspend(drive)
    clock.advance(days=30)
    whom.add_respondent(
        drive.reference,
        Respondent(RespondentKind.DEPARTMENT, department_id=drive.cast.department.id),
        actor=drive.who("member"),
    )
    db.session.commit()
    case = drive.case
    assert case.state == State.ACCEPTED and case.due_at > clock.now
    assert db.session.query(CaseSuspension).one().until_at == clock.now


def test_what_is_withdrawn_and_kept_open_has_the_days_that_were_left(drive: Drive, clock: Clock) -> None:
    at_work(drive, Kind.COMPLAINT)
    left = workdays.remaining(drive.case.due_at)
    suspend(drive)
    clock.advance(days=30)
    closing.withdraw(drive.reference, "", True, actor=drive.who("member"))
    pressure.keep_open(drive.reference, "同意", actor=drive.who("secretary"))
    db.session.commit()
    assert workdays.remaining(drive.case.due_at) == left


def test_a_note_can_be_written_and_no_answer_put_up(drive: Drive) -> None:
    at_work(drive)
    suspend(drive)
    assert acts_of(drive, "handler") >= {Act.REPORT_PROGRESS}
    assert not acts_of(drive, "handler") & {Act.DRAFT, Act.SEND_BACK, Act.ASK_EXTENSION}
    with pytest.raises(Conflict):
        routing.reassign(drive.reference, "理由", routing.Route(lead_id=1), actor=drive.who("secretary"))
    assert drive.case.due_at - drive.case.submitted_at > timedelta(days=10)
