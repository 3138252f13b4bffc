"""Lists of events (coming, past, own) with seats and the viewer's own registration."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from .. import clock
from ..extensions import NOW, UtcDateTime, db
from ..language.dates import local_time
from ..language.labelled import Labelled
from ..registry.finds import Hit
from ..registry.homes import waiting_row
from ..rights import Actor
from ..search import index
from . import attendees, circle, registration, rights, seats
from .models import LIVE, Event, EventKind, EventState, Registration, RegistrationState
from .seats import SeatCount
from .services import circles, listed_to


class When(Labelled):
    """The three lists."""

    COMING = "coming", _l("Coming")
    PAST = "past", _l("Past")
    MINE = "mine", _l("Mine")


@dataclass(frozen=True)
class OwnState:
    """The viewer's registration for an event, and how many colleagues have a seat or wait."""

    state: str = ""
    rank: int = 0
    colleagues: int = 0
    colleagues_waiting: int = 0


@dataclass(frozen=True)
class EventLine:
    """An event in a list."""

    event: Event
    seats: SeatCount
    own: OwnState
    can_register: bool = False
    """Whether the viewer can register now, also for the waiting list."""
    waits: bool = False
    """Whether a new registration goes on the waiting list."""
    is_invited: bool = True
    """Whether the viewer's firm is among those that it is for."""


@dataclass(frozen=True)
class FilterCounts:
    """Events per filter value: lists counted within the chosen kind, kinds within the chosen list."""

    by_when: dict[str, int]
    by_kind: dict[str, int]


_AHEAD = and_(Event.ends_at > NOW, Event.state != EventState.DONE)
"""Coming or under way; not what was marked done early."""


def _mine(actor: Actor) -> ColumnElement[bool]:
    return _with_seat(attendees.own(actor))


def _with_seat(whose: ColumnElement[bool]) -> ColumnElement[bool]:
    """The events for which such a registration is live."""
    # Not a correlated EXISTS: that would run once per event.
    return Event.id.in_(select(Registration.event_id).where(Registration.state.in_(LIVE), whose))


def _in_list(when: str, actor: Actor) -> ColumnElement[bool]:
    if when == When.MINE:
        return _mine(actor)
    return _AHEAD if when == When.COMING else ~_AHEAD


def _words(search: str, actor: Actor) -> ColumnElement[bool]:
    return index.holds("event", Event.id, search, *circles(actor))


@lru_cache(maxsize=200)
def events(actor: Actor, *, when: str = When.COMING, kind: str = "", search: str = "") -> Any:
    """Query of a list, paged by `PAGE_KEYS`: coming ones nearest first, past ones newest first."""
    found = select(Event).where(listed_to(actor), _in_list(when, actor), _words(search, actor))
    return found.where(Event.kind == kind) if kind in set(EventKind) else found


def found(when: str) -> Callable[[Actor, str], ColumnElement[bool]]:
    """The condition for events of a list that this person finds by what was typed."""
    return lambda actor, typed: and_(listed_to(actor), _in_list(when, actor), _words(typed, actor))


def hits(_actor: Actor, ids: Sequence[int]) -> dict[int, Hit]:
    """These events as the search shows them."""
    rows = db.session.execute(select(Event.id, Event.title, Event.starts_at, Event.place).where(Event.id.in_(ids)))
    return {
        row.id: Hit(row.title, "events.event", {"event_id": row.id}, f"{local_time(row.starts_at)} {row.place}")
        for row in rows
    }


def mine_past(actor: Actor, *, kind: str = "", search: str = "") -> Select[Any]:
    """Query of the viewer's past events; `mine_coming` is shown before its first page."""
    return events(actor, when=When.MINE, kind=kind, search=search).where(~_AHEAD)


def mine_coming(actor: Actor, *, kind: str = "", search: str = "") -> list[Event]:
    """The viewer's coming events, nearest first: few enough for one page."""
    query = events(actor, kind=kind, search=search).where(_mine(actor)).order_by(*PAGE_KEYS)
    return list(db.session.scalars(query))


PAGE_KEYS = [Event.starts_at, Event.id]
MOST_OWN = 20
"""Events on a home page that the person is registered for."""


def filter_counts(actor: Actor, *, when: str, kind: str = "", search: str = "") -> FilterCounts:
    """The counts of all filter chips in one query."""
    rights.READ.demand(actor)
    by_when: dict[str, int] = dict.fromkeys(When, 0)
    by_kind: dict[str, int] = dict.fromkeys(EventKind, 0)
    for each, number, ahead, mine in db.session.execute(_filter_counts(actor).where(_words(search, actor))):
        here = {When.COMING: ahead, When.PAST: number - ahead, When.MINE: mine}
        by_kind[each] = here[When(when)]
        for name, value in here.items():
            by_when[name] += value if kind in ("", each) else 0
    return FilterCounts(by_when, by_kind)


@lru_cache(maxsize=200)
def _filter_counts(actor: Actor) -> Any:
    counted = (func.count(), func.sum(case((_AHEAD, 1), else_=0)), func.sum(case((_mine(actor), 1), else_=0)))
    return select(Event.kind, *counted).where(listed_to(actor)).group_by(Event.kind)


def lines(rows: list[Event], actor: Actor, *, any_own: bool = True) -> list[EventLine]:
    """These events with seats and the viewer's own state, if `any_own` has one; one or two queries."""
    ids = [event.id for event in rows]
    if not ids:
        return []
    taken, states = _taken_and_own(ids, actor) if any_own else (seats.counts(ids), {})
    closed = circle.closed_to(rows, actor)
    return [
        _line(row, taken.get(row.id, SeatCount()), states.get(row.id, OwnState()), actor, row.id not in closed)
        for row in rows
    ]


