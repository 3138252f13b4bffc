"""What is overdue, by whoever has it, with the level that each delay has reached; only rows of `visible_to`.

It is what lists show in red to the same person (`lists.due.is_late`): the next step, or what has to be done beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import CTE, ColumnElement, ScalarSelect, and_, case, func, literal, literal_column, select

from ...extensions import NOW, db
from ...members.standing.reading import head_expression, head_of_office
from ...rights import Actor, Role
from .. import rights
from ..access.visibility import visible_to
from ..lists import listing, tallies
from ..lists.due import due_of, is_late
from ..lists.holders import DESK, HOLDERS, LABELS, holder_expression
from ..lists.listing import SeenLine
from ..models import Case
from ..reading.seen import SeenSlip
from ..rules import clocks
from ..words import LEVELS, TOP_LEVEL
from . import issued
from .late import HEAD, LEADER
from .models import CaseRung

OWN_LEVEL = {Role.SECRETARIAT: HEAD, Role.LEADER: LEADER, Role.SUPERVISOR: TOP_LEVEL}
"""From which level on a delay has come to whoever acts in a role."""
MOST, FIRST = 500, 8


class Line(NamedTuple):
    """One overdue case, as its reader sees it."""

    case: SeenLine
    level: int
    """That this delay has reached; 0 for none yet."""
    due_at: datetime | None
    days: int
    """Working days past the date; 0 on that day."""
    slip: SeenSlip | None
    """That the department which has it now got for it last."""


@dataclass(frozen=True)
class Unit:
    """What is overdue with one department, the desk or the leader, the longest first."""

    name: str
    lines: list[Line]


@lru_cache(maxsize=200)
def _seen_late(actor: Actor) -> ColumnElement[bool]:
    return and_(listing.may_wait(), visible_to(actor), is_late(actor))


@cache
def _late_step() -> ColumnElement[bool]:
    """Of what is late the part that can have reached a level; found without a look at every open case."""
    return and_(clocks.waiting_expression(), Case.step_due_at < NOW)


@cache
def _at() -> ColumnElement[str]:
    """Who has what is late: where the next step is not, what has to be done beside it, which is the desk's."""
    return case((_late_step(), holder_expression()), else_=literal(DESK))


@cache
def _level() -> Any:
    """The level that the present delay has reached, whoever had the step at that date."""
    rungs = select(func.max(CaseRung.level)).where(CaseRung.case_id == Case.id, CaseRung.due_at == Case.step_due_at)
    return func.coalesce(rungs.correlate(Case).scalar_subquery(), 0)


def level_of(args: Mapping[str, str]) -> int:
    """From which level on an address wants the list; 0 for all."""
    typed = args.get("level", "")
    return int(typed) if typed in {str(level) for level in LEVELS} else 0


def units(actor: Actor, level: int = 0) -> list[Unit]:
    """What is overdue and reported up to this level at least, by who has it now, the longest delay on top.

    Forbidden for other roles than those that keep ledgers.
    """
    rights.LEDGER.demand(actor)
    where = and_(_seen_late(actor), _level() >= level)
    query = listing.rows(where, Case.id, _level().label("reached"), _at().label("at"))
    rows = db.session.execute(query.order_by(due_of(actor), Case.id).limit(MOST)).all()
    found: dict[str, list[Line]] = {}
    papers = issued.latest([row.id for row in rows if row.reached])
    for row, seen in zip(rows, listing.lines(actor, rows), strict=True):
        found.setdefault(row.at, []).append(_line(row, seen, papers.get(row.id)))
    names = {key: str(label) for key, label in LABELS.items()} | tallies.departments(set(found) - {*HOLDERS, ""})
    return [Unit(names.get(at, ""), lines) for at, lines in found.items()]


def _line(row: Any, seen: SeenLine, slip: SeenSlip | None) -> Line:
    late = max(0, -(seen.days_left or 0))
    return Line(seen, row.reached, seen.due_at, late, slip if slip and slip.due_at == row.step_due_at else None)


@lru_cache(maxsize=200)
def _reached(actor: Actor) -> CTE:
    """The levels that delays which the person sees have reached: read once for all numbers of a query."""
    present = and_(Case.id == CaseRung.case_id, Case.step_due_at == CaseRung.due_at)
    rungs = select(func.max(CaseRung.level).label("level")).select_from(CaseRung).join(Case, present)
    return rungs.where(_late_step(), visible_to(actor)).group_by(Case.id).cte()


def counts(actor: Actor) -> dict[int, ScalarSelect[int]]:
    """How many delays have reached at least each level; parts of a query."""
    reached = _reached(actor)
    rows = {level: select(func.count()).select_from(reached).where(reached.c.level >= level) for level in LEVELS}
    return {level: query.scalar_subquery() for level, query in rows.items()}


def numbers(actor: Actor) -> dict[int, int]:
    """How many delays have reached at least each level, 0 for all that are overdue; one query."""
    rights.READ.demand(actor)
    overdue = select(func.count()).select_from(Case).where(_seen_late(actor)).scalar_subquery()
    found = {0: overdue, **counts(actor)}
    return dict(zip(found, db.session.execute(select(*found.values())).one(), strict=True))


def lacks_head(actor: Actor) -> bool:
    """Whether to tell this person that nobody is marked as head of the secretariat."""
    return actor.role == Role.SECRETARIAT and head_of_office() is None


def number_reported(actor: Actor) -> ScalarSelect[int]:
    """How many delays came to whoever acts in this role, in the secretariat to its head alone; a part of a query."""
    reached = _reached(actor)
    number = select(func.count()).select_from(reached).where(reached.c.level >= OWN_LEVEL[actor.role])
    if actor.role == Role.SECRETARIAT:
        number = number.where(func.coalesce(head_expression(), actor.account_id) == actor.account_id)
    return number.scalar_subquery()


def reported(actor: Actor) -> list[SeenLine]:
    """The longest delays that came to whoever acts in this role; one query."""
    where = and_(_late_step(), visible_to(actor), _level() >= OWN_LEVEL[actor.role])
    # Written out: PostgreSQL, which keeps one plan for all values, takes another limit for a tenth of the table.
    few = select(Case.id).where(where).order_by(Case.step_due_at, Case.id).limit(literal_column(str(FIRST))).subquery()
    query = listing.rows(Case.id == few.c.id).order_by(Case.step_due_at, Case.id)
    return listing.lines(actor, db.session.execute(query))
