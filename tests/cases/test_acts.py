"""Acts of one case as the desk does them: papers kept, words that stay masked, steps that must not stick."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.doing import closing, handling, intake, routing, sharing
from chamber.cases.models import Case, CaseEvent, CaseFile
from chamber.cases.pages.acts import PAGES
from chamber.cases.rules.acts import Act, Party
from chamber.cases.rules.workflow import TABLE
from chamber.cases.words import Outcome, State
from chamber.errors import DomainError, Repeated
from chamber.extensions import db
from tests.client import Client
from tests.factories.cases import Drive, paper, with_paper

SignIn = Callable[[Account], Client]


def lapsed(drive: Drive) -> Case:
    """A case that lapsed for want of a supplement."""
    drive.submit()
    intake.ask_supplement(drive.reference, "请补合同", actor=drive.who("secretary"))
    case = drive.case
    case.state, case.lapsed_at = State.WITHDRAWN, case.supplemented_at
    db.session.commit()
    return case


def files_with(act: Act) -> int:
    """How many files came with an act of this kind."""
    events = db.session.query(CaseEvent.id).filter_by(act=act)
    return db.session.query(CaseFile).filter(CaseFile.event_id.in_(events)).count()


def held(drive: Drive) -> list[bool]:
    """Of each progress note, the first first, whether it waits to be looked through."""
    notes = db.session.query(CaseEvent).filter_by(case_id=drive.case.id, act=Act.REPORT_PROGRESS)
    return [one.held_at is not None for one in notes.order_by(CaseEvent.id)]


@pytest.mark.parametrize("act", [Act.SUPPLEMENT, Act.REVIVE, Act.RAISE_OBJECTION])
@pytest.mark.parametrize("by", ["secretary", "member"])
def test_papers_that_come_with_a_supplement_a_revival_or_an_objection_are_kept(drive: Drive, act: Act, by: str) -> None:
    desk = drive.who("secretary")
    if act == Act.REVIVE:
        lapsed(drive)
    else:
        drive.submit()
        if act == Act.SUPPLEMENT:
            intake.ask_supplement(drive.reference, "请补合同", actor=desk)
        else:
            intake.not_accept(drive.reference, "不属受理范围", "向区级主管部门申请行政裁决", actor=desk)
    services = (intake.supplement, intake.revive, intake.raise_objection)
    service = {one.__name__: one for one in services}[act.name.lower()]
    if by == "secretary":
        service(drive.reference, "来信", actor=desk, behalf=with_paper())
    else:
        service(drive.reference, "见附件", (paper(),), actor=drive.who("member"))
    assert files_with(act) == 1


def test_the_member_can_attach_files_when_taking_a_lapsed_case_up_again(drive: Drive, sign_in: SignIn) -> None:
    lapsed(drive)
    page = sign_in(drive.cast.member).get(f"/cases/{drive.reference}/revive").page
    assert len(page.texts("#files[name=files]")) == 1


def test_why_the_secretariat_reopens_a_confidential_case_is_for_its_author_and_not_for_the_department(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.answered()
    drive.rate()
    closing.reopen(drive.reference, f"{drive.cast.firm.name}来电", actor=drive.who("secretary"))
    db.session.commit()
    here = f"/cases/{drive.reference}"
    assert f"{drive.cast.firm.name}来电" in sign_in(drive.cast.member).get(here).words
    for name in ("handler", "leader"):
        words = sign_in(getattr(drive.cast, name)).get(here).words
        assert "Reopened" in words
        assert drive.cast.firm.name not in words


def test_what_whoever_runs_a_confidential_case_writes_about_it_must_not_name_the_firm(drive: Drive) -> None:
    drive.submit()
    drive.accept(desk=True)
    desk, firm = drive.who("secretary"), drive.cast.firm.name
    with pytest.raises(DomainError, match="without names"):
        handling.report_progress(drive.reference, f"已约{firm}", False, actor=desk)
    with pytest.raises(DomainError, match="without names"):
        handling.report_progress(drive.reference, "已约", True, actor=desk, next_step=f"走访{firm}")
    with pytest.raises(DomainError, match="without names"):
        handling.draft(drive.reference, handling.Draft(Outcome.RESOLVED, f"{firm}已收款。"), actor=desk)
    db.session.rollback()
    assert drive.case.state == State.IN_PROGRESS


@pytest.mark.parametrize("named", ["text", "next_step"])
def test_what_the_department_writes_about_a_confidential_case_is_taken_and_held_back_where_it_names_the_firm(
    drive: Drive, named: str
) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    words = {"text": "已约", "next_step": "走访"} | {named: f"走访{drive.cast.firm.name}"}
    handling.report_progress(
        drive.reference, words["text"], True, actor=drive.who("handler"), next_step=words["next_step"]
    )
    db.session.commit()
    assert held(drive) == [True]
    assert (drive.case.next_step, drive.case.others_step) == (words["next_step"], "" if named == "next_step" else None)


def test_the_same_files_sent_twice_without_words_are_there_once(drive: Drive) -> None:
    drive.submit()
    sharing.add(drive.reference, "", (paper("合同.txt", "甲"),), actor=drive.who("member"))
    with pytest.raises(Repeated):
        sharing.add(drive.reference, "", (paper("合同.txt", "甲"),), actor=drive.who("member"))
    assert sharing.add(drive.reference, "", (paper("合同.txt", "乙"),), actor=drive.who("member"))


@pytest.mark.parametrize("whose", ["firm", "rival_firm"])
def test_whomever_a_department_names_is_held_back_and_no_refusal_tells_whose_case_it_is(
    drive: Drive, whose: str
) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    firm, handler = getattr(drive.cast, whose), drive.who("handler")
    names = (firm.name, firm.bare_name[:3], firm.contacts[0].name, firm.contacts[0].mobile[3:], firm.uscc)
    for name in names:
        handling.report_progress(drive.reference, f"已约{name}", False, actor=handler)
    assert handling.report_progress(drive.reference, "已约该企业", False, actor=handler)
    assert held(drive) == [*[True] * len(names), False]


def test_words_that_the_department_reads_anyway_may_be_written_though_a_firm_is_called_so(drive: Drive) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    firm, handler = drive.cast.rival_firm, drive.who("handler")
    for word in (drive.case.released_title, drive.cast.other_department.name, "南浦社区"):
        firm.short_name, firm.community = word, "南浦社区"
        assert handling.report_progress(drive.reference, f"已就{word}核实", False, actor=handler)
    firm.short_name = "永久"
    assert handling.report_progress(drive.reference, "已就永久核实", False, actor=handler)
    assert held(drive) == [False, False, False, True]


def test_a_department_that_was_told_the_name_writes_it_nowhere_that_leader_and_helpers_read(drive: Drive) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    sharing.ask_consent(
        drive.reference, "", "上门核实", actor=drive.who("secretary"), department_id=drive.cast.department.id
    )
    asked = sharing.consents(drive.case)[0]
    sharing.decide_consent(drive.reference, asked.id, True, actor=drive.who("member"))
    db.session.commit()
    for public in (True, False):
        text = f"{public}：已约{drive.cast.firm.name}"
        handling.report_progress(drive.reference, text, public, actor=drive.who("handler"))
    assert held(drive) == [True, True]


def test_sending_back_ends_an_undecided_extension_so_that_the_next_department_can_answer(drive: Drive) -> None:
    drive.submit()
    drive.accept()
    drive.sign()
    handling.ask_extension(drive.reference, "等材料", actor=drive.who("handler"))
    routing.send_back(drive.reference, "不归我们管", drive.cast.other_department.id, actor=drive.who("handler"))
    db.session.commit()
    routing.assign(drive.reference, routing.Route(lead_id=drive.cast.department.id), actor=drive.who("secretary"))
    db.session.commit()
    drive.sign()
    assert drive.draft().state == State.ANSWER_REVIEW


def test_a_page_says_something_of_its_own_after_every_act() -> None:
    by_itself = {Party.TIME, Party.KEY, Party.ROSTER, Party.SHARED}
    by_people = {row.act for row in TABLE if not by_itself & set(row.who)} - {Act.SUBMIT}
    assert set(PAGES) == by_people
    assert all(str(page.done) for page in PAGES.values())
