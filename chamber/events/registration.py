"""Register, cancel and assign seats. Every act locks the event before it counts seats."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select

from .. import clock
from ..audit import services as audit
from ..errors import Conflict, DomainError, NotFound, found
from ..extensions import db
from ..members.models import Contact, Member
from ..members.signals import contact_left, member_left, names_changed
from ..rights import Actor
from . import attendees, rights, seats, services
from .attendees import Attendee
from .models import LIVE, Away, Event, EventState, Registration, RegistrationState


@dataclass(frozen=True)
class OwnSeat:
    """Somebody whom the actor may register, and the state of that registration."""

    name: str
    is_self: bool
    contact_id: int | None = None
    registration_id: int | None = None
    state: str = ""
    """"": not registered."""
    rank: int = 0
    """Position on the waiting list, from 1."""
    moved_up: bool = False
    is_checked_in: bool = False
    """Checked in at the door: can no longer be cancelled by the person."""
    released_at: datetime | None = None
    """When the seat was released, as the person had not come."""


@dataclass(frozen=True)
class Cancellation:
    """A cancelled registration."""

    row: Registration
    moved_up: tuple[str, ...] = ()
    """Names of those who moved up to a seat; only for the secretariat."""


def can_register(event: Event, actor: Actor, *, is_invited: bool | None = None) -> bool:
    """Whether this person can register itself or a colleague now; `is_invited`: where that is known."""
    return rights.REGISTER.allows(actor) and not attendees.closed_reason(event, actor, is_invited=is_invited)


def register(
    event_id: int, *, actor: Actor, contact_id: int | None = None, account_id: int | None = None
) -> Registration:
    """Register a contact, a user without a firm, or (neither given) oneself; `state` says seat or waiting list.

    Nothing changes if repeated; a cancelled registration goes to the end of the waiting list. Members register contacts
    of their firm; the secretariat anyone, also after registration closed. If seats or the firm's quota are used up, one
    waits. NotFound for people whom the actor may not register; DomainError if closed, or full without a waiting list.
    """
    rights.REGISTER.demand(actor)
    if contact_id is None and account_id is None:
        contact_id, _firm = attendees.own_contact(actor)
        account_id = None if contact_id else actor.account_id
    if contact_id is not None:
        attendee = attendees.contact_attendee(contact_id, actor)
    else:
        attendee = attendees.account_attendee(account_id or 0, actor)
    event = services.lock(event_id, actor)
    row = find_registration(event.id, attendee)
    if row is not None and row.state in LIVE:
        return row
    reason = attendees.closed_reason(event, actor)
    if reason:
        raise DomainError(reason)
    return _register(event, attendee, row, actor)


def find_registration(event_id: int, attendee: Attendee) -> Registration | None:
    """The person's registration: a live one, else the cancelled one of the same contact or account."""
    query = select(Registration).where(Registration.event_id == event_id, attendees.same_person(attendee))
    rows = db.session.scalars(query.execution_options(populate_existing=True)).all()
    live = [row for row in rows if row.state in LIVE]
    same = [row for row in rows if row.contact_id == attendee.contact_id and row.account_id == attendee.account_id]
    return next(iter(live + same), None)


def _register(event: Event, attendee: Attendee, existing: Registration | None, actor: Actor) -> Registration:
    seating = seats.seating(event)
    reason = seating.refusal_reason(attendee.member_id)
    if reason:
        raise DomainError(reason)
    seated = seating.gets_seat(attendee.member_id)
    state = RegistrationState.REGISTERED if seated else RegistrationState.WAITLISTED
    row = save_registration(event, attendee, existing, state, actor)
    act = "event.registered" if seated else "event.waitlisted"
    audit.record(act, "event", event.id, actor=actor, after={"registration": row.id, "member": row.member_id})
    return row


