"""Published suggestions are found by the moderated text as it is now, by whoever signs in, and by nothing else."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from chamber.accounts.models import Account
from chamber.cases.doing import closing, releasing
from chamber.cases.suggestions import publishing
from chamber.cases.suggestions.models import PublishedSuggestion
from chamber.errors import DomainError
from chamber.extensions import db
from chamber.search import index, rebuilding
from chamber.search.models import Find, number
from tests.client import Client
from tests.english import english
from tests.factories.cases import Drive
from tests.factories.suggestions import adopted, put_up

SignIn = Callable[[Account], Client]


@pytest.fixture
def published(drive: Drive) -> PublishedSuggestion:
    """A suggestion with the text that the chamber made of it."""
    adopted(drive)
    return db.session.get_one(PublishedSuggestion, put_up(drive))


def hits(browser: Client, q: str) -> list[bool]:
    """Whether the search of everything and the list find the suggestion by this."""
    everything = browser.get("/search/", query_string={"q": q}).page
    return [
        "窗口时间" in everything.texts("#results li a"),
        browser.get("/suggestions/", query_string={"q": q}).page.texts("#rows h2") == ["窗口时间"],
    ]


@pytest.mark.parametrize("reader", ["member", "rival", "handler", "leader", "president", "supervisor"])
def test_a_published_suggestion_is_found_by_its_text_and_never_by_the_words_of_its_author(
    published: PublishedSuggestion, drive: Drive, sign_in: SignIn, reader: str
) -> None:
    browser = sign_in(getattr(drive.cast, reader))
    for q in ("窗口时间", "石榴", "石榴 白果", "照办"):
        assert hits(browser, q) == [True, True], q
    for mark in ("title", "story", "evidence", "wish"):
        assert hits(browser, drive.mark(mark)) == [False, False], mark


def test_a_corrected_text_is_found_by_its_new_words_alone(
    published: PublishedSuggestion, drive: Drive, sign_in: SignIn
) -> None:
    put_up(drive, "窗口时间", "荔枝延后关门")
    browser = sign_in(drive.cast.member)
    assert [hits(browser, q) for q in ("石榴", "荔枝")] == [[False, False], [True, True]]


@pytest.mark.parametrize("hide", [closing.withdraw, releasing.make_confidential])
def test_what_was_withdrawn_or_made_confidential_is_published_no_longer_and_finds_nothing(
    published: PublishedSuggestion, drive: Drive, sign_in: SignIn, hide: Callable[..., object]
) -> None:
    reasons = ("不再需要", False) if hide is closing.withdraw else ()
    browser = sign_in(drive.cast.rival)
    assert "窗口时间" in browser.get("/").text
    hide(drive.reference, *reasons, actor=drive.who("member"))
    db.session.commit()
    nothing = browser.get("/search/?q=zzzz").page.text
    for q in ("窗口时间", "石榴", "白果"):
        assert browser.get("/search/", query_string={"q": q}).page.text == nothing, q
        assert hits(browser, q) == [False, False]
    for place in ("/", "/suggestions/"):
        assert "窗口时间" not in browser.get(place).text, place


def test_a_confidential_suggestion_is_never_published(drive: Drive) -> None:
    adopted(drive, confidential=True)
    with pytest.raises(DomainError):
        put_up(drive, "窗口时间", "石榴提早开门")
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(PublishedSuggestion)) == 0


def test_the_index_made_anew_finds_what_was_published_before_it_had_suggestions(
    published: PublishedSuggestion, sign_in: SignIn, drive: Drive
) -> None:
    was = db.session.scalar(select(Find.doc).where(Find.id == number("suggestion", published.id)))
    index.forget("suggestion", [published.id])
    db.session.commit()
    browser = sign_in(drive.cast.member)
    assert hits(browser, "石榴") == [False, False]
    rebuilding.rebuild(lambda *_line: None)
    assert hits(browser, "石榴") == [True, True]
    assert db.session.scalar(select(Find.doc).where(Find.id == number("suggestion", published.id))) == was


def test_what_is_public_already_is_offered_to_be_changed_not_to_be_published(drive: Drive, sign_in: SignIn) -> None:
    adopted(drive)
    desk, here = english(sign_in(drive.cast.secretary)), f"/cases/{drive.reference}"
    assert "Publish as a suggestion" in desk.get(here).words
    put_up(drive)
    page = desk.get(here).words
    assert "Change the published text" in page and "Publish as a suggestion" not in page
    publishing.take_down(drive.reference, "有误", actor=drive.who("secretary"))
    db.session.commit()
    assert "Publish as a suggestion" in desk.get(here).words
