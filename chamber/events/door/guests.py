"""People at the door who are not on the list: walk-ins, and who they are."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, select

from ... import clock
from ...audit import services as audit
from ...errors import Conflict, at_field
from ...extensions import db
from ...language.phones import mobile
from ...language.text import checked_text
from ...members import search
from ...members.models import Contact, Member
from ...rights import Actor
from .. import attendees, registration, rights, seats, services
from ..attendees import Attendee
from ..models import LIVE, Away, Registration, RegistrationState
from . import check_in

AT_ONCE = timedelta(seconds=10)
"""Two presses within this time are one press: nobody types a second guest so quickly."""


class SameName(Conflict):
    """Guests of this name are here already, and no number says whether this is one of them."""

    def __init__(self, last: Registration, number: int) -> None:
        """`last`: who of them came last; `number`: how many they are."""
        firm, when = last.organisation or _("without a firm"), clock.local(last.checked_in_at or clock.now())
        message = _(
            "A guest of this name is here already: %(name)s, %(firm)s, since %(when)s.",
            name=last.name,
            firm=firm,
            when=f"{when:%H:%M}",
        )
        super().__init__(message, "name")
        self.number = number


def walk_in(
    event_id: int,
    *,
    name: str,
    phone: str = "",
    organisation: str = "",
    beside: bool = False,
    besides: int = 0,
    actor: Actor,
) -> Registration:
    """Register and check in somebody who is not on the list; nothing changes if repeated.

    A person registered under this name and mobile number (or firm, without a number; or neither) is only checked in;
    a contact with name and one of these counts for its firm. `beside`: at a full house, let them in beside the seats.
    DomainError at a wrong field, Conflict if no seat is free. SameName where only the number would tell the person from
    a guest who is here, unless it is stated that there are so many others of the name (`besides`).
    """
    rights.RUN.demand(actor)
    attendee = guest(name, phone, organisation, actor)
    event = services.lock(event_id, actor)
    check_in.must_be_open(event)
    existing = registered_guest(event.id, attendee)
    if existing is not None and existing.checked_in_at and not (attendee.mobile or attendee.contact_id):
        existing = _one_of(event.id, attendee, besides)
    if existing is not None and (existing.state in LIVE or existing.away in (Away.EXCUSED, Away.RELEASED)):
        return check_in.check_in(existing.id, beside=beside, actor=actor)
    has_room = seats.has_room(event)
    if not has_room and not beside:
        raise Conflict(_("All seats are taken. Free one first, or allow more."))
    state = RegistrationState.REGISTERED if has_room else RegistrationState.LET_IN
    row = registration.save_registration(event, attendee, existing, state, actor)
    row.is_walk_in = True
    if has_room:
        audit.record("event.walked_in", "event", event.id, actor=actor, after={"registration": row.id})
    else:
        check_in.note_let_in(event, row, actor=actor)
    check_in.set_checked_in(event, row, clock.now(), actor=actor)
    return row


def _one_of(event_id: int, attendee: Attendee, besides: int) -> Registration | None:
    """Who of the guests of this name is meant by a press that is a repeated one; None: another person than these."""
    query = _called(event_id, attendee).where(Registration.checked_in_at.is_not(None))
    here = list(db.session.scalars(query.order_by(Registration.checked_in_at, Registration.id)))
    if besides:
        return here[-1] if len(here) > besides else None
    if clock.now() - here[-1].checked_in_at > AT_ONCE:
        raise SameName(here[-1], len(here))
    return here[-1]


def guest(name: str, phone: str, organisation: str, actor: Actor, *, member_id: int | None = None) -> Attendee:
    """Who is meant: a contact of the roster if exactly one has this name and number, or name and firm.

    A member firm may be typed by its short name; it is kept by its whole one.
    A name alone is no contact's. DomainError at a wrong field. `member_id`: the firm that all others count for.
    """
    name = checked_text(name, 60, "name", _("Please enter the name."))
    organisation = checked_text(organisation, 120, "organisation")
    number = ""
    if phone.strip():
        with at_field("phone"):
            number = mobile(phone)
    is_firm = search.is_called(organisation)
    firms = select(Member.name).where(is_firm, Member.status.in_(attendees.ACTIVE)).limit(2)
    if organisation and len(names := db.session.scalars(firms).all()) == 1:
        organisation = names[0]
    known = Contact.mobile == number if number else is_firm
    contacts = (
        select(Contact.id)
        .join(Member, Member.id == Contact.member_id)
        .where(known, Contact.name == name, Contact.left_at.is_(None), Member.status.in_(attendees.ACTIVE))
    )
    found = db.session.scalars(contacts).all() if number or organisation else ()
    if len(found) == 1:
        return attendees.contact_attendee(found[0], actor)
    return Attendee(name=name, mobile=number, organisation=organisation, member_id=member_id)


def registered_guest(event_id: int, attendee: Attendee) -> Registration | None:
    """The registration of a person at the door, a live one first; found by name and number, or name and firm."""
    rows = list(db.session.scalars(_called(event_id, attendee).order_by(Registration.id)))
    existing = next((row for row in rows if row.state in LIVE), rows[0] if rows else None)
    if existing is None and attendee.contact_id is not None:
        existing = registration.find_registration(event_id, attendee)
    return existing


def _called(event_id: int, attendee: Attendee) -> Select[Any]:
    """The registrations under this name and number, or name and firm."""
    same = Registration.mobile == attendee.mobile
    if not attendee.mobile:
        same = Registration.organisation == attendee.organisation
    query = select(Registration).where(Registration.event_id == event_id, same, Registration.name == attendee.name)
    return query.execution_options(populate_existing=True)
