"""Who is notified of what: exactly whom the table names, only who may see the subject, and nobody twice."""

from datetime import timedelta

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber import clock as now
from chamber import registry
from chamber.accounts.models import Account
from chamber.cases import addressees
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import closing, handling
from chamber.cases.models import Case
from chamber.cases.telling import acts as cases
from chamber.cases.words import Kind, RespondentKind
from chamber.events import registration, services
from chamber.events import telling as events
from chamber.extensions import db
from chamber.messages import Happened
from chamber.notifications import services as notifications
from chamber.notifications.models import Notification
from chamber.rights import Actor
from tests.conftest import Clock
from tests.factories.accounts import Cast, actor_as
from tests.factories.cases import Drive
from tests.factories.events import details, make_event


def told(act: str) -> set[str]:
    """The user names of who was notified of this act, by `To`: `member:author`."""
    rows = db.session.execute(
        select(Account.username, Notification.line)
        .join(Account, Account.id == Notification.account_id)
        .where(Notification.line.startswith(f"{act}:"))
    )
    return {f"{row.username}:{row.line.rpartition(':')[2]}" for row in rows}


def test_each_step_of_a_case_reaches_exactly_whom_it_concerns(drive: Drive) -> None:
    drive.submit()
    assert told("case.submit") == {"member:author", "secretary:desk"}
    drive.accept()
    assert told("case.accept") == {"member:author"}
    assert told("case.assign") == {"handler:lead", "member:author"}
    drive.sign()
    handling.report_progress(drive.reference, "已联系双方。", True, actor=drive.who("handler"))
    db.session.commit()
    assert told("case.note") == {"member:author"}
    drive.draft()
    assert told("case.draft") == {"secretary:desk"}
    drive.publish()
    assert told("case.publish") == {"member:author"}
    drive.rate(1, False)
    assert told("case.rate") == {"secretary:desk", "handler:lead"}


def test_good_ratings_and_internal_notes_are_no_news(drive: Drive) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    handling.report_progress(drive.reference, "内部情况。", False, actor=drive.who("handler"))
    drive.draft()
    drive.publish()
    drive.rate(5, True)
    assert told("case.note") == told("case.rate") == set()


def test_a_complaint_against_the_secretariat_is_told_to_the_supervisor_alone(drive: Drive) -> None:
    drive.submit(respondents=(Respondent(RespondentKind.SECRETARIAT),))
    assert told("case.submit") == {"member:author", "supervisor:desk"}


def test_whoever_lost_the_right_reads_no_words_of_it_and_gets_nothing_sent(drive: Drive, clock: Clock) -> None:
    drive.submit(Kind.REQUEST)
    secretary, case = drive.who("secretary"), drive.case
    assert cases.can_see(secretary.account_id, addressees.DESK, case.id)
    row = db.session.scalars(notifications.query(secretary)).one()
    assert case.reference in notifications.lines([row], secretary)[0].words
    case.supervisor_runs = True
    db.session.commit()
    assert not cases.can_see(secretary.account_id, addressees.DESK, case.id)
    line = notifications.lines([row], secretary)[0]
    assert (line.words, line.shown) == ("", None)


def test_limits_are_told_once_each_however_often_time_is_looked_at(drive: Drive, clock: Clock) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    due = drive.case.step_due_at
    blue = drive.case.blue_at
    assert due and blue
    clock.set(blue + timedelta(minutes=1))
    assert [cases.pass_time(), cases.pass_time()] == [1, 0]
    db.session.commit()
    assert told("time.case_due_soon") == {"handler:lead"}
    clock.set(due + timedelta(minutes=1))
    assert [cases.pass_time(), cases.pass_time()] == [1, 0]
    db.session.commit()
    assert told("time.case_overdue") == {"handler:in_charge"}


def test_limits_are_told_to_whoever_has_the_case_and_not_to_a_department_that_waits(drive: Drive, clock: Clock) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()
    handling.ask_extension(drive.reference, "等检测", actor=drive.who("handler"))
    db.session.commit()
    assert drive.case.blue_at
    clock.set(drive.case.blue_at + timedelta(minutes=1))
    cases.pass_time()
    db.session.commit()
    assert told("time.case_due_soon") == {"secretary:desk"}
    handling.decide_extension(drive.reference, False, "不必", actor=drive.who("secretary"))
    drive.draft()
    drive.publish()
    drive.rate(1, False)
    assert drive.case.step_due_at
    clock.set(drive.case.step_due_at + timedelta(minutes=1))
    cases.pass_time()
    db.session.commit()
    assert told("time.case_overdue") == {"secretary:desk"}


