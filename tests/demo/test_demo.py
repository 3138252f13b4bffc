"""The demo chamber: complete on any day, built once; and the large one."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from chamber.accounts.acting import acting_choices, actor_for
from chamber.accounts.models import Account, AccountRole, AccountSession
from chamber.accounts.services import begin_session
from chamber.audit.models import AuditRow
from chamber.audit.verify import problems
from chamber.cases.access.visibility import visible_to
from chamber.cases.doing import daily
from chamber.cases.ladder import overdue
from chamber.cases.lists import listing, tallies
from chamber.cases.models import Case, CaseEvent, CaseRound
from chamber.cases.models_lists import CaseCategory, NextPath
from chamber.cases.rules import colours
from chamber.cases.rules.acts import Act, Audience
from chamber.cases.words import LEVELS, Kind, State
from chamber.clock import LOCAL
from chamber.demo.cases import DemoCase
from chamber.demo.seed import ROLE_ACCOUNTS, accounts_line, password, seed
from chamber.demo.world import data
from chamber.directory.models import Department
from chamber.errors import DomainError
from chamber.events.models import Event, EventState, Registration, RegistrationState
from chamber.language.codes import uscc
from chamber.members import search
from chamber.members.models import Contact, Correction, Member, Position, Term
from chamber.members.standing import reading
from chamber.notices import listing as notices
from chamber.notices.models import (
    Notice,
    NoticeAnswer,
    NoticeFirm,
    NoticeKind,
    NoticeQuestion,
    NoticeState,
    NoticeVersion,
    Receipt,
)
from chamber.rights import Role
from scripts.large import fill
from tests.cases import counted
from tests.cases.ledgers import differences
from tests.client import PASSWORD
from tests.conftest import Clock
from tests.factories.accounts import Cast
from tests.factories.finds import unlike_anew

WORD = "an-orange-boat"
TUESDAY = datetime(2026, 11, 24, 16, 30, tzinfo=LOCAL)
HOLIDAY = datetime(2026, 10, 4, 0, 30, tzinfo=LOCAL)


def _count(db: SQLAlchemy, model: type, *conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def _waiting(db: SQLAlchemy, username: str, role: Role) -> int:
    account = db.session.scalars(select(Account).where(Account.username == username)).one()
    choice = next(choice for choice in acting_choices(account.id) if choice.role == role)
    actor = actor_for(account.id, choice)
    return _count(db, Case, visible_to(actor), listing.todo(actor))


def _check_people(db: SQLAlchemy) -> None:
    assert _count(db, Member) >= 120
    assert _count(db, Contact) >= 180
    assert (_count(db, Department), _count(db, Term)) == (10, 2)
    assert all(uscc(code) == code for code in db.session.scalars(select(Member.uscc).where(Member.uscc.is_not(None))))
    for term in db.session.scalars(select(Term)):
        assert _count(db, Position, Position.term_id == term.id, Position.office == "president") == 1
    standing = reading.now()
    assert (standing.version, standing.legal_form, standing.heads_now) == (2, "federation_unit", True)
    assert set(db.session.scalars(select(CaseCategory.kind))) == set(Kind)
    assert _count(db, NextPath) >= 8
    assert (_count(db, Correction), _count(db, Correction, Correction.done_at.is_(None))) == (2, 1)


def _check_events(db: SQLAlchemy) -> None:
    events = list(db.session.scalars(select(Event)))
    assert len(events) >= 14
    assert {event.state for event in events} == set(EventState) - {EventState.DISCARDED}, "in no list"
    states = Counter(db.session.scalars(select(Registration.state)))
    assert set(states) == set(RegistrationState)
    for event in events:
        seated = _count(db, Registration, Registration.event_id == event.id, Registration.state == "registered")
        assert event.capacity is None or seated <= event.capacity
    assert _count(db, Registration, Registration.checked_in_at.is_not(None)) > 50


def _check_notices(db: SQLAlchemy) -> None:
    assert set(db.session.scalars(select(Notice.state))) == set(NoticeState)
    assert set(db.session.scalars(select(Notice.kind))) == set(NoticeKind)
    assert set(db.session.scalars(select(Notice.receipt))) == set(Receipt)
    assert _count(db, NoticeVersion, NoticeVersion.number > 1) == 1
    assert _count(db, NoticeFirm, NoticeFirm.confirmed_at.is_not(None)) > 30
    assert _count(db, NoticeQuestion, NoticeQuestion.answered_at.is_(None)) == 1
    member = db.session.scalars(select(Account).where(Account.username == "member")).one()
    lines, number = notices.waiting(actor_for(member.id, acting_choices(member.id)[0]))
    assert number >= 2 and any(line.to_confirm for line in lines) and any(line.to_fill_in for line in lines)
    answered = _count(db, NoticeFirm, NoticeFirm.answered_at.is_not(None))
    assert 5 < answered < _count(db, NoticeFirm) and _count(db, NoticeAnswer) > answered


def _check_cases(db: SQLAlchemy) -> None:
    cases = list(db.session.scalars(select(Case)))
    assert len(cases) == 75
    assert {case.level for case in cases} == {0, 1, 2, 3, 4}
    assert {case.state for case in cases} == set(State)
    assert {colours.colour(case) for case in cases} >= {"", "red", "yellow"}
    assert {case.kind for case in cases} == set(Kind)
    assert any(case.disputed for case in cases)
    assert _count(db, CaseRound, CaseRound.number > 1) >= 4
    assert set(db.session.scalars(select(CaseEvent.act).distinct())) == set(Act)
    # Histories are honest: every act of a case stands in the log, none of them lies ahead or before the case.
    of_cases = AuditRow.act.like("case.%") & (AuditRow.act != "case.number_shown")
    logged = _count(db, AuditRow, AuditRow.kind == "case", of_cases)
    # What the log leaves out: that somebody withdrew under pressure and was called, whose cases a link closed, and that
    # a member keeps a file back.
    pressed = (CaseEvent.act == Act.WITHDRAW) & (CaseEvent.audience == Audience.RUNNER)
    silent = pressed | CaseEvent.act.in_((Act.CONTACT_PRESSED, Act.LOCK, Act.MARK_FILE))
    assert (logged, _count(db, CaseEvent, pressed)) == (_count(db, CaseEvent, ~silent), 1)


def _check_ledger(db: SQLAlchemy) -> None:
    readers = (("secretary", Role.SECRETARIAT), ("leader", Role.LEADER), ("supervisor", Role.SUPERVISOR))
    for username, role in readers:
        account = db.session.scalars(select(Account).where(Account.username == username)).one()
        actor = actor_for(account.id, next(one for one in acting_choices(account.id) if one.role == role))
        assert list(differences(actor)) == [], username
        late = [line for unit in overdue.units(actor) for line in unit.lines]
        reached = {level: sum(line.level >= level for line in late) for level in (0, *LEVELS)}
        assert overdue.numbers(actor) == reached and (reached[1] or username == "supervisor"), username
        listed = tallies.counts(actor, {"colour": "red"}).total
        assert tallies.figures(actor).red == overdue.numbers(actor)[0] == len(late) == listed, username
        if role == Role.SECRETARIAT:
            assert list(counted.differences(actor)) == []


@pytest.mark.thorough
@pytest.mark.parametrize("moment", [TUESDAY, pytest.param(HOLIDAY, marks=pytest.mark.static)])
def test_the_demo_is_complete_and_alive_on_a_working_day_and_in_the_night_of_a_holiday(
    app: Flask, db: SQLAlchemy, clock: Clock, moment: datetime
) -> None:
    clock.set(moment)
    made = seed(WORD)
    assert made.acts > 700
    _check_people(db)
    _check_events(db)
    _check_notices(db)
    _check_cases(db)
    _check_ledger(db)
    work = {"secretary": Role.SECRETARIAT, "member": Role.MEMBER, "handler": Role.HANDLER, "leader": Role.LEADER}
    for username, role in {**work, "supervisor": Role.SUPERVISOR}.items():
        assert _waiting(db, username, role), username
    assert _count(db, Account, Account.password_hash == "") == 1, "what waits for the administrator"
    assert next(problems(), None) is None
    assert db.session.scalar(select(func.max(AuditRow.at))) <= clock.now

    before = _count(db, AuditRow)
    assert daily.run() == {}
    assert accounts_line().startswith("Demo accounts: ")
    db.session.rollback()
    printed = app.test_cli_runner().invoke(args=["demo"]).output
    assert all(name in printed for name in ROLE_ACCOUNTS)
    assert WORD not in printed
    assert _count(db, AuditRow) == before


def test_the_president_signs_in_as_president_and_may_act_for_the_own_firm(db: SQLAlchemy, cast: Cast) -> None:
    president = cast.president
    db.session.add(Contact(member_id=cast.firm.id, account_id=president.id, name=president.name))
    president.roles.append(AccountRole(role=Role.MEMBER))
    db.session.flush()
    begin_session(president, address="127.0.0.1", device="test")
    session = db.session.scalars(select(AccountSession).where(AccountSession.account_id == president.id)).one()
    assert session.acting_role == Role.PRESIDENT
    assert {choice.role for choice in acting_choices(president.id)} == {Role.MEMBER, Role.PRESIDENT}


def test_every_step_that_the_data_name_is_known() -> None:
    for case in [*data("cases_open")["case"], *data("cases_closed")["case"]]:
        for line in case["steps"]:
            _day, act, *_options = line.split("|")[0].split()
            name = {"supplement?": "ask_supplement", "consent?": "ask_consent"}.get(act, act)
            assert act.startswith("note") or hasattr(DemoCase, f"do_{name}"), line


@pytest.mark.thorough
def test_the_large_demo_has_rows_that_lists_and_searches_find(db: SQLAlchemy, clock: Clock) -> None:
    clock.set(TUESDAY)
    seed(WORD)
    fill(300, 200)
    assert (_count(db, Member), _count(db, Case)) == (300, 200)
    assert _count(db, Registration) >= 300
    member = db.session.scalars(select(Member).order_by(Member.id.desc()).limit(1)).one()
    columns = ("name_key", "bare_name")
    written = [getattr(member, name) for name in columns]
    doors = [contact.search_door for contact in member.contacts]
    search.refresh(member)
    assert [getattr(member, name) for name in columns] == written
    assert [contact.search_door for contact in member.contacts] == doors
    db.session.rollback()
    assert not unlike_anew()
    assert next(problems(), None) is None
    fresh = Member(name="新", name_key="xin", bare_name="新", created_at=clock.now, updated_at=clock.now)
    db.session.add(fresh)
    db.session.flush()
    assert fresh.id == member.id + 1


def test_the_password_is_the_given_one_if_strong_else_a_kept_random_one(app_with: Callable[..., Flask]) -> None:
    with app_with(demo_password="12345678").app_context(), pytest.raises(DomainError):
        password()
    with app_with(demo_password=WORD).app_context():
        assert password() == WORD
    with app_with().app_context():
        assert len(password()) == 12
        assert password() == password()


def test_the_password_that_is_named_at_a_later_start_is_the_one_that_works(
    cast: Cast, app_with: Callable[..., Flask]
) -> None:
    with app_with(demo_password=PASSWORD).app_context():
        assert accounts_line().endswith("admin; password: that of DEMO_PASSWORD")
    with app_with(demo_password=WORD).app_context():
        assert "that of DEMO_PASSWORD" not in accounts_line()
        assert accounts_line().endswith("DEMO_PASSWORD counts only when the demo is built")


def test_an_empty_chamber_has_its_lists(app: Flask, db: SQLAlchemy) -> None:
    printed = app.test_cli_runner().invoke(args=["set-up-address"]).output
    assert "/join/" in printed
    assert _count(db, CaseCategory) > 20
    assert _count(db, NextPath) >= 8


def test_the_daily_command_repeats_without_harm(app: Flask, db: SQLAlchemy, cast: Cast) -> None:
    db.session.commit()
    runner = app.test_cli_runner()
    runner.invoke(args=["daily"])
    assert runner.invoke(args=["daily"]).output == "nothing was due\nnothing new to seal\n"
