"""How many cases a person sees by state, kind, colour and what waits: counted at once, cached until a case changes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import and_, case, false, func, select

from ... import clock
from ...directory.models import Department
from ...extensions import db, stamp_of, watch_changes
from ...rights import Actor
from ...search import index
from ..access.visibility import is_author, visible_to
from ..models import Case, CaseAssignment, CaseColleague, CaseExtension, CaseRecusal, CaseRespondent
from ..models_authors import CaseConsent
from ..reading import traces
from ..rules import clocks, turns
from ..words import OPEN_STATES, Kind, State
from . import searching
from .due import colour_of, due_of
from .filters import FILTERS, apart, together
from .holders import HOLDERS, NOBODY, holder_expression
from .listing import todo

AREA = "cases"
DOINGS = ("mine", "open", "disputed")
COLOURS = ("red", "yellow", "blue")
VALUES = {"do": DOINGS, "colour": COLOURS, "state": frozenset(State), "kind": frozenset(Kind), "at": frozenset(HOLDERS)}
"""The values of each filter; departments are numbers."""
MAX_CACHED = 500
T = TypeVar("T")
_cache: dict[tuple[Any, ...], Any] = {}

watch_changes(
    AREA, Case, CaseAssignment, CaseColleague, CaseConsent, CaseExtension, CaseRecusal, CaseRespondent
)  # fmt: skip


class Group(NamedTuple):
    """A number of cases that are alike in everything that lists are filtered by."""

    state: str
    kind: str
    colour: str
    department_id: int | None
    at: str
    """Who has it: `holders.holder_expression`."""
    is_mine: int
    """1 where it waits for the person, else 0."""
    put_up_late: int
    """1 where it waits for the review of an answer that the department put up late, else 0."""
    objects: int
    """1 where an objection waits for its decision, else 0."""
    disputed: bool
    found_id: int | None
    """The one case of this group, where a search found a confidential case of somebody else."""
    found: str | None
    """Its reference."""
    first_due: datetime | None
    """When the first of them is due."""
    number: int

    @property
    def is_open(self) -> bool:
        """`clocks.open_expression` of its cases."""
        return self.state in OPEN_STATES or (self.state == State.NOT_ACCEPTED and bool(self.objects))


@dataclass(frozen=True, eq=False)
class Counts:
    """How many rows each chip would show, and how many the list has."""

    total: int
    by: dict[str, dict[str, int]]
    departments: dict[str, str]
    """Short names of the departments among them, cached with the counts."""
    most: int = 0
    """So many are counted, the newest, where a search found more."""


def _key(actor: Actor, q: str) -> tuple[Any, ...] | None:
    """What the counts depend on; None with a search, whose counts are not cached. Colours change with the minute."""
    if q.strip():
        return None
    stamp, roster = db.session.execute(select(stamp_of(AREA), stamp_of("members"))).one()
    return None if stamp is None else (stamp, roster, clock.now().timestamp() // 60, actor)


def _cached(key: tuple[Any, ...] | None, make: Callable[[], T]) -> T:
    if key is None:
        return make()
    found: T | None = _cache.get(key)
    if found is None:
        if len(_cache) > MAX_CACHED:
            _cache.clear()
        found = _cache[key] = make()
    return found


def _counted(actor: Actor, q: str) -> tuple[Group, ...]:
    of_others = and_(Case.confidential, ~is_author(actor)) if q.strip() else false()
    query = select(
        Case.state,
        Case.kind,
        colour_of(actor).label("colour"),
        Case.lead_department_id,
        holder_expression().label("at"),
        case((todo(actor), 1), else_=0).label("mine"),
        case((turns.put_up_late_expression(), 1), else_=0).label("put_up_late"),
        case((clocks.objection_expression(), 1), else_=0).label("objects"),
        Case.disputed,
        case((of_others, Case.id)).label("found_id"),
        case((of_others, Case.reference)).label("found"),
        due_of(actor).label("due"),
    ).where(visible_to(actor))
    if q.strip():
        query = query.where(searching.found(actor, q))
    *alike, due = query.subquery().c
    counted = db.session.execute(select(*alike, func.min(due), func.count()).group_by(*alike))
    groups = tuple(Group._make(row) for row in counted)
    # The chips tell of what they leave out too, so every hit is noted, whatever the list is filtered by.
    traces.note_found(actor, q, ((one.found_id, one.found) for one in groups if one.found_id and one.found))
    return groups


def counts(actor: Actor, args: Mapping[str, str]) -> Counts:
    """Total and the count of every chip; each group of chips counts with all filters that go on beside it applied."""
    q = args.get("q", "")
    filters = together(actor, args)
    chosen = tuple((name, filters.get(name, "")[:40]) for name in FILTERS)
    key = _key(actor, q)
    found = _cached(key, lambda: _counted(actor, q))
    end = {name: {name, *apart(actor, name)} for name in FILTERS}
    return _cached(key and (*key, chosen), lambda: _folded(found, chosen, end, bool(q.strip())))


def _folded(
    found: tuple[Group, ...], chosen: tuple[tuple[str, str], ...], end: Mapping[str, set[str]], searched: bool
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
    most = index.MOST if searched and sum(group.number for group in found) > index.MOST else 0
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
    if not wanted:
        return {}
    query = select(Department.id, Department.name, Department.short_name).where(Department.id.in_(wanted))
    rows = db.session.execute(query.order_by(Department.position, Department.id))
    return {str(row.id): row.short_name or row.name for row in rows}


def groups(actor: Actor) -> tuple[Group, ...]:
    """All cases that this person sees, counted by what they have in common."""
    return _cached(_key(actor, ""), lambda: _counted(actor, ""))


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
