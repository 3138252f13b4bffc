"""Until when a line of a list says that something is due, and its colour, as SQL: filters, counts and lists agree."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_
from sqlalchemy import case as sql_case

from ...rights import Actor, Role
from ..access.visibility import tells_who_left_expression
from ..models import Case
from ..rules import clocks, colours, turns


@lru_cache(maxsize=200)
def due_beside(actor: Actor) -> ColumnElement[Any]:
    """Until when this person has to do what comes before the step of the case: `steps.shown_due` of a line, as SQL."""
    still = clocks.still_expression()
    if actor.role != Role.MEMBER:
        still = and_(still, tells_who_left_expression())
    if actor.role not in (Role.SECRETARIAT, Role.SUPERVISOR):
        return sql_case((and_(turns.author_first_expression(), still), Case.author_due_at))
    runs = or_(literal(actor.role == Role.SECRETARIAT), Case.supervisor_runs)
    decides = and_(Case.objected_at.is_not(None), ~Case.leader_decides, ~Case.anonymous)
    gone = and_(turns.author_first_expression(), or_(runs, still, and_(decides, clocks.still_expression())))
    words = and_(Case.words_due_at.is_not(None), turns.before_step_expression(Case.words_due_at))
    contact = and_(clocks.contact_expression(), turns.with_department_expression())
    contact = and_(contact, turns.before_step_expression(Case.contact_due_at))
    return sql_case(
        (and_(runs, clocks.pressed_expression()), Case.pressed_due_at),
        (gone, Case.author_due_at),
        (and_(runs, words), Case.words_due_at),
        (and_(runs, contact), Case.contact_due_at),
    )


def due_of(actor: Actor) -> Any:
    """When the next thing that a line names is due for this person."""
    return func.coalesce(due_beside(actor), Case.step_due_at)


@lru_cache(maxsize=200)
def due_if_waiting(actor: Actor) -> Any:
    """That, but of what only the member can do next none."""
    return func.coalesce(due_beside(actor), sql_case((clocks.waiting_expression(), Case.step_due_at)))


@lru_cache(maxsize=200)
def colour_of(actor: Actor) -> ColumnElement[str]:
    """The colour of a line as this person sees it, as SQL."""
    return colours.colour_expression(due_beside(actor))


@lru_cache(maxsize=200)
def is_late(actor: Actor) -> ColumnElement[bool]:
    """Whether that colour is red."""
    return colours.late_expression(due_beside(actor))
