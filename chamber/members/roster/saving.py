"""Write a confirmed roster: new members in bulk, changed ones one by one, each with a log row."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from ... import clock
from ...accounts.correcting import SignIn, update_sign_in_number
from ...audit import services as audit
from ...extensions import db
from ...jobs.kinds import Advance, with_progress
from ...rights import Actor
from ...search import index, tokens
from .. import positions, search
from ..models import Contact, Member, MemberKind, MemberStatus, Office, Position, Term
from ..record import indexed
from ..record.contacts import to_log
from ..record.fields import CONTACT_FIELDS, MEMBER_FIELDS, log_value, masked
from ..services import FORMER
from ..signals import member_left, names_changed
from ..terms.reading import current_term
from . import keeping
from .plan import Outcome, PlannedRow

BATCH = 250
"""New members per INSERT."""
_NULLABLE = ("uscc", "employees", "joined_on")
_DIRECT_FIELDS = frozenset({*MEMBER_FIELDS, "left_on", "left_reason"} - {"status"})
"""Fields copied as they are; status and office have further effects."""
_RENAMING_FIELDS = frozenset({"name", "short_name", "mobile"})
"""Fields whose change sends `names_changed`."""


@dataclass(frozen=True)
class NewMember:
    """The rows of a new member and its contacts, without ids."""

    member: dict[str, Any]
    contacts: list[dict[str, Any]]
    doc: str
    """By what it is found."""


def prepare(rows: Sequence[PlannedRow], *, take_likely: bool, advance: Advance) -> dict[int, NewMember]:
    """The rows of new members, by row number in the sheet.

    Working out what they are found by takes most of the time, so it is done before the writing transaction.
    """
    new, changed = to_write(rows, take_likely)
    ready: dict[int, NewMember] = {}
    for number, row in enumerate(new, 1):
        values = _new_member(row)
        contacts = [_new_contact(values["name"], person) for person in row.source.contacts]
        ready[row.source.row] = NewMember(values, contacts, indexed.doc(values, row.source.contacts))
        advance(number // 2, len(new) + len(changed))
    return ready


def to_write(rows: Sequence[PlannedRow], take_likely: bool) -> tuple[list[PlannedRow], list[PlannedRow]]:
    """(rows of new members, rows of changed ones)."""
    new = [row for row in rows if row.outcome == Outcome.NEW or (take_likely and row.outcome == Outcome.LIKELY)]
    return new, [row for row in rows if row.outcome == Outcome.CHANGED]


def write(
    rows: Sequence[PlannedRow],
    ready: Mapping[int, NewMember],
    *,
    take_likely: bool,
    import_id: int,
    actor: Actor,
    advance: Advance,
) -> Counter[SignIn]:
    """Write all rows, new members as `prepare` built them; the caller has checked them and holds the lock.

    Returns how many sign-in numbers were updated or not, by reason.
    """
    term = current_term()
    new, changed = to_write(rows, take_likely)
    total = len(new) + len(changed)
    for start in range(0, len(new), BATCH):
        some = new[start : start + BATCH]
        ids = _insert(some, [ready[row.source.row] for row in some], term, f"import:{import_id}", actor)
        keeping.keep(import_id, zip(some, ids, strict=True))
        advance((len(new) + start + len(some)) // 2, total)
    sign_ins: Counter[SignIn] = Counter()
    for row in with_progress(changed, total, lambda done, total: advance(len(new) + done, total)):
        if row.member is not None:
            for person, values in row.contacts:
                if person is not None and "mobile" in values:
                    sign_ins[update_sign_in_number(person, values["mobile"], actor=actor)] += 1
            _update(row, row.member, term, f"import:{import_id}", actor)
    db.session.flush()
    known = [(row, row.member.id) for row in changed if row.member is not None]
    keeping.keep(import_id, known)
    indexed.put(member_id for _row, member_id in known)
    search.touch()
    renamed = [row.member.id for row in rows if row.member is not None and _renames(row)]
    if renamed:
        names_changed.send(None, member_ids=renamed)
    return sign_ins


def _renames(row: PlannedRow) -> bool:
    fields = (change.key.rpartition(".")[2] for change in row.changes)
    return row.outcome == Outcome.CHANGED and not _RENAMING_FIELDS.isdisjoint(fields)


def _new_member(row: PlannedRow) -> dict[str, Any]:
    facts, membership = row.source.facts, row.source.membership
    values: dict[str, Any] = {name: facts.get(name, None if name in _NULLABLE else "") for name in MEMBER_FIELDS}
    values["kind"] = values["kind"] or MemberKind.ENTERPRISE.value
    values["status"] = values["status"] or MemberStatus.ACTIVE.value
    has_left = values["status"] in FORMER
    if values["status"] == MemberStatus.OUTSIDE:
        values["joined_on"] = None
    values |= search.name_columns(values["name"])
    values |= {
        "office": membership.office or Office.MEMBER.value,
        "left_on": membership.left_on if has_left else None,
        "left_reason": membership.left_reason if has_left else "",
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    return values


def _insert(
    rows: list[PlannedRow], ready: Sequence[NewMember], term: Term | None, reason: str, actor: Actor
) -> Sequence[int]:
    made = [one.member for one in ready]
    ids = db.session.scalars(insert(Member).returning(Member.id, sort_by_parameter_order=True), made).all()
    contacts = [
        {"member_id": member_id, **person} for member_id, one in zip(ids, ready, strict=True) for person in one.contacts
    ]
    if contacts:
        db.session.execute(insert(Contact), contacts)
    offices = [
        {
            "member_id": member_id,
            "term_id": term.id,
            "office": values["office"],
            "began_on": max(term.began_on, values["joined_on"] or clock.today()),
        }
        for member_id, values in zip(ids, made, strict=True)
        if term is not None and values["office"] != Office.MEMBER
    ]
    if offices:
        db.session.execute(insert(Position), offices)
    docs = {member_id: one.doc for member_id, one in zip(ids, ready, strict=True)}
    index.put("member", {**docs, **_with_term(docs, {row["member_id"] for row in offices}, term)})
    for member_id, row in zip(ids, rows, strict=True):
        after = {name: log_value(value) for name, value in row.source.facts.items()}
        if row.source.membership.office:
            after["office"] = row.source.membership.office
        after |= {f"contact{person['number']}": _log_values(person) for person in row.source.contacts}
        audit.record("member.created", "member", member_id, actor=actor, reason=reason, after=after)
    return ids


def _with_term(docs: Mapping[int, str], in_office: Iterable[int], term: Term | None) -> dict[int, str]:
    """By what those of new members are found that hold an office from now on."""
    held = list(indexed.in_office(term.name)) if term is not None else []
    return {member_id: tokens.doc(docs[member_id].split(), held) for member_id in in_office}


def _new_contact(member_name: str, person: dict[str, Any]) -> dict[str, Any]:
    values = {name: person.get(name, "") for name in CONTACT_FIELDS}
    return {**values, "search_door": search.door_search_text(person, member_name)}


def _log_values(person: dict[str, Any]) -> dict[str, Any]:
    return to_log({name: value for name, value in person.items() if name != "number"})


def _update(row: PlannedRow, member: Member, term: Term | None, reason: str, actor: Actor) -> None:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for change in row.changes:
        group, dot, name = change.key.partition(".")
        for known, value in ((before, change.old), (after, change.new)):
            known[change.key] = masked(name, value) if dot else log_value(value)
        if group in _DIRECT_FIELDS:
            setattr(member, group, change.new)
    for person, values in row.contacts:
        if person is None:
            member.contacts.append(Contact(**{name: values.get(name, "") for name in CONTACT_FIELDS}))
        else:
            for name, value in values.items():
                setattr(person, name, value)
    _set_status(row, member, actor)
    _set_office(row, member, term)
    search.refresh(member)
    member.updated_at = clock.now()
    audit.record("member.edited", "member", member.id, actor=actor, reason=reason, before=before, after=after)


def _set_status(row: PlannedRow, member: Member, actor: Actor) -> None:
    wanted, membership = row.source.facts.get("status"), row.source.membership
    if not wanted or wanted == member.status:
        return
    if wanted in FORMER and member.status not in FORMER and membership.left_on is not None:
        member.left_on, member.left_reason = membership.left_on, membership.left_reason
        positions.end_all(member, membership.left_on)
    elif wanted not in FORMER:
        member.left_on, member.left_reason = None, ""
    member.status = wanted
    if wanted in FORMER:
        db.session.flush()
        member_left.send(None, member_id=member.id, actor=actor)


def _set_office(row: PlannedRow, member: Member, term: Term | None) -> None:
    office = row.source.membership.office
    if not office or office == member.office or member.status in FORMER:
        return
    positions.end_all(member, clock.today())
    if term is not None and office != Office.MEMBER:
        db.session.add(Position(member_id=member.id, term_id=term.id, office=office, began_on=clock.today()))
    db.session.flush()
    positions.refresh_offices([member])
