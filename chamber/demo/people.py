"""The departments of the demo, and its users without a firm (`departments.toml`)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from ..accounts import administration
from ..accounts.administration import NewAccount
from ..accounts.joining import invitations
from ..cases.lists import categories
from ..cases.models_lists import NextPath
from ..cases.paths import cards
from ..directory import services as directory
from ..directory.services import Details, Person
from ..extensions import db
from ..rights import Role
from .world import World, data

START_DAY = -200
"""Days from today: when the chamber began to use the product."""
VERIFIED = {"jingfa": -20, "chengjian": -20, "zhifa": -41, "shichang": -41, "shuiwu": -63, "shehui": -63, "yingji": -90}
"""Days from today when a department's entry was verified; others only at the start."""

NEWCOMER = ("侯亮", "shuiwu")
"""A new account that has not signed in yet, as a task for the administrator."""


def plan_people(world: World) -> None:
    """Plan set-up, accounts, directory and handlers."""
    timeline, first, known = world.timeline, world.timeline.at(world.timeline.near(START_DAY)), data("departments")
    timeline.add(first, categories.ensure_lists)
    for path in known["path"]:
        timeline.add(timeline.at(timeline.near(path["day"])), _describing(world, path))
    _plan_account(world, invitations.issue_set_up, "admin", "郑启")
    for number, staff in enumerate(known["staff"]):
        typed = NewAccount(staff["name"], f"1400000{number:04}", frozenset({Role(staff["role"])}))
        _plan_account(world, _creating(world, typed), staff["username"], staff["name"])
    number = len(known["staff"])
    for place, department in enumerate(known["department"]):
        timeline.add(first, _listing(world, department, place))
        timeline.add(first, _proposing(world, department))
        for line in department["handlers"]:
            username, name = line.split()
            world.leads.setdefault(department["key"], username)
            _plan_account(world, _handler(world, name, f"1400000{number:04}", department["key"]), username, name)
            number += 1
    name, key = NEWCOMER
    timeline.add(timeline.at(timeline.working_day(2)), _handler(world, name, f"1400000{number:04}", key))
    for key, days in VERIFIED.items():
        timeline.add(timeline.at(timeline.near(days)), _verifying(world, key))


def _describing(world: World, path: dict[str, Any]) -> Callable[[], None]:
    def act() -> None:
        path_id = db.session.scalars(select(NextPath.id).where(NextPath.text == path["text"])).one()
        cards.describe_path(path_id, path, actor=world.actor("secretary", Role.SECRETARIAT))

    return act


def _plan_account(world: World, make: Callable[[], str], username: str, name: str) -> None:
    first = world.timeline.at(world.timeline.near(START_DAY))
    tokens: list[str] = []
    world.timeline.add(first, lambda: tokens.append(make()))
    world.timeline.add(first, lambda: world.join(tokens[0], username, name))


def _creating(world: World, typed: NewAccount) -> Callable[[], str]:
    return lambda: administration.create(typed, actor=world.actor("admin"))[1]


def _handler(world: World, name: str, mobile: str, department: str) -> Callable[[], str]:
    def act() -> str:
        typed = NewAccount(name, mobile, frozenset({Role.HANDLER}), world.departments[department])
        return administration.create(typed, actor=world.actor("admin"))[1]

    return act


def _listing(world: World, known: dict[str, Any], place: int) -> Callable[[], None]:
    def act() -> None:
        people = []
        for line in known["people"]:
            name, title, duty = line.split(maxsplit=2)
            people.append(Person(name, title, duty, known["phone"]))
        details = Details(
            name=known["name"],
            short_name=known["short"],
            kind=known.get("kind", "department"),
            duties=known["duties"],
            phone=known["phone"],
            address=known["room"],
            hours="周一至周五 8:30–12:00，13:30–17:30",
            position=place,
            people=tuple(people),
        )
        row = directory.create(details, actor=world.actor("secretary"))
        world.departments[known["key"]] = row.id

    return act


def _proposing(world: World, known: dict[str, Any]) -> Callable[[], None]:
    """The department is what accepting a case of some categories proposes."""

    def act() -> None:
        for line in known.get("proposed_for", ()):
            shelf, name, complexity = [*line.split(), ""][:3]
            entries = categories.maintained()[shelf]
            [(place, entry)] = [(place, one) for place, one in enumerate(entries, 1) if one.text == name]
            proposal = categories.Proposal(complexity, world.departments[known["key"]])
            categories.change_entry(shelf, entry.id, name, place, proposal, was=name, actor=world.actor("secretary"))

    return act


def _verifying(world: World, key: str) -> Callable[[], object]:
    return lambda: directory.verify(world.departments[key], actor=world.actor("secretary"))
