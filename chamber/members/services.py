"""Who may see which members and which of their facts: rows by `visible_to`, values by `seen_by`."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, false, func, select, true
from sqlalchemy.orm import selectinload

from .. import clock
from ..accounts.models import Account
from ..errors import found
from ..extensions import UtcDateTime, db, find_one
from ..language import phones
from ..registry.homes import waiting_row
from ..rights import ALL, Actor
from . import rights
from .models import Contact, Correction, Duty, Member, MemberNote, MemberStatus, Position

IN_DIRECTORY = (MemberStatus.ACTIVE, MemberStatus.SUSPENDED)
"""Statuses of members that other members see."""
_CALLED = {Duty.PRINCIPAL.value: 0, Duty.LIAISON.value: 1}
FORMER = (MemberStatus.LEFT, MemberStatus.EXPELLED)
"""Statuses of members no longer on the roster."""
NEVER_JOINED = (MemberStatus.APPLICANT, MemberStatus.REFUSED, MemberStatus.OUTSIDE)
"""Statuses of who is no member yet: without offices and a day of joining."""


@dataclass(frozen=True)
class SeenContact:
    """A contact as one viewer may see it: `phone` is masked for those who may not know it."""

    id: int
    name: str
    title: str
    duty: str
    phone: str
    on_paper: str
    """The number on paper, which passes from hand to hand."""
    email: str = ""
    wechat: str = ""
    is_masked: bool = True
    has_account: bool = False
    firm_signs_in: bool = False
    """Whether anybody of the firm has an account; only `whom_to_call` says it."""
    left_at: datetime | None = None


@dataclass(frozen=True)
class SeenPosition:
    """An office held in a term."""

    id: int
    term: str
    office: str
    contact: str
    began_on: date
    ended_on: date | None


@dataclass(frozen=True)
class SeenNote:
    """A note of the secretariat."""

    id: int
    text: str
    at: datetime
    by: str
    case_id: int | None


@dataclass(frozen=True)
class SeenMember:
    """A member as one viewer may see it; the directory view lacks everything that is not public."""

    id: int
    name: str
    short_name: str
    kind: str
    industry: str
    office: str
    introduction: str
    is_full: bool = False
    is_staff: bool = False
    is_own: bool = False
    said_something: bool = False
    """Whether somebody of the firm ever said that something on the page is wrong."""
    facts: dict[str, Any] = field(default_factory=dict)
    """The other facts by field name; empty in the directory view."""
    status: str = ""
    left_on: date | None = None
    left_reason: str = ""
    applied_at: datetime | None = None
    refused_on: date | None = None
    refused_reason: str = ""
    version: int = 0
    contacts: tuple[SeenContact, ...] = ()
    positions: tuple[SeenPosition, ...] = ()
    notes: tuple[SeenNote, ...] = ()


FACTS = (
    *("uscc", "legal_representative", "size", "ownership", "employees", "address", "community", "scope", "tags"),
    *("website", "party_since", "union_since", "joined_on"),
)


def can_edit(actor: Actor) -> bool:
    """Whether this person may edit the roster."""
    return rights.EDIT.allows(actor)


def sees_all(actor: Actor) -> bool:
    """Whether this person reads every member in full, so that lists may show and search everything."""
    return rights.READ.of(actor) in (ALL, rights.MASKED, rights.MEMBERS_MASKED)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition that selects the members that this person may see: the only way to rows of members.

    Firms of the area that are no members are known to the secretariat and the leader alone.
    """
    if rights.READ.of(actor) is rights.MEMBERS_MASKED:
        return Member.status != MemberStatus.OUTSIDE
    if sees_all(actor):
        return true()
    in_directory = rights.READ.of(actor) in (rights.DIRECTORY, rights.FIRM)
    return Member.status.in_(IN_DIRECTORY) if in_directory else false()


def find(member_id: int, actor: Actor, *, lock: bool = False, fresh: bool = False) -> Member:
    """The member with this id; NotFound if this person may not see it.

    `lock` locks the row until the transaction ends; `fresh` reads it again even if the session has it.
    """
    query = select(Member).where(visible_to(actor), Member.id == member_id)
    return find_one(query, _("Member not found."), lock=lock, fresh=fresh)


def is_own_of(actor: Actor) -> ColumnElement[bool] | None:
    """Condition: the person's own firm, which members read in full; None where they have none such."""
    return Member.id == actor.member_id if rights.READ.of(actor) is rights.FIRM and actor.member_id else None


def _is_own(actor: Actor, member_id: int) -> bool:
    return rights.READ.of(actor) is rights.FIRM and actor.member_id == member_id


def find_contact(member_id: int, contact_id: int, actor: Actor, *, fresh: bool = False) -> Contact:
    """A contact of a member, for the secretariat; NotFound if there is none."""
    rights.EDIT.demand(actor)
    member = find(member_id, actor)
    query = select(Contact).where(Contact.id == contact_id, Contact.member_id == member.id)
    return find_one(query, _("Contact not found."), fresh=fresh)