def _line(event: Event, count: SeatCount, own: OwnState, actor: Actor, is_invited: bool) -> EventLine:
    is_full = event.capacity is not None and count.registered >= event.capacity
    has_quota = own.colleagues < event.seats_per_member
    # Before promotion stops, people who wait although a seat is free lack quota, so others may take it.
    waits = is_full or not has_quota or (count.waiting > 0 and not seats.promotes_automatically(event))
    takes = event.waiting_list or not waits
    can_register = registration.can_register(event, actor, is_invited=is_invited)
    return EventLine(event, count, own, takes and not own.state and can_register, waits, is_invited)


@lru_cache(maxsize=200)
def _counts_and_own(actor: Actor) -> Any:
    """The numbers of `seats.by_state`, and the registrations that are the viewer's or of their firms."""
    own = attendees.own(actor)
    if actor.role in attendees.FROM_MEMBERS:
        own = or_(own, Registration.member_id.in_(actor.member_ids))
    nobody = cast(null(), Integer)
    rows = select(
        Registration.event_id,
        Registration.state,
        seats.rank(),
        Registration.contact_id,
        Registration.account_id,
        literal_column("1").label("is_own"),
    ).where(Registration.event_id.in_(bindparam("ids", expanding=True)), Registration.state.in_(LIVE), own)
    return union_all(seats.by_state().add_columns(nobody, nobody, literal_column("0").label("is_own")), rows)


def _taken_and_own(event_ids: list[int], actor: Actor) -> tuple[dict[int, SeatCount], dict[int, OwnState]]:
    rows = db.session.execute(_counts_and_own(actor), {"ids": event_ids}).all()
    found: dict[int, OwnState] = {}
    for event_id, state, place, contact_id, account_id, is_own in rows:
        if not is_own:
            continue
        known = found.get(event_id, OwnState())
        if account_id == actor.account_id or contact_id in actor.contact_ids:
            found[event_id] = replace(known, state=state, rank=place)
        elif state == RegistrationState.WAITLISTED:
            found[event_id] = replace(known, colleagues_waiting=known.colleagues_waiting + 1)
        else:
            found[event_id] = replace(known, colleagues=known.colleagues + 1)
    return seats.counted((row[0], row[1], row[2]) for row in rows if not row[5]), found


def coming(actor: Actor, *, until: datetime | None = None, limit: int = 3) -> list[EventLine]:
    """The next events for a home page: those that have not ended and begin before `until`.

    All that the person is registered for, and others until there are `limit`. Cancelled ones stand beside these, and
    only for people who were registered themselves.
    """
    query = _coming(actor).limit(MOST_OWN + limit)
    if until is not None:
        query = query.where(Event.starts_at < until)
    rows = db.session.execute(query).all()
    own = [event for event, is_mine, _off in rows if is_mine][:MOST_OWN]
    others = [event for event, is_mine, _off in rows if not is_mine]
    kept = sum(1 for _event, is_mine, off in rows if is_mine and not off)
    found = own + others[: max(0, limit - kept)]
    return lines(
        sorted(found, key=lambda event: (event.starts_at, event.id)), actor, any_own=bool(own or actor.member_ids)
    )


@lru_cache(maxsize=200)
def _coming(actor: Actor) -> Any:
    """The events of a home page, each with whether it is the person's own and whether it is off."""
    is_off, mine = Event.state == EventState.CANCELLED, _mine(actor)
    query = events(actor).where(or_(~is_off, _with_seat(attendees.self_rows(actor)))).add_columns(mine, is_off)
    # What only a circle is invited to comes before what everybody is.
    invited = [(Event.is_open.is_(False), 1)] if actor.member_ids else []
    return query.order_by(case((mine, 0), *invited, else_=2), *PAGE_KEYS)


def running_today(_actor: Actor) -> Select[Any]:
    """What runs today and is not marked done, with the number of seats taken; for the list that gets empty."""
    seated = select(func.count()).where(
        Registration.event_id == Event.id, Registration.state == RegistrationState.REGISTERED
    )
    row = waiting_row(
        key=Event.id,
        title=Event.title,
        who=Event.place,
        number=seated.correlate(Event).scalar_subquery(),
        since=Event.starts_at,
        due=Event.starts_at,
    )
    today, tomorrow = (bindparam(None, callable_=partial(_midnight, days), type_=UtcDateTime()) for days in (0, 1))
    return row.where(Event.state == EventState.PUBLISHED, Event.starts_at < tomorrow, Event.ends_at >= today)


def _midnight(days: int) -> datetime:
    return clock.midnight(clock.today() + timedelta(days=days))


def number_expected(_actor: Actor, *came: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many people had a seat at the events of this year that are over, as a part of a query."""
    year = clock.midnight(clock.today().replace(month=1, day=1))
    held = Event.state.in_((EventState.PUBLISHED, EventState.DONE)) & ~_AHEAD & (Event.starts_at >= year)
    seated = select(func.count()).select_from(Registration).join(Event, Event.id == Registration.event_id)
    return seated.where(Registration.state == RegistrationState.REGISTERED, held, *came).scalar_subquery()


def number_came(actor: Actor) -> ScalarSelect[int]:
    """How many of them came."""
    return number_expected(actor, Registration.checked_in_at.is_not(None))
