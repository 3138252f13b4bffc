"""Each text that a page shows of a thing is found by who reads it there; what the page does not show finds nothing."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, url_for
from sqlalchemy import String, Table, select

from chamber import registry
from chamber.accounts.models import Account
from chamber.cases.access import visibility
from chamber.extensions import db
from chamber.registry.finds import Findable
from tests.client import Client
from tests.english import english
from tests.factories.accounts import actor_as
from tests.factories.world import World

WHO = ("secretary", "member", "colleague", "rival", "handler", "other_handler", "leader", "president", "supervisor")
RUN = re.compile("[\u3400-\u9fff]{2,20}")
OWN_NAMES = {"departments": ("name", "short_name"), "case_categories": ("name",), "members": ("name",)}
"""What the row of a thing names that is written in another table; people who did something are none of its words."""
NAMES = {
    "departments": ("name", "short_name"),
    "terms": ("name",),
    "stored_files": ("name",),
    "issued_papers": ("words",),
}
"""What rows that belong to a thing name."""
BESIDE = frozenset(
    {"cases", "measures", "registrations", "event_firms", "notice_firms", "notice_recipients", "published_suggestions"}
)
"""What stands on the page of a thing and is found itself, or is a list of who takes part."""
Cells = Iterator[tuple[str, str]]


def texts(table: Table, subject_id: int) -> Cells:
    """What is written of a thing, in whatever table, with its place there: a new one is in it by itself."""
    yield from _cells(table, table.c.id == subject_id)
    yield from _named(table, table.c.id == subject_id, OWN_NAMES)
    for child in db.metadata.tables.values():
        for key in child.foreign_keys:
            if key.column.table is table and child.name not in BESIDE:
                yield from _cells(child, key.parent == subject_id)
                yield from _named(child, key.parent == subject_id, NAMES, table)


def _cells(table: Table, condition: Any, names: tuple[str, ...] = ()) -> Cells:
    columns = [one for one in table.c if isinstance(one.type, String) and (not names or one.name in names)]
    for row in db.session.execute(select(table.c[0], *columns).where(condition)):
        yield from ((f"{table.name}.{one.name}", text) for one, text in zip(columns, row[1:], strict=True) if text)


def _named(table: Table, condition: Any, names: dict[str, tuple[str, ...]], but: Table | None = None) -> Cells:
    for key in table.foreign_keys:
        other = key.column.table
        if other.name in names and other is not but:
            yield from _cells(other, key.column.in_(select(key.parent).where(condition)), names[other.name])


@pytest.mark.parametrize("who", WHO)
def test_what_a_page_says_is_found_and_what_it_does_not_say_is_not(
    world: World, sign_in: Callable[[Account], Client], app: Flask, who: str
) -> None:
    account = world.account(who)
    actor, browser = actor_as(account), english(sign_in(account))
    looked_at, wrong = set[str](), set[tuple[str, str, str, bool]]()

    def look_at(one: Findable, subject_id: int, page: str) -> None:
        for place, text in texts(one.key.class_.__table__, subject_id):
            for run in RUN.findall(text):
                condition = one.found(actor, run)
                is_found = db.session.scalar(select(one.key).where(one.key == subject_id, condition)) is not None
                looked_at.add(place)
                if is_found is not (run in page):
                    wrong.add((one.kind, place, run, is_found))

    for one in (one for feature in registry.features() for one in feature.finds if one.right.allows(actor)):
        # The page of a contact is that of its firm.
        if one.kind != "contact":
            seen = visibility.visible_to(actor) if one.kind == "case" else one.found(actor, "")
            for subject_id, hit in one.hits(actor, db.session.scalars(select(one.key).where(seen)).all()).items():
                with app.test_request_context():
                    address = url_for(hit.endpoint, **hit.values)
                look_at(one, subject_id, browser.get(address).page.css("main")[0].text(separator=" "))
    assert len(looked_at) > 10
    assert not wrong