def seen_contact(actor: Actor, contact: Contact) -> SeenContact:
    """A contact as this person may see it: with whole numbers for the secretariat and the own firm."""
    is_open, masked = can_edit(actor) or _is_own(actor, contact.member_id), phones.mask_phone(contact.mobile)
    return SeenContact(
        id=contact.id,
        name=contact.name,
        title=contact.title,
        duty=contact.duty,
        phone=phones.show_phone(contact.mobile) if is_open else masked,
        on_paper=masked,
        email=contact.email if is_open else "",
        wechat=contact.wechat if is_open else "",
        is_masked=not is_open,
        has_account=contact.account_id is not None,
        left_at=contact.left_at,
    )


def whom_to_call(member_ids: Iterable[int], *, actor: Actor) -> dict[int, SeenContact]:
    """For each of these members whom the secretariat calls first: the person in charge, the liaison, else the first."""
    rights.EDIT.demand(actor)
    query = select(Contact).where(Contact.member_id.in_(list(member_ids)), Contact.left_at.is_(None))
    people = sorted(db.session.scalars(query), key=lambda one: (not one.mobile, _CALLED.get(one.duty, 2), one.id))
    joined = {one.member_id for one in people if one.account_id is not None}
    first = {one.member_id: one for one in reversed(people)}
    return {key: replace(seen_contact(actor, one), firm_signs_in=key in joined) for key, one in first.items()}


def seen_by(actor: Actor, member_id: int) -> SeenMember:
    """A member as this person may see it; NotFound if they may not see it at all."""
    is_own = _is_own(actor, member_id)
    has_said = exists().where(Correction.member_id == Member.id)
    row = db.session.execute(select(Member, has_said).where(visible_to(actor), Member.id == member_id)).first()
    member, said_something = found(row, _("Member not found."))
    seen = SeenMember(
        id=member.id,
        name=member.name,
        short_name=member.short_name,
        kind=member.kind,
        industry=member.industry,
        office=member.office,
        introduction=member.introduction,
        is_own=is_own,
    )
    if not (is_own or sees_all(actor)):
        return seen
    contacts = db.session.scalars(select(Contact).where(Contact.member_id == member_id).order_by(Contact.id))
    keeps = can_edit(actor)
    return replace(
        seen,
        is_full=True,
        is_staff=keeps,
        said_something=said_something,
        facts={name: getattr(member, name) for name in FACTS},
        status=member.status,
        left_on=member.left_on,
        left_reason=member.left_reason,
        applied_at=member.applied_at or member.created_at,
        refused_on=member.refused_on,
        refused_reason=member.refused_reason,
        version=member.version,
        contacts=tuple(seen_contact(actor, contact) for contact in contacts if keeps or contact.left_at is None),
        positions=_positions(member_id),
        notes=_notes(member_id) if keeps else (),
    )


def _positions(member_id: int) -> tuple[SeenPosition, ...]:
    query = (
        select(Position)
        .where(Position.member_id == member_id)
        .options(selectinload(Position.term), selectinload(Position.contact))
        .order_by(Position.began_on.desc(), Position.id.desc())
    )
    return tuple(
        SeenPosition(
            row.id, row.term.name, row.office, row.contact.name if row.contact else "", row.began_on, row.ended_on
        )
        for row in db.session.scalars(query)
    )


def _notes(member_id: int) -> tuple[SeenNote, ...]:
    query = (
        select(MemberNote, Account.name)
        .join(Account, Account.id == MemberNote.by_id)
        .where(MemberNote.member_id == member_id)
        .order_by(MemberNote.at.desc(), MemberNote.id.desc())
    )
    return tuple(SeenNote(row.id, row.text, row.at, by, row.case_id) for row, by in db.session.execute(query))


def applicants(_actor: Actor) -> Select[Any]:
    """Who applied and waits for an answer; for the list of a home page that gets empty."""
    since = func.coalesce(Member.applied_at, Member.created_at, type_=UtcDateTime())
    row = waiting_row(key=Member.id, title=Member.name, who=Member.community, since=since)
    return row.where(Member.status == MemberStatus.APPLICANT)


def number_now(_actor: Actor) -> ScalarSelect[int]:
    """How many members the chamber has, as a part of a query; who is suspended is none now."""
    return select(func.count()).select_from(Member).where(Member.status == MemberStatus.ACTIVE).scalar_subquery()


def number_joined(_actor: Actor) -> ScalarSelect[int]:
    """How many joined this year."""
    return _number_of(joined_this_year())


def number_left(_actor: Actor) -> ScalarSelect[int]:
    """How many left this year, or were expelled."""
    return _number_of(left_this_year())


def joined_this_year() -> ColumnElement[bool]:
    """Condition: members that joined this year, also those that have left since."""
    return and_(Member.joined_on >= _new_year(), Member.status.not_in(NEVER_JOINED))


def left_this_year() -> ColumnElement[bool]:
    """Condition: former members that left this year, or were expelled."""
    return and_(Member.left_on >= _new_year(), Member.status.in_(FORMER))


def this_year(what: str) -> ColumnElement[bool]:
    """One of these two by its name in `THIS_YEAR`; everybody for "" and for other names."""
    return THIS_YEAR[what]() if what in THIS_YEAR else true()


def _new_year() -> date:
    return clock.today().replace(month=1, day=1)


def _number_of(which: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(Member).where(which).scalar_subquery()


THIS_YEAR = {"joined": joined_this_year, "left": left_this_year}
