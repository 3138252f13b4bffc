"""Writing a confirmed roster: new members in bulk, changed ones one by one, each with its row in the log."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from ... import clock
from ...accounts.correcting import SignIn, update_sign_in_number
from ...audit import services as audit
from ...extensions import db
from ...jobs.kinds import Advance, counted
from ...rights import Actor
from .. import positions, search
from ..contacts import logged
from ..fields import CONTACT_FIELDS, MEMBER_FIELDS, masked, plain
from ..models import Contact, Member, MemberKind, MemberStatus, Office, Position, Term
from ..services import GONE
from ..signals import member_left, names_changed
from .plan import Fate, PlannedRow

SLICE = 250
"""New members written at once."""
_NULLABLE = ("uscc", "employees", "joined_on")
_PLAIN = frozenset({*MEMBER_FIELDS, "left_on", "left_reason"} - {"status"})
"""Fields that are written as they come; status and office bring more with them."""
_KNOWN_BY = frozenset({"name", "short_name", "mobile"})
"""Fields by which people are looked for elsewhere."""


@dataclass(frozen=True)
class Ready:
    """A new member as its row is written, but for what only the transaction knows."""

    member: dict[str, Any]
    people: list[dict[str, Any]]


def prepare(rows: Sequence[PlannedRow], *, take_likely: bool, advance: Advance) -> dict[int, Ready]:
    """What is written of new members, by their row in the sheet.

    Most of the time goes into how their names are searched for, so this is done before the transaction that writes.
    """
    fresh, changed = _to_write(rows, take_likely)
    ready: dict[int, Ready] = {}
    for number, row in enumerate(fresh, 1):
        values = _new_member(row)
        people = [_new_contact(values["name"], person) for person in row.source.contacts]
        ready[row.source.row] = Ready(values, people)
        advance(number // 2, len(fresh) + len(changed))
    return ready


def _to_write(rows: Sequence[PlannedRow], take_likely: bool) -> tuple[list[PlannedRow], list[PlannedRow]]:
    fresh = [row for row in rows if row.fate == Fate.NEW or (take_likely and row.fate == Fate.LIKELY)]
    return fresh, [row for row in rows if row.fate == Fate.CHANGED]


def write(
    rows: Sequence[PlannedRow],
    ready: Mapping[int, Ready],
    *,
    take_likely: bool,
    import_id: int,
    actor: Actor,
    advance: Advance,
) -> Counter[SignIn]:
    """Write what the rows say, new members as `prepare` made them ready; the caller has checked all and holds the lock.

    Returns what became of the numbers that people sign in with.
    """
    term = positions.current_term()
    fresh, changed = _to_write(rows, take_likely)
    total = len(fresh) + len(changed)
    for start in range(0, len(fresh), SLICE):
        some = fresh[start : start + SLICE]
        _insert(some, [ready[row.source.row] for row in some], term, f"import:{import_id}", actor)
        advance((len(fresh) + start + len(some)) // 2, total)
    sign_ins: Counter[SignIn] = Counter()
    for row in counted(changed, total, lambda done, total: advance(len(fresh) + done, total)):
        if row.member is not None:
            for person, values in row.people:
                if person is not None and "mobile" in values:
                    sign_ins[update_sign_in_number(person, values["mobile"], actor=actor)] += 1
            _update(row, row.member, term, f"import:{import_id}", actor)
    db.session.flush()
    search.touch()
    renamed = [row.member.id for row in rows if row.member is not None and _renames(row)]
    if renamed:
        names_changed.send(None, member_ids=renamed)
    return sign_ins


def _renames(row: PlannedRow) -> bool:
    fields = (change.key.rpartition(".")[2] for change in row.changes)
    return row.fate == Fate.CHANGED and not _KNOWN_BY.isdisjoint(fields)


def _new_member(row: PlannedRow) -> dict[str, Any]:
    facts, more = row.source.facts, row.source.more
    values: dict[str, Any] = {name: facts.get(name, None if name in _NULLABLE else "") for name in MEMBER_FIELDS}
    values["kind"] = values["kind"] or MemberKind.ENTERPRISE.value
    values["status"] = values["status"] or MemberStatus.ACTIVE.value
    has_left = values["status"] in GONE
    values |= search.keys(values["name"], values["short_name"], values["industry"])
    values |= {
        "search_staff": search.staff_key(values, row.source.contacts),
        "office": more.office or Office.MEMBER.value,
        "left_on": more.left_on if has_left else None,
        "left_reason": more.left_reason if has_left else "",
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    return values


def _insert(rows: list[PlannedRow], ready: Sequence[Ready], term: Term | None, reason: str, actor: Actor) -> None:
    made = [one.member for one in ready]
    ids = db.session.scalars(insert(Member).returning(Member.id, sort_by_parameter_order=True), made).all()
    people = [
        {"member_id": member_id, **person} for member_id, one in zip(ids, ready, strict=True) for person in one.people
    ]
    if people:
        db.session.execute(insert(Contact), people)
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
    for member_id, row in zip(ids, rows, strict=True):
        after = {name: plain(value) for name, value in row.source.facts.items()}
        if row.source.more.office:
            after["office"] = row.source.more.office
        after |= {f"contact{person['number']}": _logged_person(person) for person in row.source.contacts}
        audit.record("member.created", "member", member_id, actor=actor, reason=reason, after=after)


def _new_contact(member_name: str, person: dict[str, Any]) -> dict[str, Any]:
    values = {name: person.get(name, "") for name in CONTACT_FIELDS}
    return {**values, "search_door": search.door_key(person, member_name)}


def _logged_person(person: dict[str, Any]) -> dict[str, Any]:
    return logged({name: value for name, value in person.items() if name != "number"})


def _update(row: PlannedRow, member: Member, term: Term | None, reason: str, actor: Actor) -> None:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for change in row.changes:
        group, dot, name = change.key.partition(".")
        for known, value in ((before, change.old), (after, change.new)):
            known[change.key] = masked(name, value) if dot else plain(value)
        if group in _PLAIN:
            setattr(member, group, change.new)
    for person, values in row.people:
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
    wanted, more = row.source.facts.get("status"), row.source.more
    if not wanted or wanted == member.status:
        return
    if wanted in GONE and member.status not in GONE and more.left_on is not None:
        member.left_on, member.left_reason = more.left_on, more.left_reason
        positions.end_all(member, more.left_on)
    elif wanted not in GONE:
        member.left_on, member.left_reason = None, ""
    member.status = wanted
    if wanted in GONE:
        db.session.flush()
        member_left.send(None, member_id=member.id, actor=actor)


def _set_office(row: PlannedRow, member: Member, term: Term | None) -> None:
    office = row.source.more.office
    if not office or office == member.office or member.status in GONE:
        return
    held = select(Position).where(Position.member_id == member.id, Position.ended_on.is_(None))
    for position in db.session.scalars(held):
        position.ended_on = max(clock.today(), position.began_on)
    if term is not None and office != Office.MEMBER:
        db.session.add(Position(member_id=member.id, term_id=term.id, office=office, began_on=clock.today()))
    db.session.flush()
    positions.refresh_offices([member])
