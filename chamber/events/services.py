"""Events: who sees them; create, edit, publish, delete drafts, call off, mark done."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import selectinload

from .. import clock
from ..accounts.linking import in_turn
from ..audit import services as audit
from ..errors import Conflict, DomainError, found
from ..extensions import db, find_one
from ..language.text import checked_text
from ..rights import ALL, OPEN, Actor
from ..search import index
from ..search.tokens import doc, named, written
from . import circle, rights, seats
from .details import EventDetails, replace_policies, snapshot, validated
from .models import Circle, Event, EventState

MAX_REASON_LENGTH = 500
UNPUBLISHED = (EventState.DRAFT, EventState.DISCARDED)
"""States that members have never seen."""


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition: events that this person may read (all, all but deleted drafts, or published ones open to it)."""
    if runs_events(actor):
        return true()
    reach = rights.READ.of(actor)
    if reach is ALL:
        return Event.state != EventState.DISCARDED
    return Event.state.not_in(UNPUBLISHED) & circle.open_to(actor) if reach is OPEN else false()


def listed_to(actor: Actor) -> ColumnElement[bool]:
    """Condition for lists: without deleted drafts, which only have their own page."""
    return visible_to(actor) & (Event.state != EventState.DISCARDED)


def circles(actor: Actor) -> list[Circle]:
    """The words of events by which this person may find them."""
    return list(Circle) if runs_events(actor) or rights.READ.reaches_all(actor) else [Circle.OUT]


def docs(ids: Sequence[int]) -> dict[int, str]:
    """By what each of these events is found."""
    query = select(Event).where(Event.id.in_(ids)).options(selectinload(Event.policies))
    return {event.id: _doc(event) for event in db.session.scalars(query)}


def _doc(event: Event) -> str:
    """By what an event is found."""
    circle = Circle.DRAFT if event.state in UNPUBLISHED else Circle.OUT
    studied = (word for policy in event.policies for word in (policy.title, policy.number, policy.text))
    said = (event.place, event.link, event.host, event.speakers, event.agenda)
    return doc(named(circle, event.title), written(circle, *said, event.cancel_reason, *studied))


def _put(event: Event) -> None:
    index.put("event", {event.id: _doc(event)})


def runs_events(actor: Actor) -> bool:
    """Whether this person manages events: the secretariat."""
    return rights.RUN.allows(actor)


def find(event_id: int, actor: Actor) -> Event:
    """An event; NotFound if this person may not see it."""
    return find_one(select(Event).where(Event.id == event_id, visible_to(actor)))


def may_read(event: Event, actor: Actor) -> bool:
    """Whether this person may see the event."""
    return db.session.scalar(select(Event.id).where(Event.id == event.id, visible_to(actor))) is not None


def lock(event_id: int, actor: Actor) -> Event:
    """An event, locked until the transaction ends and read again; NotFound if this person may not see it.

    Take this lock before counting seats.
    """
    return found(seats.lock(event_id, visible_to(actor)))


def create(details: EventDetails, *, actor: Actor, form_key: str | None = None) -> Event:
    """Create a draft. A second call with the same `form_key` returns the same event.

    DomainError at a wrong field; Forbidden for all but the secretariat.
    """
    rights.RUN.demand(actor)
    in_turn(actor)
    made = db.session.scalars(select(Event).where(Event.form_key == form_key)).first() if form_key else None
    if made is not None and made.created_by_id == actor.account_id:
        return made
    event = Event(
        state=EventState.DRAFT,
        created_by_id=actor.account_id,
        created_at=clock.now(),
        form_key=None if made else form_key,
        **validated(details),
    )
    replace_policies(event, details)
    db.session.add(event)
    db.session.flush()
    _put(event)
    audit.record("event.created", "event", event.id, actor=actor, after=snapshot(event))
    return event


def not_editable_reason(event: Event) -> str:
    """Why an event can't be edited, as a sentence; "" if it can."""
    if event.state == EventState.CANCELLED:
        return str(_("This event was called off and can no longer be changed."))
    if event.state == EventState.DISCARDED:
        return str(_("This draft was deleted. Please restore it first."))
    return ""


def can_edit(event: Event, actor: Actor) -> bool:
    """Whether this person can edit the event: not if cancelled or deleted."""
    return runs_events(actor) and not not_editable_reason(event)


def edit(event_id: int, details: EventDetails, *, version: int, actor: Actor) -> Event:
    """Change an event; `version` is the one that the form was filled from.

    Conflict if somebody changed it meanwhile; DomainError at a wrong field, also for fewer seats than are taken. Freed
    seats and a larger quota go to the waiting list.
    """
    rights.RUN.demand(actor)
    circle.hold(circle.to_json(details.audience, details.kind))
    event = lock(event_id, actor)
    if event.version != version:
        raise Conflict(_("Someone else has just changed this event."))
    if not can_edit(event, actor):
        raise Conflict(not_editable_reason(event))
    values = validated(details)
    taken = seats.count(event.id).registered
    if values["capacity"] is not None and values["capacity"] < taken:
        message = _("%(taken)s people are registered already. Cancel some first, or allow more.", taken=taken)
        raise DomainError(message, field="capacity")
    before = snapshot(event)
    for name, value in values.items():
        if getattr(event, name) != value:
            setattr(event, name, value)
    replace_policies(event, details)
    earlier, later = audit.changes(before, snapshot(event))
    if later:
        # A change of policies alone would not increase the version.
        event.version = version + 1
        db.session.flush()
        _put(event)
        audit.record("event.edited", "event", event.id, actor=actor, before=earlier, after=later)
        if "audience" in later and event.state == EventState.PUBLISHED:
            _invite_others(event, actor)
        seats.promote_from_waiting_list(event, actor=actor)
    return event


