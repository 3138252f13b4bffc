"""The door list: who is expected, who has come (events.md, Check-in). Repeating is harmless, all can be undone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from .. import clock
from ..audit import services as audit
from ..errors import Conflict, DomainError, NotFound
from ..extensions import db
from ..language.phones import mobile
from ..language.text import fold, like_pattern, written
from ..members.models import Contact, Member
from ..rights import Actor
from . import attendees, registration, rights, seats, services
from .attendees import LIVE, Attendee
from .models import Event, EventState, Registration, RegistrationState

LATE_AFTER = timedelta(minutes=15)
"""After the start (events.md, Check-in)."""


@dataclass(frozen=True)
class Door:
    """How full the room is."""

    came: int
    registered: int
    waiting: int
    has_room: bool


def door(event: Event) -> Door:
    """The numbers on top of the door list; one query."""
    query = select(Registration.state, func.count(), func.count(Registration.checked_in_at)).where(
        Registration.event_id == event.id, Registration.state.in_(LIVE)
    )
    found = {state: (number, came) for state, number, came in db.session.execute(query.group_by(Registration.state))}
    registered, came = found.get(RegistrationState.REGISTERED, (0, 0))
    waiting, _none = found.get(RegistrationState.WAITLISTED, (0, 0))
    return Door(came, registered, waiting, event.capacity is None or registered < event.capacity)


def people(
    event_id: int, search: str = "", states: tuple[RegistrationState, ...] = LIVE, *, actor: Actor
) -> Select[Any]:
    """The query of (registration, its place in line) that the door list pages through by `PAGE_KEYS`."""
    rights.RUN.demand(actor)
    query = select(Registration, seats.rank().label("place")).where(
        Registration.event_id == event_id, Registration.state.in_(states)
    )
    if fold(search):
        query = query.where(Registration.search_door.like(like_pattern(search), escape="\\"))
    return query


PAGE_KEYS = [Registration.name_key, Registration.id]
TURN_KEYS = [Registration.turn, Registration.id]


def tallies(event_id: int, search: str = "", *, actor: Actor) -> dict[str, int]:
    """How many registrations of each state the search finds."""
    found = people(event_id, search, tuple(RegistrationState), actor=actor).with_only_columns(
        Registration.state, func.count()
    )
    numbers = dict(db.session.execute(found.group_by(Registration.state)).all())
    return {**dict.fromkeys(RegistrationState, 0), **numbers}


def first_people(event_id: int, state: RegistrationState, number: int, *, actor: Actor) -> list[Registration]:
    """The first of one state: those with a seat by pinyin, those who wait by turn."""
    rights.RUN.demand(actor)
    order = TURN_KEYS if state == RegistrationState.WAITLISTED else PAGE_KEYS
    query = select(Registration).where(Registration.event_id == event_id, Registration.state == state)
    return list(db.session.scalars(query.order_by(*order).limit(number)))


def person(registration_id: int, actor: Actor) -> tuple[Registration, int]:
    """One registration and its place in line; NotFound where it is none of the actor's."""
    query = select(Registration, seats.rank()).where(Registration.id == registration_id, attendees.visible_to(actor))
    found = db.session.execute(query).first()
    if found is None:
        raise NotFound
    return found


def place_of(registration_id: int) -> int:
    """The place in line of one registration; 0 for whoever does not wait."""
    return db.session.scalar(select(seats.rank()).where(Registration.id == registration_id)) or 0


def is_late(event: Event, row: Registration) -> bool:
    """Whether somebody came over a quarter of an hour late; what is ticked after the end was copied from paper."""
    came = row.checked_in_at
    return came is not None and event.starts_at + LATE_AFTER < came < event.ends_at


def is_open(event: Event) -> bool:
    """Whether people can be ticked: also afterwards, from the paper sheet."""
    return event.state in (EventState.PUBLISHED, EventState.DONE)


def is_early(event: Event) -> bool:
    """Whether the day of the event has not come: ticking works, for a trial, but hardly anybody can have come."""
    return clock.local(event.starts_at).date() > clock.today()


