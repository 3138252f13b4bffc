"""Count seats and run the waiting list, always under the event's lock: lock first, then count.

On PostgreSQL the lock is the event's row; on SQLite a writing transaction has the database to itself.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from math import inf
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, ScalarSelect, bindparam, func, select
from sqlalchemy.orm import aliased

from .. import clock
from ..audit import services as audit
from ..extensions import db
from ..rights import Actor
from .models import Event, EventState, Registration, RegistrationState

PROMOTION_STOPS = timedelta(hours=2)
"""Before the start: from then on the secretariat decides who gets a free seat."""


@dataclass(frozen=True)
class SeatCount:
    """How many have a seat, how many wait."""

    registered: int = 0
    waiting: int = 0


def lock(event_id: int, condition: ColumnElement[bool]) -> Event | None:
    """The event's row, locked and read again; None if it does not meet the condition."""
    query = select(Event).where(Event.id == event_id, condition).with_for_update()
    # Without populate_existing the session returns the capacity from before waiting for the lock.
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def count(event_id: int) -> SeatCount:
    """The seats of one event."""
    return counts([event_id]).get(event_id, SeatCount())


@cache
def by_state() -> Any:
    """Query of how many registrations of the events `ids` there are in each state."""
    return (
        select(Registration.event_id, Registration.state, func.count())
        .where(
            Registration.event_id.in_(bindparam("ids", expanding=True)),
            Registration.state != RegistrationState.CANCELLED,
        )
        .group_by(Registration.event_id, Registration.state)
    )


def counts(event_ids: list[int]) -> dict[int, SeatCount]:
    """The seats of these events in one query; an event without registrations is missing."""
    return counted(tuple(row) for row in db.session.execute(by_state(), {"ids": event_ids}))


def counted(rows: Iterable[tuple[int, str, int]]) -> dict[int, SeatCount]:
    """The seats of each event in the rows of `by_state`."""
    found: dict[int, dict[str, int]] = {}
    for event_id, state, number in rows:
        found.setdefault(event_id, {})[state] = number
    return {
        event_id: SeatCount(states.get(RegistrationState.REGISTERED, 0), states.get(RegistrationState.WAITLISTED, 0))
        for event_id, states in found.items()
    }


@cache
def rank() -> ScalarSelect[Any]:
    """A column beside `Registration`: its position on the waiting list, from 1 without gaps; 0 if it does not wait."""
    other = aliased(Registration)
    return (
        select(func.count())
        .where(
            other.event_id == Registration.event_id,
            other.state == RegistrationState.WAITLISTED,
            Registration.state == RegistrationState.WAITLISTED,
            other.turn <= Registration.turn,
        )
        .correlate(Registration)
        .scalar_subquery()
    )


def next_turn(event_id: int) -> int:
    """The turn at the end of the waiting list."""
    return (db.session.scalar(select(func.max(Registration.turn)).where(Registration.event_id == event_id)) or 0) + 1


def has_room(event: Event) -> bool:
    """Whether a seat is free, even if somebody waits for it."""
    return event.capacity is None or count(event.id).registered < event.capacity


def seats_of(event_id: int) -> Counter[int | None]:
    """Seats taken per firm; None for people without one."""
    query = (
        select(Registration.member_id, func.count())
        .where(Registration.event_id == event_id, Registration.state == RegistrationState.REGISTERED)
        .group_by(Registration.member_id)
    )
    return Counter(dict(db.session.execute(query).all()))


def _waiting_list(event_id: int) -> list[tuple[int, int | None]]:
    """(registration id, firm id) of those who wait, in turn."""
    query = (
        select(Registration.id, Registration.member_id)
        .where(Registration.event_id == event_id, Registration.state == RegistrationState.WAITLISTED)
        .order_by(Registration.turn)
    )
    return list(db.session.execute(query).all())


