"""Meetings of a task force: its people alone learn of them; called off, minuted, reminded of once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from chamber.accounts.models import Account
from chamber.cases.force import forming, meeting
from chamber.cases.force.models import CaseMeeting
from chamber.cases.force.people import Seat
from chamber.directory.models import DepartmentHandler
from chamber.errors import Conflict, DomainError, Forbidden, Repeated
from chamber.extensions import db
from chamber.rights import Role
from tests.cases.reading import acts_of
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.accounts import actor_as, make_account
from tests.factories.cases import Drive
from tests.factories.forces import at_work, lead_of, other_of, proposed, two_at_work
from tests.factories.notifications import lines_of

SignIn = Callable[[Account], Client]
WORDS = "紫荆会议记号：三楼会议室，商定供电方案"


def called(drive: Drive, clock: Clock, by: str = "handler", text: str = WORDS) -> datetime:
    """A meeting the day after tomorrow."""
    starts = clock.now + timedelta(days=2)
    meeting.call_meeting(drive.reference, starts, text, actor=drive.who(by))
    db.session.commit()
    return starts


def outsider(drive: Drive) -> Account:
    """Somebody of the lead department who does not sit in it."""
    account = make_account("beside", "旁听人", Role.HANDLER)
    db.session.add(DepartmentHandler(department_id=drive.cast.department.id, account_id=account.id))
    db.session.commit()
    return account


def test_its_people_and_who_runs_the_case_read_it_and_nobody_else(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    at_work(drive)
    beside = outsider(drive)
    called(drive, clock)
    here = f"/cases/{drive.reference}"
    for account in (drive.cast.secretary, drive.cast.handler, drive.cast.other_handler):
        assert WORDS in sign_in(account).get(f"{here}/task-force").words, account.username
    for account in (beside, drive.cast.leader, drive.cast.member):
        client = english(sign_in(account))
        for address in (here, f"{here}/task-force", "/", "/log", "/notifications/"):
            words = client.get(address).words
            assert WORDS not in words and "eeting of the task force" not in words, (account.username, address)


def test_whoever_leaves_it_reads_no_meeting_any_more(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    at_work(drive)
    beside = outsider(drive)
    called(drive, clock)
    new = Seat(drive.cast.department.id, beside.id)
    forming.change_task_force(drive.reference, "调岗", new, [other_of(drive)], actor=drive.who("secretary"))
    db.session.commit()
    page = f"/cases/{drive.reference}/task-force"
    assert WORDS not in sign_in(drive.cast.handler).get(page).words
    assert WORDS in sign_in(beside).get(page).words


def test_the_lead_and_the_secretariat_call_it_and_its_people_are_told(drive: Drive, clock: Clock) -> None:
    two_at_work(drive)
    proposed(drive)
    assert "call_meeting" not in acts_of(drive, "secretary"), "of one that has not begun"
    forming.decide_task_force(drive.reference, True, "", actor=drive.who("leader"))
    db.session.commit()
    with pytest.raises(Forbidden):
        called(drive, clock, by="other_handler")
    db.session.rollback()
    beside = outsider(drive)
    people = [other_of(drive), Seat(drive.cast.department.id, beside.id)]
    forming.change_task_force(drive.reference, "增加人手", lead_of(drive), people, actor=drive.who("secretary"))
    db.session.commit()
    with pytest.raises(Conflict):
        meeting.call_meeting(drive.reference, clock.now + timedelta(days=2), WORDS, actor=actor_as(beside))
    db.session.rollback()
    called(drive, clock)
    for account in (drive.cast.other_handler, drive.cast.secretary):
        assert "case.call_meeting" in " ".join(one.line for one in lines_of(account)), account.username
    for text in (WORDS, "同一时间的另一个会"):
        with pytest.raises(Repeated):
            called(drive, clock, text=text)
        db.session.rollback()
    assert db.session.query(CaseMeeting).count() == 1


@pytest.mark.parametrize("days", [-1, 400, None])
def test_a_time_that_is_over_or_too_far_is_refused(days: int | None, drive: Drive, clock: Clock) -> None:
    at_work(drive)
    starts = None if days is None else clock.now + timedelta(days=days)
    with pytest.raises(DomainError) as refused:
        meeting.call_meeting(drive.reference, starts, WORDS, actor=drive.who("handler"))
    assert refused.value.field == "starts_at"


def test_it_is_called_off_before_and_minuted_after_it_began(drive: Drive, clock: Clock) -> None:
    at_work(drive)
    called(drive, clock)
    assert {str(act) for act in acts_of(drive, "handler")} >= {"call_meeting", "call_off_meeting"}
    meeting.call_off_meeting(drive.reference, "改期", actor=drive.who("handler"))
    db.session.commit()
    assert "note_meeting" not in acts_of(drive, "handler")
    clock.set(called(drive, clock, text="改在会议室") + timedelta(hours=1))
    assert "call_off_meeting" not in acts_of(drive, "handler")
    meeting.note_meeting(drive.reference, "周五前接通，经发办牵头", actor=drive.who("handler"))
    db.session.commit()
    assert "note_meeting" not in acts_of(drive, "handler")


def test_its_people_are_reminded_once(drive: Drive, clock: Clock) -> None:
    at_work(drive)
    clock.set(called(drive, clock) - timedelta(hours=20))
    assert [meeting.remind(), meeting.remind()] == [2, 0]


def test_of_one_that_is_called_off_nobody_is_reminded(drive: Drive, clock: Clock) -> None:
    at_work(drive)
    clock.set(called(drive, clock) - timedelta(hours=20))
    meeting.call_off_meeting(drive.reference, "改期", actor=drive.who("handler"))
    assert meeting.remind() == 0


def test_of_a_nameless_case_its_words_wait_to_be_looked_through(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    at_work(drive, confidential=True)
    text = f"到{drive.cast.firm.name}现场"
    called(drive, clock, text=text)
    page = f"/cases/{drive.reference}/task-force"
    assert text not in sign_in(drive.cast.other_handler).get(page).words
    assert text in sign_in(drive.cast.secretary).get(page).words
    assert text in sign_in(drive.cast.handler).get(page).words, "who wrote it"


def test_the_form_and_the_page(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    at_work(drive)
    assert lead_of(drive).account_id == drive.cast.handler.id
    lead, here = english(sign_in(drive.cast.handler)), f"/cases/{drive.reference}"
    starts = (clock.now + timedelta(days=2)).strftime("%Y-%m-%dT10:00")
    answer = lead.post(f"{here}/call-meeting", data={"starts_at": starts, "text": WORDS})
    assert answer.status_code == 303
    words = lead.get(f"{here}/task-force").words
    assert WORDS in words and "Meetings" in words
    assert lead.post(f"{here}/call-meeting", data={"starts_at": "x", "text": ""}).status_code == 422
