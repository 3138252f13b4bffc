"""Who is notified of events, and the reminders before them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from babel.dates import format_skeleton
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select

from .. import clock
from ..accounts.models import Account
from ..extensions import db
from ..members.models import Contact, Member, MemberStatus
from ..messages import Happened, Outside, Shown, Source, To, Topic
from ..notifications import services as notifications
from ..rights import CASE_ROLES, Actor
from ..workdays import services as workdays
from . import circle
from .models import LIVE, Event, EventState, Registration
from .services import UNPUBLISHED, visible_to

ATTENDEES = To("attendees", _l("everyone registered or waiting"))
TOLD = To("told", _l("everyone registered or waiting, and everybody who is invited where it is for a chosen circle"))
MEMBERS = To("members", _l("contacts of the member firms that it is for"))
ADDED = To("added", _l("contacts of the firms that are invited as well"))
TOPIC = Topic("events", _l("Events"), concerns=CASE_ROLES, stands_for=_l("[event]"))
NOTIFIED_FIELDS = frozenset({"starts_at", "ends_at", "place", "link"})
"""Changes that registered people are notified of."""
REMIND_AT = time(8)
LOOKAHEAD = timedelta(days=30)
"""No event further ahead is three working days away, whatever the holidays."""


def is_news(happened: Happened) -> bool:
    """Whether to notify: of an edit only if time, place or link changed."""
    return happened.act != "event.edited" or bool(NOTIFIED_FIELDS & set(happened.facts))


def recipients(happened: Happened, to: To) -> list[int]:
    """The accounts that `to` means for this event."""
    if to == ADDED:
        return _contacts(Member.id.in_(happened.facts["members"]))
    if to == MEMBERS:
        event = db.session.get_one(Event, happened.subject_id)
        return _contacts(Member.id.in_(circle.firms(event)))
    if to == TOLD:
        return list({*_invited_alone(happened.subject_id), *_people(_with_place(happened.subject_id))})
    return _people(
        Registration.id == happened.facts.get("registration") if to == To.PERSON else _with_place(happened.subject_id)
    )


def _invited_alone(event_id: int) -> list[int]:
    """Whoever is invited to an event that is not for all; a draft has invited nobody yet."""
    event = db.session.get(Event, event_id)
    if event is None or circle.is_for_all(event) or event.state in UNPUBLISHED:
        return []
    return _contacts(Member.id.in_(circle.firms(event)))


def _with_place(event_id: int) -> ColumnElement[bool]:
    return (Registration.event_id == event_id) & Registration.state.in_(LIVE)


def _contacts(which: ColumnElement[bool]) -> list[int]:
    query = (
        select(Contact.account_id)
        .join(Member, Member.id == Contact.member_id)
        .join(Account, Account.id == Contact.account_id)
        .where(which, Contact.left_at.is_(None), Member.status == MemberStatus.ACTIVE, Account.disabled_at.is_(None))
    )
    return [one for one in db.session.scalars(query.distinct()) if one is not None]


def _people(which: ColumnElement[bool]) -> list[int]:
    query = (
        select(func.coalesce(Registration.account_id, Contact.account_id))
        .outerjoin(Contact, Contact.id == Registration.contact_id)
        .where(which)
    )
    return [one for one in db.session.scalars(query) if one is not None]


def can_see(account_id: int, to: To, event_id: int) -> bool:
    """Whether the event is still published, and open to this person."""
    query = select(Event.id).where(Event.id == event_id, Event.state.not_in(UNPUBLISHED), circle.known_to(account_id))
    return db.session.scalar(query) is not None


def shown(actor: Actor, event_ids: Sequence[int]) -> dict[int, Shown]:
    """Events as title and day."""
    return {
        event_id: Shown(what, "events.event", {"event_id": event_id})
        for event_id, what in _titles(Event.id.in_(event_ids) & visible_to(actor)).items()
    }


def outside(event_id: int) -> Outside | None:
    """Title, deadline and page for messages that leave the product: their recipients were invited."""
    what = _titles(Event.id == event_id).get(event_id)
    if what is None:
        return None
    open_until = select(Event.registration_closes_at).where(Event.id == event_id, Event.state == EventState.PUBLISHED)
    closes_at = db.session.scalar(open_until)
    until = ""
    if closes_at and closes_at > clock.now():
        until = _("Registration until %(when)s.", when=_when(closes_at))
    return Outside(what, f"/events/{event_id}", until)


def public(act: str, event_id: int) -> str:
    """The address of an event for all while it is in the state that the act led to; "" otherwise."""
    state = EventState.CANCELLED if act == "event.called_off" else EventState.PUBLISHED
    audience = db.session.scalar(select(Event.audience).where(Event.id == event_id, Event.state == state))
    return f"/events/{event_id}" if audience is not None and audience.get("whom", "all") == "all" else ""


def _titles(which: ColumnElement[bool]) -> dict[int, str]:
    rows = db.session.execute(select(Event.id, Event.title, Event.starts_at).where(which))
    return {row.id: _("%(title)s (%(when)s)", title=row.title, when=_when(row.starts_at)) for row in rows}


def _when(moment: datetime) -> str:
    start = clock.local(moment)
    return f"{format_skeleton('MMMd', start.date(), locale=get_locale())} {start:%H:%M}"


def kept(happened: Happened) -> dict[str, Any]:
    """Title, time and place of that day; of a change also the old ones, and why an event was called off."""
    columns = (Event.title, Event.starts_at, Event.ends_at, Event.place, Event.link)
    row = db.session.execute(select(*columns).where(Event.id == happened.subject_id)).one_or_none()
    if row is None:
        return {}
    now = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row._mapping.items()}
    was = {name: happened.before[name] for name in NOTIFIED_FIELDS if name in happened.before}
    return now | ({"was": was} if was else {}) | ({"reason": happened.reason} if happened.reason else {})


def recalled(said: Mapping[str, Any]) -> str:
    """What a message about an event names: title and day, what changed (old → new), or the reason."""
    what = str(_("%(title)s (%(when)s)", title=said["title"], when=_when(datetime.fromisoformat(said["starts_at"]))))
    changes = [f"{label} {before or _('none')} → {after or _('none')}" for label, before, after in _changes(said)]
    if "reason" in said:
        changes.append(str(_("reason: %(reason)s", reason=said["reason"].rstrip("。."))))
    return _("; ").join([what, *changes])


def headline(said: Mapping[str, Any]) -> str:
    """Title and what changed, without the old and new values; empty where nothing did."""
    changed = _(", ").join(label for label, _before, _after in _changes(said))
    return _("%(title)s: %(changed)s changed", title=said["title"], changed=changed) if changed else ""


def _changes(said: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What changed, as label, before and after."""
    old = said | said["was"] if "was" in said else said
    pairs = (
        (_("time"), _span(old), _span(said)),
        (_("place"), old["place"], said["place"]),
        (_("link"), old["link"], said["link"]),
    )
    return [(str(label), before, after) for label, before, after in pairs if before != after]