def save_registration(
    event: Event, attendee: Attendee, existing: Registration | None, state: RegistrationState, actor: Actor
) -> Registration:
    """Write the registration with a new turn, under the event's lock; the caller has checked that it is allowed."""
    row = existing or Registration(event_id=event.id, contact_id=attendee.contact_id, account_id=attendee.account_id)
    values: dict[str, Any] = {
        "member_id": attendee.member_id,
        **attendee.columns(),
        "turn": seats.next_turn(event.id),
        "registered_at": clock.now(),
        "registered_by_id": actor.account_id,
        "promoted_at": None,
        "is_walk_in": False,
        "away": "",
        "stands_in_for_id": None,
    }
    for name, value in values.items():
        setattr(row, name, value)
    seats.move_seat(row, state)
    db.session.add(row)
    db.session.flush()
    return row


def lock_registration(registration_id: int, actor: Actor, event_id: int | None = None) -> tuple[Event, Registration]:
    """A registration that this person may read, and its event, locked. NotFound if there is none (in this event)."""
    query = select(Registration.event_id).where(Registration.id == registration_id, attendees.visible_to(actor))
    at = db.session.scalar(query)
    if at is None or event_id not in (None, at):
        raise NotFound
    event = services.lock(at, actor)
    return event, db.session.get_one(Registration, registration_id, populate_existing=True)


def cancel(event_id: int, *, actor: Actor, registration_id: int | None = None) -> Cancellation:
    """Cancel a registration, by default one's own; nothing changes if repeated. The next in line moves up.

    Members until registration closes (if waiting, until the event ends), the secretariat until the end. NotFound for
    registrations of others, DomainError if too late, Conflict if checked in.
    """
    rights.REGISTER.demand(actor)
    event, row = lock_registration(registration_id or _own_id(event_id, actor), actor, event_id)
    if row.state == RegistrationState.CANCELLED:
        return Cancellation(row)
    if row.checked_in_at is not None:
        raise Conflict(_("%(name)s has been checked in. Undo the check-in first.", name=row.name))
    if not attendees.can_cancel(event, row.state, actor):
        if event.state == EventState.PUBLISHED and event.ends_at > clock.now():
            raise DomainError(_("The time to cancel has passed. Please call the secretariat."))
        raise DomainError(attendees.closed_reason(event, actor) or _("This event is over."))
    promoted = release(event, row, actor=actor)
    named = promoted if services.runs_events(actor) else []
    return Cancellation(row, tuple(db.session.get_one(Registration, one).name for one in named))


def _own_id(event_id: int, actor: Actor) -> int:
    query = select(Registration.id).where(Registration.event_id == event_id, attendees.self_rows(actor))
    return found(db.session.scalar(query.order_by(Registration.state == RegistrationState.CANCELLED).limit(1)))


def release(event: Event, *rows: Registration, actor: Actor | None) -> list[int]:
    """Cancel registrations under the event's lock, then promote from the waiting list; returns the promoted ids."""
    for row in rows:
        before = {"state": row.state}
        seats.move_seat(row, RegistrationState.CANCELLED)
        row.checked_in_at = row.checked_in_by_id = None
        after = {"registration": row.id, "member": row.member_id}
        audit.record("event.unregistered", "event", event.id, actor=actor, before=before, after=after)
    return seats.promote_from_waiting_list(event, actor=actor)


def give_seat(registration_id: int, *, actor: Actor, event_id: int | None = None) -> Registration:
    """Assign a seat out of turn or beyond the firm's quota, never beyond the capacity; logged. For the secretariat.

    Conflict if no seat is free.
    """
    rights.RUN.demand(actor)
    event, row = lock_registration(registration_id, actor, event_id)
    if row.state == RegistrationState.REGISTERED:
        return row
    if row.state != RegistrationState.WAITLISTED:
        raise Conflict(_("%(name)s is not on the waiting list any more.", name=row.name))
    reason = attendees.closed_reason(event, actor)
    if reason:
        raise DomainError(reason)
    assign_seat(event, row, actor=actor)
    return row


def assign_seat(event: Event, row: Registration, *, actor: Actor) -> None:
    """Move somebody from the waiting list to a seat, under the event's lock; Conflict if none is free."""
    if not seats.has_room(event):
        raise Conflict(_("All seats are taken. Free one first, or allow more."))
    seats.move_seat(row, RegistrationState.REGISTERED)
    after = {"registration": row.id, "member": row.member_id}
    audit.record("event.seated", "event", event.id, actor=actor, after=after)
    db.session.flush()


