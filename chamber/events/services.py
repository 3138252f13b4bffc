"""Events themselves: who sees them, and making, changing, publishing, calling off and finishing them."""

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, false, select, true

from .. import clock
from ..audit import services as audit
from ..errors import Conflict, DomainError, NotFound
from ..extensions import db
from ..language.text import written
from ..rights import ALL, OPEN, Actor
from . import rights, seats
from .details import EventDetails, checked, snapshot, take_policies
from .models import Event, EventState

LONGEST_REASON = 500
NEVER_OUT = (EventState.DRAFT, EventState.DISCARDED)
"""What members have never seen."""


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition that picks the events this person may read: all, those not deleted, or those that are out."""
    if runs_events(actor):
        return true()
    reach = rights.READ.of(actor)
    if reach is ALL:
        return Event.state != EventState.DISCARDED
    return Event.state.not_in(NEVER_OUT) if reach is OPEN else false()


def listed_to(actor: Actor) -> ColumnElement[bool]:
    """The condition for lists: a deleted draft has only its own page left."""
    return visible_to(actor) & (Event.state != EventState.DISCARDED)


def runs_events(actor: Actor) -> bool:
    """Whether this person makes events, sees who registered and ticks who came: the secretariat."""
    return rights.RUN.allows(actor)


def find(event_id: int, actor: Actor) -> Event:
    """One event; NotFound where it is not there for this person."""
    event = db.session.scalars(select(Event).where(Event.id == event_id, visible_to(actor))).first()
    if event is None:
        raise NotFound
    return event


def lock(event_id: int, actor: Actor) -> Event:
    """One event, locked until the transaction ends and read anew; NotFound where it is not there for this person.

    Whoever changes seats takes this lock before counting.
    """
    event = seats.lock(event_id, visible_to(actor))
    if event is None:
        raise NotFound
    return event


def create(details: EventDetails, *, actor: Actor, form_key: str | None = None) -> Event:
    """A new draft. `form_key` names the form that was sent: sent twice, it gives the same event.

    Raises DomainError at the field that is wrong, Forbidden for all but the secretariat.
    """
    rights.RUN.demand(actor)
    made = db.session.scalars(select(Event).where(Event.form_key == form_key)).first() if form_key else None
    if made is not None and made.created_by_id == actor.account_id:
        return made
    event = Event(
        state=EventState.DRAFT,
        created_by_id=actor.account_id,
        created_at=clock.now(),
        form_key=None if made else form_key,
        **checked(details),
    )
    take_policies(event, details)
    db.session.add(event)
    db.session.flush()
    audit.record("event.created", "event", event.id, actor=actor, after=snapshot(event))
    return event


def final_because(event: Event) -> str:
    """Why an event stays as it is, in a sentence; empty where it can be changed."""
    if event.state == EventState.CANCELLED:
        return str(_("This event was called off; it stays as it is."))
    if event.state == EventState.DISCARDED:
        return str(_("This draft was deleted. Please bring it back first."))
    return ""


def can_edit(event: Event, actor: Actor) -> bool:
    """What was called off stays as it was, and a deleted draft too."""
    return runs_events(actor) and not final_because(event)


def edit(event_id: int, details: EventDetails, *, version: int, actor: Actor) -> Event:
    """Change an event. `version` is the one that the form was filled from.

    Raises Conflict where somebody changed it meanwhile, DomainError at the field that is wrong (also for fewer seats
    than are taken). Freed seats and a larger quota go to who waits.
    """
    rights.RUN.demand(actor)
    event = lock(event_id, actor)
    if event.version != version:
        raise Conflict(_("Somebody else has changed this event meanwhile."))
    if not can_edit(event, actor):
        raise Conflict(final_because(event))
    values = checked(details)
    taken = seats.count(event.id).registered
    if values["capacity"] is not None and values["capacity"] < taken:
        message = _("%(taken)s people are registered already. Cancel some first, or allow more.", taken=taken)
        raise DomainError(message, field="capacity")
    before = snapshot(event)
    for name, value in values.items():
        if getattr(event, name) != value:
            setattr(event, name, value)
    take_policies(event, details)
    earlier, later = audit.changes(before, snapshot(event))
    if later:
        # Policies alone would not count the version up.
        event.version = version + 1
        db.session.flush()
        audit.record("event.edited", "event", event.id, actor=actor, before=earlier, after=later)
        seats.seat_released(event, actor=actor)
    return event


MOVES = {
    "event.published": (EventState.DRAFT, EventState.PUBLISHED),
    "event.discarded": (EventState.DRAFT, EventState.DISCARDED),
    "event.restored": (EventState.DISCARDED, EventState.DRAFT),
    "event.called_off": (EventState.PUBLISHED, EventState.CANCELLED),
    "event.finished": (EventState.PUBLISHED, EventState.DONE),
    "event.finish_undone": (EventState.DONE, EventState.PUBLISHED),
}
"""From which state to which an act, as the log names it, carries an event."""


def move(event: Event, act: str, *, actor: Actor, reason: str = "") -> None:
    """Let an act carry an event to its state, once what it writes besides is written, and note it."""
    _source, event.state = MOVES[act]
    db.session.flush()
    audit.record(act, "event", event.id, actor=actor, reason=reason)


def _ready(event_id: int, act: str, actor: Actor, refusal: str = "") -> tuple[Event, bool]:
    """The event, locked, and whether the act moves it; Conflict where it is neither where the act begins nor there."""
    event, (source, target) = lock(event_id, actor), MOVES[act]
    if refusal and event.state not in (source, target):
        raise Conflict(refusal)
    return event, event.state == source


def publish(event_id: int, *, actor: Actor) -> Event:
    """Open a draft to the members; harmless when done twice. DomainError without a place or after its end."""
    rights.RUN.demand(actor)
    event, moves = _ready(event_id, "event.published", actor, _("Only a draft can be published."))
    if moves:
        if not event.place and not event.link:
            raise DomainError(_("Say first where it takes place: a place or a link."))
        if event.ends_at <= clock.now():
            raise DomainError(_("This event would have ended already. Set its time first."))
        event.published_at = clock.now()
        move(event, "event.published", actor=actor)
    return event


def discard(event_id: int, *, actor: Actor) -> Event:
    """Put a draft away; harmless when repeated. Conflict where members have seen it already."""
    rights.RUN.demand(actor)
    refusal = _("This event is out: it can be called off, not deleted.")
    event, moves = _ready(event_id, "event.discarded", actor, refusal)
    if moves:
        move(event, "event.discarded", actor=actor)
    return event


def restore(event_id: int, *, actor: Actor) -> Event:
    """Bring a draft back that was put away; harmless for all others."""
    rights.RUN.demand(actor)
    event, moves = _ready(event_id, "event.restored", actor)
    if moves:
        move(event, "event.restored", actor=actor)
    return event


def call_off(event_id: int, *, reason: str, actor: Actor) -> Event:
    """Cancel a published event with a reason that everybody reads; harmless when done twice. Registrations stay."""
    rights.RUN.demand(actor)
    event, moves = _ready(event_id, "event.called_off", actor)
    if event.state == EventState.DONE:
        raise Conflict(_("This event has taken place; it can't be called off."))
    if event.state in NEVER_OUT:
        raise Conflict(_("Nobody knows of this draft yet: it can be deleted, not called off."))
    if moves:
        missing = _("Please give the reason: everybody who registered reads it.")
        event.cancel_reason = written(reason, LONGEST_REASON, "reason", missing)
        move(event, "event.called_off", actor=actor, reason=event.cancel_reason)
    return event


def has_begun(event: Event) -> bool:
    """Whether the start has passed: from then on the event can be marked done."""
    return event.starts_at <= clock.now()


def mark_done(event_id: int, *, actor: Actor) -> Event:
    """Say that an event has taken place; harmless when done twice. DomainError before its start."""
    rights.RUN.demand(actor)
    event, moves = _ready(event_id, "event.finished", actor, _("Only a published event can be marked done."))
    if moves:
        if not has_begun(event):
            raise DomainError(_("This event has not begun yet."))
        move(event, "event.finished", actor=actor)
    return event


def undo_done(event_id: int, *, actor: Actor) -> Event:
    """Take back that an event has taken place: said too early, or by mistake; harmless when done twice."""
    rights.RUN.demand(actor)
    event, moves = _ready(event_id, "event.finish_undone", actor, _("This event is not marked done."))
    if moves:
        move(event, "event.finish_undone", actor=actor)
    return event
