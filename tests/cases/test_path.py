"""The path of a case: what each act does, who may do it, and what it refuses."""

from datetime import datetime

import pytest

from chamber.cases import closing, handling, intake, masks, releasing, routing, seeing, sharing
from chamber.cases.acts import Act
from chamber.cases.desk import Behalf, allowed, load
from chamber.cases.models import CaseAssignment, CaseEvent, CaseFile, CaseRound
from chamber.cases.respondents import Respondent
from chamber.cases.visibility import find
from chamber.cases.words import Kind, Outcome, State
from chamber.clock import LOCAL
from chamber.errors import Conflict, DomainError, Forbidden, NotFound
from chamber.extensions import db
from tests.conftest import Clock
from tests.factories.accounts import actor_as, make_contact, make_member_account
from tests.factories.cases import Drive, with_paper


def local(moment: datetime | None) -> str:
    """Shanghai's day and hour, for reading."""
    assert moment is not None
    return moment.astimezone(LOCAL).strftime("%m-%d %H:%M")


def acts_of(drive: Drive, name: str) -> set[Act]:
    """What this person can do now."""
    actor = drive.who(name)
    return set(allowed(load(find(drive.reference, actor=actor), actor)))


def test_a_complaint_goes_from_submission_to_a_good_rating(drive: Drive) -> None:
    case = drive.submit()
    assert case.state == State.SUBMITTED
    assert case.reference.startswith("WQ-2026-")
    assert local(case.contact_due_at) == "09-16 18:00"
    assert local(case.decision_due_at) == "09-17 18:00"
    case = drive.accept()
    assert (case.state, case.complexity, local(case.due_at)) == (State.ASSIGNED, "normal", "10-12 18:00")
    assert case.contacted_at is not None
    assert drive.sign().state == State.IN_PROGRESS
    assert drive.draft().state == State.ANSWER_REVIEW
    assert drive.publish().state == State.ANSWERED
    case = drive.rate()
    assert (case.state, case.outcome, case.disputed) == (State.CLOSED, Outcome.RESOLVED, False)


def test_a_bad_rating_opens_a_second_round_and_a_second_one_closes_as_disputed(drive: Drive) -> None:
    drive.answered()
    case = drive.rate(2, True)
    assert (case.state, case.round_number) == (State.IN_PROGRESS, 2)
    assert local(case.contact_due_at) == "09-16 18:00"
    assert case.contacted_at is None
    with pytest.raises(Conflict):
        drive.draft()
    db.session.rollback()
    drive.call()
    drive.draft()
    drive.publish()
    case = drive.rate(1, False)
    assert (case.state, case.disputed, case.round_number) == (State.CLOSED, True, 2)
    rounds = db.session.query(CaseRound).order_by(CaseRound.number).all()
    assert [(row.grade, row.answered_at is not None) for row in rounds] == [(2, True), (1, True)]


def test_not_solved_on_a_resolved_answer_opens_a_round_whatever_the_grade(drive: Drive) -> None:
    drive.answered()
    assert drive.rate(5, False).round_number == 2


def test_unclear_alone_opens_no_round(drive: Drive) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    drive.draft(Outcome.OUT_OF_POWER)
    drive.publish()
    assert drive.rate(3, False).state == State.CLOSED


def test_nothing_is_rated_twice_and_only_by_the_author(drive: Drive) -> None:
    drive.answered()
    with pytest.raises(NotFound):
        closing.rate(drive.reference, 5, True, "", actor=drive.who("colleague"))
    with pytest.raises(Forbidden):
        closing.rate(drive.reference, 5, True, "", actor=drive.who("secretary"))
    drive.rate()
    with pytest.raises(Conflict):
        closing.rate(drive.reference, 1, False, "", actor=drive.who("member"))


@pytest.mark.parametrize("grade", [None, 0, 6, -1])
def test_a_grade_outside_the_five_is_refused(drive: Drive, grade: int | None) -> None:
    drive.answered()
    with pytest.raises(DomainError):
        closing.rate(drive.reference, grade, True, "", actor=drive.who("member"))


