"""A respondent typed as free text: whoever is named in it sees nothing, however the name is dressed up."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from chamber import clock
from chamber.accounts.models import Account, AccountRole
from chamber.cases.access.respondents import Respondent
from chamber.cases.access.visibility import visible_to
from chamber.cases.doing import intake, releasing, sharing
from chamber.cases.models import Case, CaseRespondent
from chamber.cases.words import RespondentKind
from chamber.directory.models import DepartmentPerson
from chamber.errors import DomainError
from chamber.extensions import db
from chamber.members.models import MemberStatus
from chamber.members.record import editing
from chamber.rights import Role
from tests.client import Client
from tests.factories.accounts import make_contact, make_member
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


def sees(drive: Drive, who: str) -> bool:
    """Whether this person has the case among the rows of their role."""
    return db.session.scalars(select(Case).where(visible_to(drive.who(who)))).first() is not None


@pytest.mark.parametrize("text", ["秘书处陈秘书", "商会秘书处", "陈秘书（商会）", "陈 秘书"])
def test_a_text_that_names_the_secretariat_keeps_it_out(drive: Drive, text: str) -> None:
    case = drive.submit(respondents=(Respondent(RespondentKind.OTHER, text=text),))
    assert case.supervisor_runs
    assert not sees(drive, "secretary")
    assert sees(drive, "supervisor")


@pytest.mark.parametrize("text", ["周领导同志", "街道周领导"])
def test_a_text_that_names_the_leader_keeps_them_out(drive: Drive, text: str) -> None:
    case = drive.submit(respondents=(Respondent(RespondentKind.OTHER, text=text),))
    assert case.supervisor_runs
    assert not sees(drive, "leader")


@pytest.mark.parametrize(
    "text", ["经济发展办公室林承办", "林承办科长", "经发办的魏长河", "经济发展办", "经发办和市场监督管理所"]
)
def test_a_text_that_names_a_department_or_one_of_its_people_means_the_department(drive: Drive, text: str) -> None:
    drive.cast.department.short_name = "经发办"
    db.session.add(DepartmentPerson(department_id=drive.cast.department.id, name="魏长河", title="科长"))
    db.session.commit()
    drive.submit(respondents=(Respondent(RespondentKind.OTHER, text=text),))
    concerned = set(db.session.scalars(select(CaseRespondent.department_id)))
    assert drive.cast.department.id in concerned
    assert (drive.cast.other_department.id in concerned) == ("市场监督" in text)


@pytest.mark.parametrize("text", ["瓯新阀门", "瓯新阀门有限公司", "甌新"])
def test_ones_own_firm_under_any_of_its_names_is_no_respondent(drive: Drive, text: str) -> None:
    drive.cast.firm.short_name = "甌新"
    db.session.commit()
    with pytest.raises(DomainError, match="your own firm"):
        drive.submit(respondents=(Respondent(RespondentKind.OTHER, text=text),))


@pytest.mark.parametrize(
    "text", ["永宁泵业的老板", "温州永宁泵业公司", "永泵（王经理）", "曾对手等人", "永宁泵业有限公司"]
)
def test_a_leader_or_handler_who_is_of_the_firm_that_a_text_names_is_kept_out(drive: Drive, text: str) -> None:
    drive.cast.rival_firm.short_name = "永泵"
    for account in (drive.cast.leader, drive.cast.handler):
        make_contact(drive.cast.rival_firm, account.name, account)
    db.session.commit()
    drive.submit(respondents=(Respondent(RespondentKind.OTHER, text=text),))
    drive.accept()
    assert {who: sees(drive, who) for who in ("leader", "handler", "secretary", "member")} == {
        "leader": False, "handler": False, "secretary": True, "member": True,
    }  # fmt: skip


def test_the_firm_of_the_author_in_such_a_text_costs_the_author_nothing(drive: Drive) -> None:
    drive.submit(respondents=(Respondent(RespondentKind.OTHER, text="欠瓯新阀门货款的外地某建材厂"),))
    assert sees(drive, "member")


def test_a_stranger_called_as_a_colleague_costs_the_author_nothing(drive: Drive) -> None:
    drive.submit(respondents=(Respondent(RespondentKind.OTHER, text=drive.cast.colleague.name),))
    assert sees(drive, "member")


def test_who_would_be_kept_out_of_the_own_case_is_told_so_before_it_is_there(drive: Drive) -> None:
    drive.cast.member.roles.append(AccountRole(role=Role.LEADER))
    db.session.commit()
    with pytest.raises(DomainError, match="could not see your own case"):
        drive.submit(by="member", respondents=(Respondent(RespondentKind.LEADER),))
    db.session.rollback()
    assert db.session.query(Case).count() == 0


@pytest.mark.parametrize(
    "text", ["瓯新被要求交费", "瓯 新 阀 门", "请打１３８０００００００２", "138-0000-0002", "找仇同事"]
)
def test_what_still_tells_whose_case_it_is_goes_to_nobody(drive: Drive, text: str) -> None:
    drive.submit()
    with pytest.raises(DomainError, match="still names"):
        releasing.release(drive.reference, releasing.Release("某企业", text), actor=drive.who("secretary"))


@pytest.mark.parametrize("text", ["原华岭阀门被要求交费", "华岭阀门有限公司", "华岭老厂"])
def test_what_a_firm_was_called_before_still_tells_whose_case_it_is(drive: Drive, text: str) -> None:
    firm, desk = drive.cast.firm, drive.who("secretary")
    for typed in ({"name": "华岭阀门有限公司", "short_name": "华岭"}, {"name": "瓯新阀门有限公司", "short_name": ""}):
        editing.edit(firm.id, typed, version=firm.version, actor=desk, confirmed=True)
        db.session.commit()
    drive.submit()
    with pytest.raises(DomainError, match="still names"):
        releasing.release(drive.reference, releasing.Release("某企业", text), actor=desk)


def test_a_word_that_other_firms_have_in_their_names_too_may_stay(drive: Drive) -> None:
    drive.submit()
    make_member("瓯新世纪酒店有限公司", 7)
    db.session.commit()
    releasing.release(drive.reference, releasing.Release("某企业", "瓯新路口没有路灯"), actor=drive.who("secretary"))
    assert drive.case.released_story == "瓯新路口没有路灯"


def test_who_was_told_with_consent_reads_the_person_too(drive: Drive, sign_in: Callable[[Account], Client]) -> None:
    drive.submit()
    drive.accept()
    handler, here = sign_in(drive.cast.handler), f"/cases/{drive.reference}"
    assert drive.cast.member.name not in handler.get(here).words
    unit = drive.cast.department
    sharing.ask_consent(drive.reference, "", "核实身份", actor=drive.who("secretary"), department_id=unit.id)
    sharing.decide_consent(drive.reference, sharing.consents(drive.case)[-1].id, True, actor=drive.who("member"))
    db.session.commit()
    seen = handler.get(here).words
    assert f"{drive.cast.firm.name} {drive.cast.member.name}" in seen
    assert "8000000002" not in seen


def test_whose_firm_left_keeps_a_case_whose_objection_is_not_decided(drive: Drive) -> None:
    drive.submit()
    intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=drive.who("secretary"))
    editing.leave(drive.cast.firm.id, status="left", on=clock.today(), reason="搬走", actor=drive.who("secretary"))
    db.session.commit()
    assert not sees(drive, "member")
    editing.come_back(drive.cast.firm.id, actor=drive.who("secretary"))
    intake.raise_objection(drive.reference, "属于受理范围", actor=drive.who("member"))
    editing.leave(drive.cast.firm.id, status="left", on=clock.today(), reason="搬走", actor=drive.who("secretary"))
    db.session.commit()
    assert sees(drive, "member")


def test_a_text_that_names_nobody_here_keeps_nobody_out(drive: Drive) -> None:
    case = drive.submit(respondents=(Respondent(RespondentKind.OTHER, text="外地某建材厂"),))
    assert not case.supervisor_runs
    assert db.session.query(CaseRespondent).count() == 1
    assert sees(drive, "secretary")


def test_a_member_that_no_list_names_is_asked_about_once(drive: Drive, sign_in: SignIn) -> None:
    member = sign_in(drive.cast.member)
    typed = {"respondent": "member", "respondent_text": "查无此名有限公司", "category": drive.categories["complaint"]}
    typed |= {"title": "货款", "story": "拖了半年"}
    answer = member.post_form("/cases/new/complaint", typed)
    assert answer.status_code == 422
    assert "The list of members has no firm of this name." in answer.page.one("#respondent_text-error").text()
    assert answer.page.one("#story").text().strip() == "拖了半年"
    other = member.post_form(answer, {"respondent_text": "也查无此名有限公司"})
    assert other.status_code == 422, "another name is another question"
    assert member.post_form(other, press="Submit the complaint").status_code == 200
    assert db.session.query(CaseRespondent).one().text == "也查无此名有限公司"


@pytest.mark.parametrize(("kind", "known"), [("member", True), ("other", False)])
def test_who_is_in_the_list_or_is_no_member_is_not_asked_about(
    drive: Drive, sign_in: SignIn, kind: str, known: bool
) -> None:
    typed = {"respondent": kind, "respondent_text": drive.cast.rival_firm.name if known else "某外地公司"}
    typed |= {"title": "货款", "story": "拖了半年", "category": drive.categories["complaint"]}
    assert sign_in(drive.cast.member).post_form("/cases/new/complaint", typed).status_code == 200
    assert typed["respondent_text"] in {one.text for one in db.session.query(CaseRespondent)}


def test_the_question_tells_no_more_than_the_list_of_members(drive: Drive, sign_in: SignIn) -> None:
    drive.cast.rival_firm.status = MemberStatus.APPLICANT
    db.session.commit()
    typed = {"respondent": "member", "respondent_text": drive.cast.rival_firm.name, "respondent_code": ""}
    typed |= {"title": "货款", "story": "拖了半年", "category": drive.categories["complaint"]}
    answer = sign_in(drive.cast.member).post_form("/cases/new/complaint", typed)
    assert "has no firm of this name" in answer.page.text