def _span(said: Mapping[str, Any]) -> str:
    begins, ends = (datetime.fromisoformat(said[name]) for name in ("starts_at", "ends_at"))
    same_day = clock.local(begins).date() == clock.local(ends).date()
    return f"{_when(begins)}–{clock.local(ends):%H:%M}" if same_day else f"{_when(begins)} – {_when(ends)}"


def pass_time() -> int:
    """Send the reminders due at 8:00 (Shanghai) three working days and one day before; returns how many were new."""
    now = clock.now()
    query = select(Event.id, Event.starts_at).where(
        Event.state == EventState.PUBLISHED, Event.starts_at > now, Event.starts_at < now + LOOKAHEAD
    )
    sent = 0
    for row in db.session.execute(query).all():
        start = clock.local(row.starts_at).date()
        for act, day in (
            ("time.event_in_3_days", workdays.add(start, -3).day),
            ("time.event_tomorrow", start - timedelta(days=1)),
        ):
            remind_at = datetime.combine(day, REMIND_AT, clock.LOCAL)
            if remind_at <= now < remind_at + timedelta(days=1):
                sent += notifications.notify("event", Happened(act, row.id, row.starts_at.isoformat(), now))
    return sent


SOURCE = Source(recipients, shown, can_see, is_news, outside, public, kept, recalled, headline)
