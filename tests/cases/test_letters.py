"""Letters to departments about complaints: nothing leaves but the words the author agreed to, and nobody gets in."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.audit.models import AuditRow
from chamber.cases.letters import waiting, writing
from chamber.cases.letters.models import CaseLetter
from chamber.cases.letters.reading import seen_letters
from chamber.cases.models import CaseAssignment, CaseEvent
from chamber.cases.papers import letter
from chamber.cases.words import Kind
from chamber.documents.models import IssuedPaper
from chamber.errors import Conflict, DomainError, Forbidden, NotFound, Repeated
from chamber.extensions import db
from chamber.notifications.models import Notification
from tests.client import Client
from tests.factories.cases import Drive, with_paper
from tests.factories.papers import text_of

SignIn = Callable[[Account], Client]
TITLE, TEXT = "核实检查频次", "近两个月内同一事项被多次检查，商请贵单位核实。"
OTHERS = ("other_handler", "handler", "leader", "president", "rival", "supervisor")


def proposed(drive: Drive, text: str = TEXT, kind: str = Kind.COMPLAINT) -> CaseLetter:
    """A letter to the department that the complaint is about, before its author."""
    drive.submit(kind)
    drive.accept()
    draft = writing.Draft(drive.cast.other_department.id, TITLE, text, None)
    writing.propose_letter(drive.reference, draft, actor=drive.who("secretary"))
    db.session.commit()
    return last()


def last() -> CaseLetter:
    """The letter that was proposed last."""
    return db.session.scalars(select(CaseLetter).order_by(CaseLetter.id.desc()).limit(1)).one()


def sent(drive: Drive) -> CaseLetter:
    """A letter that has gone out."""
    one = proposed(drive)
    writing.decide_letter(drive.reference, one.id, True, actor=drive.who("member"))
    writing.issue_letter(drive.reference, one.id, actor=drive.who("secretary"))
    db.session.commit()
    return one


def key(drive: Drive) -> str:
    """What pages call the only letter."""
    return seen_letters(drive.case, runs=True)[0].key


def test_a_letter_goes_out_in_the_words_that_its_author_agreed_to_and_what_came_back_is_kept(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit()
    drive.accept()
    desk, member, here = sign_in(drive.cast.secretary), sign_in(drive.cast.member), f"/cases/{drive.reference}"
    form = desk.get(f"{here}/propose-letter").page.form("answer_by")
    assert form.controls["department"].values == [str(drive.cast.other_department.id)]
    assert drive.cast.firm.name not in "".join(form.controls["text"].values)
    desk.post_form(f"{here}/propose-letter", {"title": TITLE, "text": TEXT})
    assert "Read and decide" in member.get(here).page.text and TEXT in member.get(f"{here}/letters/{key(drive)}").text
    assert desk.get(f"{here}/letters/{key(drive)}/letter.docx").status_code == 404
    member.post_form(f"{here}/decide-letter", {"letter": key(drive), "agreed": "yes"})
    assert not drive.case.consent_asked
    desk.post_form(here, {}, action="/issue-letter")
    made = "\n".join(text_of(desk.get(f"{here}/letters/{key(drive)}/letter.docx").data))
    assert "商协〔2026〕1号" in made and TEXT in made and drive.cast.other_department.name in made
    for hidden in (drive.reference, drive.cast.firm.name, drive.mark("title"), drive.mark("story")):
        assert hidden not in made
    desk.post_form(f"{here}/reply-letter", {"letter": key(drive), "text": "已核实，将合并检查。"})
    assert "已核实，将合并检查。" in member.get(here).page.text
    assert db.session.scalar(select(IssuedPaper.words)) not in member.get(here).page.text, "it would count complaints"
    assert db.session.scalar(select(IssuedPaper.words)) not in member.get(f"{here}/letters/{key(drive)}").text


def test_a_letter_lets_nobody_in_and_tells_nobody_that_there_is_one(drive: Drive, sign_in: SignIn) -> None:
    before = {name: sign_in(getattr(drive.cast, name)).get("/cases/").status_code for name in OTHERS}
    one = sent(drive)
    writing.reply_letter(drive.reference, one.id, "已核实。", with_paper(), actor=drive.who("secretary"))
    db.session.commit()
    here = f"/cases/{drive.reference}"
    for name in OTHERS:
        browser = sign_in(getattr(drive.cast, name))
        assert browser.get("/cases/").status_code == before[name]
        assert browser.get(f"{here}/letters/{key(drive)}").status_code == 404, name
        page = browser.get(here)
        assert page.status_code == (200 if name in ("handler", "leader") else 404), name
        for hidden in (TITLE, TEXT, "已核实", "协"):
            assert hidden not in (page.page.text if page.status_code == 200 else ""), (name, hidden)
    assert not db.session.scalars(select(CaseAssignment).filter_by(department_id=one.department_id)).all()
    told = db.session.scalars(select(Notification.account_id).where(Notification.line.contains("letter")))
    assert set(told) <= {drive.cast.member.id, drive.cast.secretary.id}
    rows = {
        name: "\n".join(sign_in(getattr(drive.cast, name)).get("/admin/log").page.texts("tbody tr"))
        for name in ("leader", "secretary")
    }
    assert "proposed a letter" in rows["secretary"] and "letter" not in rows["leader"]


def test_nothing_goes_out_that_its_author_has_not_agreed_to(drive: Drive) -> None:
    one = proposed(drive)
    desk, member = drive.who("secretary"), drive.who("member")
    with pytest.raises(Conflict):
        writing.issue_letter(drive.reference, one.id, actor=desk)
    db.session.rollback()
    writing.decide_letter(drive.reference, one.id, False, "请不要提检查次数", actor=member)
    db.session.commit()
    with pytest.raises(Conflict):
        writing.issue_letter(drive.reference, one.id, actor=desk)
    db.session.rollback()
    with pytest.raises(NotFound):
        letter.values_of(drive.reference, key(drive), actor=desk, issued=True)
    with pytest.raises(Conflict):
        writing.decide_letter(drive.reference, one.id, True, actor=member)
    assert not db.session.scalars(select(IssuedPaper).filter_by(kind="coordination_letter")).all()


def test_a_letter_about_a_case_without_names_names_nobody(drive: Drive) -> None:
    with pytest.raises(DomainError) as refused:
        proposed(drive, f"{drive.cast.firm.name}反映被多次检查。")
    assert refused.value.field == "text"


def test_only_its_author_agrees_and_on_their_behalf_their_paper_is_needed(drive: Drive) -> None:
    one = proposed(drive)
    for name in ("colleague", "handler", "leader"):
        with pytest.raises((Forbidden, NotFound)):
            writing.decide_letter(drive.reference, one.id, True, actor=drive.who(name))
    with pytest.raises(Forbidden):
        writing.decide_letter(drive.reference, one.id, True, actor=drive.who("secretary"))
    with pytest.raises(DomainError) as refused:
        writing.decide_letter(drive.reference, one.id, True, actor=drive.who("secretary"), behalf=())
    assert refused.value.field == "papers"
    writing.decide_letter(drive.reference, one.id, True, actor=drive.who("secretary"), behalf=with_paper())
    event = db.session.scalars(select(CaseEvent).filter_by(act="decide_letter")).one()
    assert event.on_behalf and event.data == {"agreed": True}


def test_a_reply_is_recorded_once_and_the_next_letter_waits_for_its_own(drive: Drive) -> None:
    first = sent(drive)
    draft = writing.Draft(drive.cast.department.id, "再次核实", "再请核实。")
    writing.propose_letter(drive.reference, draft, actor=drive.who("secretary"))
    second = last()
    writing.decide_letter(drive.reference, second.id, True, actor=drive.who("member"))
    writing.issue_letter(drive.reference, second.id, actor=drive.who("secretary"))
    writing.reply_letter(drive.reference, first.id, "已核实。", actor=drive.who("secretary"))
    db.session.commit()
    with pytest.raises(Repeated):
        writing.reply_letter(drive.reference, first.id, "已核实了。", actor=drive.who("secretary"))
    assert last().replied_at is None
    assert db.session.scalars(select(IssuedPaper.words).order_by(IssuedPaper.id)).all()[-1] == "商协〔2026〕2号"


def test_letters_are_written_about_complaints_alone(drive: Drive) -> None:
    drive.submit(Kind.REQUEST)
    drive.accept()
    with pytest.raises(Conflict):
        draft = writing.Draft(drive.cast.department.id, TITLE, TEXT)
        writing.propose_letter(drive.reference, draft, actor=drive.who("secretary"))


def test_who_has_yet_to_agree_is_asked_until_consents_and_letters_are_all_decided(drive: Drive) -> None:
    one = proposed(drive)
    assert drive.case.consent_asked
    draft = writing.Draft(drive.cast.department.id, "另一件", "另请核实。")
    writing.propose_letter(drive.reference, draft, actor=drive.who("secretary"))
    writing.decide_letter(drive.reference, one.id, True, actor=drive.who("member"))
    assert drive.case.consent_asked and waiting.asks_author(drive.case)
    writing.decide_letter(drive.reference, last().id, False, actor=drive.who("member"))
    assert not drive.case.consent_asked


def test_the_log_of_a_letter_keeps_none_of_its_words(drive: Drive) -> None:
    sent(drive)
    rows = db.session.scalars(select(AuditRow).where(AuditRow.act.contains("letter")).order_by(AuditRow.id)).all()
    assert [row.act for row in rows] == ["case.propose_letter", "case.decide_letter", "case.issue_letter"]
