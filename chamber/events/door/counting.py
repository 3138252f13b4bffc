"""Count who was expected and who came, in the database: the door, the event's page and the table say the same."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from ... import clock
from ...extensions import db
from ...rights import Actor
from .. import rights
from ..models import Away, Event, EventState, Registration, RegistrationState
from ..seats import PROMOTION_STOPS

LATE_AFTER = timedelta(minutes=15)
"""After the start: who comes later is late, and the seats of those who have not come can be released."""


@dataclass(frozen=True)
class Tally:
    """Attendance of an event in numbers. Whoever was expected came, was excused, had a substitute, or was absent."""

    expected: int = 0
    """With a seat before the start."""
    came: int = 0
    """Everybody who was checked in."""
    came_expected: int = 0
    excused: int = 0
    substituted: int = 0
    late: int = 0
    """Of all who came."""
    walk_ins: int = 0
    """Unexpected, not on the list and on a free seat."""
    beside: int = 0
    """Unexpected, and let in beside the seats."""

    @property
    def absent(self) -> int:
        """Expected, and neither here nor excused nor represented."""
        return self.expected - self.came_expected - self.excused - self.substituted

    @property
    def unexpected(self) -> int:
        """Came without a seat before the start, and not as a substitute."""
        return self.came - self.came_expected - self.substituted

    @property
    def seated_late(self) -> int:
        """Unexpected, on the list and on a free seat."""
        return self.unexpected - self.walk_ins - self.beside


@dataclass(frozen=True)
class DoorCounts:
    """How full the room is, and what can be done about it."""

    tally: Tally
    registered: int
    waiting: int
    has_room: bool
    releasable: int
    """Seats of people who have not come, while they can be released."""
    promotable: int
    """How many of those who wait there is a free seat for, where only a press gives it."""


def expected(starts_at: Any) -> ColumnElement[bool]:
    """Condition: had a seat before the start; not who got it with the check-in."""
    seated_at = func.coalesce(Registration.promoted_at, Registration.registered_at)
    at_the_door = and_(Registration.checked_in_at.is_not(None), Registration.promoted_at == Registration.checked_in_at)
    kept = and_(Registration.state == RegistrationState.REGISTERED, ~func.coalesce(at_the_door, False))
    return and_(Registration.is_walk_in.is_(False), or_(Registration.away != "", kept), seated_at < starts_at)


def is_away(reason: Away) -> ColumnElement[bool]:
    """Condition: gave the seat up for this reason and did not come after all."""
    return and_(Registration.away == reason, Registration.state == RegistrationState.CANCELLED)


def _one(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return case((and_(*conditions), 1), else_=0)


def flags(event: Event) -> dict[str, ColumnElement[int]]:
    """What a registration adds to each number of the `Tally`: 1 or 0."""
    here, was_expected = Registration.checked_in_at.is_not(None), expected(event.starts_at)
    late = and_(Registration.checked_in_at > event.starts_at + LATE_AFTER, Registration.checked_in_at < event.ends_at)
    is_beside = Registration.state == RegistrationState.LET_IN
    is_walk_in = and_(Registration.is_walk_in, Registration.stands_in_for_id.is_(None), ~is_beside)
    return {
        "expected": _one(was_expected),
        "came": _one(here),
        "came_expected": _one(here, was_expected),
        "excused": _one(is_away(Away.EXCUSED), was_expected),
        "substituted": _one(is_away(Away.SUBSTITUTED), was_expected),
        "late": _one(late),
        "walk_ins": _one(here, is_walk_in),
        "beside": _one(is_beside, ~was_expected),
    }


def tally(event: Event) -> Tally:
    """The attendance of an event; one query."""
    return Tally(**_sums(event, flags(event)))


def _sums(event: Event, columns: dict[str, ColumnElement[int]]) -> dict[str, int]:
    summed = [func.coalesce(func.sum(column), 0).label(name) for name, column in columns.items()]
    row = db.session.execute(select(*summed).where(Registration.event_id == event.id)).one()
    return {name: int(value) for name, value in row._mapping.items()}


def not_come(now: datetime) -> ColumnElement[bool]:
    """Condition: registrations whose seat can be released now, not of who got it a moment ago."""
    seated_at = func.coalesce(Registration.promoted_at, Registration.registered_at)
    return and_(
        Registration.state == RegistrationState.REGISTERED,
        Registration.checked_in_at.is_(None),
        seated_at <= now - LATE_AFTER,
    )


def door_counts(event: Event, *, actor: Actor) -> DoorCounts:
    """The counts on top of the door list; one query."""
    rights.RUN.demand(actor)
    now = clock.now()
    columns = flags(event) | {
        "registered": _one(Registration.state == RegistrationState.REGISTERED),
        "waiting": _one(Registration.state == RegistrationState.WAITLISTED),
        "absent": _one(not_come(now)),
    }
    numbers = _sums(event, columns)
    registered, waiting, absent = (numbers.pop(name) for name in ("registered", "waiting", "absent"))
    free = waiting if event.capacity is None else max(0, event.capacity - registered)
    return DoorCounts(
        tally=Tally(**numbers),
        registered=registered,
        waiting=waiting,
        has_room=event.capacity is None or registered < event.capacity,
        releasable=absent if can_release(event, now) else 0,
        promotable=min(free, waiting) if is_running(event, now) else 0,
    )


def is_over(event: Event) -> bool:
    """Whether it has ended: until then nobody is absent."""
    return bool(event.state == EventState.DONE or event.ends_at <= clock.now())


def is_running(event: Event, now: datetime) -> bool:
    """Whether the secretariat decides about free seats: promotion has stopped and the event is not over."""
    return bool(event.state == EventState.PUBLISHED and event.starts_at - PROMOTION_STOPS < now < event.ends_at)


def can_release(event: Event, now: datetime) -> bool:
    """Whether the seats of those who have not come can be released."""
    return bool(event.state == EventState.PUBLISHED and event.starts_at + LATE_AFTER <= now < event.ends_at)