@dataclass(frozen=True)
class Seating:
    """Seats taken and people waiting by firm; None for people without one."""

    event: Event
    taken: Counter[int | None]
    waiting: Counter[int | None]

    @property
    def count(self) -> SeatCount:
        """The totals."""
        return SeatCount(self.taken.total(), self.waiting.total())

    def gets_seat(self, member_id: int | None) -> bool:
        """Whether somebody new from this firm gets a seat at once.

        If one is free, the firm has quota, and nobody waiting could take it (which happens when promotion has stopped).
        """
        if _free(self.event, self.taken) < 1 or not _has_quota(self.event, member_id, self.taken):
            return False
        return not any(_has_quota(self.event, firm, self.taken) for firm in self.waiting)

    def has_quota(self, member_id: int | None) -> bool:
        """Whether the firm may have another seat, free or not."""
        return _has_quota(self.event, member_id, self.taken)

    def waits(self, member_id: int | None) -> bool:
        """Whether somebody new from this firm goes on the waiting list."""
        return self.event.waiting_list and not self.gets_seat(member_id)

    def refusal_reason(self, member_id: int | None) -> str:
        """Why somebody new from this firm can neither have a seat nor wait, as a sentence; "" if they can."""
        if self.event.waiting_list or self.gets_seat(member_id):
            return ""
        if self.has_quota(member_id):
            return str(_("All seats are taken, and there is no waiting list."))
        return str(
            ngettext(
                "Each firm has %(num)s seat here; it is taken, and there is no waiting list.",
                "Each firm has %(num)s seats here; they are taken, and there is no waiting list.",
                self.event.seats_per_member,
            )
        )


def seating(event: Event) -> Seating:
    """The seats and the waiting list by firm; one query."""
    query = (
        select(Registration.state, Registration.member_id, func.count())
        .where(Registration.event_id == event.id, Registration.state != RegistrationState.CANCELLED)
        .group_by(Registration.state, Registration.member_id)
    )
    by_state: dict[str, Counter[int | None]] = {state: Counter() for state in RegistrationState}
    for state, member_id, number in db.session.execute(query):
        by_state[state][member_id] = number
    return Seating(event, by_state[RegistrationState.REGISTERED], by_state[RegistrationState.WAITLISTED])


def _free(event: Event, taken: Counter[int | None]) -> float:
    return inf if event.capacity is None else event.capacity - taken.total()


def _has_quota(event: Event, member_id: int | None, taken: Counter[int | None]) -> bool:
    return member_id is None or taken[member_id] < event.seats_per_member


def promotes_automatically(event: Event) -> bool:
    """Whether a seat that becomes free now goes to the first in line."""
    return event.state == EventState.PUBLISHED and clock.now() <= event.starts_at - PROMOTION_STOPS


def promote_from_waiting_list(event: Event, *, actor: Actor | None, by_press: bool = False) -> list[int]:
    """Give free seats to those who wait, strictly in turn; returns the registrations that moved up.

    The first whose firm has quota left gets the seat; those passed over keep their position, which is logged. Called
    under the event's lock wherever a seat or quota becomes free; `by_press`: also after promotion has stopped.
    """
    db.session.flush()
    if not by_press and not promotes_automatically(event):
        return []
    waiting = _waiting_list(event.id)
    taken = seats_of(event.id) if waiting else Counter()
    promoted: list[int] = []
    skipped: list[int] = []
    for registration_id, member_id in waiting:
        if _free(event, taken) < 1:
            break
        if not _has_quota(event, member_id, taken):
            skipped.append(registration_id)
            continue
        _promote(event, registration_id, actor, skipped)
        promoted.append(registration_id)
        taken[member_id] += 1
    db.session.flush()
    return promoted


def move_seat(row: Registration, state: RegistrationState) -> None:
    """Set the state of a registration, and when it moved up or was cancelled."""
    row.cancelled_at = clock.now() if state == RegistrationState.CANCELLED else None
    if row.state == RegistrationState.WAITLISTED and state in (RegistrationState.REGISTERED, RegistrationState.LET_IN):
        row.promoted_at = clock.now()
    elif state == RegistrationState.WAITLISTED:
        row.promoted_at = None
    row.state = state


def _promote(event: Event, registration_id: int, actor: Actor | None, skipped: list[int]) -> None:
    row = db.session.get_one(Registration, registration_id, populate_existing=True)
    move_seat(row, RegistrationState.REGISTERED)
    if skipped:
        values = {"registrations": list(skipped), "for": registration_id}
        audit.record("event.skipped", "event", event.id, actor=actor, after=values)
    after = {"registration": registration_id, "member": row.member_id}
    audit.record("event.promoted", "event", event.id, actor=actor, after=after)