@contact_left.connect
def release_contact(_sender: object, *, contact_id: int, actor: Actor | None = None) -> None:
    """Cancel a contact's registrations for events not over: it left its firm."""
    _release_all(Registration.contact_id == contact_id, actor)


@member_left.connect
def release_member(_sender: object, *, member_id: int, actor: Actor | None = None) -> None:
    """Cancel a firm's registrations for events not over: it left the chamber."""
    _release_all(Registration.member_id == member_id, actor)


def _release_all(condition: ColumnElement[bool], actor: Actor | None) -> None:
    held = (condition, Registration.state.in_(LIVE), Registration.checked_in_at.is_(None))
    query = select(Event.id).join(Registration).where(*held, *_not_over()).distinct()
    # Always lock events in the same order, or two transactions deadlock.
    for event_id in db.session.scalars(query.order_by(Event.id)).all():
        event = seats.lock(event_id, Event.state == EventState.PUBLISHED)
        if event is not None:
            rows = select(Registration).where(Registration.event_id == event_id, *held)
            release(event, *db.session.scalars(rows.execution_options(populate_existing=True)), actor=actor)


def _not_over() -> tuple[ColumnElement[bool], ...]:
    return Event.state == EventState.PUBLISHED, Event.ends_at > clock.now()


@names_changed.connect
def update_names(_sender: object, *, member_ids: list[int]) -> None:
    """Update names, numbers and search text of registrations for events not over."""
    query = (
        select(Registration, Contact, Member)
        .join(Event, Event.id == Registration.event_id)
        .join(Contact, Contact.id == Registration.contact_id)
        .join(Member, Member.id == Contact.member_id)
        .where(Contact.member_id.in_(member_ids), Registration.state.in_(LIVE), *_not_over())
        .order_by(Event.id)
    )
    # Lock the events, in the common order: a promotion meanwhile writes the same rows.
    for row, contact, member in db.session.execute(query.with_for_update(of=Event)).all():
        for name, value in Attendee.of(contact, member).columns().items():
            setattr(row, name, value)
    db.session.flush()


def own_seats(event_id: int, actor: Actor) -> list[OwnSeat]:
    """Everybody whom this person may register for the event: itself first, then contacts of its firm."""
    query = select(Registration, seats.rank()).where(
        Registration.event_id == event_id,
        or_(Registration.state.in_(LIVE), Registration.away == Away.RELEASED),
        attendees.own(actor),
    )
    rows = list(db.session.execute(query.order_by(Registration.state == RegistrationState.CANCELLED)).all())
    by_contact = {row.contact_id: (row, place) for row, place in rows if row.contact_id is not None}
    mine = next(
        ((row, place) for row, place in rows if attendees.is_of(row, actor)),
        None,
    )
    lines = [_own_seat(actor.name, True, actor.contact_id, mine)]
    if actor.member_id is not None and actor.member_is_active:
        contacts = (
            select(Contact.id, Contact.name)
            .where(Contact.member_id == actor.member_id, Contact.left_at.is_(None), Contact.id != actor.contact_id)
            .order_by(Contact.id)
        )
        lines += [
            _own_seat(name, False, contact_id, by_contact.get(contact_id))
            for contact_id, name in db.session.execute(contacts)
        ]
    return lines


def _own_seat(
    name: str, is_self: bool, contact_id: int | None, row_and_place: tuple[Registration, int] | None
) -> OwnSeat:
    if row_and_place is None:
        return OwnSeat(name, is_self, contact_id)
    row, place = row_and_place
    if row.state == RegistrationState.CANCELLED:
        return OwnSeat(name, is_self, contact_id, released_at=row.cancelled_at)
    return OwnSeat(
        name, is_self, contact_id, row.id, row.state, place, row.promoted_at is not None, row.checked_in_at is not None
    )
