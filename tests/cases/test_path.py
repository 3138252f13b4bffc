"""The path of a case from submission to a rating: what each act does, who may do it, and what it refuses."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.audit.models import AuditRow
from chamber.cases.access.visibility import find
from chamber.cases.doing import closing, handling, intake, routing, sharing
from chamber.cases.models import CaseAssignment, CaseEvent, CaseRound
from chamber.cases.rules.acts import Act
from chamber.cases.words import Outcome, State
from chamber.errors import Conflict, DomainError, Forbidden, NotFound
from chamber.extensions import db
from tests.cases.reading import acts_of, local
from tests.client import Client
from tests.conftest import Clock
from tests.factories.cases import Drive, with_paper
from tests.factories.notifications import lines_of


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
    intake.raise_objection(drive.reference, "请再看一次", actor=drive.who("member"))
    with pytest.raises(Conflict):
        intake.raise_objection(drive.reference, "再说一次", actor=drive.who("member"))
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


def test_an_answer_is_published_once_and_stays_as_it_was(drive: Drive) -> None:
    drive.answered()
    other = handling.Draft(Outcome.RESOLVED, "另一个答复。")
    desk, handler = drive.who("secretary"), drive.who("handler")
    for act in (
        lambda: handling.publish(drive.reference, actor=desk),
        lambda: handling.publish(drive.reference, corrected=other, actor=desk),
        lambda: handling.draft(drive.reference, other, actor=handler),
    ):
        with pytest.raises(Conflict):
            act()
        db.session.rollback()
    assert db.session.query(CaseRound).one().answer == "对方已付款。"
    assert [line.line for line in lines_of(drive.cast.member)].count("case.publish:author") == 1


def test_handler_acts_on_behalf_of_the_department_need_its_paper(drive: Drive) -> None:
    drive.submit()
    drive.accept()
    with pytest.raises(Forbidden):
        routing.sign(drive.reference, actor=drive.who("secretary"))
    with pytest.raises(DomainError, match="paper"):
        routing.sign(drive.reference, actor=drive.who("secretary"), behalf=())
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
        closing.withdraw(drive.reference, "电话里说不办了", None, actor=drive.who("secretary"), behalf=())
    closing.withdraw(drive.reference, "来信", None, actor=drive.who("secretary"), behalf=with_paper())
    assert drive.case.state == State.WITHDRAWN


def test_withdrawing_a_complaint_asks_whether_there_was_pressure(drive: Drive) -> None:
    drive.submit()
    with pytest.raises(DomainError):
        closing.withdraw(drive.reference, "不办了", None, actor=drive.who("member"))
    closing.withdraw(drive.reference, "不办了", True, actor=drive.who("member"))
    assert drive.case.state == State.WITHDRAWN


@pytest.mark.parametrize("pressed", [True, False])
def test_neither_the_bell_of_the_department_nor_the_log_tells_by_a_second_line_that_there_was_pressure(
    drive: Drive, sign_in: Callable[[Account], Client], pressed: bool
) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    closing.withdraw(drive.reference, "不办了", pressed, actor=drive.who("member"))
    db.session.commit()
    assert [one.line for one in lines_of(drive.cast.handler)] == ["case.assign:lead", "case.withdraw:lead"]
    assert db.session.query(AuditRow).filter_by(act="case.withdraw").count() == 1
    read = sign_in(drive.cast.secretary).get(f"/cases/{drive.reference}").words
    assert ("there was pressure" in read) == pressed


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
    routing.take_to_desk(drive.reference, actor=drive.who("secretary"))
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
    with pytest.raises(Forbidden):
        closing.rate(drive.reference, 5, True, "", actor=colleague)
    db.session.rollback()
    with pytest.raises(DomainError):
        sharing.name_colleague(drive.reference, drive.who("rival").contact_id, actor=drive.who("member"))
