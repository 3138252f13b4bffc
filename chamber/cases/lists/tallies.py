"""How many cases a person sees by state, kind, colour and what waits, on chips and on home pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select, true

from ...directory.models import Department
from ...extensions import db
from ...rights import Actor
from ...search import index
from ..words import Kind, State
from . import listing
from .filters import FILTERS, apart, together
from .groups import Group, grouped, kept, keys_of
from .holders import HOLDERS, NOBODY

DOINGS = ("mine", "open", "disputed")
COLOURS = ("red", "yellow", "blue")
VALUES = {"do": DOINGS, "colour": COLOURS, "state": frozenset(State), "kind": frozenset(Kind), "at": frozenset(HOLDERS)}
"""The values of each filter; departments are numbers."""
_counts: dict[tuple[Any, ...], Any] = {}


@dataclass(frozen=True, eq=False)
class Counts:
    """How many rows each chip would show, and how many the list has."""

    total: int
    by: dict[str, dict[str, int]]
    departments: dict[str, str]
    """Short names of the departments among them, cached with the counts."""
    most: int = 0
    """So many are counted, the newest, where a search found more."""


def counts(actor: Actor, args: Mapping[str, str], newest: Sequence[int] | None = None) -> Counts:
    """Total and the count of every chip; each group of chips counts with all filters that go on beside it applied.

    `newest`: what `finding.newest` gave, where something is searched.
    """
    filters = together(actor, args)
    chosen = tuple((name, filters.get(name, "")[:40]) for name in FILTERS)
    narrowing = listing.narrowing(actor, filters)
    keys = keys_of(actor, is_narrowed=bool(narrowing) or newest is not None)
    found = grouped(actor, keys, narrowing, newest)
    end = {name: {name, *apart(actor, name)} for name in FILTERS}
    key = keys.all and (*keys.all, chosen)
    most = index.MOST if newest is not None and len(newest) > index.MOST else 0
    return kept(_counts, key, lambda: _folded(found, chosen, end, most))


def _folded(
    found: tuple[Group, ...], chosen: tuple[tuple[str, str], ...], end: Mapping[str, set[str]], most: int
) -> Counts:
    """`end`: the filters that end where one of another group is chosen."""
    by: dict[str, dict[str, int]] = {name: {} for name in FILTERS}
    total = 0
    for group in found:
        misses = {name for name, value in chosen if not _fits(group, name, value)}
        if not misses:
            total += group.number
        for name in FILTERS:
            if misses <= end[name]:
                for value in _chips(group, name):
                    by[name][value] = by[name].get(value, 0) + group.number
    return Counts(total, by, departments({*by["department"], *by["at"]} - {*HOLDERS, NOBODY}), most)


def _fits(group: Group, name: str, chosen: str) -> bool:
    """Whether a group passes one filter; what is none of its values filters nothing."""
    if (name == "at" and chosen not in HOLDERS) or name == "department":
        is_number = chosen.isdecimal() and len(chosen) < 10
        return not is_number or _chips(group, name) == (str(int(chosen)),)
    return chosen not in VALUES[name] or chosen in _chips(group, name)


def _doings(group: Group) -> list[str]:
    yes = (bool(group.is_mine), group.is_open, group.disputed)
    return [name for name, fits in zip(DOINGS, yes, strict=True) if fits]


def _chips(group: Group, name: str) -> Iterable[str]:
    match name:
        case "do":
            return ("all", *_doings(group))
        case "colour":
            return (group.colour,)
        case "state":
            return (group.state,)
        case "kind":
            return (group.kind,)
        case "at":
            return (group.at,)
        case "department" if group.department_id is not None:
            return (str(group.department_id),)
    return ()


@dataclass(frozen=True)
class Figures:
    """The numbers on home pages."""

    waiting: int
    open: int
    red: int
    yellow: int
    blue: int
    answered: int
    disputed: int
    submitted: int


def departments(ids: Iterable[str]) -> dict[str, str]:
    """The short names of these departments by their id as an address writes it, in the directory's order."""
    wanted = [int(one) for one in ids]
    return _departments(Department.id.in_(wanted)) if wanted else {}


def all_departments() -> dict[str, str]:
    """Those of all departments."""
    return _departments(true())


def _departments(where: ColumnElement[bool]) -> dict[str, str]:
    query = select(Department.id, Department.name, Department.short_name).where(where)
    rows = db.session.execute(query.order_by(Department.position, Department.id))
    return {str(row.id): row.short_name or row.name for row in rows}


def groups(actor: Actor) -> tuple[Group, ...]:
    """All cases that this person sees, counted by what they have in common."""
    return grouped(actor, keys_of(actor))


def figures(actor: Actor, found: tuple[Group, ...] | None = None) -> Figures:
    """Of the cases that this person sees, or of these groups of them: what waits, what is open, late, due."""
    found = groups(actor) if found is None else found
    colours = {colour: sum(group.number for group in found if group.colour == colour) for colour in COLOURS}
    return Figures(
        waiting=sum(group.number for group in found if group.is_mine),
        open=sum(group.number for group in found if group.is_open),
        answered=sum(group.number for group in found if group.state == State.ANSWERED),
        disputed=sum(group.number for group in found if group.disputed),
        submitted=sum(group.number for group in found),
        **colours,
    )
