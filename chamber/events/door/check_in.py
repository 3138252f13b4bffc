"""Check people in at the door. Every act can be repeated without harm, and undone."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true

from ... import clock
from ...audit import services as audit
from ...errors import Conflict, found
from ...extensions import db
from ...language.text import like_patterns
from ...rights import Actor
from .. import attendees, registration, rights, seats
from ..models import LIVE, Away, Event, EventState, Registration, RegistrationState
from .counting import LATE_AFTER


class Show(StrEnum):
    """Whom the door list shows: everybody who may come, or one of the parts that these fall into."""

    ALL = ""
    AWAITED = "awaited"
    """Has a seat, or had one until it was released, and has not come yet."""
    HERE = "here"
    WAITING = "waiting"
    """On the waiting list."""
    AWAY = "away"
    """Excused, or somebody else came instead."""

    @property
    def condition(self) -> ColumnElement[bool]:
        """The same as a condition."""
        if self is Show.ALL:
            return true()
        is_here = Registration.checked_in_at.is_not(None)
        if self is Show.HERE:
            return is_here
        return and_(~is_here, _missing()[self])


def _missing() -> dict[Show, ColumnElement[bool]]:
    gave_up = Registration.state == RegistrationState.CANCELLED
    released = and_(gave_up, Registration.away == Away.RELEASED)
    return {
        Show.AWAITED: or_(Registration.state == RegistrationState.REGISTERED, released),
        Show.WAITING: Registration.state == RegistrationState.WAITLISTED,
        Show.AWAY: and_(gave_up, Registration.away != Away.RELEASED),
    }


def registrations(
    event_id: int,
    search: str = "",
    states: tuple[RegistrationState, ...] | None = None,
    *,
    show: Show = Show.ALL,
    actor: Actor,
) -> Select[Any]:
    """Query of (registration, waiting position), paged by `PAGE_KEYS`. Forbidden for all but the secretariat.

    Without `states`: whoever may come to the door, also after they were excused or their seat was released.
    """
    rights.RUN.demand(actor)
    wanted = Registration.state.in_(states) if states else at_the_door()
    query = select(Registration, seats.rank().label("place")).where(
        Registration.event_id == event_id, wanted, show.condition
    )
    return query.where(*(Registration.search_door.like(word, escape="\\") for word in like_patterns(search)))


PAGE_KEYS = [Registration.name_key, Registration.id]
WAITING_KEYS = [Registration.turn, Registration.id]


def at_the_door() -> ColumnElement[bool]:
    """Condition: people on the door list."""
    return or_(Registration.state.in_(LIVE), Registration.away != "")


def numbers_at_the_door(event_id: int, search: str = "", *, actor: Actor) -> dict[Show, int]:
    """How many people the door list finds, by whom it shows."""
    numbers = [func.count(case((show.condition, 1))) for show in Show]
    found = registrations(event_id, search, actor=actor).with_only_columns(*numbers)
    return dict(zip(Show, db.session.execute(found).one(), strict=True))


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


def find_all(event_id: int, ids: Collection[int], actor: Actor) -> list[tuple[Registration, int]]:
    """Those registrations of the event, each with its waiting position. Forbidden for all but the secretariat."""
    rights.RUN.demand(actor)
    query = select(Registration, seats.rank()).where(Registration.event_id == event_id, Registration.id.in_(ids))
    return [(row, place) for row, place in db.session.execute(query)]


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


def must_be_open(event: Event) -> None:
    """Conflict if nobody can be checked in."""
    if not is_open(event):
        raise Conflict(_("This event is not taking place: nobody can be checked in."))


def check_in(registration_id: int, *, actor: Actor, event_id: int | None = None, beside: bool = False) -> Registration:
    """Check somebody in; nothing changes if repeated. Whoever has no seat gets a free one first.

    `beside`: at a full house, let them in beside the seats. Conflict if the registration was cancelled, or no seat is
    free; Forbidden for all but the secretariat.
    """
    rights.RUN.demand(actor)
    event, row = registration.lock_registration(registration_id, actor, event_id)
    must_be_open(event)
    if row.checked_in_at is not None:
        return row
    if row.away == Away.SUBSTITUTED:
        raise Conflict(_("Somebody else came in the place of %(name)s. Undo that first.", name=row.name))
    if row.state == RegistrationState.CANCELLED and not row.away:
        raise Conflict(_("%(name)s has cancelled. Add them as a walk-in.", name=row.name))
    moment = clock.now()
    if row.state != RegistrationState.REGISTERED:
        _admit(event, row, moment, beside=beside, actor=actor)
    set_checked_in(event, row, moment, actor=actor)
    return row


def _admit(event: Event, row: Registration, moment: datetime, *, beside: bool, actor: Actor) -> None:
    waited = row.state == RegistrationState.WAITLISTED
    if beside and not seats.has_room(event):
        seats.move_seat(row, RegistrationState.LET_IN)
        note_let_in(event, row, actor=actor)
    else:
        registration.assign_seat(event, row, actor=actor)
    if waited:
        # The same time as the check-in: so that undoing it also undoes the seat.
        row.promoted_at = moment


def note_let_in(event: Event, row: Registration, *, actor: Actor) -> None:
    """Log whom this person let in beside the seats."""
    after = {"registration": row.id, "member": row.member_id}
    audit.record("event.let_in", "event", event.id, actor=actor, after=after)


def set_checked_in(event: Event, row: Registration, moment: datetime, *, actor: Actor) -> None:
    """Write that somebody with a place is here, under the event's lock."""
    row.checked_in_at, row.checked_in_by_id = moment, actor.account_id
    db.session.flush()
    audit.record("event.checked_in", "event", event.id, actor=actor, after={"registration": row.id})


def undo(registration_id: int, *, actor: Actor, event_id: int | None = None) -> Registration:
    """Undo a check-in: a walk-in is cancelled, all others stand as before, and a seat that becomes free is passed on.

    Whoever got a seat by checking in waits again; whoever had given it up has given it up; whose substitute it was has
    the seat again.
    """
    rights.RUN.demand(actor)
    event, row = registration.lock_registration(registration_id, actor, event_id)
    must_be_open(event)
    if row.checked_in_at is None:
        return row
    audit.record("event.check_in_undone", "event", event.id, actor=actor, after={"registration": row.id})
    if row.is_walk_in:
        _hand_seat_back(row)
        registration.release(event, row, actor=actor)
    elif row.away or row.promoted_at == row.checked_in_at:
        seats.move_seat(row, RegistrationState.CANCELLED if row.away else RegistrationState.WAITLISTED)
        row.checked_in_at = row.checked_in_by_id = None
        seats.promote_from_waiting_list(event, actor=actor)
    else:
        row.checked_in_at = row.checked_in_by_id = None
    db.session.flush()
    return row


def _hand_seat_back(row: Registration) -> None:
    """Before a substitute is cancelled: the seat is again that of the person it was taken over from."""
    if row.stands_in_for_id is not None:
        seats.move_seat(row, RegistrationState.CANCELLED)
        other = db.session.get_one(Registration, row.stands_in_for_id, populate_existing=True)
        if other.away == Away.SUBSTITUTED:
            seats.move_seat(other, RegistrationState.REGISTERED)
            other.away = ""
