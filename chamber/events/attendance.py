"""Who came to an event. The secretariat sees names, others numbers, firms, or their own firm's people."""

from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from .. import clock
from ..extensions import db
from ..language.pinyin import pinyin
from ..rights import Actor
from . import attendees, check_in, rights, services
from .models import Event, EventState, Registration, RegistrationState


@dataclass(frozen=True)
class Person:
    """Somebody registered; `came_at` is None for the absent."""

    name: str
    came_at: datetime | None
    is_late: bool
    is_walk_in: bool


@dataclass(frozen=True)
class FirmAttendance:
    """A firm's attendance at an event; `people` is empty for viewers who may not read names."""

    member_id: int | None
    name: str
    expected: int
    came: int
    people: list[Person] = field(default_factory=list)


@dataclass(frozen=True)
class Attendance:
    """Attendance of an event, reduced to what the viewer may read."""

    expected: int
    came: int
    late: int
    walk_ins: int
    firms: list[FirmAttendance] = field(default_factory=list)

    @property
    def absent(self) -> int:
        """How many had a seat and did not come."""
        return self.expected - self.came


@dataclass(frozen=True)
class Attended:
    """An event on a firm's page: how many of its people were registered and came."""

    event_id: int
    title: str
    kind: str
    starts_at: datetime
    expected: int
    came: int


def attendance(event: Event, actor: Actor) -> Attendance:
    """Who came to this event.

    The secretariat gets all names, leader and president the firms, a member its own firm's people, others the numbers.
    """
    query = (
        select(Registration)
        .where(Registration.event_id == event.id, Registration.state == RegistrationState.REGISTERED)
        .order_by(Registration.organisation, Registration.name_key, Registration.id)
    )
    rows = list(db.session.scalars(query))
    return Attendance(
        expected=len(rows),
        came=sum(row.checked_in_at is not None for row in rows),
        late=sum(check_in.is_late(event, row) for row in rows),
        walk_ins=sum(row.is_walk_in for row in rows),
        firms=_firms(event, rows, actor),
    )


def _firms(event: Event, rows: list[Registration], actor: Actor) -> list[FirmAttendance]:
    staff = services.runs_events(actor)
    reads_all = rights.READ.reaches_all(actor)
    if not reads_all:
        rows = [row for row in rows if actor.member_id is not None and row.member_id == actor.member_id]
    with_names = staff or not reads_all
    groups: dict[tuple[int | None, str], list[Registration]] = {}
    for row in rows:
        # The organisation of a walk-in is free text, not a member.
        label = row.organisation if row.member_id is not None or staff else ""
        groups.setdefault((row.member_id, label), []).append(row)
    return [
        FirmAttendance(
            member_id=member_id,
            name=label or str(_("without a firm")),
            expected=len(group),
            came=sum(row.checked_in_at is not None for row in group),
            people=[_person(event, row) for row in group] if with_names else [],
        )
        for (member_id, label), group in sorted(
            groups.items(), key=lambda item: (not item[0][1], pinyin(item[0][1]), item[0][1])
        )
    ]


def _person(event: Event, row: Registration) -> Person:
    return Person(row.name, row.checked_in_at, check_in.is_late(event, row), row.is_walk_in)


def attended_by(member_id: int, *, actor: Actor, limit: int = 20) -> list[Attended]:
    """The past events of a firm, newest first, with numbers of registered and present people.

    The caller has checked that the actor may read the firm's page.
    """
    query = (
        select(
            Event.id,
            Event.title,
            Event.kind,
            Event.starts_at,
            func.count().label("expected"),
            func.count(Registration.checked_in_at).label("came"),
        )
        .join(Registration, Registration.event_id == Event.id)
        .where(
            Registration.member_id == member_id,
            Registration.state == RegistrationState.REGISTERED,
            Event.state.in_((EventState.PUBLISHED, EventState.DONE)),
            Event.starts_at <= clock.now(),
            services.visible_to(actor),
        )
        .group_by(Event.id, Event.title, Event.kind, Event.starts_at)
        .order_by(Event.starts_at.desc(), Event.id.desc())
        .limit(limit)
    )
    return [Attended(*row) for row in db.session.execute(query)]


def registrations_of(event: Event, actor: Actor) -> list[Registration]:
    """The registrations with a seat, in the order of the sign-in sheet; Forbidden for all but the secretariat."""
    rights.RUN.demand(actor)
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.state == RegistrationState.REGISTERED,
        attendees.visible_to(actor),
    )
    return list(db.session.scalars(query.order_by(Registration.name_key, Registration.id)))
