"""Whom an event is for: all member firms or a chosen circle, which is fixed at publication; only it registers."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, delete, func, insert, literal, or_, select

from ..errors import DomainError
from ..extensions import db
from ..members.audience import choosing, reaching
from ..members.audience.choosing import Audience
from ..members.audience.reaching import Reach
from ..members.models import Contact, Member, MemberStatus, Office
from ..rights import Actor
from . import rights
from .models import LIVE, Event, EventFirm, EventKind, EventState, Registration

BY_KIND = "kind"
WHOM = {
    BY_KIND: _l("By kind: a council meeting invites the council, everything else all member firms"),
    **choosing.WHOM,
}
LABELS = choosing.LABELS
"""For the log, which reads stored choices."""
COUNCIL = (Office.PRESIDENT, Office.VICE_PRESIDENT, Office.STANDING_COUNCIL, Office.COUNCIL)


def to_json(audience: Audience, kind: str) -> dict[str, Any]:
    """The choice as an event of this kind stores it; DomainError at a wrong field."""
    if audience.whom == BY_KIND:
        audience = Audience("features", office=COUNCIL) if kind == EventKind.COUNCIL else Audience()
    return choosing.to_json(audience, missing=_("Please choose who is invited."))


def shown(audience: Audience) -> str:
    """A choice as typed, in lines, to be compared with another."""
    return choosing.shown(audience, str(WHOM.get(audience.whom, "")))


def is_for_all(event: Event) -> bool:
    """Whether all member firms are invited."""
    return event.audience.get("whom", "all") == "all"


def open_to(actor: Actor) -> ColumnElement[bool]:
    """Condition: events that everybody sees, that a firm of this person is invited to, or has somebody registered for.

    A cancelled registration counts: who had one has been told of the event.
    """
    invited = select(EventFirm.event_id).where(EventFirm.member_id.in_(actor.member_ids))
    known = [Registration.account_id == actor.account_id]
    if actor.member_ids:
        known.append(Registration.member_id.in_(actor.member_ids))
    if actor.contact_ids:
        known.append(Registration.contact_id.in_(actor.contact_ids))
    # Not correlated: each is asked once, not for every event.
    return or_(Event.is_open, Event.id.in_(invited), Event.id.in_(select(Registration.event_id).where(or_(*known))))


def known_to(account_id: int) -> ColumnElement[bool]:
    """Condition: events that somebody with this account sees as a contact or as registered."""
    contacts = select(Contact.id).where(Contact.account_id == account_id)
    own_firms = select(Contact.member_id).where(Contact.account_id == account_id, Contact.left_at.is_(None))
    registered = or_(
        Registration.account_id == account_id,
        Registration.contact_id.in_(contacts),
        Registration.member_id.in_(own_firms),
    )
    return or_(
        Event.is_open,
        Event.id.in_(select(EventFirm.event_id).where(EventFirm.member_id.in_(own_firms))),
        Event.id.in_(select(Registration.event_id).where(registered)),
    )


def closed_to(events: Iterable[Event], actor: Actor) -> set[int]:
    """The ids of these events for which this person may register nobody: they have a circle without its firm.

    Who leads the chamber or the street office comes to any.
    """
    chosen = [] if rights.READ.reaches_all(actor) else [event.id for event in events if not is_for_all(event)]
    if not chosen:
        return set()
    firms = actor.member_ids if actor.member_id is None else {actor.member_id}
    query = select(EventFirm.event_id).where(EventFirm.event_id.in_(chosen), EventFirm.member_id.in_(firms))
    return set(chosen) - set(db.session.scalars(query))


def firms(event: Event) -> Select[Any]:
    """Query of the ids of the active firms that are or, before publication, will be invited."""
    if is_for_all(event) or event.state in (EventState.DRAFT, EventState.DISCARDED):
        return reaching.firms(event.audience).where(Member.status == MemberStatus.ACTIVE)
    invited = select(EventFirm.member_id).where(EventFirm.event_id == event.id)
    return select(Member.id).where(Member.id.in_(invited), Member.status == MemberStatus.ACTIVE)


def reach(event: Event) -> Reach:
    """How many firms and people that are."""
    return reaching.reach(firms(event), reaching.people_of(firms(event)))


def number_answered(event: Event) -> int:
    """How many of these firms have somebody registered."""
    answered = select(Registration.member_id).where(Registration.event_id == event.id, Registration.state.in_(LIVE))
    query = firms(event).where(Member.id.in_(answered))
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def hold(audience: Mapping[str, Any]) -> None:
    """Keep the firms of a chosen circle from leaving meanwhile; called before the event is locked, as they lock it."""
    if audience.get("whom", "all") != "all":
        query = reaching.firms(audience).order_by(Member.id)
        db.session.execute(query.with_for_update(read=True, key_share=True, of=Member))


def fix(event: Event) -> list[int]:
    """Write down the circle as it is now, under the event's lock; returns the firms that were not in it before.

    DomainError if there is none.
    """
    before = set(db.session.scalars(select(EventFirm.member_id).where(EventFirm.event_id == event.id)))
    db.session.execute(delete(EventFirm).where(EventFirm.event_id == event.id))
    if is_for_all(event):
        return []
    found = reaching.firms(event.audience)
    rows = found.with_only_columns(literal(event.id), *found.selected_columns)
    db.session.execute(insert(EventFirm).from_select(["event_id", "member_id"], rows))
    after = set(db.session.scalars(select(EventFirm.member_id).where(EventFirm.event_id == event.id)))
    if not after:
        raise DomainError(_("No firm would be invited. Please choose who it is for."), field="whom")
    return sorted(after - before)
