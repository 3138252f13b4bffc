"""The offices that members hold in terms of the chamber; keeps `Member.office` up to date."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm.attributes import set_committed_value

from ..audit import services as audit
from ..errors import Conflict, DomainError
from ..extensions import db, find_one
from ..language.dates import local_date
from ..rights import Actor
from . import rights, search
from .models import RANK, Contact, Member, MemberStatus, Office, Position, Term
from .record import indexed
from .record.fields import log_value, required_day
from .services import find as find_member


def refresh_offices(members: Iterable[Member]) -> None:
    """Set `Member.office` of these members to the highest office that each holds now."""
    wanted = list(members)
    held: dict[int, list[str]] = {member.id: [] for member in wanted}
    query = select(Position.member_id, Position.office).where(
        Position.member_id.in_(list(held)), Position.ended_on.is_(None)
    )
    for member_id, office in db.session.execute(query):
        held[member_id].append(office)
    for member in wanted:
        highest = min(held[member.id], key=lambda office: RANK[Office(office)], default=Office.MEMBER.value)
        if member.office != highest:
            _set_office(member, highest)


def _set_office(member: Member, office: str) -> None:
    # Without a new version, so that a form that somebody has open can still be saved.
    db.session.flush()
    changed = update(Member).where(Member.id == member.id).values(office=office)
    db.session.execute(changed.execution_options(synchronize_session=False))
    set_committed_value(member, "office", office)
    search.touch()


def appoint(
    member_id: int,
    *,
    office: str,
    term_id: int,
    began_on: date | str | None,
    actor: Actor,
    contact_id: int | None = None,
) -> Position:
    """Appoint a member to an office in a term, optionally through one of its contacts.

    DomainError at the wrong field: a day outside the term, an office held already, a second president. Conflict for a
    member that is not on the roster.
    """
    rights.EDIT.demand(actor)
    member = find_member(member_id, actor, lock=True)
    if member.status not in (MemberStatus.ACTIVE, MemberStatus.SUSPENDED):
        raise Conflict(_("Only members on the roster hold offices."))
    term = db.session.get(Term, term_id, with_for_update=True, populate_existing=True)
    if term is None:
        raise DomainError(_("Please choose a term."), field="term_id")
    day = required_day(began_on, "began_on")
    _check(member, term, office, day, contact_id)
    position = Position(
        member_id=member.id, term_id=term.id, contact_id=contact_id, office=office, began_on=day, ended_on=term.ended_on
    )
    db.session.add(position)
    db.session.flush()
    refresh_offices([member])
    indexed.put([member.id])
    audit.record(
        "member.appointed",
        "member",
        member.id,
        actor=actor,
        after={"office": office, "term": term.name, "began_on": day.isoformat()},
    )
    return position


def _check(
    member: Member, term: Term, office: str, day: date, contact_id: int | None, but: Position | None = None
) -> None:
    if office not in RANK:
        raise DomainError(_("Please choose an office."), field="office")
    if day < term.began_on or day > (term.ended_on or day):
        raise DomainError(_("This date is outside the term."), field="began_on")
    known = {person.id for person in member.contacts if not person.left_at} | {but.contact_id if but else None, None}
    if contact_id not in known:
        raise DomainError(_("Please choose a contact of this member."), field="contact_id")
    _refuse_duplicate(member, term, office, but)


def _refuse_duplicate(member: Member, term: Term, office: str, but: Position | None) -> None:
    if term.ended_on is None:
        same = select(Position).where(
            Position.term_id == term.id,
            Position.office == office,
            Position.ended_on.is_(None),
            Position.id != (but.id if but else 0),
        )
        if db.session.scalars(same.where(Position.member_id == member.id)).first():
            raise DomainError(_("The member holds this office already."), field="office")
        holder = db.session.scalars(same).first() if office == Office.PRESIDENT else None
        if holder:
            raise DomainError(
                _("%(name)s is president in this term: end that office first.", name=holder.member.name), field="office"
            )


def find(member_id: int, position_id: int, *, actor: Actor) -> Position:
    """An office of a member, for the secretariat; NotFound if there is none."""
    rights.EDIT.demand(actor)
    member = find_member(member_id, actor)
    query = select(Position).where(Position.id == position_id, Position.member_id == member.id)
    return find_one(query, _("Office not found."))


def end(member_id: int, position_id: int, ended_on: date | str | None, *, actor: Actor) -> Position:
    """End an office; the row stays as history. Conflict if it has ended; DomainError at `ended_on`."""
    rights.EDIT.demand(actor)
    member = find_member(member_id, actor, lock=True)
    position = find(member_id, position_id, actor=actor)
    if position.ended_on is not None:
        raise Conflict(_("This office has ended already."))
    day = required_day(ended_on, "ended_on")
    if day < position.began_on:
        raise DomainError(_("The office began on %(day)s only.", day=local_date(position.began_on)), field="ended_on")
    position.ended_on = day
    db.session.flush()
    refresh_offices([member])
    audit.record(
        "member.office_ended",
        "member",
        member.id,
        actor=actor,
        after={"office": position.office, "term": position.term.name, "ended_on": log_value(day)},
    )
    return position


def can_correct(position: Position) -> bool:
    """Whether nothing was built on an office yet: it has not ended, and neither has its term."""
    return position.ended_on is None and position.term.ended_on is None


def correct(
    member_id: int,
    position_id: int,
    *,
    office: str,
    contact_id: int | None,
    began_on: date | str | None,
    version: str,
    actor: Actor,
) -> Position:
    """Put an office right that was entered wrongly: the row changes, and the log says how.

    `version` is `mark_of` what was shown. Conflict where it has changed since, or something was built on it; else as
    `appoint`.
    """
    position = _to_correct(member_id, position_id, version, actor=actor)
    before, day = _facts(position), required_day(began_on, "began_on")
    _check(position.member, position.term, office, day, contact_id, but=position)
    position.office, position.contact_id, position.began_on = office, contact_id, day
    db.session.flush()
    db.session.refresh(position, ["contact"])
    after = _facts(position)
    if after != before:
        refresh_offices([position.member])
        indexed.put([member_id])
        audit.record("member.office_corrected", "member", member_id, actor=actor, before=before, after=after)
    return position


def take_away(member_id: int, position_id: int, *, version: str, actor: Actor) -> Position:
    """Remove an office that was never held; the log keeps that it was entered. Conflict as for `correct`."""
    position = _to_correct(member_id, position_id, version, actor=actor)
    before, member = _facts(position), position.member
    db.session.delete(position)
    db.session.flush()
    refresh_offices([member])
    indexed.put([member_id])
    audit.record("member.office_taken_away", "member", member_id, actor=actor, before=before)
    return position


def mark_of(position: Position) -> str:
    """A mark of an office: another one as soon as it was changed."""
    return f"{position.office}~{position.contact_id or 0}~{position.began_on}"


def _to_correct(member_id: int, position_id: int, version: str, *, actor: Actor) -> Position:
    rights.EDIT.demand(actor)
    find_member(member_id, actor, lock=True)
    position = find(member_id, position_id, actor=actor)
    db.session.get(Term, position.term_id, with_for_update=True, populate_existing=True)
    db.session.refresh(position)
    if not can_correct(position):
        raise Conflict(_("This office has ended, so it can no longer be corrected."))
    if version != mark_of(position):
        raise Conflict(_("Somebody else has changed this office meanwhile. Please check it again; nothing was saved."))
    return position


def _facts(position: Position) -> dict[str, Any]:
    person = position.contact.name if position.contact else ""
    named = {"office": position.office, "term": position.term.name, "held_by": person}
    return {**named, "began_on": position.began_on.isoformat()}


def end_all(member: Member, day: date) -> None:
    """End all offices of a member that leaves on this day."""
    end_running(Position.member_id == member.id, day)
    refresh_offices([member])


def end_running(which: ColumnElement[bool], day: date) -> None:
    """End the offices among these that somebody holds now; one that began later ends on its own first day."""
    running = db.session.scalars(select(Position).where(which, Position.ended_on.is_(None))).all()
    for position in running:
        position.ended_on = max(day, position.began_on)
    db.session.flush()


def eligible_contacts(member_id: int, *, actor: Actor) -> list[tuple[int, str]]:
    """(id, name) of the contacts through whom a member can hold an office."""
    rights.EDIT.demand(actor)
    query = select(Contact.id, Contact.name).where(Contact.member_id == member_id, Contact.left_at.is_(None))
    return [(row.id, row.name) for row in db.session.execute(query.order_by(Contact.id))]
