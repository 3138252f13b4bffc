"""Who can be registered for an event (a contact of a member, or a user without a firm), and by whom."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, false, or_, select

from .. import clock
from ..accounts.models import Account, AccountRole
from ..directory.models import Department, DepartmentHandler
from ..errors import NotFound, found
from ..extensions import db
from ..language.phones import last_four_digits
from ..language.pinyin import initials, pinyin, spellings
from ..language.text import fold, like_pattern, like_patterns, search_key
from ..members.models import Contact, Member, MemberStatus
from ..rights import OWN, Actor, Role
from . import circle, rights
from .models import LIVE, Event, EventState, Registration, RegistrationState
from .services import UNPUBLISHED, runs_events

WITHOUT_FIRM = (Role.SECRETARIAT, Role.HANDLER, Role.LEADER, Role.PRESIDENT, Role.SUPERVISOR)
"""Roles whose holders attend without a firm."""
FROM_MEMBERS = (Role.PRESIDENT, Role.SUPERVISOR)
"""Who is elected from among the members: where they have a firm, they take a seat of it in these roles too."""
ACTIVE = (MemberStatus.ACTIVE, MemberStatus.SUSPENDED)
MAX_CANDIDATES = 12


@dataclass(frozen=True)
class Attendee:
    """A person, with the values that a registration stores."""

    name: str
    contact_id: int | None = None
    account_id: int | None = None
    """Only for a user without a firm."""
    person_id: int | None = None
    """The person's account, also if registered as a contact: one person takes one seat."""
    member_id: int | None = None
    mobile: str = ""
    organisation: str = ""
    short_organisation: str = ""

    @classmethod
    def of(cls, contact: Contact, member: Member) -> "Attendee":
        """A contact of a member."""
        return cls(
            name=contact.name,
            contact_id=contact.id,
            person_id=contact.account_id,
            member_id=member.id,
            mobile=contact.mobile,
            organisation=member.name,
            short_organisation=member.short_name,
        )

    def columns(self) -> dict[str, str]:
        """The person's columns of a registration."""
        return {"name": self.name, "mobile": self.mobile, "organisation": self.organisation, **self.door_columns()}

    def door_columns(self) -> dict[str, str]:
        """The sort key and search text of the door list."""
        firm, short = self.organisation, self.short_organisation
        return {
            "name_key": (pinyin(self.name, person=True) or fold(self.name))[:200],
            "search_door": search_key(
                self.name, *spellings(self.name),
                firm, short, pinyin(firm), initials(firm), initials(short), last_four_digits(self.mobile),
            ),
        }  # fmt: skip


def contact_attendee(contact_id: int, actor: Actor) -> Attendee:
    """A contact whom this person may register; locked, so that it cannot leave before the transaction ends.

    NotFound if it belongs to another firm, or it or its firm has left.
    """
    firm = select(Contact.member_id).where(Contact.id == contact_id, _may_register(actor)).scalar_subquery()
    # Lock the firm before the event, then read the person: the same order as when a person leaves. Otherwise there are
    # deadlocks, or somebody who left keeps a seat.
    locked = select(Member).where(Member.id == firm, Member.status.in_(ACTIVE)).with_for_update(read=True, of=Member)
    member = db.session.scalars(locked.execution_options(populate_existing=True)).first()
    here = select(Contact).where(Contact.id == contact_id, Contact.left_at.is_(None))
    contact = db.session.scalars(here.execution_options(populate_existing=True)).first()
    if member is None or contact is None or contact.member_id != member.id:
        raise NotFound
    return Attendee.of(contact, member)


def own_contact(actor: Actor) -> tuple[int | None, int | None]:
    """The contact as whom a person registers itself, and its firm; none for a user without a firm."""
    if actor.role not in FROM_MEMBERS or not actor.contact_ids:
        return actor.contact_id, actor.member_id
    query = (
        select(Contact.id, Contact.member_id)
        .join(Member, Member.id == Contact.member_id)
        .where(Contact.id.in_(actor.contact_ids), Contact.left_at.is_(None), Member.status.in_(ACTIVE))
    )
    row = db.session.execute(query.order_by(Contact.id).limit(1)).first()
    return (None, None) if row is None else (row.id, row.member_id)


def _may_register(actor: Actor) -> ColumnElement[bool]:
    reach = rights.REGISTER.of(actor)
    if reach is rights.ANYONE:
        return Contact.id.is_not(None)
    if reach is rights.SELF and actor.role in FROM_MEMBERS:
        return Contact.id.in_(actor.contact_ids)
    if reach is OWN:
        return Contact.member_id == actor.member_id
    return false()


def account_attendee(account_id: int, actor: Actor) -> Attendee:
    """A user without a firm: oneself, for the secretariat anyone. NotFound for all others."""
    reach = rights.REGISTER.of(actor)
    if reach is not rights.ANYONE and (reach is not rights.SELF or account_id != actor.account_id):
        raise NotFound
    query = (
        select(Account.name, Account.mobile, Department.name.label("department"))
        .join(AccountRole, AccountRole.account_id == Account.id)
        .outerjoin(DepartmentHandler, DepartmentHandler.account_id == Account.id)
        .outerjoin(Department, Department.id == DepartmentHandler.department_id)
        .where(Account.id == account_id, Account.disabled_at.is_(None), AccountRole.role.in_(WITHOUT_FIRM))
        .order_by(Department.id)
        .limit(1)
    )
    row = found(db.session.execute(query).first())
    return Attendee(
        name=row.name,
        account_id=account_id,
        person_id=account_id,
        mobile=row.mobile or "",
        organisation=row.department or "",
    )


