"""The one list of a home page that gets empty: the lines of all features, the most urgent first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from flask_babel import LazyString
from sqlalchemy import Select, func, literal, select, union_all

from .. import clock, registry
from ..extensions import db
from ..registry.homes import LINES, Matter, Matters, Row, Step
from ..rights import Actor
from ..workdays import services as workdays

PATIENCE = timedelta(days=2)
"""What has no limit of its own stands as if due so long after it began to wait, but behind what is due today."""


@dataclass(frozen=True)
class Line:
    """A line, with the template that shows it."""

    template: str
    row: Any
    step: Step
    waited: int = 0
    """Working days since it began to wait."""


@dataclass(frozen=True)
class Part:
    """How many matters one feature has, and where all of them are."""

    label: LazyString
    endpoint: str
    values: dict[str, Any]
    number: int


@dataclass(frozen=True)
class Waiting:
    """The list, and what it is put together from."""

    lines: list[Line]
    running: list[Line]
    """What no act ends, such as an event of today: apart from the order, as one is led there last."""
    parts: list[Part]

    @property
    def number(self) -> int:
        """How many wait, those too that the list has no room for."""
        return sum(part.number for part in self.parts)


def waiting(actor: Actor, loaded: Callable[[Callable[[Actor], Any]], Any]) -> Waiting:
    """What waits for this person; one query for all features that need none of their own. `loaded` calls a `load`."""
    declared = _declared(actor)
    found, numbers = _found(actor, declared, loaded)
    numbers |= {one: one.number(loaded(one.load)) for one in declared if one.load and one.number}
    parts = [Part(one.label, one.endpoint, dict(one.values), numbers[one]) for one in declared if numbers[one]]
    ordered = _in_order(found)
    running = [line for line in ordered if line.step.stays]
    return Waiting([line for line in ordered if not line.step.stays][:LINES], running, parts)


def next_step(actor: Actor, *, but: str) -> tuple[Step | None, bool]:
    """What stands first in that list, beside the thing with this page; and whether the list is empty."""
    found, _numbers = _found(actor, _declared(actor), lambda load: load(actor))
    steps = [line.step for line in _in_order(found)]
    return next((step for step in steps if step.page != but), None), not steps


Found = dict[Matters, list[Matter]]


def _declared(actor: Actor) -> list[Matters]:
    return [one for one in registry.matters(actor.role) if one.right.allows(actor)]


def _found(
    actor: Actor, declared: list[Matters], loaded: Callable[[Callable[[Actor], Any]], Any]
) -> tuple[Found, dict[Matters, int]]:
    """The first lines of each feature, and how many there are of those that one query selects."""
    found, numbers = _selected(actor, tuple(one for one in declared if one.query))
    return found | {one: one.lines(loaded(one.load)) for one in declared if one.load and one.lines}, numbers


def _in_order(found: Found) -> list[Line]:
    """The one order of the list and of the way through it: by limit, then by age, and last what stays."""
    lines = [(matter, _line(one, matter.row)) for one, matters in found.items() for matter in matters]
    return [line for _matter, line in sorted(lines, key=lambda line: (line[1].step.stays, *_urgency(line[0])))]


def _urgency(matter: Matter) -> tuple[datetime, datetime]:
    return matter.due, matter.row.since if isinstance(matter.row, Row) else matter.due


def _line(declared: Matters, row: Any) -> Line:
    began = clock.local(row.since).date() if isinstance(row, Row) else clock.today()
    return Line(declared.template, row, declared.step(row), max(0, workdays.until(began, clock.today())))


def _selected(actor: Actor, declared: tuple[Matters, ...]) -> tuple[Found, dict[Matters, int]]:
    found: Found = {one: [] for one in declared}
    numbers = dict.fromkeys(declared, 0)
    for place, number, *values in db.session.execute(_query(actor, declared)) if declared else ():
        row = Row(*values)
        found[declared[place]].append(
            Matter(row.due or max(row.since + PATIENCE, clock.midnight(clock.today() + timedelta(days=1))), row)
        )
        numbers[declared[place]] = number
    return found, numbers


@lru_cache(maxsize=200)
def _query(actor: Actor, declared: tuple[Matters, ...]) -> Any:
    return union_all(*(_first_of(place, one.query(actor)) for place, one in enumerate(declared) if one.query))


def _first_of(place: int, query: Select[Any]) -> Select[Any]:
    rows = query.subquery()
    first = select(rows, func.count().over().label("all")).order_by(func.coalesce(rows.c.due, rows.c.since), rows.c.key)
    few = first.limit(LINES).subquery()
    return select(literal(place), few.c["all"], *(few.c[name] for name in Row._fields))
