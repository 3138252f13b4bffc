"""The leader in thirty seconds: what lies where and how late it is, by unit and, apart from it, by kind."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from chamber.accounts.models import Account
from chamber.cases.access.respondents import Respondent
from chamber.cases.doing import handling
from chamber.cases.models import CaseRound
from chamber.cases.words import Kind, RespondentKind
from tests.client import Client
from tests.conftest import Clock
from tests.factories.cases import Drive
from tests.factories.states import cases_in_every_state
from tests.factories.world import World
from tests.page import Page

SignIn = Callable[[Account], Client]


def card(page: Page, title: str) -> str:
    """The words of a card of the home page."""
    [found] = [one.text(separator=" ", strip=True) for one in page.css("section.card") if title in one.text()]
    return found


def units(page: Page) -> dict[str, list[str]]:
    """The cells of each unit's row."""
    rows = page.css("section.card tbody tr")
    return {row.css_first("th").text(strip=True): [one.text(strip=True) for one in row.css("td")] for row in rows}


def counted(client: Client, address: str) -> int:
    """How many cases the list at this address says it has."""
    return int(re.findall(r"\d+", client.get(address).page.texts("#count")[0])[0])


def test_each_number_of_a_unit_leads_to_as_many_cases_and_all_of_them_are_open(
    world: World, clock: Clock, sign_in: SignIn
) -> None:
    cases_in_every_state(world)
    clock.advance(days=9)
    leader = sign_in(world.cast.leader)
    page = leader.get("/").page
    rows = units(page)
    assert len(rows) >= 3
    assert str(sum(int(cells[0]) for cells in rows.values())) == page.texts("dl.facts dd")[0]
    assert str(sum(int(cells[1]) for cells in rows.values())) == page.texts("dl.facts dd")[1]
    for row in page.css("section.card tbody tr"):
        name, cells = row.css_first("th").text(strip=True), [one.text(strip=True) for one in row.css("td")]
        links = [link.attributes["href"] or "" for link in row.css("a")]
        assert counted(leader, links[0]) == int(cells[0]), name
        if int(cells[1]):
            assert counted(leader, links[1]) == int(cells[1]), name


def test_what_lies_with_a_unit_is_what_each_line_of_a_list_says(world: World, clock: Clock, sign_in: SignIn) -> None:
    cases_in_every_state(world)
    leader = sign_in(world.cast.leader)
    said = {"Secretariat and supervisor": {"Secretariat", "Supervisor"}, "Leader": {"Leader"}}
    said["Members, to supply or to rate"] = {"the member"}
    for row in leader.get("/").page.css("section.card tbody tr"):
        name, link = row.css_first("th").text(strip=True), row.css_first("th a")
        if link is None:
            continue
        page = leader.get(link.attributes["href"] or "").page
        for line in page.css("#rows > li"):
            words = line.text(separator="|", strip=True)
            assert any(who in words for who in said.get(name, {name.removesuffix("办公室")[:4], name})), (name, words)


@pytest.mark.parametrize("how_many", [0, 1, 4])
def test_few_complaints_are_not_told_nor_the_number_that_would_tell_them(
    drive: Drive, sign_in: SignIn, how_many: int
) -> None:
    for kind, number in ((Kind.COMPLAINT, how_many), (Kind.REQUEST, 6), (Kind.SUGGESTION, 5)):
        for place in range(number):
            drive.submit(kind, title=f"{kind}第{place}件")
    text = card(sign_in(drive.cast.leader).get("/").page, "By kind")
    assert text.count("open: not shown") == 2
    assert "6 open" in text and "5 open" not in text
    assert text.count("overdue: not shown") == 2


def test_enough_complaints_are_told_with_retaliation_among_them_and_nowhere_named(
    drive: Drive, sign_in: SignIn
) -> None:
    for place in range(4):
        drive.submit(title=f"第{place}件")
    drive.submit(Kind.RETALIATION)
    page = sign_in(drive.cast.leader).get("/").page
    text = card(page, "By kind")
    assert "5 open" in text and "open: not shown" not in text
    assert "etaliation" not in text
    links = [address for _words, address in page.links()]
    assert not [one for one in links if "kind=complaint" in one or "kind=retaliation" in one]
    assert not [one for one in links if "kind=" in one and ("at=" in one or "department=" in one)]


def test_no_number_of_the_home_counts_a_case_about_the_leader(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    about = (Respondent(RespondentKind.LEADER),)
    for kind in (Kind.REQUEST, Kind.COMPLAINT):
        drive.submit(kind, title=f"{kind}关于他人")
    leader = sign_in(drive.cast.leader)
    clock.advance(days=4)
    before = leader.get("/").page
    drive.submit(title="关于领导", respondents=about)
    clock.advance(minutes=2)
    after = leader.get("/").page
    assert units(before) == units(after)
    assert before.texts("dl.facts dd") == after.texts("dl.facts dd")
    assert card(before, "By kind") == card(after, "By kind")


def test_four_weeks_count_what_was_answered_or_due_in_them_with_both_numbers(
    drive: Drive, clock: Clock, db: SQLAlchemy, sign_in: SignIn
) -> None:
    for place in range(6):
        drive.answered(title=f"第{place}件")
        drive.rate(5 if place else 2, place > 0)
    leader = sign_in(drive.cast.leader)
    facts = leader.get("/").page.texts("dl.facts dd")
    assert facts[2:] == ["100% (6/6)", "83% (5/6)"]
    late = db.session.query(CaseRound).filter(CaseRound.number == 1).order_by(CaseRound.id).limit(2)
    for row, weeks in zip(late, (0, 2), strict=True):
        row.answered_at = clock.now - timedelta(weeks=weeks, hours=1)
        row.due_at = row.answered_at - timedelta(days=1)
    db.session.commit()
    page = leader.get("/").page
    assert page.texts("dl.facts dd")[2] == "67% (4/6)"
    words = " ".join(card(page, "Late answers in four weeks").split())
    assert "1 last 7 days" in words and "1 15–21 days ago" in words and "– 8–14 days ago" in words
    clock.advance(days=29)
    assert leader.get("/").page.texts("dl.facts dd")[2:] != ["67% (4/6)", "83% (5/6)"]


def test_few_answers_make_no_rate(drive: Drive, sign_in: SignIn) -> None:
    drive.answered()
    drive.rate(1, False)
    assert sign_in(drive.cast.leader).get("/").page.texts("dl.facts dd")[2:] == [
        "fewer than 5 answers, not calculated",
        "fewer than 5 ratings, not calculated",
    ]


def test_the_heading_says_with_whom_what_is_late_lies(drive: Drive, clock: Clock, sign_in: SignIn) -> None:
    drive.submit(title="甲")
    drive.submit(title="乙")
    drive.accept()
    drive.sign()
    clock.advance(days=40)
    page = sign_in(drive.cast.leader).get("/").page
    two = "2 cases are overdue: 1 with the secretariat or the supervisor, 1 with departments"
    assert page.heading == two
    drive.submit(Kind.REQUEST, title="丙")
    drive.accept(complexity="complex")
    drive.sign()
    handling.ask_extension(drive.reference, "等材料", actor=drive.who("handler"))
    clock.advance(days=5)
    page = sign_in(drive.cast.leader).get("/").page
    assert page.heading == f"{two}, 1 with you".replace("2", "3")


def test_the_leaders_home_takes_few_queries(world: World, sign_in: SignIn, queries: list[str]) -> None:
    cases_in_every_state(world)
    leader = sign_in(world.cast.leader)
    queries.clear()
    leader.get("/")
    assert len(queries) <= 12, "\n".join(queries)
