"""Entering a case on behalf of a firm: the firm, its contacts, and the note on it that the case came from."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from ...extensions import db
from ...members.models import Contact, Member, MemberNote, MemberStatus
from ...members.record import indexed
from ...members.search import found_by_staff
from ...rights import Actor
from .. import rights
from ..access.visibility import visible_to
from ..models import Case

MAX_HITS = 20


@dataclass(frozen=True)
class FirmChoice:
    """The firm that a case is entered for, with the contacts to choose from."""

    id: int
    name: str
    contacts: tuple[tuple[int, str], ...] = ()
    note: str = ""
    on_behalf: bool = True
    """False for the member's own."""


def firms(q: str, *, actor: Actor) -> list[tuple[int, str]]:
    """Firms that the search box finds, for the secretariat; none for an empty box."""
    rights.SUBMIT.demand(actor, rights.FOR_FIRMS)
    if not q.strip():
        return []
    query = select(Member.id, Member.name).where(found_by_staff(q), Member.status != MemberStatus.OUTSIDE)
    return [
        (row.id, row.name) for row in db.session.execute(query.order_by(Member.name_key, Member.id).limit(MAX_HITS))
    ]


def hidden_notes(actor: Actor, case_ids: Iterable[int | None]) -> set[int]:
    """Of the cases that came from notes on a firm, those that this person may not see; their notes are hidden too."""
    wanted = {one for one in case_ids if one}
    if not wanted:
        return set()
    return wanted - set(db.session.scalars(select(Case.id).where(Case.id.in_(wanted), visible_to(actor))))


def _note(note_id: int | None, actor: Actor) -> MemberNote | None:
    note = db.session.get(MemberNote, note_id) if note_id and 0 < note_id < 2**31 else None
    return None if note is None or hidden_notes(actor, [note.case_id]) else note


def firm(member_id: int | None, note_id: int | None, *, actor: Actor) -> FirmChoice | None:
    """The firm that an address names, directly or by a note on it; none where there is none."""
    rights.SUBMIT.demand(actor, rights.FOR_FIRMS)
    note = _note(note_id, actor)
    wanted = note.member_id if note else member_id
    member = db.session.get(Member, wanted) if wanted and 0 < wanted < 2**31 else None
    if member is None or member.status == MemberStatus.OUTSIDE:
        return None
    contacts = db.session.execute(
        select(Contact.id, Contact.name, Contact.title)
        .where(Contact.member_id == member.id, Contact.left_at.is_(None))
        .order_by(Contact.id)
    )
    choices = tuple((row.id, f"{row.name} {row.title}".strip()) for row in contacts)
    return FirmChoice(member.id, member.name, choices, note.text if note else "")


def link_note(note_id: int | None, case: Case, *, actor: Actor) -> None:
    """Write into the note which case came from it."""
    rights.SUBMIT.demand(actor, rights.FOR_FIRMS)
    note = _note(note_id, actor)
    if note is not None and note.member_id == case.member_id:
        note.case_id = case.id
        indexed.put([note.member_id])
