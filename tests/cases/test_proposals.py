"""Another category chosen while accepting: its proposals take the place of those of the one before."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import routing
from chamber.cases.lists import categories
from chamber.cases.models_lists import CaseCategory
from chamber.cases.words import Complexity, Kind, RespondentKind, State
from chamber.extensions import db
from tests.client import Answer, Client
from tests.factories.cases import RELEASED_STORY, RELEASED_TITLE, Drive
from tests.page import Page


@pytest.fixture
def fire(drive: Drive) -> CaseCategory:
    """A second category of difficulties, whose cases are simple and go to the second department."""
    row = CaseCategory(
        kind=Kind.REQUEST, name="消防", complexity="simple", department_id=drive.cast.other_department.id, position=9
    )
    db.session.add(row)
    db.session.commit()
    return row


@pytest.fixture
def desk(drive: Drive, sign_in: Callable[[Account], Client]) -> Client:
    """The secretary; the first category proposes a complex case for the first department."""
    [first] = categories.offered(Kind.REQUEST)
    proposal = categories.Proposal("complex", drive.cast.department.id)
    categories.change_entry(
        Kind.REQUEST, first.id, first.text, 1, proposal, was=first.text, actor=drive.who("secretary")
    )
    db.session.commit()
    return sign_in(drive.cast.secretary)


def chosen(page: Page, name: str) -> str:
    """What a field of the form has chosen."""
    option = next(iter(page.css(f"#{name} option[selected]")), None)
    return (option.attributes.get("value") or "") if option else ""


def filled(answer: Answer) -> tuple[str, str]:
    """The complexity and the lead department that the form has."""
    return chosen(answer.page, "complexity"), chosen(answer.page, "lead")


def propose(desk: Client, reference: str, **typed: str) -> Answer:
    """The form as htmx asks for it when another category is chosen."""
    page = desk.get(f"/cases/{reference}/accept").page
    _method, path, data = page.form("category").send(dict(typed), None)
    answer: Answer = desk.post(path, data={**data, "propose": "1"}, csrf=False, htmx=True)
    return answer


def test_another_category_brings_its_own_proposals_and_nothing_is_accepted(
    drive: Drive, desk: Client, fire: CaseCategory
) -> None:
    drive.submit(Kind.REQUEST)
    assert filled(desk.get(f"/cases/{drive.reference}/accept")) == ("complex", str(drive.cast.department.id))
    answer = propose(desk, drive.reference, category=str(fire.id))
    assert answer.status_code == 200
    assert filled(answer) == ("simple", str(drive.cast.other_department.id))
    words = answer.get_data(as_text=True)
    assert f"This category proposes: {Complexity.SIMPLE.label}" in words and drive.cast.other_department.name in words
    assert drive.case.state == State.SUBMITTED


def test_what_was_changed_by_hand_stays_when_another_category_is_chosen(
    drive: Drive, desk: Client, fire: CaseCategory
) -> None:
    drive.submit(Kind.REQUEST)
    answer = propose(desk, drive.reference, category=str(fire.id), complexity="normal", message="已电话联系")
    assert filled(answer) == ("normal", str(drive.cast.other_department.id))
    assert "已电话联系" in answer.get_data(as_text=True)


def test_a_category_accepted_with_the_proposals_of_another_is_asked_about_once(
    drive: Drive, desk: Client, fire: CaseCategory
) -> None:
    drive.submit(Kind.REQUEST)
    asked = desk.post_form(f"/cases/{drive.reference}/accept", {"category": str(fire.id)})
    assert asked.status_code == 422
    assert "Filled in again for this category: Complexity · Lead department." in asked.words
    assert drive.case.state == State.SUBMITTED
    desk.post_form(asked, press="Accept and assign")
    case = drive.case
    assert (case.state, case.complexity, case.category_id) == (State.ASSIGNED, "simple", fire.id)
    assert case.lead_department_id == drive.cast.other_department.id


def test_the_text_for_departments_of_a_confidential_case_is_kept_while_the_proposals_change(
    drive: Drive, desk: Client, fire: CaseCategory
) -> None:
    drive.submit(Kind.REQUEST, confidential=True)
    typed = {"category": str(fire.id), "release_title": RELEASED_TITLE, "story": RELEASED_STORY}
    answer = desk.post_form(f"/cases/{drive.reference}/accept", typed)
    assert filled(answer) == ("simple", str(drive.cast.other_department.id))
    assert RELEASED_STORY in answer.get_data(as_text=True)
    desk.post_form(answer, press="Accept and assign")
    assert drive.case.released_story == RELEASED_STORY


def test_a_report_of_retaliation_has_nothing_that_a_category_could_propose(drive: Drive, desk: Client) -> None:
    other = CaseCategory(kind=Kind.RETALIATION, name="其他报复", position=9)
    db.session.add(other)
    db.session.commit()
    drive.submit(Kind.RETALIATION)
    page = desk.get(f"/cases/{drive.reference}/accept")
    assert "This category proposes" not in page.words and not page.page.css("#category[hx-post]")
    desk.post_form(page, {"category": str(other.id)})
    assert drive.case.category_id == other.id and drive.case.state == State.IN_PROGRESS


def test_where_the_supervisor_runs_the_case_no_category_proposes_who_handles_it(
    drive: Drive, sign_in: Callable[[Account], Client]
) -> None:
    rows = {row.kind: row for row in db.session.query(CaseCategory)}
    rows[Kind.COMPLAINT].department_id = drive.cast.department.id
    other = CaseCategory(kind=Kind.COMPLAINT, name="收费", complexity="simple", department_id=drive.cast.department.id)
    db.session.add(other)
    db.session.commit()
    drive.submit(respondents=(Respondent(RespondentKind.SECRETARIAT),))
    answer = propose(sign_in(drive.cast.supervisor), drive.reference, category=str(other.id))
    assert filled(answer) == ("simple", "")


def test_a_category_that_the_secretariat_handles_itself_presets_its_own_desk(drive: Drive, desk: Client) -> None:
    [own] = categories.offered(Kind.SUGGESTION)
    desk.post_form("/cases/lists", {"department": "desk"}, action=f"/lists/{Kind.SUGGESTION}/{own.id}/edit")
    assert categories.offered(Kind.SUGGESTION)[0].proposal == categories.Proposal(own_desk=True)
    assert "Proposed: We handle it ourselves" in desk.get("/cases/lists").words
    drive.submit(Kind.SUGGESTION)
    page = desk.get(f"/cases/{drive.reference}/accept")
    assert [one.attributes["value"] for one in page.page.css("[name=route][checked]")] == ["desk"]
    assert "This category proposes: We handle it ourselves" in page.words
    desk.post_form(page, press="Accept and assign")
    assert drive.case.own_desk


def test_assigning_later_proposes_the_department_of_the_category(drive: Drive, desk: Client) -> None:
    drive.submit(Kind.REQUEST)
    desk.post_form(f"/cases/{drive.reference}/accept", {"route": "later"})
    assert chosen(desk.get(f"/cases/{drive.reference}/assign").page, "lead") == str(drive.cast.department.id)


def test_what_was_sent_back_is_proposed_to_the_department_that_was_named_then(drive: Drive, desk: Client) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    routing.send_back(drive.reference, "不归我们", drive.cast.other_department.id, actor=drive.who("handler"))
    db.session.commit()
    assert chosen(desk.get(f"/cases/{drive.reference}/assign").page, "lead") == str(drive.cast.other_department.id)


def test_a_department_that_the_complaint_is_about_is_not_proposed_after_it_was_sent_back(
    drive: Drive, desk: Client
) -> None:
    drive.submit()
    drive.accept()
    routing.send_back(drive.reference, "不归我们", drive.cast.other_department.id, actor=drive.who("handler"))
    db.session.commit()
    assert not chosen(desk.get(f"/cases/{drive.reference}/assign").page, "lead")