def test_a_withdrawn_case_reaches_who_worked_on_it(drive: Drive) -> None:
    drive.submit()
    drive.accept()
    closing.withdraw(drive.reference, "双方已和解。", False, actor=drive.who("member"))
    db.session.commit()
    assert told("case.withdraw") == {"secretary:desk", "handler:lead"}


def test_who_registers_gets_a_receipt_and_who_moves_up_is_told(cast: Cast, clock: Clock, db: SQLAlchemy) -> None:
    desk, mine, rival = actor_as(cast.secretary), actor_as(cast.member), actor_as(cast.rival)
    event = make_event(desk, capacity=1)
    assert told("event.published") == {"member:members", "colleague:members", "rival:members"}
    registration.register(event.id, actor=mine)
    registration.register(event.id, actor=rival)
    db.session.commit()
    assert told("event.registered") == {"member:person"}
    assert told("event.waitlisted") == {"rival:person"}
    registration.cancel(event.id, actor=mine)
    db.session.commit()
    assert told("event.promoted") == {"rival:person"}
    assert told("event.unregistered") == set(), "one's own cancelling needs no message"


def test_a_new_place_is_news_and_a_new_agenda_is_not(cast: Cast, clock: Clock, db: SQLAlchemy) -> None:
    desk = actor_as(cast.secretary)
    event = make_event(desk)
    registration.register(event.id, actor=actor_as(cast.member))
    services.edit(event.id, details(agenda="一、学习"), version=event.version, actor=desk)
    db.session.commit()
    assert told("event.edited") == set()
    services.edit(event.id, details(place="二楼", agenda="一、学习"), version=event.version, actor=desk)
    db.session.commit()
    assert told("event.edited") == {"member:told"}
    services.call_off(event.id, reason="停电", actor=desk)
    db.session.commit()
    assert told("event.called_off") == {"member:told"}


def test_reminders_come_three_working_days_and_one_day_before_across_a_holiday(
    cast: Cast, clock: Clock, db: SQLAlchemy
) -> None:
    desk = actor_as(cast.secretary)
    starts = now.now().replace(year=2026, month=10, day=9, hour=6)
    event = make_event(desk, starts_at=starts, ends_at=starts + timedelta(hours=2))
    registration.register(event.id, actor=actor_as(cast.member))
    db.session.commit()
    seen = {}
    for day in range(16, 40):
        clock.set(starts.replace(month=9, day=16, hour=2) + timedelta(days=day - 16))
        before = told("time.event_in_3_days"), told("time.event_tomorrow")
        events.pass_time()
        db.session.commit()
        after = told("time.event_in_3_days"), told("time.event_tomorrow")
        if after != before:
            seen[now.local(now.now()).date().isoformat()] = [bool(a - b) for a, b in zip(after, before, strict=True)]
    assert seen == {"2026-09-29": [True, False], "2026-10-08": [False, True]}


def test_nothing_is_told_of_what_was_rolled_back(drive: Drive, db: SQLAlchemy) -> None:
    drive.submit()
    before = db.session.query(Notification).count()
    closing.withdraw(drive.reference, "误报", False, actor=drive.who("member"))
    db.session.rollback()
    db.session.commit()
    assert db.session.query(Notification).count() == before


def test_the_same_reason_tells_nobody_twice(drive: Drive, actor: Actor) -> None:
    drive.submit()
    case = db.session.query(Case).one()
    happened = Happened("case.submit", case.id, "1", now.now())
    first = notifications.notify("case", happened)
    assert notifications.notify("case", happened) == 0
    assert first in (0, 1)


def test_each_act_in_the_table_is_one_that_the_log_can_name() -> None:
    acts = {act for act in registry.acts() if act.startswith("case.")}
    assert {act for act in registry.lines_of() if act.startswith("case.")} <= acts
