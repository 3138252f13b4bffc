"""The audience of a notice: as the members have it, or who registered for an event; resolved at publication."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, select

from ...errors import DomainError
from ...events import services as events
from ...events.models import LIVE, Event, Registration
from ...extensions import db
from ...language.dates import local_date
from ...language.text import clean, number_in
from ...members.audience import choosing, reaching
from ...members.audience.reaching import Reach
from ...members.models import Contact, Member
from ...members.services import IN_DIRECTORY
from ...rights import Actor
from .. import rights

WHOM = {
    "all": choosing.WHOM["all"],
    "features": choosing.WHOM["features"],
    "event": _l("People registered for an event"),
    "firms": choosing.WHOM["firms"],
}
LABELS = choosing.LABELS | {"whom": WHOM.get}
"""For the log, which reads stored choices."""
LATEST_EVENTS = 60


@dataclass(frozen=True)
class Audience(choosing.Audience):
    """A typed choice; only the fields for `whom` count."""

    event: str = ""


def to_json(audience: Audience, actor: Actor) -> dict[str, Any]:
    """The choice as a notice stores it; DomainError at a wrong field."""
    if audience.whom == "event":
        return {"whom": "event", "event": _event(audience.event, actor)}
    return choosing.to_json(audience, missing=_("Please choose who the notice is for."))


def _event(typed: str, actor: Actor) -> int:
    number = number_in(typed)
    if db.session.scalar(select(Event.id).where(Event.id == number, events.visible_to(actor))) is None:
        raise DomainError(_("Please choose an event."), field="event")
    return number


def from_json(stored: dict[str, Any]) -> Audience:
    """The stored choice as a form shows it."""
    if stored.get("whom") == "event":
        return Audience("event", event=str(stored["event"]))
    return Audience(**choosing.typed_again(stored))


def _attendees(stored: dict[str, Any]) -> ColumnElement[bool]:
    return and_(Registration.event_id == stored["event"], Registration.state.in_(LIVE))


def firms(stored: dict[str, Any]) -> Select[Any]:
    """Query of the ids of the firms in this audience now."""
    if stored.get("whom") != "event":
        return reaching.firms(stored)
    registered_firms = select(Registration.member_id).where(_attendees(stored))
    return select(Member.id).where(Member.status.in_(IN_DIRECTORY), Member.id.in_(registered_firms))


def people(stored: dict[str, Any]) -> Any:
    """Query of (account, firm) of the people reached; for an event only those registered."""
    found = reaching.people_of(firms(stored))
    return found if stored.get("whom") != "event" else found.where(Contact.id.in_(registered(stored)))


def registered(stored: dict[str, Any]) -> Select[Any]:
    """Query of the contacts who are registered for the event of this audience."""
    return select(Registration.contact_id).where(_attendees(stored))


def reach(stored: dict[str, Any]) -> Reach:
    """Whom this audience reaches now."""
    return reaching.reach(firms(stored), people(stored))


def preview_reach(audience: Audience, actor: Actor) -> Reach | None:
    """Whom an unsaved choice would reach; None if it is incomplete."""
    rights.RUN.demand(actor)
    try:
        return reach(to_json(audience, actor))
    except DomainError:
        return None


def describe(stored: dict[str, Any]) -> str:
    """The audience as text."""
    if stored.get("whom") == "event":
        title = db.session.scalar(select(Event.title).where(Event.id == stored["event"]))
        return _("Registered for: %(title)s", title=title)
    return choosing.describe(stored)


def shown(audience: Audience) -> str:
    """A choice as typed, in lines, to be compared with another."""
    label = str(WHOM.get(audience.whom, ""))
    return f"{label}\n{clean(audience.event)}" if audience.whom == "event" else choosing.shown(audience, label)


def choices(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """The choices of the form: features that firms have, and the latest events."""
    rights.RUN.demand(actor)
    latest = db.session.execute(
        select(Event.id, Event.title, Event.starts_at)
        .where(events.listed_to(actor))
        .order_by(Event.starts_at.desc(), Event.id.desc())
        .limit(LATEST_EVENTS)
    )
    return {
        **choosing.choices(),
        "event": [(str(row.id), f"{local_date(row.starts_at)} {row.title}") for row in latest],
    }
