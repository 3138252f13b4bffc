"""The orders of the list of cases: by what its reader sees of each row, never by what is kept from them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, true

from ... import clock
from ...extensions import NOW, UtcDateTime, db
from ...members.models import Member
from ...rights import Actor, Role
from ..models import Case
from ..rules import clocks
from ..words import Kind, State
from .due import due_beside
from .holders import NOBODY, holder_expression
from .listing import SeenLine, lines, rows, todo

DUE, REFERENCE, FIRM, HOLDER, STEP, WAITED = COLUMNS = ("due", "reference", "firm", "holder", "step", "waited")
"""The orders as an address names them; a minus before turns one round."""
NEWEST = f"-{WAITED}"
BY_DATE = ("mine", "open")
"""Lists of what is to be done begin with what is due first, all others with the newest."""


class Order(NamedTuple):
    """How a list is put in order."""

    name: str
    column: str
    keys: list[Any]
    """As `paging.keyset` takes them."""
    descending: bool


def order_of(actor: Actor, args: Mapping[str, str]) -> Order:
    """The order that an address asks for; else the one that suits what is listed."""
    name = args.get("sort", "")
    if name.removeprefix("-") not in COLUMNS:
        name = DUE if args.get("do") in BY_DATE else NEWEST
    column, descending = name.removeprefix("-"), name.startswith("-")
    return Order(name, column, _keys(actor, column, descending), descending)


@lru_cache(maxsize=2000)
def _keys(actor: Actor, column: str, descending: bool) -> list[Any]:
    match column:
        case "due":
            return [_due(actor, descending), Case.id]
        case "reference":
            return [Case.reference]
        case "firm":
            return [
                _known_first(and_(_shows_firm(actor), Member.id.is_not(None)), Member.name_key, descending),
                Case.id,
            ]
        case "holder":
            return [_known_first(holder_expression() != NOBODY, holder_expression(), descending), Case.id]
        case "step":
            steps = case(*((Case.state == state, place) for place, state in enumerate(State)), else_=len(State))
            return [steps, _due(actor, descending), Case.id]
    return [Case.submitted_at, Case.id]


def numbers(where: ColumnElement[bool], order: Order) -> Select[Any]:
    """The query behind a page of a list, in no order yet: the numbers of its cases alone, as all of them are sorted."""
    query = select(Case.id).where(where)
    return query.outerjoin(Member, Member.id == Case.member_id) if order.column == FIRM else query


def _due(actor: Actor, descending: bool) -> ColumnElement[datetime]:
    """Until when a line says that something is due; what says nothing comes last."""
    # A limit that stood still beyond its end is shown to nobody: it would tell when somebody left.
    passed = and_(clocks.still_expression(), Case.step_due_at < NOW)
    step = case((and_(clocks.open_expression(), ~passed), Case.step_due_at))
    none = literal(clock.EPOCH if descending else clock.NEVER, UtcDateTime())
    return func.coalesce(due_beside(actor), step, none)


def _known_first(known: ColumnElement[bool], key: Any, descending: bool) -> ColumnElement[str]:
    """A key of which what is not shown comes last, whichever way."""
    before, after = ("1", "0") if descending else ("0", "1")
    return case((known, literal(before) + key), else_=literal(after))


def _shows_firm(actor: Actor) -> ColumnElement[bool]:
    """Whether a line names the firm, as SQL."""
    open_to_all = Case.confidential.is_(False)
    match actor.role:
        case Role.SECRETARIAT:
            return open_to_all
        case Role.SUPERVISOR:
            decides = and_(Case.objected_at.is_not(None), Case.leader_decides.is_(False), Case.anonymous.is_(False))
            return and_(open_to_all, or_(Case.supervisor_runs, decides))
        case Role.MEMBER:
            return literal(True)
    return and_(open_to_all, or_(Case.kind != Kind.SUGGESTION, Case.show_name))


@lru_cache(maxsize=200)
def _with_own(actor: Actor) -> Any:
    return rows(true(), Case.id).add_columns(case((todo(actor), 1), else_=0).label("is_own"))


def page_of(actor: Actor, numbers: Sequence[int]) -> list[tuple[SeenLine, bool]]:
    """The cases with these numbers, in this order, as lines, and whether each waits for this person."""
    found = {row.id: row for row in db.session.execute(_with_own(actor).where(Case.id.in_(numbers)))}
    ordered = [found[number] for number in numbers]
    return [(line, bool(row.is_own)) for line, row in zip(lines(actor, ordered), ordered, strict=True)]
