"""A department's wordings are its own; they and the answer book are offered to who drafts, and to who writes a case."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.answers import book, department, offering
from chamber.cases.answers.models import AnswerTemplate
from chamber.cases.models_lists import CaseCategory
from chamber.cases.words import Kind, State
from chamber.errors import Conflict, DomainError, Forbidden, NotFound, Repeated
from chamber.extensions import db
from tests.client import Client
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]
NAME, TEXT = "补件说明", "请带营业执照副本到三号窗口。"


@pytest.fixture
def template(drive: Drive) -> int:
    """A wording of the department; its number."""
    row = department.keep(NAME, TEXT, actor=drive.who("handler"))
    db.session.commit()
    return row.id


def in_progress(drive: Drive) -> None:
    """A request on which the department works."""
    drive.submit(Kind.REQUEST)
    drive.accept()
    drive.sign()


def test_only_the_own_department_reads_changes_and_deletes_it(drive: Drive, template: int, sign_in: SignIn) -> None:
    other, desk = drive.who("other_handler"), drive.who("secretary")
    for who in (other, desk):
        assert not department.kept(who)
        for act in (
            lambda who=who: department.change(template, "名", "文", version=1, actor=who),
            lambda who=who: department.delete(template, actor=who),
            lambda who=who: department.find(template, actor=who),
        ):
            with pytest.raises(NotFound):
                act()
    for name in ("member", "leader", "president", "supervisor"):
        with pytest.raises(Forbidden):
            department.kept(drive.who(name))
    assert sign_in(drive.cast.other_handler).get(f"/cases/answers/templates/{template}").status_code == 404


def test_it_is_written_changed_and_deleted_on_its_pages(drive: Drive, sign_in: SignIn) -> None:
    browser, here = english(sign_in(drive.cast.handler)), "/cases/answers/templates"
    for _time in range(2):
        assert browser.post(here, data={"name": NAME, "text": TEXT}).status_code == 303
    row = db.session.query(AnswerTemplate).one()
    browser.post_form(f"{here}/{row.id}", {"text": "改过的话"})
    assert "改过的话" in browser.get(here).page.text
    assert browser.post(f"{here}/{row.id}/delete").status_code == 303
    assert db.session.query(AnswerTemplate).count() == 0


def test_two_of_one_name_too_many_and_a_late_change_are_refused(drive: Drive, template: int) -> None:
    handler = drive.who("handler")
    with pytest.raises(Repeated):
        department.keep(NAME, TEXT, actor=handler)
    with pytest.raises(DomainError):
        department.keep(NAME, "别的话", actor=handler)
    department.change(template, NAME, "新的话", version=1, actor=handler)
    db.session.flush()
    with pytest.raises(Conflict):
        department.change(template, NAME, "又一版", version=1, actor=handler)
    for place in range(department.MOST - 1):
        department.keep(f"第{place}份", TEXT, actor=handler)
    with pytest.raises(DomainError):
        department.keep("再多一份", TEXT, actor=handler)
    with pytest.raises(DomainError):
        department.change(template, "第0份", TEXT, version=2, actor=handler)


def test_one_press_puts_it_below_what_is_typed_and_submits_nothing(
    drive: Drive, template: int, sign_in: SignIn
) -> None:
    in_progress(drive)
    browser, here = english(sign_in(drive.cast.handler)), f"/cases/{drive.reference}/draft"
    page = browser.get(here).page
    press = page.one(f"button[value='own-{template}']")
    assert press.attributes["name"] == "insert"
    assert "name" not in page.css("#act button")[0].attributes
    typed = {"outcome": "resolved", "answer": "已办好。", "insert": f"own-{template}"}
    answer = browser.post(here, data=typed)
    assert answer.status_code == 200
    assert answer.page.form("answer").controls["answer"].values == [f"已办好。\n\n{TEXT}"]
    again = browser.post(here, data={**typed, "answer": f"已办好。\n\n{TEXT}"})
    assert again.page.form("answer").controls["answer"].values == [f"已办好。\n\n{TEXT}"]
    assert drive.case.state == State.IN_PROGRESS


@pytest.mark.parametrize("key", ["own-99999", "book-1", "x", ""])
def test_a_press_that_means_nothing_inserts_nothing_and_submits_nothing(
    drive: Drive, sign_in: SignIn, key: str
) -> None:
    in_progress(drive)
    browser = english(sign_in(drive.cast.handler))
    typed = {"outcome": "resolved", "answer": "已办好。", "insert": key}
    assert browser.post(f"/cases/{drive.reference}/draft", data=typed).status_code == 200
    assert drive.case.state == State.IN_PROGRESS


def test_another_departments_wording_is_neither_offered_nor_inserted(
    drive: Drive, template: int, sign_in: SignIn
) -> None:
    in_progress(drive)
    assert [one.name for one in offering.for_draft(drive.case, drive.who("other_handler"))] == []
    assert [one.name for one in offering.for_draft(drive.case, drive.who("handler"))] == [NAME]
    assert offering.for_draft(drive.case, drive.who("supervisor")) == []


def test_answers_of_the_category_come_before_others_of_the_kind_and_no_other_kind(drive: Drive) -> None:
    in_progress(drive)
    desk = drive.who("secretary")
    other = CaseCategory(kind=Kind.REQUEST, name="另一类", position=9)
    db.session.add(other)
    db.session.flush()
    there = ((drive.categories[Kind.COMPLAINT], "甲问"), (other.id, "丁问"), (drive.categories[Kind.REQUEST], "戊问"))
    for category, question in there:
        last = book.release(category, question, f"{question}的答复", actor=desk)
    db.session.commit()
    assert [one.name for one in offering.for_draft(drive.case, drive.who("handler"))] == ["戊问", "丁问"]
    book.withdraw(last.id, actor=desk)
    db.session.commit()
    assert [one.name for one in offering.for_draft(drive.case, drive.who("handler"))] == ["丁问"]


def test_a_member_is_offered_the_book_beside_the_form_and_by_a_link_without_javascript(
    drive: Drive, sign_in: SignIn
) -> None:
    browser = english(sign_in(drive.cast.member))
    assert "answer book" not in browser.get("/cases/new/request").page.text
    category = drive.categories[Kind.REQUEST]
    row = book.release(category, "几时开窗", "工作日全天开窗。", actor=drive.who("secretary"))
    db.session.commit()
    page = browser.get("/cases/new/request").page
    assert ("Look first: the answer may be in the answer book", "/cases/answers/?kind=request") in page.links()
    assert page.one("#offered").attributes["hx-get"] == "/cases/answers/?kind=request"
    found = browser.get(f"/cases/answers/?kind=request&category={category}").page
    assert found.texts("#rows h2") == ["几时开窗"]
    assert browser.get(f"/cases/answers/?kind=request&category={category + 50}").page.texts("#rows h2") == []
    assert "answer book" not in browser.get("/cases/new/retaliation").page.text
    book.withdraw(row.id, actor=drive.who("secretary"))
    db.session.commit()
    assert "answer book" not in browser.get("/cases/new/request").page.text
