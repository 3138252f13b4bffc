"""An event as plain text to paste into a WeChat group, and its public link."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from .. import clock
from ..audit import services as audit
from ..config import settings
from ..errors import Conflict
from ..extensions import db
from ..language.dates import full_date, in_language, language_of, local_time, weekday
from ..language.text import clean
from ..rights import Actor
from . import rights, services
from .models import Event, EventKind, EventState


def address(event: Event) -> str:
    """The full address of an event's own page, where members register."""
    return f"{settings().address()}/events/{event.id}"


def public_address(event: Event) -> str:
    """The full address of its public link; "" if it has none."""
    return f"{settings().address()}/events/public/{event.public_token}" if event.public_token else ""


def when(event: Event) -> str:
    """Day and time (Shanghai) with the year."""
    begin, end = clock.local(event.starts_at), clock.local(event.ends_at)
    first, last = (f"{full_date(day)} {weekday(day)}" for day in (begin.date(), end.date()))
    return f"{first} {begin:%H:%M}–{end:%H:%M}" if first == last else f"{first} {begin:%H:%M} – {last} {end:%H:%M}"


def deadline(event: Event) -> str:
    """Until when one can register, as a sentence."""
    if not _takes_registrations(event):
        return str(_("Registration has closed."))
    return str(_("Please register by %(when)s.", when=local_time(_closes(event))))


def _closes(event: Event) -> datetime:
    return event.registration_closes_at or event.starts_at


def _takes_registrations(event: Event) -> bool:
    return event.state == EventState.PUBLISHED and _closes(event) > clock.now()


def description(event: Event) -> str:
    """Time, place and deadline on one line, for link previews."""
    return " · ".join(filter(None, (when(event), event.place or (_("online") if event.link else ""), deadline(event))))


def message(event: Event) -> str:
    """The event as plain text; its links lead members to registering, and others to the public page."""
    with in_language(language_of(event.title + event.agenda)):
        kind = EventKind.label_of(event.kind)
        title = _("[%(kind)s] %(title)s", kind=kind, title=event.title)
        place = event.place or (_("online") if event.link else "")
        lines = [title, _("Time: %(when)s", when=when(event)), _("Place: %(place)s", place=place) if place else ""]
        public = public_address(event)
        others = [_("Whoever has no account can read it here:"), public] if public else []
        here = _("Members register here:") if _takes_registrations(event) else _("Members find it here:")
        return "\n".join(filter(None, [*lines, deadline(event), here, address(event), *others]))


def set_public_link(event_id: int, is_on: bool, *, actor: Actor) -> Event:
    """Create or remove the public link of a published event; a removed link never works again."""
    rights.RUN.demand(actor)
    event = services.lock(event_id, actor)
    if is_on and event.state != EventState.PUBLISHED:
        raise Conflict(_("Only a published event can have a public link."))
    if event.switch_link(is_on):
        db.session.flush()
        audit.record("event.link_opened" if is_on else "event.link_closed", "event", event.id, actor=actor)
    return event


def by_link(token: str) -> Event | None:
    """The event of a public link, also after it was called off; None for an unknown token."""
    known = Event.public_token == clean(token)
    return db.session.scalars(select(Event).where(known, Event.state.not_in(services.UNPUBLISHED))).first()
