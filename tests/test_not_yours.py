"""Whatever is not for somebody is answered like what is not there: body, header names and number of queries.

Of every address that the tables of routes name: cases and all that belongs to them, measures, papers, messages, jobs.
"""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from chamber.cases.rules.acts import Act
from tests.client import Client
from tests.factories.accounts import quick_for_some
from tests.factories.things import Thing
from tests.factories.world import World
from tests.routes import LETTERS, Route, routes, things_of

Answered = tuple[int, list[str], str, int]
"""Status, names of headers, body, number of queries."""
TOKENS = re.compile(r'"[\w.-]{60,}"|name="form_key"[^>]*>')
ACTS = (Act.ACCEPT, Act.ADD, Act.RATE)
"""Enough of an address that all acts have in common."""


def hidden_and_missing(app: Flask, world: World, name: str) -> Iterator[tuple[str, str, str]]:
    """(method, address of what this person must not know of, the same address of nothing), wherever they may ask."""
    things = things_of(world)
    for route in routes():
        *there, nothing = route.things or ("",)
        if LETTERS[name] not in route.who or not nothing.startswith("no "):
            continue
        for one in there:
            if things[one].seen_by and not is_known(things[one], list(things.values()), name):
                yield from _addresses(app, route, things[one], things[nothing])


def is_known(thing: Thing, things: list[Thing], name: str) -> bool:
    """Whether this person sees it, or what it stands in: another file of the same case."""
    holder = next(iter(thing.parts.items()))
    return any(name in one.seen_by and holder in one.parts.items() for one in things)


def _addresses(app: Flask, route: Route, hidden: Thing, missing: Thing) -> Iterator[tuple[str, str, str]]:
    bound = app.url_map.bind("localhost")
    rule = next(app.url_map.iter_rules(route.endpoint))
    for act in [{"act": one.address} for one in ACTS] if route.endpoint == "cases.act" else [{}]:
        values = [
            {key: value for key, value in {**one.parts, **act}.items() if key in rule.arguments}
            for one in (hidden, missing)
        ]
        for method in route.methods:
            there, nothing = (bound.build(route.endpoint, one, method=method) for one in values)
            yield method, there, nothing


def _difference(there: Answered, nothing: Answered) -> str:
    (status, headers, text, taken), (other_status, other_headers, other_text, other_taken) = there, nothing
    lines = set(text.splitlines()) ^ set(other_text.splitlines())
    return f"{status} {other_status} {set(headers) ^ set(other_headers)} {taken} {other_taken} {sorted(lines)[:2]}"


@pytest.mark.parametrize("name", quick_for_some(one for one in LETTERS if one != "nobody"))
def test_what_is_not_for_somebody_is_answered_like_what_is_not_there(
    name: str, app: Flask, world: World, queries: list[str]
) -> None:
    client = Client(app).sign_in(world.account(name))
    client.get("/account")

    def answer(method: str, address: str) -> Answered:
        queries.clear()
        got = client.open(address, method=method, data={"csrf_token": client.csrf()} if method == "POST" else None)
        text = TOKENS.sub("", got.get_data(as_text=True)).replace(address, "HERE")
        return got.status_code, sorted(got.headers.keys()), text, len(queries)

    pairs = list(hidden_and_missing(app, world, name))
    unlike = []
    for method, hidden, missing in pairs:
        there, nothing = answer(method, hidden), answer(method, missing)
        if there != nothing or there[0] != 404:
            unlike.append(f"{method} {hidden}: {_difference(there, nothing)}")
    assert not unlike, "\n".join(unlike)
    assert len(pairs) > 3
