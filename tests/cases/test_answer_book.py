"""The answer book: reworded and nameless, read and found by everybody, verified again, withdrawn; no way to a case."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete

from chamber import clock as clocks
from chamber.accounts.models import Account
from chamber.audit.models import AuditRow
from chamber.cases.access import masks
from chamber.cases.answers import book, wording
from chamber.cases.answers.models import BookAnswer
from chamber.cases.models import CaseEvent, CaseRound
from chamber.cases.models_lists import CaseCategory
from chamber.cases.words import Kind
from chamber.errors import Conflict, DomainError, Forbidden, NotFound, Repeated
from chamber.extensions import db
from chamber.search import rebuilding
from tests.client import Client
from tests.conftest import Clock
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]
QUESTION, ANSWER = "验收后多久付款", "机关和事业单位应当自交付之日起三十日内支付。"
READERS = ("member", "rival", "handler", "leader", "president", "supervisor", "secretary")


def released(drive: Drive, question: str = QUESTION, answer: str = ANSWER, **more: str) -> BookAnswer:
    """An answer of the book."""
    kind = drive.categories[Kind.COMPLAINT]
    row = book.release(kind, question, answer, actor=drive.who("secretary"), **more)
    db.session.commit()
    return row


@pytest.mark.parametrize("name", READERS)
def test_everybody_reads_it_and_finds_it_and_only_who_keeps_it_reads_when_and_by_whom(
    drive: Drive, sign_in: SignIn, name: str
) -> None:
    released(drive)
    browser = english(sign_in(getattr(drive.cast, name)))
    for address in ("/cases/answers/", "/cases/answers/?q=付款", "/cases/answers/?kind=complaint"):
        page = browser.get(address).page.text
        assert QUESTION in page and ANSWER in page, address
        assert ("released by" in page) == ("It is still right" in page) == (name == "secretary")
    assert QUESTION in browser.get("/search/?q=三十日").page.text
    for address in ("/cases/answers/?q=zzzz", "/cases/answers/?kind=request"):
        assert ANSWER not in browser.get(address).page.text


def test_only_the_secretariat_keeps_the_book(drive: Drive) -> None:
    row = released(drive)
    kind = drive.categories[Kind.COMPLAINT]
    for name in ("member", "handler", "leader", "president", "supervisor"):
        who = drive.who(name)
        for act in (
            lambda who=who: book.release(kind, "问", "答", actor=who),
            lambda who=who: book.change(row.id, kind, "问", "答", version=row.version, actor=who),
            lambda who=who: book.confirm(row.id, actor=who),
            lambda who=who: book.withdraw(row.id, actor=who),
            lambda who=who: book.listed(kept=book.WITHDRAWN, actor=who),
        ):
            with pytest.raises(Forbidden):
                act()


def test_no_firm_and_nobody_of_the_roster_is_named_whoever_it_is(drive: Drive) -> None:
    cast = drive.cast
    for word in (cast.firm.name, cast.rival_firm.name, cast.member.name, "13800000002", "WQ-2026-7K3M"):
        for words in ((f"{word}的问题", ANSWER), (QUESTION, f"如{word}所说，{ANSWER}")):
            with pytest.raises(DomainError) as refused:
                released(drive, *words)
            assert refused.value.field in ("question", "answer"), word
            db.session.rollback()
    assert db.session.query(BookAnswer).count() == 0


def test_from_a_case_nothing_is_kept_of_which_one_and_its_timeline_says_nothing(drive: Drive) -> None:
    drive.answered()
    events, rows = db.session.query(CaseEvent).count(), db.session.query(AuditRow).count()
    row = released(drive, reference=drive.reference)
    assert db.session.query(CaseEvent).count() == events
    new = db.session.query(AuditRow).order_by(AuditRow.id).all()[rows:]
    assert [(one.act, one.subject) for one in new] == [("answer.released", f"answer:{row.id}")]
    assert not {"case_id", "reference"} & set(BookAnswer.__table__.columns.keys())


def test_the_words_of_a_case_come_masked_into_the_form_and_its_people_are_refused(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.answered()
    desk, here = english(sign_in(drive.cast.secretary)), f"/cases/{drive.reference}/to-answer-book"
    db.session.query(CaseRound).update({"answer": f"{drive.cast.firm.name}已付款。"})
    db.session.commit()
    (answer,) = desk.get(here).page.form("question", "answer").controls["answer"].values
    assert answer.endswith("已付款。") and drive.cast.firm.name not in answer
    assert (
        desk.post(here, data={"category": "1", "question": QUESTION, "answer": f"{drive.cast.firm.name}"}).status_code
        == 422
    )
    desk.post_form(here, {"question": QUESTION, "answer": ANSWER})
    assert db.session.query(BookAnswer).one().answer == ANSWER


def test_what_is_not_answered_or_not_ones_own_to_run_is_not_there(drive: Drive) -> None:
    drive.submit()
    drive.accept()
    with pytest.raises(NotFound):
        released(drive, reference=drive.reference)
    drive.sign()
    drive.draft()
    drive.publish()
    with pytest.raises(Forbidden):
        book.release(1, QUESTION, ANSWER, reference=drive.reference, actor=drive.who("handler"))


def test_a_report_of_retaliation_never_gets_there(drive: Drive) -> None:
    with pytest.raises(DomainError) as refused:
        book.release(drive.categories[Kind.RETALIATION], QUESTION, ANSWER, actor=drive.who("secretary"))
    assert refused.value.field == "category"
    drive.submit(Kind.RETALIATION)
    drive.case.answered_at = clocks.now()
    with pytest.raises(NotFound):
        book.answered_case(drive.reference, actor=drive.who("secretary"))


def test_who_runs_the_case_alone_is_led_from_its_answer_to_the_book(drive: Drive, sign_in: SignIn) -> None:
    drive.answered()
    for name in ("secretary", "handler", "leader", "member"):
        page = sign_in(getattr(drive.cast, name)).get(f"/cases/{drive.reference}").page
        there = f"/cases/{drive.reference}/to-answer-book" in [address for _text, address in page.links()]
        assert there == (name == "secretary"), name


def test_the_list_is_not_in_the_order_of_release(drive: Drive, clock: Clock) -> None:
    for question in ("丙问", "甲问", "乙问"):
        released(drive, question, f"{question}的答")
        clock.advance(days=1)
    rows = db.session.scalars(book.listed(actor=drive.who("member")).order_by(BookAnswer.question, BookAnswer.id)).all()
    assert [row.question for row in rows] == sorted(["甲问", "乙问", "丙问"])
    seen = {(one.released_at, one.released_by, one.confirmed_on) for one in book.seen(list(rows), drive.who("member"))}
    assert seen == {(None, "", None)}


def test_it_is_grey_after_180_days_and_the_secretariat_is_asked_to_verify_it(
    drive: Drive, clock: Clock, sign_in: SignIn
) -> None:
    row = released(drive)
    clock.advance(days=180)
    desk = english(sign_in(drive.cast.secretary))
    assert "may be out of date" not in desk.get("/cases/answers/").page.text
    clock.advance(days=1)
    desk = english(sign_in(drive.cast.secretary))
    assert "may be out of date" in desk.get("/cases/answers/").page.text
    assert "verified more than 180 days ago" in desk.get("/").page.text
    fresh = released(drive, "另一个问题", "另一个答复").question
    assert ("Verify", "/cases/answers/?kept=stale") in desk.get("/").page.links()
    assert fresh not in desk.get("/cases/answers/?kept=stale").page.text
    assert fresh in english(sign_in(drive.cast.handler)).get("/cases/answers/?kept=stale").page.text
    desk = english(sign_in(drive.cast.secretary))
    answer = desk.post(f"/cases/answers/{row.id}/verify?kept=stale")
    assert (answer.status_code, answer.location) == (303, "/cases/answers/?kept=stale")
    assert "may be out of date" not in desk.get("/cases/answers/").page.text
    with pytest.raises(Repeated):
        book.confirm(row.id, actor=drive.who("secretary"))
    clock.advance(days=181)
    book.withdraw(row.id, actor=drive.who("secretary"))
    with pytest.raises(Conflict, match="withdrawn"):
        book.confirm(row.id, actor=drive.who("secretary"))
    db.session.commit()
    assert "1 answer, verified" in english(sign_in(drive.cast.secretary)).get("/").page.text


def test_withdrawn_nobody_else_reads_or_finds_it_also_in_an_index_made_anew(drive: Drive, sign_in: SignIn) -> None:
    row = released(drive)
    desk = english(sign_in(drive.cast.secretary))
    assert desk.post(f"/cases/answers/{row.id}/withdraw").status_code == 303
    with pytest.raises(Repeated):
        book.withdraw(row.id, actor=drive.who("secretary"))
    rebuilding.rebuild(lambda *_line: None)
    for browser in (desk, english(sign_in(drive.cast.member))):
        for address in ("/cases/answers/", "/search/?q=三十日", "/cases/answers/?q=付款"):
            assert ANSWER not in browser.get(address).page.text
    assert ANSWER in desk.get("/cases/answers/?kept=withdrawn").page.text
    assert ANSWER not in english(sign_in(drive.cast.member)).get("/cases/answers/?kept=withdrawn").page.text
    desk.post(f"/cases/answers/{row.id}/put-back")
    assert ANSWER in desk.get("/cases/answers/").page.text


def test_what_was_released_anew_meanwhile_is_not_put_back_beside_it(drive: Drive) -> None:
    row, desk = released(drive), drive.who("secretary")
    book.withdraw(row.id, actor=desk)
    released(drive)
    with pytest.raises(Repeated):
        book.withdraw(row.id, back=True, actor=desk)
    db.session.query(BookAnswer).filter_by(id=row.id).update({"question": f"{drive.cast.firm.name}的问题"})
    with pytest.raises(DomainError):
        book.withdraw(row.id, back=True, actor=desk)


def test_a_kind_has_the_categories_that_have_an_answer(drive: Drive, sign_in: SignIn) -> None:
    first, second, none = (
        CaseCategory(kind=Kind.COMPLAINT, name=name, position=9) for name in ("甲类", "乙类", "丙类")
    )
    db.session.add_all((first, second, none))
    db.session.flush()
    for category in (first, second):
        book.release(category.id, category.name, f"{category.name}的答复", actor=drive.who("secretary"))
    db.session.commit()
    page = english(sign_in(drive.cast.member)).get(f"/cases/answers/?kind=complaint&category={second.id}").page
    assert page.texts("#rows h2") == [second.name]
    assert page.texts("a[id^='category-']") == ["All", first.name, second.name]


def test_no_page_of_a_reader_says_in_which_order_answers_were_released(drive: Drive, sign_in: SignIn) -> None:
    pages = []
    for questions in (("甲问", "乙问"), ("乙问", "甲问")):
        db.session.execute(delete(BookAnswer))
        for question in questions:
            released(drive, question, ANSWER)
        pages.append(english(sign_in(drive.cast.member)).get("/cases/answers/").page.one("#results").html)
    assert pages[0] == pages[1]


def test_the_same_answer_sent_twice_is_there_once(drive: Drive, sign_in: SignIn) -> None:
    desk = english(sign_in(drive.cast.secretary))
    data = {"category": str(drive.categories[Kind.COMPLAINT]), "question": QUESTION, "answer": ANSWER}
    assert [desk.post("/cases/answers/new", data=data).status_code for _time in range(2)] == [303, 303]
    assert db.session.query(BookAnswer).count() == 1


def test_a_change_that_comes_too_late_is_not_lost_in_silence(drive: Drive) -> None:
    row = released(drive)
    before, kind = row.version, drive.categories[Kind.COMPLAINT]
    book.change(row.id, kind, QUESTION, "改过的答复", version=before, actor=drive.who("secretary"))
    db.session.commit()
    with pytest.raises(Conflict):
        book.change(row.id, kind, QUESTION, "另一份", version=before, actor=drive.who("secretary"))


def test_an_ordinary_word_that_is_also_a_name_is_let_through_unless_it_is_the_cases_own(
    drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(masks, "is_ordinary", lambda word: word == "单会员")
    wording.refuse_names(None, answer="单会员也可以申请")
    drive.submit()
    with pytest.raises(DomainError):
        wording.refuse_names(drive.case, answer="单会员也可以申请")


def test_the_page_takes_as_many_queries_for_ten_answers_as_for_one(
    drive: Drive, sign_in: SignIn, queries: list[str]
) -> None:
    browser, numbers = sign_in(drive.cast.member), []
    for place in range(10):
        released(drive, f"问题{place}", f"答复{place}")
        if place in (0, 9):
            browser.get("/cases/answers/")
            queries.clear()
            browser.get("/cases/answers/")
            numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_an_answer_that_is_being_worked_on_again_leads_to_no_form(drive: Drive, sign_in: SignIn) -> None:
    drive.answered()
    desk, here = sign_in(drive.cast.secretary), f"/cases/{drive.reference}"
    assert f"{here}/to-answer-book" in {link for _words, link in desk.get(here).page.links()}
    drive.rate(1, yes=False)
    assert f"{here}/to-answer-book" not in {link for _words, link in desk.get(here).page.links()}
    assert desk.get(f"{here}/to-answer-book").status_code == 404
