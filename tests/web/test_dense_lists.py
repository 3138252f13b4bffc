"""The dense lists of members, events and notices: for the secretariat, sorted by their headings, at the same cost."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count, islice

import pytest

from chamber import clock as hands
from chamber.accounts.models import Account
from chamber.extensions import db
from chamber.members.models import Member
from chamber.rights import Actor
from chamber.web import paging
from tests.client import Client
from tests.conftest import Clock
from tests.factories.accounts import Cast, make_contact, make_member
from tests.factories.events import make_event
from tests.factories.notices import make_notice

SignIn = Callable[[Account], Client]
LISTS = {
    "/members/": ("name", "office", "industry", "size", "community", "status"),
    "/events/": ("when", "kind", "place"),
    "/notices/": ("state", "date", "kind", "until"),
}
each = pytest.mark.parametrize("address", LISTS)


@pytest.fixture
def staff(cast: Cast, actor: Callable[..., Actor]) -> Actor:
    """The secretariat."""
    return actor(cast.secretary)


@pytest.fixture
def fill(staff: Actor) -> Callable[[int], None]:
    """Makes so many more of each."""

    numbers = count()

    def filled(number: int) -> None:
        for place in islice(numbers, number):
            one = make_member(f"第{place:02}厂", 100 + place, size=("small", "", "large")[place % 3], industry="C33")
            make_contact(one, "李华", mobile=f"+861370000{place:04}")
            at = hands.now() + timedelta(days=1 + place // 2)
            make_event(
                staff,
                title=f"第{place:02}场",
                kind=("training", "forum")[place % 2],
                starts_at=at,
                ends_at=at + timedelta(hours=2),
            )
            make_notice(staff, title=f"第{place:02}号", published=place % 2 == 0)
        db.session.commit()

    return filled


@pytest.fixture
def desk(cast: Cast, sign_in: SignIn) -> Client:
    """The secretary's browser, with dense rows."""
    client = sign_in(cast.secretary)
    client.post("/account/dense-lists", data={})
    return client


def rows(client: Client, address: str) -> Iterator[str]:
    """The titles of all rows, page by page."""
    while address:
        page = client.get(address).page
        yield from page.texts("#rows th a")
        more = page.css("#more a")
        address = more[0].attributes["href"] if more else ""


@each
def test_the_secretariat_has_dense_rows_until_it_switches_and_nobody_else_has(
    cast: Cast, fill: Callable[[int], None], desk: Client, sign_in: SignIn, address: str
) -> None:
    fill(1)
    assert len(desk.get(address).page.css("table.table--dense")) == 1
    form = desk.get(address).page.form("next", action="dense-lists")
    assert form.controls["next"].values == [address]
    desk.post("/account/dense-lists", data={"next": address})
    assert desk.get(address).page.css(".table--dense") == []
    for name in ("member", "leader", "president"):
        who = getattr(cast, name)
        who.dense_lists = True
        db.session.commit()
        assert sign_in(who).get(address).page.css(".table--dense, button[aria-pressed]") == [], name


@pytest.mark.parametrize(("address", "name"), [(address, name) for address, names in LISTS.items() for name in names])
def test_a_heading_sorts_and_turns_round_and_every_row_comes_once(
    fill: Callable[[int], None], desk: Client, monkeypatch: pytest.MonkeyPatch, address: str, name: str
) -> None:
    fill(5)
    everything = sorted(rows(desk, address))
    monkeypatch.setattr(paging, "PAGE_ROWS", 2)
    there = desk.get(f"{address}?sort=-{name}").page.one(f"#sort-{name}").attributes["href"]
    before: list[str] = []
    for way in ("ascending", "descending"):
        page = desk.get(there).page
        assert page.one("th[aria-sort]").attributes["aria-sort"] == way
        found = list(rows(desk, there))
        assert sorted(found) == everything
        assert way == "ascending" or found == before[::-1]
        there, before = page.one(f"#sort-{name}").attributes["href"], found


def test_offices_and_sizes_sort_by_their_rank_and_not_by_their_letters(
    fill: Callable[[int], None], desk: Client
) -> None:
    fill(3)
    by_size = list(rows(desk, "/members/?sort=size"))
    assert by_size.index("第02厂") < by_size.index("第00厂") < by_size.index("第01厂")
    member = db.session.query(Member).filter_by(name="第01厂").one()
    member.office = "president"
    db.session.commit()
    assert next(rows(desk, "/members/?sort=office")) == "第01厂"


def test_the_own_next_step_is_a_link_to_where_it_is_done(
    cast: Cast, staff: Actor, fill: Callable[[int], None], desk: Client, clock: Clock
) -> None:
    fill(2)
    made = {one.name: one.id for one in db.session.query(Member)}
    applicant = make_member("申请人", 300, status="applicant")
    nobody = make_member("无人厂", 301)
    left = make_member("走了的", 302, status="left")
    db.session.commit()
    page = desk.get("/members/").page
    steps = {
        row.css("th a")[0].text(): [a.attributes["href"] for a in row.css("td.dense-step a")]
        for row in page.css("#rows tr")
    }
    assert steps[applicant.name] == [f"/members/{applicant.id}"]
    assert steps[nobody.name] == [f"/members/{nobody.id}/contacts/new"]
    assert steps["第00厂"] == [f"/members/{made['第00厂']}#contacts"]
    assert steps[left.name] == steps[cast.firm.name] == []
    at = clock.now + timedelta(hours=1)
    now = make_event(staff, title="正在开", starts_at=at, ends_at=at + timedelta(hours=3))
    draft = make_event(staff, title="没发布", published=False)
    clock.advance(hours=2)
    links = dict(desk.get("/events/").page.links())
    assert links["Check in at the door 正在开"] == f"/events/{now.id}/check-in"
    assert links["Publish 没发布"] == f"/events/{draft.id}"
    assert [url for words, url in desk.get("/notices/?show=draft").page.links() if words.startswith("Publish")]


@each
def test_a_page_of_dense_rows_asks_as_often_at_any_size(
    fill: Callable[[int], None], desk: Client, queries: list[str], address: str
) -> None:
    def asked(sort: str) -> int:
        desk.get(address + sort)
        queries.clear()
        desk.get(address + sort)
        return len(queries)

    fill(1)
    few = [asked(""), asked(f"?sort=-{LISTS[address][1]}")]
    fill(40)
    assert [asked(""), asked(f"?sort=-{LISTS[address][1]}")] == few