def test_a_supplement_is_asked_for_once_and_stops_the_clock(drive: Drive) -> None:
    drive.submit()
    intake.ask_supplement(drive.reference, "请补合同与验收单", actor=drive.who("secretary"))
    case = drive.case
    assert (case.state, local(case.step_due_at)) == (State.SUPPLEMENTING, "09-29 18:00")
    intake.supplement(drive.reference, "见附件", actor=drive.who("member"))
    case = drive.case
    assert (case.state, local(case.decision_due_at)) == (State.SUBMITTED, "09-17 18:00")
    with pytest.raises(Conflict):
        intake.ask_supplement(drive.reference, "还缺", actor=drive.who("secretary"))


def test_a_declined_case_can_be_objected_to_once_and_the_supervisor_decides(drive: Drive) -> None:
    drive.submit()
    with pytest.raises(NotFound):
        find(drive.reference, actor=drive.who("supervisor"))
    intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=drive.who("secretary"))
    intake.object_to(drive.reference, "请再看一次", actor=drive.who("member"))
    with pytest.raises(Conflict):
        intake.object_to(drive.reference, "再说一次", actor=drive.who("member"))
    with pytest.raises(Forbidden):
        intake.decide_objection(drive.reference, True, "可以受理", actor=drive.who("secretary"))
    intake.decide_objection(drive.reference, True, "可以受理", actor=drive.who("supervisor"))
    assert drive.case.state == State.SUBMITTED


def test_declining_needs_a_reason_and_another_path(drive: Drive) -> None:
    drive.submit()
    for reason, path in (("　　", "向区级主管部门申请行政裁决"), ("不属受理范围", " ")):
        with pytest.raises(DomainError):
            intake.not_accept(drive.reference, reason, path, actor=drive.who("secretary"))
    db.session.rollback()
    assert drive.case.state == State.SUBMITTED


def test_a_confidential_case_is_assigned_only_with_a_released_text(drive: Drive) -> None:
    drive.submit()
    route = routing.Route(lead_id=drive.cast.department.id)
    with pytest.raises(DomainError, match="release"):
        routing.accept(drive.reference, actor=drive.who("secretary"), route=route)


def test_a_released_text_must_not_name_the_firm(drive: Drive) -> None:
    drive.submit()
    named = releasing.Release("某企业", f"{drive.cast.firm.name}反映")
    with pytest.raises(DomainError, match="still names"):
        releasing.release(drive.reference, named, actor=drive.who("secretary"))


def test_the_respondent_department_cannot_be_given_the_case(drive: Drive) -> None:
    drive.submit()
    route = routing.Route(lead_id=drive.cast.other_department.id)
    with pytest.raises(DomainError, match="about"):
        routing.accept(
            drive.reference, actor=drive.who("secretary"), route=route, release=releasing.Release("某企业", "经过")
        )


def test_accepting_passes_on_no_file_but_pictures_of_the_case_itself(drive: Drive) -> None:
    drive.submit(Kind.REQUEST)
    foreign = db.session.query(CaseFile.id).order_by(CaseFile.id).all()[1][0]
    drive.submit()
    text, photo = (row for (row,) in db.session.query(CaseFile.id).order_by(CaseFile.id).all()[2:])
    route = routing.Route(lead_id=drive.cast.department.id)
    for given, reason in ((foreign, "no such file"), (2**31 - 1, "no such file"), (text, "redacted copy")):
        released = releasing.Release("某企业", "经过", (photo, given))
        with pytest.raises(DomainError, match=reason):
            routing.accept(drive.reference, actor=drive.who("secretary"), route=route, release=released)
        db.session.rollback()
    assert drive.case.state == State.SUBMITTED
    assert db.session.query(CaseFile).filter(CaseFile.released_at.is_not(None)).count() == 0


def test_a_report_of_retaliation_is_never_given_to_a_department(drive: Drive) -> None:
    drive.submit(Kind.RETALIATION)
    route = routing.Route(lead_id=drive.cast.department.id)
    with pytest.raises(DomainError, match="never"):
        routing.accept(
            drive.reference, actor=drive.who("secretary"), route=route, release=releasing.Release("某企业", "经过")
        )
    db.session.rollback()
    case = drive.accept(desk=True)
    assert (case.confidential, case.state, local(case.due_at)) == (True, State.IN_PROGRESS, "09-21 18:00")


