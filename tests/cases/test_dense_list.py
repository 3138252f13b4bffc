"""The list of cases with dense rows: remembered, sorted by its headings, with the own next step, and kept apart."""

from collections.abc import Callable

import pytest

from chamber.accounts.models import Account
from chamber.cases.words import Kind
from chamber.extensions import db
from chamber.web import paging
from tests.client import Client
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


@pytest.fixture
def desk(drive: Drive, sign_in: SignIn) -> Client:
    """The secretary's browser, with dense rows."""
    client = sign_in(drive.cast.secretary)
    client.post("/account/dense-lists", data={"next": "/cases/"})
    return client


def test_dense_rows_are_remembered_by_the_account_and_never_shown_to_members(
    drive: Drive, desk: Client, sign_in: SignIn
) -> None:
    drive.submit(Kind.REQUEST)
    assert len(sign_in(drive.cast.secretary).get("/cases/").page.css("table.table--dense")) == 1
    assert desk.get("/cases/").page.one("button[aria-pressed]").attributes["aria-pressed"] == "true"
    drive.cast.member.dense_lists = True
    db.session.commit()
    assert sign_in(drive.cast.member).get("/cases/").page.css("table, button[aria-pressed]") == []
    desk.post("/account/dense-lists", data={"next": "/cases/"})
    assert sign_in(drive.cast.secretary).get("/cases/").page.css("table") == []


def test_who_never_chose_has_dense_rows_as_secretariat_and_roomy_ones_in_every_other_role(
    drive: Drive, sign_in: SignIn
) -> None:
    drive.submit(Kind.REQUEST)
    for name, number in (("secretary", 1), ("leader", 0)):
        getattr(drive.cast, name).dense_lists = None
        db.session.commit()
        assert len(sign_in(getattr(drive.cast, name)).get("/cases/").page.css("table.table--dense")) == number


def test_the_next_step_is_a_link_to_the_act_for_whom_it_waits_and_words_for_all_others(
    drive: Drive, desk: Client, sign_in: SignIn
) -> None:
    drive.submit(Kind.REQUEST)
    for client, link in ((desk, f"/cases/{drive.reference}/accept"), (sign_in(drive.cast.leader), None)):
        if client is not desk:
            client.post("/account/dense-lists", data={})
        cell = client.get("/cases/").page.one("td.dense-step")
        assert [one.attributes["href"] for one in cell.css("a")] == ([link] if link else [])
    home = desk.get("/").page
    word = next(words for words, url in home.links() if url.endswith(f"{drive.reference}/accept"))
    assert desk.get("/cases/").page.one("td.dense-step a").text().startswith(word.split(":")[0].strip())


def test_a_heading_sorts_says_which_way_and_turns_round(drive: Drive, desk: Client) -> None:
    first = drive.submit(Kind.REQUEST).reference
    second = drive.submit(Kind.REQUEST, title="另一件").reference
    wanted = sorted((first, second))
    for way in ("ascending", "descending"):
        page = desk.get(desk.get("/cases/").page.one("#sort-reference").attributes["href"]).page
        if way == "descending":
            page = desk.get(page.one("#sort-reference").attributes["href"]).page
        assert page.one("th[aria-sort]").attributes["aria-sort"] == way
        assert "open" not in page.one("#results details").attributes
        assert page.texts("td.ref") == (wanted if way == "ascending" else wanted[::-1])


@pytest.mark.parametrize(
    "name", ["due", "-due", "reference", "firm", "-firm", "holder", "-holder", "step", "-step", "waited"]
)
def test_each_order_pages_through_all_rows_once_with_and_without_a_date(
    drive: Drive, desk: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(paging, "PAGE_ROWS", 2)
    references = {drive.submit(kind).reference for kind in (Kind.REQUEST, Kind.COMPLAINT, Kind.REQUEST)}
    ended = drive.submit(Kind.REQUEST)
    ended.state, ended.step_due_at = "withdrawn", None
    db.session.commit()
    found, address = [], f"/cases/?sort={name}"
    while address:
        page = desk.get(address).page
        found += page.texts("td.ref")
        more = page.css("#more a")
        address = more[0].attributes["href"] if more else ""
    assert sorted(found) == sorted({*references, ended.reference})
    if name.endswith(("due", "holder", "step")) and name != "-step":
        assert found[-1] == ended.reference


def test_sorting_by_firm_tells_nothing_of_whose_a_confidential_case_is(drive: Drive, desk: Client) -> None:
    confidential = drive.submit(Kind.COMPLAINT).reference
    open_ones = [drive.submit(Kind.REQUEST, by=by).reference for by in ("rival", "member")]
    for name in ("firm", "-firm"):
        assert desk.get(f"/cases/?sort={name}").page.texts("td.ref")[-1] == confidential, name
    assert set(desk.get("/cases/?sort=firm").page.texts("td.ref")[:2]) == set(open_ones)


def test_a_leader_gets_no_number_of_one_kind_in_one_department(drive: Drive, sign_in: SignIn) -> None:
    first = drive.submit(Kind.REQUEST).reference
    drive.accept()
    other = drive.submit(Kind.COMPLAINT).reference
    drive.accept()
    lead = drive.cast.department.id
    crossed = f"/cases/?kind=request&department={lead}"
    for who, number in (("leader", 2), ("secretary", 1)):
        page = sign_in(getattr(drive.cast, who)).get(crossed).page
        assert page.one("#count").text().startswith(f"{number} "), who
        assert (first in page.text, other in page.text) == (True, number == 2)
    leader = sign_in(drive.cast.leader)
    chips = leader.get(f"/cases/?department={lead}").page.css("#kind-1, #kind-2, #kind-3")
    assert chips and all("department" not in chip.attributes["href"] for chip in chips)
    assert all(
        "kind" not in chip.attributes["href"]
        for chip in leader.get("/cases/?kind=request").page.css("[id^=department-]")
    )
