"""Check people in at the door. Every act can be repeated without harm, and undone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from .. import clock
from ..audit import services as audit
from ..errors import Conflict, at_field, found
from ..extensions import db
from ..language.phones import mobile
from ..language.text import checked_text, fold, like_pattern
from ..members.models import Contact, Member
from ..rights import Actor
from . import attendees, registration, rights, seats, services
from .attendees import LIVE, Attendee
from .models import Event, EventState, Registration, RegistrationState

LATE_AFTER = timedelta(minutes=15)
"""After the start."""


@dataclass(frozen=True)
class DoorCounts:
    """How full the room is."""

    came: int
    registered: int
    waiting: int
    has_room: bool


def door_counts(event: Event, *, actor: Actor) -> DoorCounts:
    """The counts on top of the door list; one query."""
    rights.RUN.demand(actor)
    query = select(Registration.state, func.count(), func.count(Registration.checked_in_at)).where(
        Registration.event_id == event.id, Registration.state.in_(LIVE)
    )
    found = {state: (number, came) for state, number, came in db.session.execute(query.group_by(Registration.state))}
    registered, came = found.get(RegistrationState.REGISTERED, (0, 0))
    waiting, _none = found.get(RegistrationState.WAITLISTED, (0, 0))
    return DoorCounts(came, registered, waiting, event.capacity is None or registered < event.capacity)


def registrations(
    event_id: int, search: str = "", states: tuple[RegistrationState, ...] = LIVE, *, actor: Actor
) -> Select[Any]:
    """Query of (registration, waiting position), paged by `PAGE_KEYS`. Forbidden for all but the secretariat."""
    rights.RUN.demand(actor)
    query = select(Registration, seats.rank().label("place")).where(
        Registration.event_id == event_id, Registration.state.in_(states)
    )
    if fold(search):
        query = query.where(Registration.search_door.like(like_pattern(search), escape="\\"))
    return query


PAGE_KEYS = [Registration.name_key, Registration.id]
WAITING_KEYS = [Registration.turn, Registration.id]


def state_counts(event_id: int, search: str = "", *, actor: Actor) -> dict[str, int]:
    """The number of registrations found, by state."""
    found = registrations(event_id, search, tuple(RegistrationState), actor=actor).with_only_columns(
        Registration.state, func.count()
    )
    numbers = dict(db.session.execute(found.group_by(Registration.state)).all())
    return {**dict.fromkeys(RegistrationState, 0), **numbers}


def first_registrations(event_id: int, state: RegistrationState, number: int, *, actor: Actor) -> list[Registration]:
    """The first registrations in a state: with a seat by pinyin, waiting by turn."""
    rights.RUN.demand(actor)
    order = WAITING_KEYS if state == RegistrationState.WAITLISTED else PAGE_KEYS
    query = select(Registration).where(Registration.event_id == event_id, Registration.state == state)
    return list(db.session.scalars(query.order_by(*order).limit(number)))


def find(registration_id: int, actor: Actor) -> tuple[Registration, int]:
    """A registration and its waiting position; NotFound if this person may not read it."""
    query = select(Registration, seats.rank()).where(Registration.id == registration_id, attendees.visible_to(actor))
    return found(db.session.execute(query).first())


def is_late(event: Event, row: Registration) -> bool:
    """Whether somebody came over 15 minutes late; a check-in after the end was copied from paper and does not count."""
    came = row.checked_in_at
    return came is not None and event.starts_at + LATE_AFTER < came < event.ends_at


def is_open(event: Event) -> bool:
    """Whether people can be checked in; also afterwards, from the paper sheet."""
    return event.state in (EventState.PUBLISHED, EventState.DONE)


def is_early(event: Event) -> bool:
    """Whether the day of the event (in Shanghai) is still to come: checking in works, as a trial, with a warning."""
    return clock.local(event.starts_at).date() > clock.today()


def _must_be_open(event: Event) -> None:
    if not is_open(event):
        raise Conflict(_("This event is not taking place: nobody can be checked in."))


def check_in(registration_id: int, *, actor: Actor, event_id: int | None = None) -> Registration:
    """Check somebody in; nothing changes if repeated. Somebody waiting gets a free seat first.

    Conflict if the registration was cancelled or no seat is free; Forbidden for all but the secretariat.
    """
    rights.RUN.demand(actor)
    event, row = registration.lock_registration(registration_id, actor, event_id)
    _must_be_open(event)
    if row.checked_in_at is not None:
        return row
    if row.state == RegistrationState.CANCELLED:
        raise Conflict(_("%(name)s has cancelled. Add them as a walk-in.", name=row.name))
    moment = clock.now()
    if row.state == RegistrationState.WAITLISTED:
        registration.assign_seat(event, row, actor=actor)
        # The same time as the check-in: so that undoing it also undoes the seat.
        row.promoted_at = moment
    _set_checked_in(event, row, moment, actor)
    return row


def _set_checked_in(event: Event, row: Registration, moment: datetime, actor: Actor) -> None:
    row.checked_in_at, row.checked_in_by_id = moment, actor.account_id
    db.session.flush()
    audit.record("event.checked_in", "event", event.id, actor=actor, after={"registration": row.id})


def undo(registration_id: int, *, actor: Actor, event_id: int | None = None) -> Registration:
    """Undo a check-in. A walk-in is cancelled, and somebody who got a seat by checking in waits again."""
    rights.RUN.demand(actor)
    event, row = registration.lock_registration(registration_id, actor, event_id)
    _must_be_open(event)
    if row.checked_in_at is None:
        return row
    audit.record("event.check_in_undone", "event", event.id, actor=actor, after={"registration": row.id})
    if row.is_walk_in:
        registration.release(event, row, actor=actor)
    elif row.promoted_at == row.checked_in_at:
        seats.move_seat(row, RegistrationState.WAITLISTED)
        row.checked_in_at = row.checked_in_by_id = None
        seats.promote_from_waiting_list(event, actor=actor)
    else:
        row.checked_in_at = row.checked_in_by_id = None
    db.session.flush()
    return row


def walk_in(event_id: int, *, name: str, phone: str, organisation: str = "", actor: Actor) -> Registration:
    """Register and check in somebody who is not on the list; nothing changes if repeated.

    A person registered under this name and mobile number is only checked in; a contact with both counts for its firm.
    DomainError at a wrong field, Conflict if no seat is free.
    """
    rights.RUN.demand(actor)
    attendee = _walk_in_attendee(name, phone, organisation, actor)
    event = services.lock(event_id, actor)
    _must_be_open(event)
    query = select(Registration).where(
        Registration.event_id == event.id, Registration.mobile == attendee.mobile, Registration.name == attendee.name
    )
    rows = list(db.session.scalars(query.execution_options(populate_existing=True)))
    existing = next((row for row in rows if row.state in LIVE), rows[0] if rows else None)
    if existing is None and attendee.contact_id is not None:
        existing = registration.find_registration(event.id, attendee)
    if existing is not None and existing.state in LIVE:
        return check_in(existing.id, actor=actor)
    if not seats.has_room(event):
        raise Conflict(_("All seats are taken. Free one first, or allow more."))
    row = registration.save_registration(event, attendee, existing, RegistrationState.REGISTERED, actor)
    row.is_walk_in = True
    audit.record("event.walked_in", "event", event.id, actor=actor, after={"registration": row.id})
    _set_checked_in(event, row, clock.now(), actor)
    return row


def _walk_in_attendee(name: str, phone: str, organisation: str, actor: Actor) -> Attendee:
    name = checked_text(name, 60, "name", _("Please enter the name."))
    organisation = checked_text(organisation, 120, "organisation")
    with at_field("phone"):
        number = mobile(phone)
    contacts = (
        select(Contact.id)
        .join(Member, Member.id == Contact.member_id)
        .where(Contact.mobile == number, Contact.name == name)
        .where(Contact.left_at.is_(None), Member.status.in_(attendees.ACTIVE))
    )
    found = db.session.scalars(contacts).all()
    if len(found) == 1:
        return attendees.contact_attendee(found[0], actor)
    return Attendee(name=name, mobile=number, organisation=organisation)