def test_the_lead_sends_back_once_within_two_days_and_loses_sight(drive: Drive, clock: Clock) -> None:
    drive.submit()
    drive.accept()
    lead, other = drive.who("handler"), drive.cast.department.id
    with pytest.raises(DomainError):
        routing.send_back(drive.reference, "　", other, actor=lead)
    routing.send_back(drive.reference, "属市场监管职责", other, actor=lead)
    db.session.commit()
    assert drive.case.state == State.ACCEPTED
    with pytest.raises(NotFound):
        find(drive.reference, actor=lead)
    routing.assign(drive.reference, routing.Route(lead_id=drive.cast.department.id), actor=drive.who("secretary"))
    db.session.commit()
    with pytest.raises(Conflict):
        routing.send_back(drive.reference, "再退", other, actor=drive.who("handler"))


def test_sending_back_after_two_days_is_too_late(drive: Drive, clock: Clock) -> None:
    drive.submit()
    drive.accept()
    clock.advance(days=3)
    with pytest.raises(Conflict):
        routing.send_back(drive.reference, "退回", drive.cast.other_department.id, actor=drive.who("handler"))


def test_an_extension_is_asked_before_it_is_due_and_keeps_both_dates(drive: Drive, clock: Clock) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    handling.ask_extension(drive.reference, "等检测结果", actor=drive.who("handler"))
    with pytest.raises(Conflict):
        handling.ask_extension(drive.reference, "再要", actor=drive.who("handler"))
    with pytest.raises(Conflict):
        handling.decide_extension(drive.reference, True, "", actor=drive.who("leader"))
    handling.decide_extension(drive.reference, True, "", actor=drive.who("secretary"))
    db.session.commit()
    case = drive.case
    assert (local(case.original_due_at), local(case.due_at)) == ("10-12 18:00", "11-02 18:00")


def test_a_long_extension_is_the_leaders(drive: Drive) -> None:
    drive.submit()
    drive.accept(complexity="complex")
    drive.sign()
    handling.ask_extension(drive.reference, "等法院意见", actor=drive.who("handler"))
    db.session.commit()
    assert Act.DECIDE_EXTENSION not in acts_of(drive, "secretary")
    handling.decide_extension(drive.reference, True, "同意", actor=drive.who("leader"))


def test_an_extension_after_the_due_date_comes_too_late(drive: Drive, clock: Clock) -> None:
    drive.submit()
    drive.accept(complexity="simple")
    drive.sign()
    clock.advance(days=14)
    with pytest.raises(Conflict):
        handling.ask_extension(drive.reference, "等", actor=drive.who("handler"))


@pytest.mark.parametrize("outcome", [Outcome.OUT_OF_POWER, Outcome.NOT_SUPPORTED, Outcome.REFERRED, Outcome.NO_BASIS])
def test_an_answer_that_does_not_help_needs_a_reason_and_a_next_path(drive: Drive, outcome: str) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    for reason, path in (("", "向区级主管部门申请行政裁决"), ("理由", "")):
        with pytest.raises(DomainError):
            handling.draft(drive.reference, handling.Draft(outcome, "答复", reason, path), actor=drive.who("handler"))


def test_a_draft_goes_back_with_remarks_and_can_be_corrected_in_the_review(drive: Drive) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    drive.draft()
    with pytest.raises(DomainError):
        handling.return_answer(drive.reference, "", actor=drive.who("secretary"))
    handling.return_answer(drive.reference, "请写明付款日期", actor=drive.who("secretary"))
    db.session.commit()
    drive.draft()
    corrected = handling.Draft(Outcome.MEDIATED, "双方约定月底付款。")
    handling.publish(drive.reference, actor=drive.who("secretary"), corrected=corrected)
    db.session.commit()
    assert drive.case.outcome == Outcome.MEDIATED


