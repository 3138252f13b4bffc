"""However many newer hits somebody may not see, the ones that they may are found, counted and said to be more."""

import pytest

from chamber import clock
from chamber.cases.lists import finding as cases
from chamber.cases.models import Case
from chamber.extensions import db
from chamber.members import search
from chamber.members.models import Member, MemberStatus
from chamber.search import index
from tests.cases.test_finding import submit
from tests.english import english
from tests.factories.accounts import actor_as
from tests.factories.members import enter, person

MOST = "More than 2 found: add a word."


@pytest.fixture(autouse=True)
def narrow(monkeypatch):
    """Two hits are listed and counted."""
    monkeypatch.setattr(index, "MOST", 2)


@pytest.fixture
def firms(cast, keeper):
    """Three firms with a person each, and seven newer ones of the area that are no members."""
    every = [enter(keeper, number) for number in range(10)]
    for firm in every:
        person(keeper, firm, "荀彧", f"1391234800{firm.id % 10}")
    for firm in every[3:]:
        db.session.get_one(Member, firm.id).status = MemberStatus.OUTSIDE
    db.session.commit()
    return every[:3]


@pytest.mark.parametrize("who", ["president", "supervisor", "member"])
def test_firms_that_somebody_does_not_see_hide_none_that_they_see(firms, cast, sign_in, who):
    browser = english(sign_in(getattr(cast, who)))
    assert MOST in browser.get("/search/?q=恒信").page.text
    page = browser.get("/members/?q=恒信").page
    assert "恒信2号门窗有限公司" in page.text and "more than 2" in page.text.lower()
    assert search.results(actor_as(getattr(cast, who)), search.Filters(q="恒信1号")).facets.total == 1


def test_people_of_such_firms_hide_none(firms, cast, sign_in):
    browser = english(sign_in(cast.president))
    assert MOST in browser.get("/search/?q=荀彧").page.text
    assert len(browser.get("/members/people?q=荀彧").page.css("[data-row], .people-row, #rows > *")) >= 3


@pytest.mark.parametrize(
    ("who", "hidden"),
    [("president", "confidential"), ("leader", "open_since"), ("secretary", "supervisor_runs")],
)
def test_cases_that_somebody_does_not_see_hide_none_that_they_see(drive, who, hidden):
    seen = [submit(drive, "department", suffix) for suffix in "甲乙丙"]
    for suffix in "丁戊己庚辛":
        case = db.session.get_one(Case, submit(drive, "other_department", suffix, by="rival"))
        setattr(case, hidden, clock.now() if hidden == "open_since" else True)
    db.session.commit()
    assert cases.newest(drive.who(who), {"q": "石榴"}) == seen[::-1]


def test_firms_of_other_years_hide_none_of_this_year(firms, cast):
    actor = actor_as(cast.secretary)
    for firm in firms:
        db.session.get_one(Member, firm.id).joined_on = clock.today()
    db.session.commit()
    for row in db.session.query(Member).filter(Member.id.not_in([firm.id for firm in firms])):
        row.joined_on = clock.today().replace(year=2001)
    db.session.commit()
    found = search.results(actor, search.Filters(q="恒信", year="joined")).facets
    assert (found.total, found.most) == (2, 2)
