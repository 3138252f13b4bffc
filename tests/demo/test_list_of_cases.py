"""The list of cases over the demo: what its chips count, and its orders, for everybody who has one."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.accounts.models import Account
from chamber.cases.lists import listing, sorting
from chamber.cases.lists.listing import SeenLine
from chamber.demo.seed import seed
from chamber.rights import Actor, Role
from tests.client import Client
from tests.conftest import Clock
from tests.demo.test_demo import TUESDAY, WORD
from tests.factories.accounts import actor_as
from tests.page import Page

READERS = {
    "secretary": Role.SECRETARIAT,
    "member": Role.MEMBER,
    "handler": Role.HANDLER,
    "leader": Role.LEADER,
    "president": Role.PRESIDENT,
    "supervisor": Role.SUPERVISOR,
}
REFERENCE = re.compile(r"[A-Z]{2}-\d{4}-[A-Z0-9]{4}")
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def pages(client: Client, address: str) -> Iterator[Page]:
    """The pages of a list, each after the other."""
    while address:
        page = client.get(address).page
        yield page
        more = page.css("#more a")
        address = str(more[0].attributes["href"]) if more else ""


def listed(client: Client, address: str) -> list[str]:
    """The references of all rows of a list."""
    rows = [row for page in pages(client, address) for row in page.css("#rows > [data-row]")]
    found = (REFERENCE.search(row.text()) for row in rows)
    return [one[0] for one in found if one]


def check_counts(client: Client) -> int:
    """Each chip of the list, and of its open ones, leads to as many rows as it says; how many chips there were."""
    seen = 0
    for place in ("/cases/", "/cases/?do=open"):
        for chip in client.get(place).page.css("a.chip"):
            if numbers := chip.css("b"):
                seen += 1
                address, number = str(chip.attributes["href"]), int(numbers[0].text())
                assert len(listed(client, address)) == number, address
                assert client.get(address).page.one("#count").text().startswith(f"{number} ")
    return seen


def check_order(actor: Actor, lines: list[SeenLine], name: str) -> None:
    """What stands in the column of this order is in order, and what says nothing comes last."""
    column, turned = name.removeprefix("-"), name.startswith("-")
    if column == sorting.DUE:
        dates = [line.due_at if line.due_at and line.holder else NEVER for line in lines]
        known = [date for date in dates if date != NEVER]
        assert known == sorted(known, reverse=turned)
        assert dates == known + [NEVER] * (len(dates) - len(known)), (actor.role, name)
    if column == sorting.FIRM:
        groups = [firm for firm, _same in groupby(line.firm for line in lines)]
        assert len(groups) == len(set(groups)) and "" not in groups[:-1], (actor.role, name)
    if column == sorting.HOLDER:
        assert "" not in [holder for holder, _same in groupby(line.holder for line in lines)][:-1], (actor.role, name)
    if column == sorting.WAITED:
        days = [line.submitted_at for line in lines]
        assert days == sorted(days, reverse=turned)


@pytest.mark.thorough
def test_chips_count_what_their_list_shows_and_each_order_sorts_what_is_seen(
    app: Flask, db: SQLAlchemy, clock: Clock
) -> None:
    clock.set(TUESDAY)
    seed(WORD)
    for username, role in READERS.items():
        account = db.session.scalars(select(Account).where(Account.username == username)).one()
        actor, client = actor_as(account, role), Client(app).sign_in(account, WORD)
        client.inspect = False
        assert check_counts(client) > 4, username
        found = listing.lines(actor, db.session.execute(listing.rows(listing.condition(actor, {}))))
        by_reference = {line.reference: line for line in found}
        for name in [way + column for column in sorting.COLUMNS for way in ("", "-")]:
            references = listed(client, f"/cases/?sort={name}")
            assert sorted(references) == sorted(by_reference), (username, name)
            check_order(actor, [by_reference[one] for one in references], name)
