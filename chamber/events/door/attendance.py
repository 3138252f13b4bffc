"""Who came to an event. The secretariat sees names, others numbers, firms, or their own firm's people."""

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, case, func, or_, select

from ... import clock
from ...accounts.models import Account
from ...extensions import db
from ...language.labelled import Labelled
from ...language.pinyin import pinyin
from ...rights import Actor
from .. import attendees, rights, services
from ..models import Away, Event, EventState, Registration, RegistrationState
from . import check_in, counting


class Presence(Labelled):
    """What became of somebody."""

    PRESENT = "present", _l("present")
    LATE = "late", _l("came late")
    SUBSTITUTED = "substituted", _l("by substitute")
    EXCUSED = "excused", _l("excused")
    AWAITED = "awaited", _l("not here yet")
    ABSENT = "absent", _l("absent")


@dataclass(frozen=True)
class Person:
    """Somebody who was expected or came; `came_at` is None for all others."""

    name: str
    came_at: datetime | None
    presence: Presence
    is_walk_in: bool
    expected: bool
    let_in_by: str = ""
    """Who let this person in beside the seats."""
    substitute: str = ""
    """Who came in the place of this person."""
    stands_in_for: str = ""
    """In whose place this person came."""


@dataclass(frozen=True)
class FirmAttendance:
    """A firm's attendance at an event; `people` is empty for viewers who may not read names."""

    member_id: int | None
    name: str
    expected: int
    came: int
    people: list[Person] = field(default_factory=list)


@dataclass(frozen=True)
class Attendance(counting.Tally):
    """Attendance of an event, reduced to what the viewer may read."""

    firms: list[FirmAttendance] = field(default_factory=list)


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
    if not rights.READ.reaches_all(actor) and actor.member_id is None:
        return Attendance(**asdict(counting.tally(event)))
    people, tally = _people(event)
    return Attendance(**asdict(tally), firms=_firms(people, actor))


def _firms(people: list[tuple[Registration, Person]], actor: Actor) -> list[FirmAttendance]:
    staff = services.runs_events(actor)
    reads_all = rights.READ.reaches_all(actor)
    if not reads_all:
        people = [(row, one) for row, one in people if row.member_id == actor.member_id]
    with_names = staff or not reads_all
    groups: dict[tuple[int | None, str], list[Person]] = {}
    for row, one in people:
        # The organisation of a walk-in is free text, not a member.
        label = row.organisation if row.member_id is not None or staff else ""
        groups.setdefault((row.member_id, label), []).append(one)
    return [
        FirmAttendance(
            member_id=member_id,
            name=label or str(_("without a firm")),
            expected=sum(one.expected for one in group),
            came=sum(one.came_at is not None for one in group),
            people=group if with_names else [],
        )
        for (member_id, label), group in sorted(
            groups.items(), key=lambda item: (not item[0][1], pinyin(item[0][1]), item[0][1])
        )
    ]


def _people(event: Event) -> tuple[list[tuple[Registration, Person]], counting.Tally]:
    """Everybody who was expected or came, by firm and name, and their numbers; one query."""
    flags = counting.flags(event)
    query = (
        select(Registration, Account.name, *flags.values())
        .outerjoin(Account, Account.id == Registration.checked_in_by_id)
        .where(Registration.event_id == event.id, _counts(counting.expected(event.starts_at)))
        .order_by(Registration.organisation, Registration.name_key, Registration.id)
    )
    rows = list(db.session.execute(query).all())
    came_for = {row.stands_in_for_id: row.name for row, *_rest in rows if row.stands_in_for_id and row.checked_in_at}
    names: dict[int | None, str] = {row.id: row.name for row, *_rest in rows}
    people = [
        (
            row,
            replace(
                _person(event, row, by or ""),
                expected=bool(expects),
                substitute=came_for.get(row.id, ""),
                stands_in_for=names.get(row.stands_in_for_id, ""),
            ),
        )
        for row, by, expects, *_rest in rows
    ]
    sums = [sum(column) for column in zip(*(numbers for _row, _by, *numbers in rows), strict=True)]
    return people, counting.Tally(**dict(zip(flags, sums, strict=False)))


def _counts(was_expected: ColumnElement[bool]) -> ColumnElement[bool]:
    """Condition: people in the list of who came, also those without a seat before the start who are still missing."""
    return or_(was_expected, Registration.state.in_((RegistrationState.REGISTERED, RegistrationState.LET_IN)))


def _person(event: Event, row: Registration, checked_in_by: str) -> Person:
    if row.checked_in_at is not None:
        presence = Presence.LATE if check_in.is_late(event, row) else Presence.PRESENT
    elif row.away in (Away.EXCUSED, Away.SUBSTITUTED):
        presence = Presence(row.away)
    else:
        presence = Presence.ABSENT if counting.is_over(event) else Presence.AWAITED
    let_in_by = checked_in_by if row.state == RegistrationState.LET_IN else ""
    return Person(row.name, row.checked_in_at, presence, row.is_walk_in, expected=False, let_in_by=let_in_by)


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
            func.sum(case((counting.expected(Event.starts_at), 1), else_=0)).label("expected"),
            func.count(Registration.checked_in_at).label("came"),
        )
        .join(Registration, Registration.event_id == Event.id)
        .where(
            Registration.member_id == member_id,
            _counts(counting.expected(Event.starts_at)),
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
