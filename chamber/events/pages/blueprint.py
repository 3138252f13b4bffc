"""The blueprint of all event pages, and how their templates write times."""

from datetime import datetime
from functools import lru_cache

from flask import Blueprint

from ... import clock
from ...language.catalogue import translated_labels
from ...language.dates import full_date, language, local_date, local_time, weekday
from ...language.markdown import render
from ..door.attendance_table import came_otherwise
from ..models import Away, Event, EventKind, RegistrationState

ID = "<int(min=1, max=2147483647):event_id>"
PERSON = "<int(min=1, max=2147483647):registration_id>"
blueprint = Blueprint("events", __name__, url_prefix="/events")


@blueprint.app_template_filter()
def span(event: Event) -> str:
    """The days and times of an event; the day once if it begins and ends on the same."""
    return _span(event.starts_at, event.ends_at, language(), clock.today().year)


@lru_cache(maxsize=4096)
def _span(starts_at: datetime, ends_at: datetime, _language: str, _year: int) -> str:
    # The words of dates depend on the language and leave this year out: a list asks for them again and again.
    begin, end = clock.local(starts_at), clock.local(ends_at)
    if begin.date() == end.date():
        return f"{local_date(begin)} {weekday(begin)} {begin:%H:%M}–{end:%H:%M}"
    if begin.year != end.year:
        return f"{full_date(begin.date())} {weekday(begin)} {begin:%H:%M} – {full_date(end.date())} {end:%H:%M}"
    return f"{local_date(begin)} {weekday(begin)} {begin:%H:%M} – {local_time(ends_at)}"


@blueprint.app_template_filter()
def hours(event: Event) -> str:
    """The times of an event without the day."""
    return f"{clock.local(event.starts_at):%H:%M}–{clock.local(event.ends_at):%H:%M}"


@blueprint.app_template_filter()
def clocktime(moment: datetime) -> str:
    """The time of day of a moment."""
    return f"{clock.local(moment):%H:%M}"


blueprint.add_app_template_filter(render, "markdown")


@blueprint.context_processor
def labels() -> dict[str, object]:
    """Labels of kinds and states, the current time, and the words for who came without a seat before."""
    return {
        "kind_labels": translated_labels(EventKind),
        "registration_labels": translated_labels(RegistrationState),
        "away_labels": translated_labels(Away),
        "came_otherwise": came_otherwise,
        "now": clock.now(),
    }