def test_handler_acts_on_behalf_of_the_department_need_its_paper(drive: Drive) -> None:
    drive.submit()
    drive.accept()
    with pytest.raises(Forbidden):
        routing.sign(drive.reference, actor=drive.who("secretary"))
    with pytest.raises(DomainError, match="paper"):
        routing.sign(drive.reference, actor=drive.who("secretary"), behalf=Behalf())
    routing.sign(drive.reference, actor=drive.who("secretary"), behalf=with_paper())
    db.session.commit()
    event = db.session.query(CaseEvent).filter_by(act=Act.SIGN).one()
    assert (event.on_behalf, event.account_id, event.department_id) == (
        True,
        drive.cast.secretary.id,
        drive.cast.department.id,
    )


def test_withdrawing_on_behalf_needs_the_paper(drive: Drive) -> None:
    drive.submit()
    with pytest.raises(DomainError, match="paper"):
        closing.withdraw(drive.reference, "电话里说不办了", None, actor=drive.who("secretary"), behalf=Behalf())
    closing.withdraw(drive.reference, "来信", None, actor=drive.who("secretary"), behalf=with_paper())
    assert drive.case.state == State.WITHDRAWN


def test_withdrawing_a_complaint_asks_whether_there_was_pressure(drive: Drive) -> None:
    drive.submit()
    with pytest.raises(DomainError):
        closing.withdraw(drive.reference, "不办了", None, actor=drive.who("member"))
    closing.withdraw(drive.reference, "不办了", True, actor=drive.who("member"))
    assert drive.case.state == State.WITHDRAWN


def test_the_member_reopens_twice_within_thirty_days_and_the_second_time_another_department_leads(
    drive: Drive, clock: Clock
) -> None:
    drive.answered()
    drive.rate()
    closing.reopen(drive.reference, "又拖了", actor=drive.who("member"))
    db.session.commit()
    assert (drive.case.state, drive.case.round_number) == (State.IN_PROGRESS, 2)
    drive.call()
    drive.draft()
    drive.publish()
    drive.rate()
    closing.reopen(drive.reference, "还是没付", actor=drive.who("member"))
    db.session.commit()
    assert drive.case.state == State.ACCEPTED
    assert db.session.query(CaseAssignment).filter_by(ended_at=None).count() == 0
    with pytest.raises(DomainError, match="another department"):
        routing.assign(drive.reference, routing.Route(lead_id=drive.cast.department.id), actor=drive.who("secretary"))
    routing.assign(drive.reference, routing.Route(own_desk=True), actor=drive.who("secretary"))
    drive.call()
    drive.draft(by="secretary")
    drive.publish()
    drive.rate()
    with pytest.raises(Conflict):
        closing.reopen(drive.reference, "第三次", actor=drive.who("member"))


def test_after_thirty_days_only_the_secretariat_reopens(drive: Drive, clock: Clock) -> None:
    drive.answered()
    drive.rate()
    clock.advance(days=31)
    with pytest.raises(Conflict):
        closing.reopen(drive.reference, "又拖了", actor=drive.who("member"))
    closing.reopen(drive.reference, "抽查发现未落实", actor=drive.who("secretary"))
    assert drive.case.state == State.IN_PROGRESS


def test_a_named_colleague_reads_and_adds_but_neither_rates_nor_withdraws(drive: Drive) -> None:
    drive.submit()
    with pytest.raises(NotFound):
        find(drive.reference, actor=drive.who("colleague"))
    colleague = drive.who("colleague")
    sharing.name_colleague(drive.reference, colleague.contact_id, actor=drive.who("member"))
    db.session.commit()
    assert acts_of(drive, "colleague") == {Act.ADD}
    with pytest.raises(DomainError):
        sharing.name_colleague(drive.reference, drive.who("rival").contact_id, actor=drive.who("member"))


def test_on_behalf_the_case_appears_for_the_contact_when_they_are_invited(drive: Drive) -> None:
    firm = drive.cast.rival_firm
    contact = make_contact(firm, "无账号", None, "+8613800000099")
    case = intake.submit_on_behalf(
        Kind.REQUEST, drive.words(Kind.REQUEST), contact.id, "visit", actor=drive.who("secretary")
    )
    drive.reference = case.reference
    db.session.commit()
    with pytest.raises(NotFound):
        find(drive.reference, actor=drive.who("rival"))
    account = make_member_account("invited", "受邀人", firm, "+8613800000098")
    contact.account_id = account.id
    db.session.query(type(contact)).filter(type(contact).name == "受邀人").delete()
    db.session.commit()
    assert find(drive.reference, actor=actor_as(account)).id == case.id


