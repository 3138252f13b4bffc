"""Somebody with a seat does not come: excused, or a substitute comes; and taking that back."""

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock
from ...audit import services as audit
from ...errors import Conflict
from ...extensions import db
from ...rights import Actor
from .. import registration, rights, seats
from ..models import LIVE, Away, Registration, RegistrationState
from . import check_in, guests
from .releasing import give_up


def excuse(registration_id: int, *, actor: Actor, event_id: int | None = None) -> Registration:
    """Note that somebody is excused; the seat is free for others. Nothing changes if repeated.

    Conflict for people without a seat, and for those who are here.
    """
    rights.RUN.demand(actor)
    event, row = registration.lock_registration(registration_id, actor, event_id)
    check_in.must_be_open(event)
    if row.state == RegistrationState.CANCELLED and row.away in (Away.EXCUSED, Away.RELEASED):
        if row.away == Away.RELEASED:
            give_up(event, row, Away.EXCUSED, actor=actor)
        return row
    _must_be_missing(row)
    give_up(event, row, Away.EXCUSED, actor=actor)
    seats.promote_from_waiting_list(event, actor=actor)
    return row


def _must_be_missing(row: Registration) -> None:
    if row.checked_in_at is not None:
        raise Conflict(_("%(name)s has been checked in. Undo the check-in first.", name=row.name))
    if row.state != RegistrationState.REGISTERED:
        raise Conflict(_("%(name)s has no seat.", name=row.name))


def substitute(
    registration_id: int, *, name: str, phone: str = "", actor: Actor, event_id: int | None = None
) -> Registration:
    """Check in somebody who comes in the place of a registered person and takes over the seat.

    Without a phone number, or unknown under it, the substitute counts for the same firm. DomainError at a wrong field;
    Conflict if the substitute has a seat, or the person is here or has none.
    """
    rights.RUN.demand(actor)
    found, _place = check_in.find(registration_id, actor)
    attendee = guests.guest(name, phone, found.organisation, actor, member_id=found.member_id)
    event, row = registration.lock_registration(registration_id, actor, event_id)
    check_in.must_be_open(event)
    _must_be_missing(row)
    existing = guests.registered_guest(event.id, attendee)
    if existing is not None and existing.state in LIVE:
        raise Conflict(_("%(name)s is on the list already: check them in there.", name=existing.name))
    give_up(event, row, Away.SUBSTITUTED, actor=actor)
    new = registration.save_registration(event, attendee, existing, RegistrationState.REGISTERED, actor)
    new.is_walk_in, new.stands_in_for_id = True, row.id
    check_in.set_checked_in(event, new, clock.now(), actor=actor)
    return new


def take_back(registration_id: int, *, actor: Actor, event_id: int | None = None) -> Registration:
    """Give back the seat of somebody who was excused or whose seat was released; nothing changes if they have one.

    Conflict if all seats are taken meanwhile.
    """
    rights.RUN.demand(actor)
    event, row = registration.lock_registration(registration_id, actor, event_id)
    check_in.must_be_open(event)
    if row.state != RegistrationState.CANCELLED:
        return row
    if row.away not in (Away.EXCUSED, Away.RELEASED):
        raise Conflict(_("%(name)s has no seat.", name=row.name))
    if not seats.has_room(event):
        raise Conflict(_("All seats are taken. Free one first, or allow more."))
    seats.move_seat(row, RegistrationState.REGISTERED)
    row.away = ""
    after = {"registration": row.id, "member": row.member_id}
    audit.record("event.seated", "event", event.id, actor=actor, after=after)
    return row


def substitutes(event_id: int, *, actor: Actor) -> dict[int, str]:
    """The names of those who came in somebody's place, by the registration of that person."""
    rights.RUN.demand(actor)
    query = select(Registration.stands_in_for_id, Registration.name).where(
        Registration.event_id == event_id,
        Registration.stands_in_for_id.is_not(None),
        Registration.checked_in_at.is_not(None),
    )
    return {number: name for number, name in db.session.execute(query) if number is not None}
