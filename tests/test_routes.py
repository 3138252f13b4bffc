"""Every address and person: the status of the table of rights, not a byte of what is hidden, nothing written."""

from urllib.parse import unquote, urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from chamber.cases.pages.acts import PAGES
from tests.cases.routes import ACTS
from tests.client import Client, texts_of
from tests.committed import committed
from tests.factories.accounts import quick_for_some
from tests.factories.world import World
from tests.routes import LETTERS, PLAUSIBLE, Ask, asks, routes


def leaked(answer: TestResponse, ask: Ask, world: World, name: str) -> set[str]:
    """The secret words in an answer that this person may not read, other than those of the address itself."""
    whole = "\n".join(texts_of(answer))
    return {
        word
        for word, readers in world.secrets.items()
        if name not in readers and word in whole and word not in unquote(ask.address)
    }


def wrong(answer: TestResponse, ask: Ask, changed: set[str]) -> str:
    """What is wrong with an answer; empty where it is as it should be."""
    status = answer.status_code
    if ask.status == 0:
        fine = status in ((200, 302, 303, 409) if ask.method == "GET" else (200, 303, 409, 422))
        return "" if fine else f"should be let in, got {status}"
    if status != ask.status:
        return f"should be {ask.status}, got {status}"
    if status == 303 and urlsplit(answer.headers["Location"]).path != "/login":
        return f"should be sent to sign in, not to {answer.headers['Location']}"
    return f"refused, but written: {sorted(changed)}" if changed else ""


def test_the_table_names_every_route_and_no_other(app: Flask) -> None:
    named = {(route.endpoint, method) for route in routes() for method in route.methods}
    there = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS")
    }
    assert named == there
    acts = [act for line in ACTS for act in line.split()]
    assert sorted(acts) == sorted(PAGES)


@pytest.mark.parametrize("name", quick_for_some(LETTERS))
def test_every_address_answers_each_person_as_the_table_says(name: str, app: Flask, world: World) -> None:
    client = Client(app)
    if name != "nobody":
        client.sign_in(world.account(name))
    problems = []
    with committed() as changed:
        for ask in asks(app, world, name):
            changed.clear()
            if ask.method == "GET":
                answer = client.get(ask.address)
            else:
                answer = client.post(ask.address, data=PLAUSIBLE if ask.status else {"key": "contact", "shelf": "path"})
            if problem := wrong(answer, ask, changed):
                problems.append(f"{ask.method} {ask.address}: {problem}")
            if found := leaked(answer, ask, world, name):
                problems.append(f"{ask.method} {ask.address}: gives out {found}")
    assert not problems, "\n".join(problems)


@pytest.mark.static
@pytest.mark.thorough
@pytest.mark.parametrize(("language", "mark", "other"), [("en", "en", "中文"), ("zh_CN", "zh-CN", "English")])
def test_every_page_is_marked_with_the_language_that_was_chosen(
    app: Flask, world: World, language: str, mark: str, other: str
) -> None:
    for name in ("secretary", "member", "supervisor", "admin"):
        client = Client(app).sign_in(world.account(name))
        client.get(f"/?lang={language}")
        for ask in asks(app, world, name):
            answer = client.get(ask.address) if ask.method == "GET" and not ask.status else None
            if answer is not None and answer.mimetype == "text/html" and answer.status_code == 200:
                page = answer.page
                assert page.css("html")[0].attributes["lang"] == mark, f"{ask.address} for {name}"
                assert [link.text() for link in page.css("a[hreflang]")] == [other], f"{ask.address} for {name}"
