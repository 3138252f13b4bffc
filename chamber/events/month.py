"""Events by month, and an event as a calendar file (.ics)."""

from calendar import Calendar as Weeks
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from .. import clock
from ..extensions import db
from ..language.markdown import plain
from ..rights import Actor
from .models import Event, EventState
from .services import UNPUBLISHED, listed_to

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass
class Day:
    """A day on the month page."""

    day: date
    in_month: bool
    is_today: bool
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """A month in whole weeks from Monday; `previous` and `following` are None at the first and last year."""

    first: date
    weeks: list[list[Day]]
    previous: str | None
    following: str | None
    count: int


def parse_month(text: str) -> date:
    """The first day of a month written `2026-11`; of the current month for anything else."""
    try:
        first = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        first = clock.today().replace(day=1)
    return first if FIRST_YEAR <= first.year <= LAST_YEAR else clock.today().replace(day=1)


def month(actor: Actor, first: date) -> Month:
    """A month with the events that this person sees on each day; one query."""
    weeks = [
        [Day(day, day.month == first.month, day == clock.today()) for day in week]
        for week in Weeks().monthdatescalendar(first.year, first.month)
    ]
    days = {square.day: square for week in weeks for square in week}
    begin = clock.midnight(min(days))
    end = clock.midnight(max(days) + timedelta(days=1))
    query = select(Event).where(listed_to(actor), Event.starts_at < end, Event.ends_at > begin)
    touched = set()
    for event in db.session.scalars(query.order_by(Event.starts_at, Event.id)):
        last = clock.local(event.ends_at - timedelta(microseconds=1)).date()
        day = max(clock.local(event.starts_at).date(), min(days))
        while day <= min(last, max(days)):
            days[day].events.append(event)
            if days[day].in_month:
                touched.add(event.id)
            day += timedelta(days=1)
    before, after = first - timedelta(days=1), (first + timedelta(days=31)).replace(day=1)
    return Month(
        first=first,
        weeks=weeks,
        previous=f"{before:%Y-%m}" if before.year >= FIRST_YEAR else None,
        following=f"{after:%Y-%m}" if after.year <= LAST_YEAR else None,
        count=len(touched),
    )


def ics(event: Event, *, address: str, chamber: str) -> bytes:
    """The event as an .ics file (RFC 5545); `address` is its page, `chamber` the organiser's name."""
    from icalendar import Calendar
    from icalendar import Event as Entry

    entry = Entry()
    entry.add("uid", f"event-{event.id}@{address.split('/')[2].split(':')[0]}")
    entry.add("dtstamp", clock.now())
    entry.add("sequence", event.version)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", event.title)
    if event.place or event.link:
        entry.add("location", " ".join(filter(None, (event.place, event.link))))
    described = [_("Speakers: %(names)s", names=event.speakers) if event.speakers else "", plain(event.agenda), address]
    entry.add("description", "\n\n".join(filter(None, described)))
    entry.add("url", address)
    cancelled = event.state == EventState.CANCELLED
    entry.add("status", "CANCELLED" if cancelled else "TENTATIVE" if event.state in UNPUBLISHED else "CONFIRMED")
    file = Calendar()
    file.add("prodid", f"-//{chamber}//chamber//ZH")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add_component(entry)
    return file.to_ical()
