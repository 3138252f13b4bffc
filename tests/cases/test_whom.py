"""Whom a case is about, said after it came in: at once in force, never taken back from whoever was named."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account, AccountRole
from chamber.cases.access import respondents
from chamber.cases.access.respondents import Respondent
from chamber.cases.access.visibility import find
from chamber.cases.doing import answering, closing, intake, releasing, routing, whom
from chamber.cases.doing.releasing import Release
from chamber.cases.doing.routing import Route
from chamber.cases.models import CaseAssignment, CaseRespondent
from chamber.cases.words import Circle, Kind, State
from chamber.directory.models import DepartmentHandler
from chamber.errors import Conflict, DomainError, Forbidden, NotFound
from chamber.extensions import db
from chamber.notifications.models import Notification
from chamber.rights import Role
from chamber.search.tokens import written
from tests.cases.reading import acts_of
from tests.client import Client
from tests.english import english
from tests.factories.cases import RELEASED_STORY, Drive
from tests.factories.finds import found_by

SignIn = Callable[[Account], Client]


def sees(drive: Drive, who: str) -> bool:
    """Whether this person can open the case."""
    try:
        return find(drive.reference, actor=drive.who(who)).reference == drive.reference
    except NotFound:
        return False


def name(drive: Drive, kind: str, by: str = "member", **more: object) -> None:
    """Say that the case is about somebody more."""
    whom.add_respondent(drive.reference, Respondent(kind, **more), actor=drive.who(by))  # type: ignore[arg-type]
    db.session.commit()


@pytest.mark.parametrize("by", ["member", "secretary"])
def test_a_lead_department_that_is_named_loses_the_case_and_it_is_assigned_anew(drive: Drive, by: str) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    assert sees(drive, "handler")
    name(drive, "department", by, department_id=drive.cast.department.id)
    assert not sees(drive, "handler")
    case = drive.case
    assert (case.state, case.lead_department_id, case.owner_id) == (State.ACCEPTED, None, None)
    assert case.step_due_at is not None
    with pytest.raises(DomainError, match="must not handle it"):
        routing.assign(drive.reference, Route(lead_id=drive.cast.department.id), actor=drive.who("secretary"))


def test_a_department_that_is_named_is_not_told_of_it(drive: Drive) -> None:
    drive.submit()
    drive.accept()
    before = db.session.query(Notification).filter_by(account_id=drive.cast.handler.id).count()
    name(drive, "department", department_id=drive.cast.department.id)
    assert db.session.query(Notification).filter_by(account_id=drive.cast.handler.id).count() == before
    told = db.session.query(Notification).filter_by(line="case.add_respondent:desk").one()
    assert told.account_id == drive.cast.secretary.id


def test_a_helper_that_is_named_loses_the_case_and_the_lead_goes_on(drive: Drive) -> None:
    drive.submit(respondents=(Respondent("other", text="某外地公司"),))
    route = Route(lead_id=drive.cast.department.id, helper_ids=(drive.cast.other_department.id,))
    release = Release("某企业反映", RELEASED_STORY)
    routing.accept(drive.reference, actor=drive.who("secretary"), route=route, release=release)
    db.session.commit()
    assert sees(drive, "other_handler")
    name(drive, "other", text="夏承办")
    assert not sees(drive, "other_handler")
    assert sees(drive, "handler") and drive.case.state == State.ASSIGNED


@pytest.mark.parametrize(("kind", "kept_out"), [("secretariat", "secretary"), ("leader", "leader")])
def test_where_the_secretariat_or_the_leader_is_named_the_supervisor_takes_over(
    drive: Drive, kind: str, kept_out: str
) -> None:
    drive.submit()
    drive.accept(desk=True)
    name(drive, kind)
    assert not sees(drive, kept_out) and not sees(drive, "secretary")
    assert drive.case.supervisor_runs and drive.case.owner_id is None
    assert db.session.query(Notification).filter_by(line="case.add_respondent:desk").one()
    closing_acts = acts_of(drive, "supervisor")
    assert "draft" in closing_acts


def test_an_objection_about_the_supervisor_goes_to_the_leader(drive: Drive) -> None:
    drive.submit()
    intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=drive.who("secretary"))
    intake.raise_objection(drive.reference, "属于受理范围", actor=drive.who("member"))
    name(drive, "supervisor")
    assert not sees(drive, "supervisor") and drive.case.leader_decides


def test_nobody_is_left_to_run_it_where_the_supervisor_is_named_too(drive: Drive) -> None:
    drive.submit()
    name(drive, "supervisor")
    with pytest.raises(DomainError, match="12388"):
        name(drive, "secretariat")


def test_who_is_named_twice_is_named_once_and_ones_own_firm_never(drive: Drive) -> None:
    drive.submit()
    with pytest.raises(Conflict, match="already a respondent"):
        name(drive, "department", department_id=drive.cast.other_department.id)
    with pytest.raises(DomainError, match="own firm"):
        name(drive, "other", text=drive.cast.firm.name)
    drive.cast.member.roles.append(AccountRole(role=Role.HANDLER))
    db.session.add(DepartmentHandler(department_id=drive.cast.department.id, account_id=drive.cast.member.id))
    db.session.commit()
    with pytest.raises(DomainError, match="could no longer see the case"):
        name(drive, "department", "secretary", department_id=drive.cast.department.id)


def test_whoever_was_named_once_goes_on_seeing_nothing(drive: Drive) -> None:
    drive.submit()
    name(drive, "leader")
    for who in ("secretary", "supervisor"):
        with pytest.raises((Forbidden, NotFound)):
            whom.remove_respondent(drive.reference, "leader", actor=drive.who(who))
    whom.remove_respondent(drive.reference, "leader", actor=drive.who("member"))
    db.session.commit()
    assert not sees(drive, "leader")
    assert drive.case.supervisor_runs
    assert db.session.query(CaseRespondent).filter_by(kind="leader").one().removed_at
    with pytest.raises(DomainError, match="wrong respondent"):
        whom.remove_respondent(drive.reference, "leader", actor=drive.who("member"))


def test_a_bad_rating_of_a_department_named_since_brings_the_case_to_be_assigned_anew(drive: Drive) -> None:
    drive.answered()
    name(drive, "department", department_id=drive.cast.department.id)
    assert drive.case.state == State.ANSWERED and not sees(drive, "handler")
    closing.rate(drive.reference, 1, False, "", actor=drive.who("member"))
    db.session.commit()
    assert drive.case.state == State.ACCEPTED
    assert not db.session.query(CaseAssignment).filter_by(ended_at=None).count()
    assert drive.case.step_due_at is not None


@pytest.mark.parametrize(
    ("kind", "kept_out", "runs"),
    [
        ("some_department", {"handler", "other_handler"}, "secretary"),
        ("some_chamber", {"secretary", "president"}, "supervisor"),
        ("some_street", {"leader", "handler", "other_handler", "secretary"}, "supervisor"),
    ],
)
def test_where_only_the_unit_is_known_nobody_who_may_be_of_it_sees_the_case(
    drive: Drive, kind: str, kept_out: set[str], runs: str
) -> None:
    drive.submit(respondents=(Respondent(kind),))
    assert not {one for one in kept_out if sees(drive, one)}
    assert sees(drive, runs) and sees(drive, "member")
    routing.accept(drive.reference, actor=drive.who(runs))
    db.session.commit()
    if kind != "some_chamber":
        route, release = Route(lead_id=drive.cast.department.id), Release("题", RELEASED_STORY)
        with pytest.raises(DomainError, match="is not known yet"):
            routing.assign(drive.reference, route, release=release, actor=drive.who(runs))
        db.session.rollback()
    one = Respondent("department", department_id=drive.cast.other_department.id)
    whom.clarify(drive.reference, one, actor=drive.who(runs))
    db.session.commit()
    route, release = Route(lead_id=drive.cast.department.id), Release("题", RELEASED_STORY)
    routing.assign(drive.reference, route, release=release, actor=drive.who(runs))
    db.session.commit()
    assert sees(drive, "handler") and not sees(drive, "other_handler")
    with pytest.raises(Conflict):
        whom.clarify(drive.reference, None, actor=drive.who(runs))


def test_a_clarification_that_names_the_secretariat_takes_the_case_from_it(drive: Drive) -> None:
    drive.submit(respondents=(Respondent("some_department"),))
    with pytest.raises(DomainError, match="who it is"):
        whom.clarify(drive.reference, Respondent("some_street"), actor=drive.who("secretary"))
    whom.clarify(drive.reference, Respondent("other", text="陈秘书"), actor=drive.who("secretary"))
    db.session.commit()
    assert not sees(drive, "secretary") and drive.case.supervisor_runs


def test_the_secretariat_does_not_say_who_of_the_street_office_it_is(drive: Drive) -> None:
    drive.submit(respondents=(Respondent("some_department"),))
    db.session.query(CaseRespondent).update({"kind": "some_street"})
    db.session.commit()
    with pytest.raises(Forbidden):
        whom.clarify(drive.reference, None, actor=drive.who("secretary"))


def test_a_case_made_confidential_names_its_firm_to_no_department_from_then_on(drive: Drive, sign_in: SignIn) -> None:
    drive.submit(Kind.REQUEST)
    routing.accept(drive.reference, actor=drive.who("secretary"), route=Route(lead_id=drive.cast.department.id))
    db.session.commit()
    handler, here = english(sign_in(drive.cast.handler)), f"/cases/{drive.reference}"
    assert drive.cast.firm.name in handler.get(here).words
    releasing.make_confidential(drive.reference, actor=drive.who("member"))
    db.session.commit()
    words = handler.get(here).words
    assert drive.cast.firm.name not in words and drive.mark("story") in words
    assert drive.mark("title") not in handler.get("/cases/").words
    assert drive.cast.firm.name not in english(sign_in(drive.cast.leader)).get(here).words
    assert english(sign_in(drive.cast.president)).get(here).status_code == 404
    drive.add()
    assert drive.mark("addition") not in handler.get(here).words
    with pytest.raises(Conflict):
        releasing.make_confidential(drive.reference, actor=drive.who("member"))


def test_what_nobody_has_yet_is_masked_anew_once_the_case_is_confidential(drive: Drive) -> None:
    story = f"{drive.cast.firm.name}被要求交费"
    drive.submit(Kind.REQUEST, story=story)
    drive.add()
    releasing.make_confidential(drive.reference, actor=drive.who("secretary"))
    db.session.commit()
    assert not drive.case.released_story
    assert found_by("case", drive.case.id).isdisjoint(written(Circle.RELEASED, story))
    with pytest.raises(DomainError, match="release a masked text"):
        routing.accept(drive.reference, actor=drive.who("secretary"), route=Route(lead_id=drive.cast.department.id))


def test_another_department_is_not_given_the_words_that_the_first_one_read(drive: Drive) -> None:
    drive.submit(Kind.REQUEST, story=f"{drive.cast.firm.name}被要求交费")
    routing.accept(drive.reference, actor=drive.who("secretary"), route=Route(lead_id=drive.cast.department.id))
    releasing.make_confidential(drive.reference, actor=drive.who("secretary"))
    db.session.commit()
    other = Route(lead_id=drive.cast.other_department.id)
    with pytest.raises(DomainError, match="still names"):
        routing.reassign(drive.reference, "职责在你处", other, actor=drive.who("secretary"))


def test_the_page_of_the_case_shows_author_and_runner_whom_it_is_about_and_nobody_else(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    drive.accept()
    here, unit = f"/cases/{drive.reference}", drive.cast.other_department.name
    member = english(sign_in(drive.cast.member))
    assert unit in member.get(here).words
    typed = {"kind": "other", "text": "某外地公司", "department": "", "code": ""}
    added = member.post_form(f"{here}/add-respondent", typed)
    assert "某外地公司" in added.words
    taken = member.post_form(f"{here}/remove-respondent", {"respondent": "other  某外地公司"})
    assert "removed; still cannot see it" in taken.words
    assert unit in english(sign_in(drive.cast.secretary)).get(here).words
    for who in (drive.cast.handler, drive.cast.leader):
        words = english(sign_in(who)).get(here).words
        assert unit not in words and "某外地公司" not in words and "concerned" not in words


def test_who_was_found_out_lacks_no_name_though_they_are_of_the_street_office(drive: Drive) -> None:
    drive.submit(respondents=(Respondent("other", text="街道办的人"),))
    assert (drive.case.lacks_name, drive.case.supervisor_runs) == (True, True)
    found = Respondent("other", text="街道办的临时工老尉")
    whom.clarify(drive.reference, found, actor=drive.who("supervisor"))
    db.session.commit()
    assert not drive.case.lacks_name
    kinds = {row.kind for row in respondents.respondents_of(drive.case)}
    assert "leader" in kinds and "some_street" not in kinds


def test_a_department_that_the_author_names_is_the_one_that_nobody_knew_the_name_of(drive: Drive) -> None:
    unit = drive.cast.other_department
    drive.submit(respondents=(Respondent("some_department"),), story=f"{unit.name}的人每月来收钱。")
    assert drive.case.lacks_name and not sees(drive, "handler")
    answering.name_respondent(drive.reference, f"department {unit.id}", actor=drive.who("member"))
    db.session.commit()
    assert not drive.case.lacks_name
    assert [row.department_id for row in respondents.respondents_of(drive.case)] == [unit.id]
    drive.accept()
    assert sees(drive, "handler")
