"""Firms support a published suggestion: each once, counted and never named, whatever page or log one reads."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from chamber.accounts.models import Account
from chamber.audit.models import AuditRow
from chamber.cases.doing import closing
from chamber.cases.suggestions import reading, supporting
from chamber.cases.suggestions.models import PublishedSuggestion, SuggestionSupport
from chamber.cases.words import Kind, Outcome
from chamber.errors import Conflict, DomainError, Forbidden, NotFound
from chamber.extensions import db
from chamber.rights import Actor
from tests.client import Client
from tests.english import english
from tests.factories.accounts import make_member
from tests.factories.cases import Drive
from tests.factories.suggestions import adopted, begin, put_up

SignIn = Callable[[Account], Client]
FEW = "fewer than 5 firms support this"


@pytest.fixture
def key(drive: Drive) -> int:
    """A suggestion that is published while a department works on it; its number."""
    drive.submit(Kind.SUGGESTION)
    drive.accept()
    drive.sign()
    return put_up(drive, fate="")


def supporters() -> int:
    """How many rows of supporters there are."""
    return db.session.scalar(select(func.count()).select_from(SuggestionSupport)) or 0


def shown(key: int, actor: Actor) -> reading.SeenSuggestion:
    """The suggestion as a person reads it."""
    return reading.seen([db.session.get_one(PublishedSuggestion, key)], actor)[0]


def test_it_is_published_while_open_and_says_what_is_done_now(drive: Drive, key: int, sign_in: SignIn) -> None:
    browser = english(sign_in(drive.cast.rival))
    page = browser.get("/suggestions/").page
    assert "石榴提早开门" in page.text and "Being considered" in page.text and "Result" not in page.text
    put_up(drive, fate="正在比选")
    assert "What is being done now" in browser.get("/suggestions/").page.text


def test_a_text_that_names_the_firm_is_refused_while_open_too(drive: Drive, key: int) -> None:
    firm = drive.cast.firm
    for words in (("题", f"{firm.name}说的话"), (firm.name, "话")):
        with pytest.raises(DomainError):
            put_up(drive, *words, fate="")
        db.session.rollback()


def test_without_an_answer_the_result_may_stay_empty_and_with_one_it_may_not(drive: Drive, key: int) -> None:
    drive.draft(Outcome.ADOPTED)
    drive.publish()
    with pytest.raises(DomainError) as refused:
        put_up(drive, fate="")
    assert refused.value.field == "fate"


def test_the_secretariat_is_told_of_an_answer_whose_result_is_not_published(
    drive: Drive, key: int, sign_in: SignIn
) -> None:
    desk, line = english(sign_in(drive.cast.secretary)), "does not say yet what became of it"
    assert line not in desk.get("/").page.text
    drive.draft(Outcome.ADOPTED)
    drive.publish()
    assert line in desk.get("/").page.text
    put_up(drive)
    assert line not in desk.get("/").page.text


def test_one_press_supports_it_and_the_same_press_takes_it_back_for_all_accounts_of_the_firm(
    drive: Drive, key: int, sign_in: SignIn
) -> None:
    member, colleague = (english(sign_in(one)) for one in (drive.cast.member, drive.cast.colleague))
    for browser, rows, says in ((member, 1, "Take our support back"), (colleague, 0, "Our firm supports this")):
        assert browser.post_form("/suggestions/", action=f"/suggestions/{key}/support").status_code == 200
        assert supporters() == rows
        assert says in browser.get("/suggestions/").page.text


def test_the_same_press_sent_twice_counts_once(drive: Drive, key: int) -> None:
    for name in ("member", "member", "colleague"):
        supporting.support(key, wanted=True, actor=drive.who(name))
        db.session.commit()
    assert supporters() == 1
    for _times in range(2):
        supporting.support(key, wanted=False, actor=drive.who("colleague"))
    assert supporters() == 0


def test_the_authors_own_firm_may_press_like_any_other_or_its_colleagues_would_learn_whose_it_is(
    drive: Drive, key: int
) -> None:
    assert shown(key, drive.who("colleague")).can_support == shown(key, drive.who("rival")).can_support is True
    supporting.support(key, wanted=True, actor=drive.who("colleague"))


def test_a_number_under_five_is_told_to_nobody_and_no_reader_learns_which_firms_they_are(
    drive: Drive, key: int, sign_in: SignIn
) -> None:
    supporting.support(key, wanted=True, actor=drive.who("rival"))
    db.session.commit()
    for name in ("member", "handler", "leader", "president", "supervisor", "secretary"):
        page = english(sign_in(getattr(drive.cast, name))).get("/suggestions/").page.text
        assert FEW in page and drive.cast.rival_firm.name not in page, name
    for number in range(1, 5):
        firm = make_member(f"第{number}家企业有限公司", 40 + number)
        db.session.add(SuggestionSupport(suggestion_id=key, member_id=firm.id))
    db.session.flush()
    assert shown(key, drive.who("secretary")).supporters in ("5 firms support this", "5 家企业支持这项建议")


def test_the_log_does_not_say_who_pressed(drive: Drive, key: int) -> None:
    before = db.session.scalar(select(func.count()).select_from(AuditRow))
    supporting.support(key, wanted=True, actor=drive.who("rival"))
    db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(AuditRow)) == before


def test_only_firms_support_what_is_published_and_not_over(drive: Drive, key: int) -> None:
    for name in ("handler", "leader", "president", "secretary"):
        with pytest.raises(Forbidden):
            supporting.support(key, wanted=True, actor=drive.who(name))
    with pytest.raises(NotFound):
        supporting.support(key + 1, wanted=True, actor=drive.who("rival"))
    drive.draft(Outcome.NOTED)
    drive.publish()
    drive.rate(5, None)
    with pytest.raises(Conflict):
        supporting.support(key, wanted=True, actor=drive.who("rival"))
    db.session.rollback()
    assert not shown(key, drive.who("rival")).can_support


def test_what_was_withdrawn_can_be_neither_read_nor_supported(drive: Drive, key: int) -> None:
    closing.withdraw(drive.reference, "不再需要", False, actor=drive.who("member"))
    db.session.commit()
    with pytest.raises(NotFound):
        supporting.support(key, wanted=True, actor=drive.who("rival"))


def test_the_list_takes_as_many_queries_for_ten_suggestions_as_for_one(
    drive: Drive, sign_in: SignIn, queries: list[str]
) -> None:
    browser, numbers = sign_in(drive.cast.rival), []
    for place in range(4):
        drive.suffix = str(place)
        adopted(drive)
        put_up(drive, f"题{place}")
        begin(drive)
        if place in (0, 3):
            browser.get("/suggestions/")
            queries.clear()
            browser.get("/suggestions/")
            numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_a_text_that_is_taken_down_leaves_no_word_and_no_supporter_anywhere_and_may_be_published_anew(
    key: int, drive: Drive, desk: Client, member: Account, sign_in: SignIn
) -> None:
    browser = sign_in(member)
    browser.post(f"/suggestions/{key}/support", data={"wanted": "yes"})
    assert supporters() == 1
    here = f"/cases/{drive.reference}/take-down"
    assert desk.post(here, data={"text": " "}).status_code == 422
    assert "石榴提早开门" in browser.get("/suggestions/").text
    answer = desk.post_form(here, {"text": "写了店名"})
    assert "The published text is deleted." in answer.text
    assert "石榴提早开门" not in browser.get("/suggestions/").text + browser.get("/search/?q=石榴").page.text
    assert (supporters(), db.session.scalar(select(func.count()).select_from(PublishedSuggestion))) == (0, 0)
    assert "写了店名" in desk.get(f"/cases/{drive.reference}").text
    assert "写了店名" not in browser.get(f"/cases/{drive.reference}").text
    assert desk.post(here, data={"text": "再撤"}).status_code in (403, 409)
    put_up(drive, fate="")
    assert "石榴提早开门" in browser.get("/suggestions/").text
