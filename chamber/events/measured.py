"""How events have measures: what their minutes say somebody is to do."""

from sqlalchemy import ColumnElement, and_, false, select

from ..extensions import db
from ..measures.words import Source
from ..registry.measured import Measured
from ..rights import Actor, Role
from . import services
from .models import Event, EventKind, EventState

TAKE = (EventState.PUBLISHED, EventState.DONE)
"""States in which an event takes measures: not before it is published, nor once it is called off."""


def known(actor: Actor) -> ColumnElement[bool]:
    """The events of whose measures a person may know; who owns one need not have been invited."""
    match actor.role:
        case Role.SECRETARIAT | Role.LEADER:
            return services.visible_to(actor)
        case Role.PRESIDENT:
            return and_(services.visible_to(actor), Event.kind == EventKind.COUNCIL)
        case Role.MEMBER | Role.HANDLER:
            return Event.state.not_in(services.UNPUBLISHED)
    return false()


def may_give(actor: Actor, event_id: int) -> bool:
    """Whether this person runs events, and there is this one."""
    there = select(Event.id).where(Event.id == event_id, services.visible_to(actor))
    return services.runs_events(actor) and db.session.scalar(there) is not None


def sources(event_id: int) -> tuple[str, ...]:
    """Where its measures come from; nothing in other states than `TAKE`."""
    state = db.session.scalar(select(Event.state).where(Event.id == event_id))
    return (Source.MINUTES, Source.FOLLOW_UP) if state in TAKE else ()


MEASURED = Measured(known=known, may_give=may_give, sources=sources)
