"""The papers of a case: made of what their reader may see of it, each with its number."""

import pytest

from chamber.cases.doing import routing
from chamber.cases.papers import answer
from chamber.cases.rules.acts import Act
from chamber.cases.rules.workflow import TABLE
from chamber.cases.words import Kind
from chamber.documents import numbers
from chamber.errors import DomainError, NotFound
from tests.factories.cases import RELEASED_TITLE
from tests.factories.papers import text_of


def answered(drive, kind=Kind.COMPLAINT):
    drive.submit(kind)
    drive.accept()
    drive.sign()
    drive.draft()
    drive.publish()


def test_an_answer_is_printed_with_its_number_for_its_author_and_who_runs_the_case(db, drive, sign_in):
    answered(drive)
    here = f"/cases/{drive.reference}/answers/1"
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


def test_every_act_of_a_handler_can_be_entered_for_the_department_with_its_paper_alone(db, drive):
    acts = {row.act for row in TABLE if row.for_department}
    assert acts >= {
        *(Act.SIGN, Act.SEND_BACK, Act.REPORT_PROGRESS, Act.ASK_EXTENSION, Act.TAKE_BACK_EXTENSION, Act.DRAFT),
    }
    drive.submit()
    drive.accept()
    with pytest.raises(DomainError, match="paper"):
        routing.sign(drive.reference, actor=drive.who("secretary"), behalf=())
