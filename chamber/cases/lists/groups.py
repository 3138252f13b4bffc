"""Cases counted by what they have in common: at once, and kept until one changes; of what is over, until that does."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, and_, case, func, inspect, literal, select, union_all
from sqlalchemy.orm import object_session
from sqlalchemy.orm.util import identity_key

from ... import clock
from ...extensions import db, is_touched, stamp_of, watch_changes
from ...rights import Actor
from ...search import index
from ..access.visibility import visible_to
from ..models import Case, CaseAssignment, CaseColleague, CaseExtension, CaseRecusal, CaseRespondent
from ..models_authors import CaseConsent
from ..rules import clocks, turns
from ..words import OPEN_STATES, State
from .due import colour_of, due_of
from .holders import holder_after_end, holder_expression
from .listing import MAY_WAIT, is_over, may_wait, todo

AREA, OVER = "cases", "cases_over"
"""The second changes with cases that are over alone, which are most: they are not counted anew for each other act."""
MAX_CACHED = 500
T = TypeVar("T")
_groups: dict[tuple[Any, ...], Any] = {}
_over: dict[tuple[Any, ...], Any] = {}


def _may_be_over(row: Any) -> bool:
    """Whether a row that changes is of a case that is over, or was; where its state is not at hand, it may be."""
    session = object_session(row)
    case = row if isinstance(row, Case) else session and session.identity_map.get(identity_key(Case, row.case_id))
    if case is None:
        return True
    state = inspect(case).attrs.state.history
    known = {*state.added, *state.unchanged, *state.deleted}
    return not known or not known.issubset(MAY_WAIT)


WHO_SEES = (CaseAssignment, CaseColleague, CaseRecusal, CaseRespondent)
watch_changes(AREA, Case, CaseConsent, CaseExtension, *WHO_SEES)
watch_changes(OVER, Case, *WHO_SEES, only=_may_be_over)


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
    first_due: datetime | None
    """When the first of them is due."""
    number: int

    @property
    def is_open(self) -> bool:
        """`clocks.open_expression` of its cases."""
        return self.state in OPEN_STATES or (self.state == State.NOT_ACCEPTED and bool(self.objects))


class Keys(NamedTuple):
    """What counts depend on; None where they are not kept."""

    all: tuple[Any, ...] | None
    """Colours change with the minute."""
    over: tuple[Any, ...] | None


def keys_of(actor: Actor, *, is_narrowed: bool = False) -> Keys:
    """Those of all counts of this person; a search, or what a list is narrowed to, is not kept."""
    if is_narrowed:
        return Keys(None, None)
    stamp, over, roster = db.session.execute(select(stamp_of(AREA), stamp_of(OVER), stamp_of("members"))).one()
    minute = clock.now().timestamp() // 60
    finished = not is_touched()
    return Keys(
        (stamp, roster, minute, actor) if finished and stamp is not None else None,
        (over, roster, actor) if finished and over is not None else None,
    )


def kept(cache: dict[tuple[Any, ...], Any], key: tuple[Any, ...] | None, make: Callable[[], T]) -> T:
    """What was made for this key, made now where it was not yet, or there is no key."""
    if key is None:
        return make()
    found: T | None = cache.get(key)
    if found is None:
        if len(cache) > MAX_CACHED:
            cache.clear()
        found = cache[key] = make()
    return found


def grouped(
    actor: Actor, keys: Keys, narrowing: Sequence[ColumnElement[bool]] = (), newest: Sequence[int] | None = None
) -> tuple[Group, ...]:
    """The cases that this person sees, within what the list is narrowed to; or those that `finding.newest` gave."""
    if newest is not None:
        return _asked(_narrowed(actor, index.among(Case.id, newest[: index.MOST])))
    if narrowing:
        return _asked(_narrowed(actor, and_(visible_to(actor), *narrowing)))
    return kept(_groups, keys.all, lambda: _counted(actor, keys.over))


def _counted(actor: Actor, key: tuple[Any, ...] | None) -> tuple[Group, ...]:
    over = _over.get(key) if key else None
    rows = db.session.execute(_waits(actor) if over is not None else _all(actor)).all()
    if over is None:
        over = kept(_over, key, lambda: tuple(Group._make(row[1:]) for row in rows if row.is_over))
    return (*(Group._make(row[1:]) for row in rows if not row.is_over), *over)


def _asked(query: Any) -> tuple[Group, ...]:
    return tuple(Group._make(row[1:]) for row in db.session.execute(query))


def _narrowed(actor: Actor, where: ColumnElement[bool]) -> Any:
    """The query behind the groups of some cases; of what is over little has to be found out."""
    return union_all(_summed(_columns(actor).where(where, ~is_over())), _over_groups().where(where, is_over()))


@lru_cache(maxsize=200)
def _waits(actor: Actor) -> Any:
    """The query behind the groups of what may wait: few cases, of which much has to be found out."""
    return _summed(_columns(actor).where(may_wait(), visible_to(actor)))


@lru_cache(maxsize=200)
def _all(actor: Actor) -> Any:
    """That, and the groups of what is over."""
    return union_all(_waits(actor), _over_groups().where(is_over(), visible_to(actor)))


@cache
def _over_groups() -> Any:
    objects = case((clocks.objection_expression(), 1), else_=0)
    alike = (Case.state, Case.kind, Case.lead_department_id, holder_after_end(), objects, Case.disputed)
    state, kind, department, at, _objects, disputed = alike
    known = (literal(1), state, kind, literal(""), department, at, literal(0), literal(0), objects, disputed)
    return select(*known, func.min(Case.step_due_at), func.count()).group_by(*alike)


def _columns(actor: Actor) -> Any:
    return select(
        literal(0).label("is_over"),
        Case.state.label("state"),
        Case.kind.label("kind"),
        colour_of(actor).label("colour"),
        Case.lead_department_id.label("department_id"),
        holder_expression().label("at"),
        case((todo(actor), 1), else_=0).label("mine"),
        case((turns.put_up_late_expression(), 1), else_=0).label("put_up_late"),
        case((clocks.objection_expression(), 1), else_=0).label("objects"),
        Case.disputed.label("disputed"),
        due_of(actor).label("due"),
    )


def _summed(rows: Any) -> Any:
    *alike, due = rows.subquery().c
    return select(*alike, func.min(due), func.count()).group_by(*alike)
