"""The papers of a case: made of what their reader may see of it, each with its number."""

import io

import pytest
from docx import Document

from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import routing, whom
from chamber.cases.papers import answer, handling_slip
from chamber.cases.rules.acts import Act
from chamber.cases.rules.workflow import TABLE
from chamber.cases.words import Kind, RespondentKind
from chamber.documents import numbers
from chamber.errors import DomainError, Forbidden, NotFound, Repeated
from tests.factories.cases import RELEASED_STORY, RELEASED_TITLE
from tests.factories.papers import text_of


def answered(drive, kind=Kind.COMPLAINT):
    drive.submit(kind)
    drive.accept()
    drive.sign()
    drive.draft()
    drive.publish()


def test_an_answer_is_printed_with_its_reference_and_no_number_counts_those_of_other_firms(db, drive, sign_in):
    answered(drive)
    here = f"/cases/{drive.reference}/answers/1"
    for name in ("member", "secretary", "handler"):
        browser = sign_in(getattr(drive.cast, name))
        for words in (browser.get(here).page.text, "\n".join(text_of(browser.get(f"{here}.docx").data))):
            assert drive.reference in words and "〔" not in words, name
    assert not numbers.issued("case_answer", f"case:{drive.case.id}")


def test_an_answer_that_is_issued_on_paper_has_its_number_for_its_author_and_who_runs_the_case(db, drive, sign_in):
    answered(drive)
    here = f"/cases/{drive.reference}/answers/1"
    sign_in(drive.cast.secretary).post_form(here, {}, action="/issue-answer")
    with pytest.raises(Repeated):
        answer.issue_answer(drive.reference, actor=drive.who("secretary"))
    db.session.rollback()
    with pytest.raises(Forbidden):
        answer.issue_answer(drive.reference, actor=drive.who("member"))
    db.session.rollback()
    for name in ("member", "secretary"):
        browser = sign_in(getattr(drive.cast, name))
        page = browser.get(here).page
        assert "商答〔2026〕1号" in page.text and drive.cast.firm.name in page.text
        lines = "\n".join(text_of(browser.get(f"{here}.docx").data))
        assert "商答〔2026〕1号" in lines and "对方已付款。" in lines and drive.mark("title") in lines
    assert sign_in(drive.cast.rival).get(here).status_code == 404
    assert sign_in(drive.cast.member).get(f"/cases/{drive.reference}/answers/2").status_code == 404


def test_the_answer_to_a_confidential_case_names_nobody_to_others(db, drive, sign_in):
    answered(drive)
    here = f"/cases/{drive.reference}/answers/1"
    for name in ("handler", "leader"):
        browser = sign_in(getattr(drive.cast, name))
        for words in (browser.get(here).page.text, "\n".join(text_of(browser.get(f"{here}.docx").data))):
            for hidden in (drive.cast.firm.name, drive.mark("title"), drive.mark("story"), drive.mark("evidence")):
                assert hidden not in words, name
            assert RELEASED_TITLE in words or "来件企业" in words


def test_a_draft_has_no_paper(db, drive):
    drive.submit()
    drive.accept()
    drive.sign()
    drive.draft()
    with pytest.raises(NotFound):
        answer.values_of(drive.reference, 1, actor=drive.who("handler"))
    assert not numbers.issued("case_answer", f"case:{drive.case.id}")


def test_a_handling_slip_holds_what_the_department_may_read_whoever_prints_it(db, drive, sign_in):
    drive.submit()
    drive.accept()
    desk = sign_in(drive.cast.secretary)
    here = f"/cases/{drive.reference}/handling-slip"
    desk.post_form(here, {}, action="/issue-handling-slip")
    for words in (desk.get(here).page.css(".sheet")[0].text(), "\n".join(table_of(desk.get(f"{here}.docx").data))):
        assert "商办〔2026〕1号" in words and RELEASED_STORY in words and RELEASED_TITLE in words
        for hidden in (drive.cast.firm.name, drive.mark("title"), drive.mark("story"), drive.mark("evidence")):
            assert hidden not in words
    with pytest.raises(Repeated):
        handling_slip.issue_handling_slip(drive.reference, actor=drive.who("secretary"))
    for name in ("handler", "member", "leader"):
        with pytest.raises(Forbidden):
            handling_slip.values_of(drive.reference, actor=drive.who(name))


def test_no_slip_is_printed_for_a_department_that_the_case_turned_out_to_be_about(db, drive):
    answered(drive)
    assert handling_slip.values_of(drive.reference, actor=drive.who("secretary"))
    concerned = Respondent(RespondentKind.DEPARTMENT, department_id=drive.cast.department.id)
    whom.add_respondent(drive.reference, concerned, actor=drive.who("member"))
    with pytest.raises(NotFound):
        handling_slip.values_of(drive.reference, actor=drive.who("secretary"))


def table_of(made):
    paper = Document(io.BytesIO(made))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return [*(one.text for one in paper.paragraphs), *cells]


def test_a_case_on_the_own_desk_has_no_slip(db, drive):
    drive.submit(Kind.REQUEST)
    drive.accept(desk=True)
    with pytest.raises(NotFound):
        handling_slip.values_of(drive.reference, actor=drive.who("secretary"))


def test_every_act_of_a_handler_can_be_entered_for_the_department_with_its_paper_alone(db, drive):
    acts = {row.act for row in TABLE if row.for_department}
    assert acts >= {
        *(Act.SIGN, Act.SEND_BACK, Act.REPORT_PROGRESS, Act.ASK_EXTENSION, Act.TAKE_BACK_EXTENSION, Act.DRAFT),
    }
    drive.submit()
    drive.accept()
    with pytest.raises(DomainError, match="paper"):
        routing.sign(drive.reference, actor=drive.who("secretary"), behalf=())
