"""A case given from one department to another: who loses it, who gets it, what stays."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.access.visibility import find
from chamber.cases.doing import handling, routing
from chamber.cases.models import CaseAssignment, CaseEvent, CaseRespondent
from chamber.cases.rules.acts import Act
from chamber.cases.words import State
from chamber.directory.models import Department
from chamber.errors import Conflict, DomainError, Forbidden, NotFound
from chamber.extensions import db
from chamber.notifications.models import Notification
from tests.cases.reading import acts_of
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import RELEASED_STORY, Drive

SignIn = Callable[[Account], Client]


def given(drive: Drive, reason: str = "职责不符") -> None:
    """To the other department."""
    route = routing.Route(lead_id=drive.cast.other_department.id)
    routing.reassign(drive.reference, reason, route, actor=drive.who("secretary"))
    db.session.commit()


def at_work(drive: Drive, **words: object) -> None:
    """A request that the department works on."""
    drive.submit("request", **words)
    drive.accept()
    drive.sign()


def test_the_secretariat_gives_it_to_another_department_which_signs_anew(
    drive: Drive, sign_in: SignIn, clock: Clock
) -> None:
    at_work(drive)
    due, first_due, here = drive.case.due_at, drive.case.original_due_at, f"/cases/{drive.reference}"
    clock.advance(days=1)
    page = sign_in(drive.cast.secretary).post_form(
        f"{here}/reassign", {"lead": str(drive.cast.other_department.id), "reason": "职责不符"}
    )
    assert "It is now with another department." in page.page.texts(".toast")[0]
    case = drive.case
    assert (case.state, case.lead_department_id) == (State.ASSIGNED, drive.cast.other_department.id)
    assert (case.due_at, case.original_due_at, case.owner_id) == (due, first_due, None)
    assert case.step_due_at and due and case.step_due_at < due
    routing.sign(drive.reference, actor=drive.who("other_handler"))
    assert (drive.case.state, drive.case.step_due_at) == (State.IN_PROGRESS, due)


def test_the_first_department_loses_it_and_is_told_and_so_are_the_other_and_the_author(
    drive: Drive, sign_in: SignIn
) -> None:
    at_work(drive)
    given(drive)
    with pytest.raises(NotFound):
        find(drive.reference, actor=drive.who("handler"))
    told = {
        row.line: row.account_id for row in db.session.query(Notification).filter(Notification.line.like("%reass%"))
    }
    assert told == {
        "case.reassign:lead": drive.cast.other_handler.id,
        "case.reassign:former": drive.cast.handler.id,
        "case.reassign:author": drive.cast.member.id,
    }
    bell = sign_in(drive.cast.handler).get("/notifications/")
    assert f"{drive.reference} was reassigned to another department." in bell.words
    assert f"/cases/{drive.reference}" not in bell.page.html


def test_the_author_sees_that_it_changed_hands_but_not_why(drive: Drive, sign_in: SignIn) -> None:
    at_work(drive)
    given(drive, "职责不符记号")
    here = f"/cases/{drive.reference}"
    for name in ("member", "leader", "president"):
        words = sign_in(getattr(drive.cast, name)).get(here).words
        assert "Reassigned" in words
        assert "职责不符记号" not in words
    for name in ("secretary", "other_handler"):
        assert "职责不符记号" in sign_in(getattr(drive.cast, name)).get(here).words


def test_helpers_change_with_it(drive: Drive) -> None:
    at_work(drive)
    route = routing.Route(lead_id=drive.cast.other_department.id, helper_ids=(drive.cast.department.id,))
    routing.reassign(drive.reference, "换牵头", route, actor=drive.who("secretary"))
    db.session.commit()
    now = db.session.query(CaseAssignment.department_id, CaseAssignment.is_lead).filter_by(ended_at=None)
    assert sorted(now.all()) == sorted([(drive.cast.other_department.id, True), (drive.cast.department.id, False)])
    assert acts_of(drive, "handler") == {Act.RECUSE}


def test_an_undecided_extension_ends_and_the_next_department_asks_for_its_own(drive: Drive) -> None:
    at_work(drive)
    handling.ask_extension(drive.reference, "等材料", actor=drive.who("handler"))
    db.session.commit()
    given(drive)
    assert not drive.case.extension_asked
    routing.sign(drive.reference, actor=drive.who("other_handler"))
    handling.ask_extension(drive.reference, "我们也等", actor=drive.who("other_handler"))
    assert drive.case.extension_asked


def test_a_draft_under_review_stays_for_the_next_department_and_goes_out_only_when_it_puts_it_up(
    drive: Drive, sign_in: SignIn
) -> None:
    at_work(drive)
    drive.draft()
    given(drive)
    assert Act.PUBLISH not in acts_of(drive, "secretary")
    routing.sign(drive.reference, actor=drive.who("other_handler"))
    db.session.commit()
    page = sign_in(drive.cast.other_handler).get(f"/cases/{drive.reference}/draft").page
    assert "对方已付款。" in page.css("textarea[name=answer]")[0].text()


def test_what_may_not_be_done_is_refused(drive: Drive) -> None:
    at_work(drive)
    desk, here = drive.who("secretary"), drive.reference
    same, other = routing.Route(lead_id=drive.cast.department.id), routing.Route(lead_id=drive.cast.other_department.id)
    for reason, route, said in (("", other, "reason"), ("换", same, "another"), ("换", routing.Route(), "lead")):
        with pytest.raises(DomainError, match=said):
            routing.reassign(here, reason, route, actor=desk)
        db.session.rollback()
    for name in ("handler", "leader", "member", "president"):
        with pytest.raises(Forbidden):
            routing.reassign(here, "换", other, actor=drive.who(name))
    drive.submit("request", title="自办")
    drive.accept(desk=True)
    with pytest.raises(Conflict):
        routing.reassign(drive.reference, "换", other, actor=desk)


def test_a_department_that_the_complaint_is_about_does_not_get_it(drive: Drive) -> None:
    drive.submit()
    drive.accept()
    with pytest.raises(DomainError, match="about"):
        given(drive)


def test_of_a_confidential_case_the_next_department_reads_the_released_text_and_no_reason_names_the_firm(
    drive: Drive, sign_in: SignIn
) -> None:
    at_work(drive, confidential=True)
    with pytest.raises(DomainError, match="without names"):
        given(drive, f"{drive.cast.firm.name}要求")
    db.session.rollback()
    given(drive)
    words = sign_in(drive.cast.other_handler).get(f"/cases/{drive.reference}").words
    assert RELEASED_STORY in words
    hidden = (drive.cast.firm.name, drive.mark("story"), drive.mark("evidence"), drive.mark("file"))
    for name in ("other_handler", "handler"):
        client = sign_in(getattr(drive.cast, name))
        for path in (f"/cases/{drive.reference}", "/cases/", "/notifications/", "/"):
            text = client.get(path).get_data(as_text=True)
            assert not [word for word in hidden if word in text], (name, path)


def test_what_nobody_could_sign_for_leaves_the_secretariats_list(drive: Drive, sign_in: SignIn, clock: Clock) -> None:
    at_work(drive)
    drive.cast.handler.disabled_at = clock.now
    db.session.commit()
    desk = sign_in(drive.cast.secretary)
    assert drive.reference in desk.get("/cases/?do=mine").words
    given(drive)
    assert drive.reference not in desk.get("/cases/?do=mine").words
    assert db.session.query(CaseEvent).filter_by(act=Act.REASSIGN).one().data["departments"]


def test_where_no_other_department_may_have_it_that_is_said_before_anybody_types(drive: Drive, sign_in: SignIn) -> None:
    drive.submit("request")
    drive.accept()
    db.session.delete(drive.cast.other_department)
    db.session.commit()
    answer = english(sign_in(drive.cast.secretary)).get(f"/cases/{drive.reference}/reassign")
    assert answer.status_code == 409 and "no other department" in answer.words


def test_the_form_asks_for_the_other_department_first(drive: Drive, sign_in: SignIn) -> None:
    drive.submit("request")
    drive.accept()
    desk = english(sign_in(drive.cast.secretary))
    address = f"/cases/{drive.reference}/reassign"
    assert list(desk.get(address).page.form("lead").controls)[:4] == ["csrf_token", "lead", "helpers", "reason"]
    refused = desk.post(address, data={"reason": "职责不符"})
    assert refused.status_code == 422 and drive.case.lead_department_id == drive.cast.department.id


def test_other_departments_help_while_the_lead_goes_on_with_what_it_signed_for(drive: Drive, sign_in: SignIn) -> None:
    at_work(drive)
    owner, due, here = drive.case.owner_id, drive.case.step_due_at, f"/cases/{drive.reference}/change-helpers"
    other = drive.cast.other_department.id
    desk = english(sign_in(drive.cast.secretary))
    for helpers, helping in (([str(other)], {Act.RECUSE}), ([], None)):
        page = desk.post_form(here, {"helpers": helpers, "reason": f"要{len(helpers)}家协办"}).page
        assert "The helping departments are changed." in page.texts(".toast")[0]
        case = drive.case
        assert (case.state, case.owner_id, case.step_due_at) == (State.IN_PROGRESS, owner, due)
        if helping:
            assert acts_of(drive, "other_handler") == helping
    with pytest.raises(NotFound):
        find(drive.reference, actor=drive.who("other_handler"))
    with pytest.raises(DomainError, match="other helping departments"):
        routing.change_helpers(drive.reference, "又要", (), actor=drive.who("secretary"))
    with pytest.raises(Forbidden):
        routing.change_helpers(drive.reference, "又要", (other,), actor=drive.who("handler"))


def test_a_department_that_it_is_about_does_not_help(drive: Drive) -> None:
    db.session.add(Department(name="第三办公室", position=3))
    drive.submit()
    drive.accept()
    with pytest.raises(DomainError, match="complaint is about"):
        routing.change_helpers(
            drive.reference, "要协办", (drive.cast.other_department.id,), actor=drive.who("secretary")
        )


def test_where_no_other_department_could_help_nobody_is_asked_which_one(drive: Drive, sign_in: SignIn) -> None:
    at_work(drive)
    here = f"/cases/{drive.reference}"
    assert Act.CHANGE_HELPERS in acts_of(drive, "secretary")
    db.session.add(
        CaseRespondent(case_id=drive.case.id, kind="department", department_id=drive.cast.other_department.id)
    )
    db.session.commit()
    assert Act.CHANGE_HELPERS not in acts_of(drive, "secretary")
    desk = english(sign_in(drive.cast.secretary))
    assert "Change the helping departments" not in desk.get(here).words
    assert desk.get(f"{here}/change-helpers").status_code == 409


def test_the_only_helper_can_be_taken_off_where_there_is_no_other(drive: Drive) -> None:
    drive.submit("request")
    route = routing.Route(lead_id=drive.cast.department.id, helper_ids=(drive.cast.other_department.id,))
    routing.accept(drive.reference, actor=drive.who("secretary"), route=route, message="已受理。")
    db.session.add(CaseRespondent(case_id=drive.case.id, kind="some_department"))
    db.session.commit()
    assert Act.CHANGE_HELPERS in acts_of(drive, "secretary")
