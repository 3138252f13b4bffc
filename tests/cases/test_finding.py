"""Searching the list of cases: whoever sees few or many, the newest own ones are found, and cuts are said."""

from collections.abc import Callable
from urllib.parse import quote

import pytest

from chamber import clock
from chamber.accounts.models import Account
from chamber.cases.doing import releasing, routing
from chamber.cases.lists import finding
from chamber.cases.models import Case
from chamber.cases.search import asking
from chamber.cases.words import Kind
from chamber.extensions import db
from chamber.search import index
from chamber.workdays import services as workdays
from tests.client import Client
from tests.english import english
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]
TITLE = "石榴验收"


@pytest.fixture
def own(drive: Drive) -> list[int]:
    """Two cases at the department of the handler, older than three with the same words elsewhere; the newest first."""
    older = [submit(drive, "department", "甲"), submit(drive, "department", "乙")]
    for suffix in "丙丁戊":
        submit(drive, "other_department", suffix, by="rival")
    return older[::-1]


def submit(drive: Drive, department: str, suffix: str, by: str = "member") -> int:
    """A case that a department has; its number."""
    desk = drive.who("secretary")
    case = drive.submit(Kind.REQUEST, by=by, title=TITLE + suffix, story="枇杷", evidence="", wish="", files=())
    route = routing.Route(lead_id=getattr(drive.cast, department).id)
    release = releasing.Release(TITLE, "枇杷")
    routing.accept(case.reference, actor=desk, complexity="normal", route=route, release=release, message="已受理。")
    db.session.commit()
    return case.id


@pytest.mark.parametrize("few", [200, 0])
@pytest.mark.parametrize("who", ["member", "handler"])
def test_newer_hits_of_others_hide_no_case_of_who_sees_few_or_many(
    own: list[int], drive: Drive, monkeypatch: pytest.MonkeyPatch, who: str, few: int
) -> None:
    monkeypatch.setattr(asking, "FEW", few)
    monkeypatch.setattr(index, "MOST", 2)
    actor = drive.who(who)
    for q in ("石榴", "枇杷 石榴"):
        assert finding.newest(actor, {"q": q}) == own, q
    assert finding.newest(actor, {"q": "荔枝"}) == []
    assert finding.newest(actor, {"q": " "}) is None


@pytest.mark.parametrize("who", ["secretary", "leader", "president"])
def test_who_sees_all_finds_the_newest_and_one_more_that_says_so(
    own: list[int], drive: Drive, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    every = finding.newest(drive.who(who), {"q": "石榴"})
    assert every is not None and len(every) == 5 and every == sorted(every, reverse=True)
    monkeypatch.setattr(index, "MOST", 2)
    assert finding.newest(drive.who(who), {"q": "石榴"}) == every[:3]


def test_a_search_on_a_day_counts_all_of_that_day_and_says_where_it_leaves_some_out(
    own: list[int], drive: Drive, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = workdays.deadline(clock.now(), 3)
    for number in own:
        case = db.session.get_one(Case, number)
        routing.sign(case.reference, actor=drive.who("handler"))
        case.step_due_at = due
    db.session.commit()
    client, address = sign_in(drive.cast.secretary), f"/cases/?q=石榴&due={clock.local(due).date()}"
    assert client.get(address).page.one("#count").text().startswith("2 ")
    monkeypatch.setattr(index, "MOST", 1)
    page = client.get(address).page
    assert "More than 1 found" in page.text and len(page.css("[data-row]")) == 1
    assert "More than" not in client.get(address.replace("石榴", "荔枝")).page.text


def test_a_slip_in_hidden_words_offers_nothing_that_may_have_been_meant(drive: Drive, sign_in: SignIn) -> None:
    drive.submit()
    drive.accept()
    typed = quote(f"{drive.mark('title')[:-1]}错")
    for name in ("handler", "leader", "president", "rival", "colleague"):
        assert "Did you mean" not in english(sign_in(getattr(drive.cast, name))).get(f"/search/?q={typed}").words, name
    found = english(sign_in(drive.cast.member)).get(f"/search/?q={quote(drive.mark('title'))}").page
    assert drive.mark("title") in found.texts("#results li a"), "who may read it finds it as it is written"