def _must_be_open(event: Event) -> None:
    if not is_open(event):
        raise Conflict(_("This event is not taking place: nobody can be checked in."))


def check_in(registration_id: int, *, actor: Actor, event_id: int | None = None) -> Registration:
    """Tick somebody; harmless when repeated. Who waits gets a free seat with it.

    Raises Conflict where the registration was cancelled or no seat is free, Forbidden for all but the secretariat.
    """
    rights.RUN.demand(actor)
    event, row = registration.locked(registration_id, actor, event_id)
    _must_be_open(event)
    if row.checked_in_at is not None:
        return row
    if row.state == RegistrationState.CANCELLED:
        raise Conflict(_("%(name)s has cancelled. Add them as a walk-in.", name=row.name))
    moment = clock.now()
    if row.state == RegistrationState.WAITLISTED:
        registration.seat(event, row, actor=actor)
        # Equal to the tick: so that undoing the tick undoes the seat.
        row.promoted_at = moment
    _tick(event, row, moment, actor)
    return row


def _tick(event: Event, row: Registration, moment: datetime, actor: Actor) -> None:
    row.checked_in_at, row.checked_in_by_id = moment, actor.account_id
    db.session.flush()
    audit.record("event.checked_in", "event", event.id, actor=actor, after={"registration": row.id})


def undo(registration_id: int, *, actor: Actor, event_id: int | None = None) -> Registration:
    """Take a tick back; harmless when repeated. A walk-in goes away, and who was seated with the tick waits again."""
    rights.RUN.demand(actor)
    event, row = registration.locked(registration_id, actor, event_id)
    _must_be_open(event)
    if row.checked_in_at is None:
        return row
    audit.record("event.check_in_undone", "event", event.id, actor=actor, after={"registration": row.id})
    if row.is_walk_in:
        registration.release(event, row, actor=actor)
    elif row.promoted_at == row.checked_in_at:
        seats.move_seat(row, RegistrationState.WAITLISTED)
        row.checked_in_at = row.checked_in_by_id = None
        seats.seat_released(event, actor=actor)
    else:
        row.checked_in_at = row.checked_in_by_id = None
    db.session.flush()
    return row


def walk_in(event_id: int, *, name: str, phone: str, organisation: str = "", actor: Actor) -> Registration:
    """Register and tick somebody who is not on the list; harmless when repeated.

    Who is registered under this name and mobile number is just ticked; a contact of that name and number counts for its
    firm. Raises DomainError at the field that is wrong, Conflict where no seat is free.
    """
    rights.RUN.demand(actor)
    attendee = _walk_in_attendee(name, phone, organisation, actor)
    event = services.lock(event_id, actor)
    _must_be_open(event)
    query = select(Registration).where(
        Registration.event_id == event.id, Registration.mobile == attendee.mobile, Registration.name == attendee.name
    )
    rows = list(db.session.scalars(query.execution_options(populate_existing=True)))
    known = next((row for row in rows if row.state in LIVE), rows[0] if rows else None)
    if known is None and attendee.contact_id is not None:
        known = registration.known(event.id, attendee)
    if known is not None and known.state in LIVE:
        return check_in(known.id, actor=actor)
    if not seats.has_room(event):
        raise Conflict(_("All seats are taken. Free one first, or allow more."))
    row = registration.put(event, attendee, known, RegistrationState.REGISTERED, actor)
    row.is_walk_in = True
    audit.record("event.walked_in", "event", event.id, actor=actor, after={"registration": row.id})
    _tick(event, row, clock.now(), actor)
    return row


def _walk_in_attendee(name: str, phone: str, organisation: str, actor: Actor) -> Attendee:
    name = written(name, 60, "name", _("Please enter the name."))
    organisation = written(organisation, 120, "organisation")
    try:
        number = mobile(phone)
    except DomainError as error:
        raise DomainError(error.message, field="phone") from None
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
