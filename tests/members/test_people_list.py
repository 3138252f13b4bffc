"""Contacts are found by name and number as people of their own, by who reads their firm in full, and by nobody else."""

import pytest

from chamber.extensions import db
from chamber.members.record import contacts
from tests.english import english
from tests.factories.members import enter, person


@pytest.fixture
def people(cast, keeper):
    """Two firms with people whose names and numbers resemble each other."""
    first, second = enter(keeper, 7), enter(keeper, 8)
    found = {
        "尉迟明": person(keeper, first, "尉迟明", "13912348000"),
        "尉迟晓明": person(keeper, second, "尉迟晓明", "13912340008"),
        "陈恒": person(keeper, first, "陈恒", "13700001234"),
    }
    db.session.commit()
    return found


def listed(browser, q):
    return browser.get("/members/people", query_string={"q": q}).page.texts("#rows th a")


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("尉迟", ["尉迟明", "尉迟晓明"]),
        ("yuchi", ["尉迟明", "尉迟晓明"]),
        ("weichiming", ["尉迟明"]),
        ("348000", ["尉迟明"]),
        ("139 1234 0008", ["尉迟晓明"]),
        ("001234", ["陈恒"]),
        ("chenheng", ["陈恒"]),
        ("尉迟 8000", ["尉迟明"]),
        ("恒信", []),
        ("%", []),
        ("_", []),
        ("zzzz", []),
    ],
)
def test_the_office_finds_people_by_name_sound_and_number_and_not_by_their_firm(people, desk, q, names):
    assert listed(desk, q) == names
    found = desk.get("/search/", query_string={"q": q}).page
    for name in people:
        assert (name in found.texts("#results li a")) == (name in names), name


def test_who_has_left_is_found_no_more(people, keeper, desk):
    contacts.leave(people["尉迟明"].member_id, people["尉迟明"].id, actor=keeper)
    db.session.commit()
    assert listed(desk, "尉迟") == ["尉迟晓明"] and "尉迟明" not in listed(desk, "")
    assert "尉迟明" not in desk.get("/search/?q=yuchiming").page.texts("#results li a")


def test_who_sees_masked_numbers_finds_by_no_more_of_them_than_is_shown(people, cast, sign_in):
    leader = english(sign_in(cast.leader))
    assert listed(leader, "8000") == ["尉迟明"] and "139****8000" in leader.get("/members/people?q=8000").page.text
    for q in ("348000", "13912348000", "1391234"):
        assert listed(leader, q) == [], q
        assert leader.get("/search/", query_string={"q": q}).page.texts("#results li a") == [], q


def test_a_firm_finds_its_own_people_and_no_others(people, cast, keeper, sign_in):
    person(keeper, cast.firm, "尉迟白羽", "13612341111")
    db.session.commit()
    own, rival = english(sign_in(cast.member)), english(sign_in(cast.rival))
    assert listed(own, "尉迟") == ["尉迟白羽"] and listed(rival, "尉迟") == []
    assert listed(own, "8000") == [] and listed(own, "13612341111") == ["尉迟白羽"]
    nothing = rival.get("/search/?q=zzzz").page.text
    assert rival.get("/search/?q=尉迟白羽").page.text == nothing


def test_the_list_costs_the_same_for_any_number_and_goes_on_by_firm(people, keeper, desk, queries):
    desk.get("/members/people")
    queries.clear()
    desk.get("/members/people")
    few = len(queries)
    for number in range(40):
        person(keeper, enter(keeper, 100 + number), f"王{number}", f"135{number:08}")
    db.session.commit()
    queries.clear()
    page = desk.get("/members/people").page
    assert len(queries) == few and len(page.texts("#rows th a")) == 30
    more = desk.get(page.link("Show more")).page.texts("#rows th a") if "Show more" in page.text else []
    assert more and not {*more} & {*page.texts("#rows th a")}


def test_people_are_found_by_what_they_are_by_whoever_reads_it(people, cast, keeper, desk, sign_in):
    person(keeper, enter(keeper, 9), "荀彧", "13912340009", title="财务 Manager")
    db.session.commit()
    for browser in (desk, english(sign_in(cast.leader))):
        for q in ("财务", "荀彧 manager"):
            assert listed(browser, q) == ["荀彧"], q
            found = browser.get("/search/", query_string={"q": q}).page.texts("#results li a")
            assert found == ["恒信9号门窗有限公司", "荀彧"], q
    for who in (cast.rival, cast.supervisor):
        assert not english(sign_in(who)).get("/search/?q=财务").page.texts("#results li a")