def test_a_complaint_about_the_secretariat_goes_to_the_supervisor_before_anyone_reads(drive: Drive) -> None:
    drive.submit(respondents=(Respondent("secretariat"),))
    for name in ("secretary", "president", "admin", "handler"):
        with pytest.raises(NotFound):
            find(drive.reference, actor=drive.who(name))
    assert Act.ACCEPT in acts_of(drive, "supervisor")
    assert drive.accept(by="supervisor").state == State.ASSIGNED


def test_where_the_supervisor_is_concerned_too_nobody_here_takes_it(drive: Drive) -> None:
    with pytest.raises(DomainError, match="12388"):
        drive.submit(respondents=(Respondent("secretariat"), Respondent("supervisor")))
    drive.cast.supervisor.disabled_at = drive.cast.supervisor.created_at
    db.session.commit()
    with pytest.raises(DomainError, match="12388"):
        drive.submit(respondents=(Respondent("leader"),))


def test_naming_a_person_of_the_secretariat_names_the_unit(drive: Drive) -> None:
    drive.submit(respondents=(Respondent("other", text="陈秘书"),))
    with pytest.raises(NotFound):
        find(drive.reference, actor=drive.who("secretary"))


def test_ones_own_firm_cannot_be_the_respondent(drive: Drive) -> None:
    with pytest.raises(DomainError, match="own firm"):
        drive.submit(respondents=(Respondent("other", text="瓯新阀门有限公司"),))


@pytest.mark.parametrize("empty", ["", "   ", "　　", "\u200b\u200b", "\x00"])
@pytest.mark.parametrize("name", ["title", "story"])
def test_words_without_anything_in_them_are_refused(drive: Drive, name: str, empty: str) -> None:
    with pytest.raises(DomainError):
        drive.submit(**{name: empty})


def test_a_complaint_without_a_respondent_is_refused(drive: Drive) -> None:
    with pytest.raises(DomainError):
        drive.submit(respondents=())


def test_a_button_pressed_twice_submits_once(drive: Drive) -> None:
    first = drive.submit()
    assert drive.submit().id == first.id
    drive.add()
    with pytest.raises(Conflict):
        drive.add()


def test_a_helping_department_reads_the_notes_of_the_unit_and_can_only_step_back(drive: Drive) -> None:
    drive.submit(Kind.REQUEST)
    route = routing.Route(lead_id=drive.cast.department.id, helper_ids=(drive.cast.other_department.id,))
    routing.accept(drive.reference, actor=drive.who("secretary"), route=route)
    routing.sign(drive.reference, actor=drive.who("handler"))
    handling.report(drive.reference, "只给单位看的进展", False, actor=drive.who("handler"))
    db.session.commit()
    helper = drive.who("other_handler")
    assert acts_of(drive, "other_handler") == {Act.RECUSE}
    seen = seeing.seen_by(helper, *seeing.find_with_facts(drive.reference, actor=helper))
    assert any(event.text == "只给单位看的进展" for event in seen.events)
    leader = drive.who("leader")
    seen = seeing.seen_by(leader, *seeing.find_with_facts(drive.reference, actor=leader))
    assert not any(event.text == "只给单位看的进展" for event in seen.events)


def test_a_shortened_name_of_the_firm_is_masked_and_refused(drive: Drive) -> None:
    drive.submit(title="瓯新阀门被要求交费", story="我们瓯新已经催了三次，联系单会员。")
    title, story, places = masks.proposal(drive.case)
    assert "瓯新" not in title + story
    assert "单会员" not in story
    assert places >= 3
    for named in ("瓯新阀被要求交费", "请找单会员"):
        with pytest.raises(DomainError, match="still names"):
            releasing.release(drive.reference, releasing.Release("某企业", named), actor=drive.who("secretary"))