def _invite_others(event: Event, actor: Actor) -> None:
    """Fix the changed circle of a published event; the firms that are new in it are invited."""
    added = circle.fix(event)
    if added:
        audit.record(
            "event.circle_widened", "event", event.id, actor=actor, after={"firms": len(added), "members": added}
        )


MOVES = {
    "event.published": (EventState.DRAFT, EventState.PUBLISHED),
    "event.discarded": (EventState.DRAFT, EventState.DISCARDED),
    "event.restored": (EventState.DISCARDED, EventState.DRAFT),
    "event.called_off": (EventState.PUBLISHED, EventState.CANCELLED),
    "event.finished": (EventState.PUBLISHED, EventState.DONE),
    "event.finish_undone": (EventState.DONE, EventState.PUBLISHED),
}
"""Act in the log → (state before, state after)."""


def move(event: Event, act: str, *, actor: Actor, reason: str = "") -> None:
    """Set the state that the act leads to and log it; call it after writing everything else."""
    _source, event.state = MOVES[act]
    db.session.flush()
    _put(event)
    audit.record(act, "event", event.id, actor=actor, reason=reason)


def _lock_for(event_id: int, act: str, actor: Actor, refusal: str = "") -> tuple[Event, bool]:
    """The event, locked, and whether the act is still to be done; Conflict if it is in neither state of the act."""
    event, (source, target) = lock(event_id, actor), MOVES[act]
    if refusal and event.state not in (source, target):
        raise Conflict(refusal)
    return event, event.state == source


def publish(event_id: int, *, actor: Actor) -> Event:
    """Publish a draft; nothing changes if repeated. DomainError without a place or after its end, or for nobody."""
    rights.RUN.demand(actor)
    circle.hold(find(event_id, actor).audience)
    event, moves = _lock_for(event_id, "event.published", actor, _("Only a draft can be published."))
    if moves:
        if not event.place and not event.link:
            raise DomainError(_("Please enter a place or a link first."))
        if event.ends_at <= clock.now():
            raise DomainError(_("The time of this event has passed. Change it first."))
        circle.fix(event)
        event.published_at = clock.now()
        move(event, "event.published", actor=actor)
    return event


def discard(event_id: int, *, actor: Actor) -> Event:
    """Delete a draft; it can be restored. Conflict if it was published."""
    rights.RUN.demand(actor)
    refusal = _("This event is published: it can be called off, not deleted.")
    event, moves = _lock_for(event_id, "event.discarded", actor, refusal)
    if moves:
        move(event, "event.discarded", actor=actor)
    return event


def restore(event_id: int, *, actor: Actor) -> Event:
    """Restore a deleted draft; nothing changes for others."""
    rights.RUN.demand(actor)
    event, moves = _lock_for(event_id, "event.restored", actor)
    if moves:
        move(event, "event.restored", actor=actor)
    return event


def call_off(event_id: int, *, reason: str, actor: Actor) -> Event:
    """Cancel a published event, with a reason for everybody; registrations stay. Conflict in other states."""
    rights.RUN.demand(actor)
    event, moves = _lock_for(event_id, "event.called_off", actor)
    if event.state == EventState.DONE:
        raise Conflict(_("This event has taken place; it can't be called off."))
    if event.state in UNPUBLISHED:
        raise Conflict(_("This draft is not published: it can be deleted, not called off."))
    if moves:
        missing = _("Please give the reason: everyone who registered sees it.")
        event.cancel_reason = checked_text(reason, MAX_REASON_LENGTH, "reason", missing)
        move(event, "event.called_off", actor=actor, reason=event.cancel_reason)
    return event


def has_begun(event: Event) -> bool:
    """Whether the start has passed, so that it can be marked done."""
    return event.starts_at <= clock.now()


def mark_done(event_id: int, *, actor: Actor) -> Event:
    """Mark an event as having taken place. DomainError before its start."""
    rights.RUN.demand(actor)
    event, moves = _lock_for(event_id, "event.finished", actor, _("Only a published event can be marked done."))
    if moves:
        if not has_begun(event):
            raise DomainError(_("This event has not begun yet."))
        move(event, "event.finished", actor=actor)
    return event


def undo_done(event_id: int, *, actor: Actor) -> Event:
    """Undo `mark_done`; nothing changes if repeated."""
    rights.RUN.demand(actor)
    event, moves = _lock_for(event_id, "event.finish_undone", actor, _("This event is not marked done."))
    if moves:
        move(event, "event.finish_undone", actor=actor)
    return event
