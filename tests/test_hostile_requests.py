"""Headers, cookies, queries and forms that nobody should send, to every route as every person: never a 500."""

import traceback
from collections.abc import Mapping, Sequence
from math import ceil
from random import Random
from urllib.parse import urlsplit
from zlib import crc32

import pytest
from flask import Flask

from chamber.extensions import db
from tests.client import Client
from tests.factories.accounts import quick_for_some
from tests.factories.world import World
from tests.hostile import Hostile, encoded, hostile
from tests.routes import PLAUSIBLE, Ask, asks
from tests.test_wrong_input import (
    ACT_PAGE,
    FEATURES,
    PEOPLE,
    arguments_read,
    pages_of,
    place_of,
    signed_in,
    trials_of,
)
from tests.wrong import MULTIPART, multipart, nothing_kept

Fields = Mapping[str, Sequence[str]]
REFUSED, GET, POST = 1, 4, 8
"""Requests to each address: that lets nobody like this person in, that shows, that writes."""
SHARE_ON_POSTGRES = 4
"""There one in so many: it is the same code up to the database, and takes far longer."""


class Program:
    """Somebody's session in the hands of a hostile program, with whatever cookie it likes."""

    def __init__(self, client: Client) -> None:
        client.inspect = False
        self.client, self.token = client, client.csrf()
        kept = client.get_cookie("chamber")
        self.cookie = f"chamber={kept.value if kept else ''}"
        # From now on each request carries the cookie that it is given.
        client._cookies = None

    def send(self, ask: Ask, good: Fields, how: Hostile) -> str:
        """What is wrong with the answer; empty where nothing is."""
        broken = [] if how.cookie is None else [how.cookie]
        cookie = "; ".join(broken if how.replaces and broken else [*broken, self.cookie])
        environ = {"HTTP_COOKIE": cookie, **{_variable(name): value for name, value in how.headers.items()}}
        parts = urlsplit(ask.address)
        options: dict[str, object] = {"environ_overrides": environ, "query_string": f"{parts.query}&{how.query}"}
        if ask.method == "POST":
            options |= self._body(good, how)
        try:
            answer = self.client.open(parts.path, method=ask.method, **options)
        except Exception:
            lines = traceback.format_exc().splitlines()
            return " | ".join([*(line.strip() for line in lines if "/chamber/" in line)][-2:] + lines[-1:])
        return str(answer.status_code) if answer.status_code >= 500 else ""

    def _body(self, good: Fields, how: Hostile) -> dict[str, object]:
        changed = {name for name, _value in how.fields}
        pairs = [(name, value) for name, many in good.items() if name not in changed for value in many]
        pairs += [(name, value) for name, value in how.fields if value is not None]
        pairs.append(("csrf_token", self.token))
        if how.file is None:
            body = "&".join(encoded(*pair) for pair in pairs) + ("&" + how.tail if how.tail else "")
            return {"data": body.encode(), "content_type": "application/x-www-form-urlencoded"}
        content = [(name, *how.file) for name in ("files", "file")]
        return {"data": multipart(pairs, content), "content_type": MULTIPART}


def _variable(header: str) -> str:
    name = header.upper().replace("-", "_")
    return name if name == "CONTENT_TYPE" else f"HTTP_{name}"


def each_once(found: list[Ask]) -> list[Ask]:
    """These addresses, the page of each act on a case only once."""
    return list({(ask.method, ACT_PAGE.sub(r"\1", ask.address)): ask for ask in found}.values())


def assault(app: Flask, client: Client, found: Sequence[tuple[Ask, Fields]]) -> list[str]:
    """What fails of requests to these addresses, each with the values that its form would send."""
    program, arguments, problems = Program(client), sorted(arguments_read() | {"lang", "next", "after"}), []
    everything = db.engine.dialect.name == "sqlite"
    with nothing_kept(app) as stored:
        for place, (ask, good) in enumerate(found):
            number = REFUSED if ask.status else POST if ask.method == "POST" else GET
            number = number if everything else ceil(number / SHARE_ON_POSTGRES)
            fields = sorted({*good} - {"csrf_token"})
            dice = Random(crc32(f"{ask.method} {place}".encode()))
            for how in [hostile(dice, arguments, fields) for _time in range(number)]:
                if problem := program.send(ask, good, how):
                    problems.append(f"{ask.method} {ask.address[:80]}: {problem}\n   {str(how)[:600]}")
    return problems + [f"stores {one}" for one in stored]


@pytest.mark.parametrize("name", quick_for_some(PEOPLE))
def test_no_request_to_any_route_fails(app: Flask, world: World, name: str) -> None:
    client = signed_in(app, world, name)
    forms = {urlsplit(one.path).path: one.data for one in trials_of(client, pages_of(app, world, name))}
    plausible = {key: [value] for key, value in PLAUSIBLE.items()}
    found = [(ask, forms.get(ask.address) or plausible) for ask in each_once(list(asks(app, world, name)))]
    problems = assault(app, client, found)
    assert not problems, "\n".join(problems)


@pytest.mark.thorough
@pytest.mark.parametrize(("name", "part"), FEATURES)
def test_no_request_to_a_form_in_any_state_fails(app: Flask, world: World, name: str, part: str) -> None:
    client, addresses = place_of(app, world, name, part)
    found = [(Ask("POST", one.path, 0), one.data) for one in trials_of(client, addresses)]
    problems = assault(app, client, found)
    assert not problems, "\n".join(problems)
