"""A firm says that something on its page is wrong, and the secretariat looks after it."""

import pytest

from chamber.errors import DomainError, Forbidden, NotFound
from chamber.extensions import db
from chamber.members.models import Correction
from chamber.members.record import corrections
from tests.client import Client
from tests.english import english

WORDS = "地址已搬到瓯江路 9 号"


@pytest.fixture
def phone(cast, sign_in):
    """A contact of the firm, in English."""
    return english(sign_in(cast.member))


def page_of(cast):
    return f"/members/{cast.firm.id}"


def say(phone, cast, words=WORDS):
    return phone.post_form(page_of(cast), {"text": words}, press="Send to the secretariat")


def test_a_member_says_what_is_wrong_on_its_page_and_knows_whom_to_ask(cast, phone):
    page = phone.get(page_of(cast))
    assert "Is something on this page wrong?" in page.words
    assert "or ask 陈秘书" in page.words
    answer = say(phone, cast)
    assert answer.page.texts(".toast p") == ["Sent to the secretariat. You will be told when it is dealt with."]
    assert WORDS in answer.words and "With the secretariat" in answer.page.texts("#corrections .badge")


def test_the_secretariat_is_led_from_its_home_to_the_page_and_the_firm_hears_when_it_is_done(cast, phone, desk):
    say(phone, cast)
    home = desk.get("/")
    assert WORDS in home.words
    page = desk.get(home.page.link("Review the correction"))
    listed = desk.get("/members/corrections")
    assert WORDS in listed.words and listed.page.link(cast.firm.name)
    [button] = listed.page.css(".line-act a.btn")
    assert button.attributes["href"] == f"{page_of(cast)}#corrections"
    assert "The firm says that something here is wrong" in page.words
    done = desk.post_form(page, {"answer": "已改"}, press="Mark as dealt with")
    assert done.page.texts(".toast p") == ["Recorded; the firm has been told."]
    assert "The firm says" not in done.words and "Review the correction" not in desk.get("/").words
    own = phone.get(page_of(cast))
    assert "dealt with" in own.page.texts("#corrections .badge")[0] and "已改" in own.words
    assert "The secretariat has dealt with the error you reported" in phone.get("/notifications/").words


def test_the_home_of_a_member_leads_to_the_page_of_the_own_firm(cast, phone):
    page = phone.get(phone.get("/").page.link(cast.firm.name))
    assert (page.request.path, "Is something on this page wrong?" in page.words) == (page_of(cast), True)


def test_nothing_is_sent_without_words_and_what_was_typed_stays(cast, phone):
    for words in ("", "　　", "长" * 1001):
        answer = say(phone, cast, words)
        assert answer.status_code == 422 and answer.page.css("#text-error"), words
        assert answer.page.form("text").controls["text"].values == [words] or not words.strip()
    assert db.session.query(Correction).count() == 0


def test_a_button_pressed_twice_sends_once(cast, phone):
    page = phone.get(page_of(cast))
    for _time in range(2):
        phone.post_form(page, {"text": WORDS}, press="Send to the secretariat")
    assert db.session.query(Correction).count() == 1


def test_of_two_in_the_secretariat_the_second_is_told_that_it_is_done(cast, phone, desk):
    say(phone, cast)
    page = desk.get(page_of(cast))
    assert desk.post_form(page, press="Mark as dealt with").status_code == 200
    again = desk.post_form(page, press="Mark as dealt with")
    assert again.status_code == 409 and "Someone has already dealt with this." in again.words
    assert db.session.query(Correction).one().answer == ""


def test_an_answer_that_is_too_long_is_refused_at_its_field(cast, phone, desk):
    say(phone, cast)
    answer = desk.post_form(page_of(cast), {"answer": "长" * 501}, press="Mark as dealt with")
    assert answer.status_code == 422 and answer.page.css(".field--bad .error")
    assert answer.page.form("answer").controls["answer"].values == ["长" * 501]
    assert db.session.query(Correction).one().done_at is None


@pytest.mark.parametrize("who", ["rival", "leader", "president", "supervisor", "handler"])
def test_what_a_firm_said_is_read_by_the_firm_and_the_secretariat_only(cast, phone, sign_in, actor, who):
    say(phone, cast)
    assert WORDS not in sign_in(getattr(cast, who)).get(page_of(cast)).get_data(as_text=True)
    reader = actor(getattr(cast, who))
    assert corrections.of_firm(cast.firm.id, actor=reader) == []
    with pytest.raises((Forbidden, NotFound)):
        corrections.ask(cast.firm.id, "别家说的", actor=reader)
    for read in (
        lambda: corrections.open_ones(actor=reader),
        lambda: corrections.settle(1, "", actor=reader),
        lambda: corrections.find(1, actor=reader),
    ):
        with pytest.raises(Forbidden):
            read()


def test_a_colleague_of_the_same_firm_sees_what_was_said(cast, phone, actor):
    say(phone, cast)
    (seen,) = corrections.of_firm(cast.firm.id, actor=actor(cast.colleague))
    assert (seen.text, seen.done_at) == (WORDS, None)


def test_a_firm_says_nothing_about_the_page_of_another(cast, actor):
    with pytest.raises(DomainError) as error:
        corrections.ask(cast.rival_firm.id, WORDS, actor=actor(cast.member))
    assert error.value.status == 404


def test_a_member_is_told_the_number_of_the_secretariat_where_there_is_one(cast, app_with):
    page = Client(app_with(chamber_phone="0571 8800 1234")).sign_in(cast.member).get(page_of(cast)).page
    assert [link.text() for link in page.css('#corrections a[href="tel:057188001234"]')] == ["0571 8800 1234"]
