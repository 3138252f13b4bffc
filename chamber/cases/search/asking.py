"""The conditions for cases that somebody finds by words that they may read of them."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, literal, or_, select, union_all

from ...directory.models import Department
from ...extensions import db
from ...language.text import fold
from ...rights import Actor, Role
from ...search import index
from ...search.tokens import Called
from ..access.visibility import is_author, own_numbers
from ..force.models import CaseForce, CaseForcePerson
from ..models import Case
from ..models_lists import CaseCategory
from ..rules import clocks
from ..words import Circle, Complexity
from .indexed import CATEGORY, DEPARTMENT

BESIDE = (Circle.RELEASED, Circle.FIRM, Circle.PUBLISHED)
"""What is in other circles too, or of something else."""
READS = {
    Role.MEMBER: (Circle.FULL,),
    Role.HANDLER: (Circle.RELEASED, Circle.FIRM, Circle.WORK, Circle.UNITS),
    Role.LEADER: (Circle.RELEASED, Circle.FIRM, Circle.WORK, Circle.LEADER),
    Role.PRESIDENT: (Circle.RELEASED, Circle.FIRM),
    Role.SECRETARIAT: tuple(circle for circle in Circle if circle not in BESIDE),
}
"""By whose words who has a role finds the cases that they see."""
FEW = 200
"""So many own cases are read as quickly as the index is asked."""


def search_condition(actor: Actor, q: str) -> ColumnElement[bool]:
    """Search over what this person may read on the page, and over nothing else."""
    return or_(*ways(actor, q))


def ways(
    actor: Actor, q: str, *, most: int = 0, of: ColumnElement[bool] | None = None, own: bool = False
) -> Sequence[ColumnElement[bool]]:
    """The conditions of which one must hold, each found by itself; at most so many of the index, the newest.

    `of`: of cases that fit this. `own`: beside a condition that few cases fit, whose own rows are read then.
    """
    known = called()

    def holds(*circles: str, **how: Any) -> ColumnElement[bool]:
        return index.holds("case", Case.id, q, *circles, called=known, **how)

    wide: dict[str, Any] = {"own": True} if own else {"most": most, "of": of}
    # Who reads all words of few cases must not wait for the words of others.
    match actor.role:
        case Role.SECRETARIAT:
            return [holds(*READS[actor.role], **wide)]
        case Role.MEMBER | Role.HANDLER:
            has = partial(holds, *READS[actor.role])
            found = has(own=True) if own else _of_own(actor, partial(has, most=most, of=of))
            if actor.role == Role.MEMBER:
                return [found, and_(is_author(actor), has(Circle.OWN, own=True))]
            return [found, and_(_sits(actor), has(Circle.MEETINGS, own=True))]
        case Role.LEADER:
            reads_all = and_(clocks.objection_expression(), Case.leader_decides, ~Case.anonymous)
            return [and_(reads_all, holds(Circle.FULL, own=True)), holds(*READS[actor.role], **wide)]
        case Role.SUPERVISOR:
            decides = and_(Case.objected_at.is_not(None), ~Case.leader_decides)
            runs = and_(Case.supervisor_runs, holds(*READS[Role.SECRETARIAT], own=True))
            reads_all = and_(decides, ~Case.anonymous, holds(Circle.FULL, own=True))
            # Who only watches does not read whose it is.
            named = and_(decides, holds(*READS[Role.PRESIDENT], own=True))
            return [or_(runs, reads_all, named, holds(Circle.RELEASED, own=True))]
    return [holds(*READS[Role.PRESIDENT], **wide)]


def called() -> Called:
    """What departments and categories are called, read when it is asked for."""

    @cache
    def names() -> list[tuple[str, str]]:
        units = select(literal(DEPARTMENT) + cast(Department.id, String), Department.name, Department.short_name)
        categories = select(literal(CATEGORY) + cast(CaseCategory.id, String), CaseCategory.name, literal(""))
        rows = db.session.execute(union_all(units, categories))
        return [(number, f"{fold(name)} {fold(short)}") for number, name, short in rows]

    def fit(word: str) -> Iterator[str]:
        # One character is in many names.
        return (number for number, name in names() if word in (name if len(word) > 1 else name.split()))

    return fit


def _sits(actor: Actor) -> ColumnElement[bool]:
    """Whether this person sits in the task force at work on the case, as `force.may.sits`."""
    person, force = CaseForcePerson, CaseForce
    here = (person.account_id == actor.account_id, person.department_id == actor.department_id)
    seats = select(force.case_id).join(person, person.force_id == force.id).where(*here, person.left_at.is_(None))
    return and_(Case.complexity == Complexity.COMPLEX, Case.id.in_(seats.where(force.ended_at.is_(None))))


def _of_own(actor: Actor, holds: Callable[..., ColumnElement[bool]]) -> ColumnElement[bool]:
    """Of somebody who sees the own cases alone: a thousand newer hits of others must not hide them."""
    numbers = own_numbers(actor)
    number = db.session.scalar(select(func.count()).select_from(numbers.limit(FEW + 1).subquery())) or 0
    if number > FEW:
        return holds(within=numbers)
    return and_(Case.id.in_(numbers), holds(own=True))
