"""What a browser keeps after a visit says nothing: titles of pages, addresses, and the pages themselves."""

import json
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

import pytest
from flask import Flask

from tests.client import Answer, Client
from tests.factories.accounts import quick_for_some
from tests.factories.cases import MARKS, RELEASED_TITLE
from tests.factories.measures import TASKS
from tests.factories.world import World
from tests.routes import asks

ABOUT = ("/cases/", "/measures/")
READERS = ("member", "handler", "secretary", "leader", "supervisor")


def pages(app: Flask, world: World, name: str) -> Iterator[tuple[str, Answer]]:
    """Every page of cases and measures that this person opens, and that of the author's number."""
    client = Client(app).sign_in(world.account(name))
    client.inspect = False
    for ask in asks(app, world, name):
        if ask.status or not ask.address.startswith(ABOUT):
            continue
        if ask.method == "GET" or ask.address.endswith("/reveal"):
            answer = client.get(ask.address) if ask.method == "GET" else client.post(ask.address, data={})
            if answer.mimetype == "text/html" and answer.status_code == 200:
                yield ask.address, answer


@pytest.mark.parametrize("name", quick_for_some(READERS))
def test_no_title_and_no_address_says_a_word_of_a_case_or_a_measure(name: str, app: Flask, world: World) -> None:
    cast = world.cast
    words = {*MARKS.values(), *TASKS.values(), RELEASED_TITLE, cast.firm.name, cast.member.name, cast.rival.name}
    kept, seen = [], 0
    for address, answer in pages(app, world, name):
        links = [node.attributes for node in answer.page.css("a, form, [hx-get], [hx-post]")]
        named = ("href", "action", "hx-get", "hx-post")
        addresses = [unquote(unescape(one.get(attribute) or "")) for one in links for attribute in named]
        kept += [(address, said) for said in (answer.page.title, *addresses) if any(word in said for word in words)]
        seen += any(word in answer.words for word in words)
    assert not kept
    assert seen > 2, "the pages themselves say them"


def test_htmx_keeps_no_pages_and_a_link_elsewhere_says_not_from_where(app: Flask, world: World) -> None:
    answer = Client(app).sign_in(world.cast.member).get(f"/cases/{world.things['complaint'].parts['reference']}")
    config = json.loads(answer.page.one('meta[name="htmx-config"]').attributes["content"] or "")
    assert config["history"] == "reload", "otherwise it keeps whole pages in the browser, also after signing out"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "private, no-store"
