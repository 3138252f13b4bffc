"""The page that searches everything finds what its reader may read, by each kind, and nothing else."""

import pytest

from chamber.extensions import db
from chamber.search import finding, index
from tests.english import english
from tests.factories.events import make_event
from tests.factories.members import enter, person


def titles(browser, q):
    return browser.get("/search/", query_string={"q": q}).page.texts("#results li a")


def test_one_box_finds_firms_people_departments_events_and_notices(cast, keeper, desk):
    member = enter(keeper, 7)
    person(keeper, member, "单明", "13912348000")
    make_event(keeper, title="恒信学习会")
    db.session.commit()
    assert titles(desk, "hengxin") == ["恒信7号门窗有限公司", "恒信学习会"]
    for q in ("恒信 单明", "7号门"):
        assert titles(desk, q) == ["恒信7号门窗有限公司"], q
    for q in ("danming", "348000", "13912348000"):
        assert titles(desk, q) == ["恒信7号门窗有限公司", "单明"], q
    assert cast.department.name in titles(desk, cast.department.name)
    page = desk.get("/search/?q=hengxin").page
    assert [url for label, url in page.links() if label == "all 1"] == [
        "/members/?q=hengxin",
        "/events/?q=hengxin&when=coming",
    ]


def test_what_is_hidden_is_not_found_and_not_counted(cast, keeper, sign_in):
    member = enter(keeper, 7)
    person(keeper, member, "单明", "13912348000")
    make_event(keeper, published=False, title="石榴草稿")
    db.session.commit()
    browser = english(sign_in(cast.member))
    nothing = browser.get("/search/?q=zzzz").page.text
    for q in ("单明", "shanming", "348000", "石榴草稿"):
        assert browser.get("/search/", query_string={"q": q}).page.text == nothing, q
    assert titles(english(sign_in(cast.leader)), "13912348000") == []


def test_a_firm_is_found_by_its_own_people_by_all_that_its_page_shows_them(cast, keeper, sign_in):
    other = enter(keeper, 7)
    for firm, phone in ((cast.firm, "13912348000"), (other, "13912348001")):
        person(keeper, firm, "单明", phone)
    db.session.commit()
    browser = english(sign_in(cast.member))
    for q in ("单明", "danming", "348000", "13912348000", cast.firm.uscc, f"{cast.firm.name[:2]} 单明"):
        assert titles(browser, q)[:1] == [cast.firm.name] and {*titles(browser, q)} <= {cast.firm.name, "单明"}, q
        assert browser.get("/members/", query_string={"q": q}).page.texts("#count") == ["1 member"], q
    # Of others they find no more than before, though these have the same words.
    nothing = browser.get("/search/?q=zzzz").page.text
    for q in ("13912348001", "348001", other.uscc, f"{other.name[:2]} 单明"):
        assert browser.get("/search/", query_string={"q": q}).page.text == nothing, q
    rival = english(sign_in(cast.rival))
    for q in ("单明", "348000", cast.firm.uscc):
        assert titles(rival, q) == [], q


def test_five_of_a_kind_are_shown_and_the_list_has_the_rest(cast, keeper, desk, monkeypatch):
    for number in range(8):
        enter(keeper, number)
    page = desk.get("/search/?q=hengxin").page
    assert len(page.texts("#results li a")) == finding.SHOWN
    assert "8 found" in page.text
    monkeypatch.setattr(index, "MOST", 6)
    page = desk.get("/search/?q=hengxin").page
    assert "More than 6 found: add a word." in page.text and "more than 6" in page.text


@pytest.mark.parametrize("q", ["恒心门窗", "恒新", "恒伟7号门窗", "hengxim"])
def test_a_slip_offers_what_may_have_been_meant(cast, keeper, desk, q):
    enter(keeper, 7)
    db.session.commit()
    page = desk.get("/search/", query_string={"q": q}).page
    assert "Nothing found." in page.text
    assert "Did you mean:" in page.text and page.link("恒信7号门窗有限公司").startswith("/search/?q=")


@pytest.mark.parametrize("q", ["12月", "12345"])
def test_numbers_are_no_slips(cast, keeper, desk, q):
    make_event(keeper, title="12 项改革 1234")
    db.session.commit()
    assert "Did you mean:" not in desk.get("/search/", query_string={"q": q}).page.text


def test_nothing_typed_searches_nothing_and_nothing_found_says_what_to_try(cast, desk, sign_in):
    text = desk.get("/search/").text
    assert "Searches all that you may read: Members, " in text and "Measures" in text
    assert "Measures" not in english(sign_in(cast.admin)).get("/search/").page.text
    assert "Try fewer characters" in desk.get("/search/?q=zzzz").text


def test_the_box_stands_on_every_page(cast, desk):
    for address in ("/", "/members/", "/search/", "/account"):
        assert desk.get(address).page.one("#find").attributes["name"] == "q"
