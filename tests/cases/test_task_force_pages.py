"""The pages of a task force: proposed and decided by forms, shown to each role, waiting on home pages."""

from collections.abc import Callable

from chamber.accounts.models import Account
from chamber.cases.force import starting
from chamber.cases.force.models import CaseForce, CaseForcePerson
from chamber.directory.models import DepartmentHandler
from chamber.extensions import db
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive
from tests.factories.forces import PURPOSE, at_work, lead_of, other_of, proposed, two_at_work

SignIn = Callable[[Account], Client]


def test_the_secretariat_is_led_from_its_home_to_the_form_and_the_leader_to_the_decision(
    drive: Drive, sign_in: SignIn
) -> None:
    two_at_work(drive)
    desk, leader = english(sign_in(drive.cast.secretary)), english(sign_in(drive.cast.leader))
    here = f"/cases/{drive.reference}"
    assert "a complex case without a task force" in desk.get("/").words
    assert "Propose a task force" in desk.get(here).words
    form = {"lead": lead_of(drive).key, "people": other_of(drive).key, "text": PURPOSE}
    assert desk.post(f"{here}/propose-task-force", data=form).status_code == 303
    assert "a complex case without a task force" not in desk.get("/").words
    assert "1 task force waits for your approval" in leader.get("/").words
    assert PURPOSE in leader.get(f"{here}/decide-task-force").words
    assert leader.post(f"{here}/decide-task-force", data={"granted": "yes", "text": ""}).status_code == 303
    assert "waits for your approval" not in leader.get("/").words
    assert "You are in 1 task force" in english(sign_in(drive.cast.other_handler)).get("/").words


def test_who_has_it_now_is_whoever_leads_it(drive: Drive, sign_in: SignIn) -> None:
    at_work(drive)
    page = english(sign_in(drive.cast.secretary)).get(f"/cases/{drive.reference}").words
    assert f"{drive.cast.department.name} {drive.cast.handler.name}" in page


def test_what_is_missing_in_the_form_is_said_at_the_field(drive: Drive, sign_in: SignIn) -> None:
    two_at_work(drive)
    desk, address = english(sign_in(drive.cast.secretary)), f"/cases/{drive.reference}/propose-task-force"
    for form in ({}, {"lead": lead_of(drive).key, "text": PURPOSE}, {"lead": "9-9", "people": "x", "text": "y"}):
        answer = desk.post(address, data=form)
        assert answer.status_code == 422, form
    assert db.session.query(CaseForce).count() == 0


def test_people_in_words_are_typed_one_a_line(drive: Drive, sign_in: SignIn) -> None:
    two_at_work(drive)
    other = drive.cast.other_department
    db.session.query(DepartmentHandler).filter_by(department_id=other.id).delete()
    db.session.commit()
    desk, here = english(sign_in(drive.cast.secretary)), f"/cases/{drive.reference}"
    form = {"lead": lead_of(drive).key, "text": PURPOSE, "named": "别的单位 张三"}
    refused = desk.post(f"{here}/propose-task-force", data=form)
    assert refused.status_code == 422 and other.name in refused.words
    form["named"] = f"{other.name} 夏所长"
    assert desk.post(f"{here}/propose-task-force", data=form).status_code == 303
    assert "夏所长" in desk.get(f"{here}/task-force").words
    again = desk.get(f"{here}/change-task-force").page
    assert f"{other.name} 夏所长" in again.one("[name=named]").text()


def test_its_page_says_that_it_began_provisionally_and_then_both_days(
    drive: Drive, sign_in: SignIn, clock: Clock
) -> None:
    two_at_work(drive)
    clock.set(proposed(drive).decide_by)
    clock.advance(hours=1)
    starting.pass_time()
    leader, page = english(sign_in(drive.cast.leader)), f"/cases/{drive.reference}/task-force"
    assert "It can still be approved or turned down." in leader.get(page).words
    assert leader.post(f"/cases/{drive.reference}/decide-task-force", data={"granted": "yes"}).status_code == 303
    assert "It began provisionally on" in leader.get(page).words


def test_a_lead_department_that_changed_is_on_the_list_of_the_secretariat(drive: Drive, sign_in: SignIn) -> None:
    at_work(drive)
    case = drive.case
    case.lead_department_id = drive.cast.other_department.id
    db.session.commit()
    assert "nobody leads it from the lead department" in english(sign_in(drive.cast.secretary)).get("/").words


def test_the_page_asks_as_often_for_two_people_as_for_ten(drive: Drive, sign_in: SignIn, queries: list[str]) -> None:
    force = at_work(drive)
    desk, page = sign_in(drive.cast.secretary), f"/cases/{drive.reference}/task-force"
    desk.get(page)
    queries.clear()
    desk.get(page)
    few = len(queries)
    for number in range(8):
        department, since = drive.cast.department.id, force.proposed_at
        db.session.add(
            CaseForcePerson(force_id=force.id, department_id=department, name=f"某某{number}", since_at=since)
        )
    db.session.commit()
    queries.clear()
    desk.get(page)
    assert len(queries) == few