def same_person(attendee: Attendee) -> ColumnElement[bool]:
    """Condition: registrations of this person, also through another firm or without one."""
    conditions = []
    if attendee.contact_id is not None:
        conditions.append(Registration.contact_id == attendee.contact_id)
    if attendee.person_id is not None:
        contacts = select(Contact.id).where(Contact.account_id == attendee.person_id)
        conditions += [Registration.account_id == attendee.person_id, Registration.contact_id.in_(contacts)]
    return or_(false(), *conditions)


def self_rows(actor: Actor) -> ColumnElement[bool]:
    """Condition: the person's own registrations, through any firm."""
    conditions = [Registration.account_id == actor.account_id]
    if actor.contact_ids:
        conditions.append(Registration.contact_id.in_(actor.contact_ids))
    return or_(*conditions)


def own(actor: Actor) -> ColumnElement[bool]:
    """Condition: the person's own registrations and those of the firm that it acts for."""
    if actor.member_id is None:
        return self_rows(actor)
    return or_(self_rows(actor), Registration.member_id == actor.member_id)


def is_of(row: Registration, actor: Actor) -> bool:
    """Whether it is the person's own registration, not a colleague's."""
    return row.account_id == actor.account_id or row.contact_id in actor.contact_ids


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition: registrations whose names this person may read; the secretariat all, others their own."""
    if runs_events(actor):
        return Registration.id.is_not(None)
    return own(actor) if actor.member_is_active else false()


def closed_reason(event: Event, actor: Actor, *, is_invited: bool | None = None) -> str:
    """Why this person can't register anybody now, as a sentence; "" if it can. `is_invited`: where that is known.

    Members must keep to the registration period (up to the start if no end is set); the secretariat has until the end.
    """
    now = clock.now()
    if event.state in UNPUBLISHED:
        return str(_("This event is not published yet."))
    if event.state == EventState.CANCELLED:
        return str(_("This event was called off."))
    if event.state == EventState.DONE or event.ends_at <= now:
        return str(_("This event is over."))
    if runs_events(actor):
        return ""
    if circle.closed_to([event], actor) if is_invited is None else not is_invited:
        return str(_("Only invited firms can register for this event."))
    if event.registration_opens_at is not None and now < event.registration_opens_at:
        return str(_("Registration has not opened yet."))
    if now >= (event.registration_closes_at or event.starts_at):
        return str(_("Registration has closed. Please call the secretariat."))
    return ""


def can_cancel(event: Event, state: str, actor: Actor) -> bool:
    """Whether it can be cancelled: until registration closes; if waiting or by the secretariat, until the end."""
    now = clock.now()
    if event.state != EventState.PUBLISHED or event.ends_at <= now or state not in LIVE:
        return False
    deadline = event.registration_closes_at or event.starts_at
    return now < deadline or state == RegistrationState.WAITLISTED or runs_events(actor)


@dataclass(frozen=True)
class Candidate:
    """Somebody whom the secretariat can register, with the state of an existing registration."""

    name: str
    note: str
    contact_id: int | None = None
    account_id: int | None = None
    member_id: int | None = None
    state: str = ""


def candidates(event_id: int, search: str, actor: Actor) -> list[Candidate]:
    """At most 12 people by name (contacts also by pinyin, initials, firm, last digits), for the secretariat only."""
    if not runs_events(actor) or not fold(search):
        return []
    pattern = like_pattern(search)
    person = (Contact.id, Contact.name, Contact.title, Contact.mobile, Contact.member_id)
    contacts = (
        select(*person, Member.name.label("firm"), Registration.state)
        .join(Member, Member.id == Contact.member_id)
        .outerjoin(Registration, (Registration.contact_id == Contact.id) & (Registration.event_id == event_id))
        .where(*(Contact.search_door.like(word, escape="\\") for word in like_patterns(search)))
        .where(Contact.left_at.is_(None), Member.status.in_(ACTIVE))
        .order_by(Contact.name, Contact.id)
        .limit(MAX_CANDIDATES)
    )
    roles = select(AccountRole.account_id).where(AccountRole.role.in_(WITHOUT_FIRM))
    users = (
        select(Account.id, Account.name, Account.mobile, Registration.state)
        .outerjoin(Registration, (Registration.account_id == Account.id) & (Registration.event_id == event_id))
        .where(Account.name.like(pattern, escape="\\"), Account.disabled_at.is_(None), Account.id.in_(roles))
        .order_by(Account.name, Account.id)
        .limit(MAX_CANDIDATES)
    )
    found = [
        Candidate(row.name, " · ".join(filter(None, (row.firm, row.title, last_four_digits(row.mobile)))),
                  contact_id=row.id, member_id=row.member_id, state=row.state or "")
        for row in db.session.execute(contacts)
    ]  # fmt: skip
    found += [
        Candidate(row.name, str(_("without a firm")), account_id=row.id, state=row.state or "")
        for row in db.session.execute(users)
    ]
    return found[:MAX_CANDIDATES]
