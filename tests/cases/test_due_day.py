"""The list of cases by the day on which something is due: from the number on the home, with a chip to take off."""

from collections.abc import Callable

import pytest

from chamber import clock
from chamber.accounts.models import Account
from chamber.cases.lists import ledger, tallies
from chamber.cases.words import Kind
from chamber.extensions import db
from chamber.workdays import services as workdays
from tests.client import Client
from tests.factories.cases import Drive

SignIn = Callable[[Account], Client]


@pytest.fixture
def at_work(drive: Drive) -> Drive:
    """A request in progress that is due in the next days."""
    drive.submit(Kind.REQUEST)
    drive.accept(complexity="simple")
    drive.sign()
    drive.case.step_due_at = workdays.deadline(clock.now(), 3)
    db.session.commit()
    return drive


@pytest.mark.parametrize("who", ["secretary", "handler", "leader"])
def test_a_number_of_the_coming_days_leads_to_as_many_cases_and_a_day_without_any_nowhere(
    at_work: Drive, sign_in: SignIn, who: str
) -> None:
    client = sign_in(getattr(at_work.cast, who))
    bars = [bar for bar in client.get("/").page.css(".bars > li") if bar.css("span")]
    linked = [bar for bar in bars if bar.css("a[href*='due=']")]
    assert linked and len(linked) < len(bars)
    for bar in bars:
        assert (bar in linked) is (bar.css("b")[0].text() != "–")
    for bar in linked:
        page = client.get(str(bar.css("a")[0].attributes["href"])).page
        assert page.one("#count").text().split()[0] == bar.css("b")[0].text()


def test_the_day_stays_with_search_and_order_and_its_chip_takes_it_off(at_work: Drive, sign_in: SignIn) -> None:
    client = sign_in(at_work.cast.secretary)
    day = workdays.deadline(clock.now(), 3)
    address = f"/cases/?due={clock.local(day).date()}"
    page = client.get(address).page
    (chip,) = page.css("#due-1")
    assert chip.attributes["href"] == "/cases/" and chip.attributes["aria-current"] == "true"
    assert f"due={clock.local(day).date()}" in str(page.css("#kind-1, #order-1")[0].attributes["href"])
    assert page.css("input[name=due]")[0].attributes["value"] == str(clock.local(day).date())
    assert "due=" in str(page.css("a[href*='ledger.xlsx']")[0].attributes["href"])
    assert page.one("#count").text().startswith("1 ")
    assert client.get(f"{address}&q=nothing-like-it").page.one("#count").text().startswith("0 ")
    assert ledger.size(at_work.who("secretary"), {"due": str(clock.local(day).date())}) == 1


def test_what_is_no_day_filters_nothing(at_work: Drive, sign_in: SignIn) -> None:
    client = sign_in(at_work.cast.secretary)
    for typed in ("tomorrow", "20261203", "2026-W49-4", "2026-13-01", "0001-01-01", "9999-12-31"):
        page = client.get(f"/cases/?due={typed}").page
        assert page.one("#count").text().startswith("1 ") and not page.css("#due-1"), typed
        assert tallies.counts(at_work.who("secretary"), {"due": typed}).total == 1
