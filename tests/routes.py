"""Every address of the application, and who may go there.

The tables of the features (`tests/<feature>/routes.py`) name each route once; a route that is in none fails. They are
written by hand, beside what the features declare: drawn from that they would prove nothing. `who` has one letter a role
in the order secretariat, member, handler, leader, president, supervisor, admin, and F for a contact whose firm has
left: whoever has no letter gets 403. Whoever has one, but no right to the thing that the address names, gets 404.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask

from chamber.cases.pages.acts import PAGES
from chamber.cases.rules.acts import Act
from tests.cases.routes import ACTS
from tests.factories.things import EVERYBODY, Thing
from tests.factories.world import World

LETTERS = {
    "secretary": "S", "member": "M", "colleague": "M", "rival": "M", "handler": "H", "other_handler": "H",
    "leader": "L", "president": "P", "supervisor": "V", "admin": "A", "former": "F", "nobody": "",
}  # fmt: skip
PLAUSIBLE = {
    **dict.fromkeys(("name", "title", "text", "reason", "story", "message", "answer", "fate", "purpose"), "闯入者的话"),
    "username": "intruder", "mobile": "13800009999", "phone": "13800009999", "key": "contact", "days": "3",
    "status": "left", "on": "2026-09-15", "ended_on": "2026-09-15", "began_on": "2026-09-15", "version": "1",
    "office": "president", "term_id": "1", "contact_id": "1", "registration_id": "1", "contact": "1",
    "kind": "working", "roles": "admin", "handlers": "1", "lead": "1", "route": "desk", "complexity": "normal",
    "category": "1", "outcome": "resolved", "granted": "yes", "grade": "5", "yes": "yes", "department": "1",
    "next_path": "向区级主管部门申请行政裁决", "release_title": "题", "confirmed": "y", "as": "secretariat",
    "fingerprint": "0" * 64, "shelf": "path",
    "starts_at": "2026-09-20T09:00", "ends_at": "2026-09-20T11:00", "seats_per_member": "2", "place": "三楼",
}  # fmt: skip
"""What somebody who knows our forms would send."""


@dataclass(frozen=True)
class Route:
    """One line of the table."""

    endpoint: str
    methods: tuple[str, ...]
    who: str
    things: tuple[str, ...]


@dataclass(frozen=True)
class Ask:
    """One address, asked for by somebody who should get this status; 0 = let in."""

    method: str
    address: str
    status: int


STATIC = "static  GET  anybody  style sheet"


def features() -> list[Any]:
    """What each feature says of its own routes, in `tests/<feature>/routes.py`."""
    here = Path(__file__).parent
    return [import_module(f"tests.{path.parent.name}.routes") for path in sorted(here.glob("*/routes.py"))]


def routes() -> list[Route]:
    """The lines of all tables."""
    lines = [line for feature in features() for line in feature.ROUTES.strip().splitlines()[1:]]
    parts = [re.split(r"\s{2,}", line.strip(), maxsplit=3) for line in (STATIC, *lines)]
    return [
        Route(line[0], tuple(line[1].split()), line[2], tuple(line[3].split(", ")) if len(line) > 3 else ())
        for line in parts
    ]


def things_of(world: World) -> dict[str, Thing]:
    """The world's things, and those that the tables alone need."""
    things = {**world.things, "style sheet": Thing({"filename": "css/base.css"})}
    for feature in features():
        if hasattr(feature, "things"):
            things |= feature.things(things)
    return things


def asks(app: Flask, world: World, name: str) -> Iterator[Ask]:
    """Everything that this person asks for; signing out comes last."""
    things, bound = things_of(world), app.url_map.bind("localhost")
    for route in sorted(routes(), key=lambda route: route.endpoint == "accounts.logout"):
        for thing in [things[thing] for thing in route.things] or [Thing({})]:
            for act in acts_for(route, thing):
                parts = {**thing.parts, **({"act": act.address} if act else {})}
                for method in route.methods:
                    address = bound.build(route.endpoint, parts, method=method)
                    yield Ask(method, address, expected(name, route, thing, act))


def acts_for(route: Route, thing: Thing) -> list[Act | None]:
    """The acts to try at an address; one is enough where there is no case."""
    if route.endpoint != "cases.act":
        return [None]
    return list(PAGES) if thing.seen_by else [Act.ACCEPT]


def expected(name: str, route: Route, thing: Thing, act: Act | None) -> int:
    """The status by the table of rights."""
    letter = LETTERS[name]
    if route.who != "anybody":
        if not letter:
            return 303
        if letter not in route.who:
            return 403
    if not thing.seen_by or (name in EVERYBODY and name not in thing.seen_by):
        return 404
    party = "J" if letter == "V" and thing.objected else letter
    if act and party not in next(who for acts, who in ACTS.items() if act in acts.split()):
        return 403
    return 0
