"""Compare a roster with the stored members: each row is new, changed, unchanged, wrong or a possible duplicate."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ... import clock
from ...extensions import db
from ...language.catalogue import join_sentences
from ...language.text import bare_company, fold
from ..models import Contact, Member, MemberKind, MemberStatus, Office, Position
from ..record.fields import log_value, masked, shown
from ..services import FORMER, NEVER_JOINED
from ..terms.reading import current_term
from .columns import contact_key, label_of
from .rows import Roster, RosterRow

T = TypeVar("T")


class Outcome(StrEnum):
    """What the import does with a row."""

    WRONG = "wrong"
    LIKELY = "likely"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Change:
    """A changed field: stored and imported value."""

    key: str
    old: Any
    new: Any

    def words(self) -> tuple[str, str, str]:
        """(label, old, new) as text for the page; stored numbers and addresses masked."""
        _group, dot, name = self.key.rpartition(".")
        old = masked(name, self.old) if dot else shown(name, self.old)
        return label_of(self.key), old, shown(name, self.new)


@dataclass
class PlannedRow:
    """A row of the roster and what importing it changes."""

    source: RosterRow
    outcome: Outcome = Outcome.UNCHANGED
    member: Member | None = None
    changes: list[Change] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    duplicate_of: str = ""
    """Name of the member or row that this is probably the same as."""
    contacts: list[tuple[Contact | None, dict[str, Any]]] = field(default_factory=list)
    """Contacts to change (row and changed values) or to add (None and all values)."""


@dataclass(frozen=True)
class Plan:
    """All rows, and a hash of exactly these changes."""

    rows: list[PlannedRow]
    fingerprint: str

    @property
    def counts(self) -> dict[str, int]:
        """Number of rows by outcome."""
        found = Counter(row.outcome.value for row in self.rows)
        return {outcome.value: found[outcome.value] for outcome in Outcome}


class _StoredMembers:
    """The stored members that match rows of a roster by code or name."""

    def __init__(self, rows: Iterable[RosterRow]) -> None:
        rows = list(rows)
        codes = {row.facts["uscc"] for row in rows if row.facts.get("uscc")}
        bare_names = {bare_company(row.facts["name"])[:120] for row in rows if row.facts.get("name")}
        self.by_code: dict[str, Member] = {}
        self.by_bare_name: dict[str, list[Member]] = {}
        for column, wanted in ((Member.uscc, codes), (Member.bare_name, bare_names)):
            for some in _batches(sorted(wanted)):
                query = select(Member).where(column.in_(some)).options(selectinload(Member.contacts))
                for member in db.session.scalars(query):
                    if member.uscc:
                        self.by_code[member.uscc] = member
                    same_name = self.by_bare_name.setdefault(member.bare_name, [])
                    if member not in same_name:
                        same_name.append(member)
        self.term = current_term()
        self.president = self._president()

    def _president(self) -> int | None:
        if self.term is None:
            return None
        return db.session.scalar(
            select(Position.member_id).where(
                Position.term_id == self.term.id, Position.office == Office.PRESIDENT, Position.ended_on.is_(None)
            )
        )


def _batches(values: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(values), 500):
        yield values[start : start + 500]


def plan(roster: Roster) -> Plan:
    """Compare a roster with the stored members; writes nothing."""
    stored = _StoredMembers(roster.rows)
    rows: list[PlannedRow] = []
    codes: dict[str, int] = {}
    bare_names: dict[str, RosterRow] = {}
    member_rows: dict[int, int] = {}
    for source in roster.rows:
        planned = PlannedRow(source, problems=dict(source.problems))
        _match(planned, stored)
        _refuse_duplicates(planned, codes, member_rows)
        _note_repeated_wrong_code(planned, _wrong_code(roster, source), codes)
        if planned.member is None:
            _check_new(planned, stored, bare_names)
        else:
            _compare(planned, planned.member)
        _check_status(planned)
        _check_office(planned, stored)
        if planned.problems:
            planned.outcome = Outcome.WRONG
        elif planned.member is not None:
            planned.outcome = Outcome.CHANGED if planned.changes or planned.contacts else Outcome.UNCHANGED
        rows.append(planned)
    _refuse_second_president(rows, stored)
    return Plan(rows, _fingerprint(rows))


def _match(planned: PlannedRow, stored: _StoredMembers) -> None:
    facts = planned.source.facts
    code, name = facts.get("uscc"), facts.get("name")
    planned.member = stored.by_code.get(code) if code else None
    if planned.member is None and name:
        same = [one for one in stored.by_bare_name.get(bare_company(name)[:120], []) if one.name == name]
        if len(same) == 1 and (not code or not same[0].uscc):
            planned.member = same[0]


def _refuse_duplicates(planned: PlannedRow, codes: dict[str, int], member_rows: dict[int, int]) -> None:
    code, number = planned.source.facts.get("uscc"), planned.source.row + 1
    if code and code in codes:
        planned.problems["uscc"] = _("Row %(row)s has the same code.", row=codes[code])
    elif planned.member is not None and planned.member.id in member_rows:
        planned.problems["name"] = _("Row %(row)s is the same member.", row=member_rows[planned.member.id])
    if code:
        codes.setdefault(code, number)
    if planned.member is not None:
        member_rows.setdefault(planned.member.id, number)


def _wrong_code(roster: Roster, source: RosterRow) -> str:
    """An invalid code, for comparison; "" where Excel rounded it (ends in 000): then many firms share it."""
    typed = re.sub(r"[\s-]", "", fold(roster.cell_of(source, "uscc"))).upper() if "uscc" in source.problems else ""
    return typed if re.fullmatch(r"[0-9A-Z]{15,20}", typed) and not typed.endswith("000") else ""


def _note_repeated_wrong_code(planned: PlannedRow, code: str, codes: dict[str, int]) -> None:
    if code in codes:
        same = _("Row %(row)s has the same code.", row=codes[code])
        planned.problems["uscc"] = join_sentences((planned.problems["uscc"], same))
    elif code:
        codes[code] = planned.source.row + 1


def _check_new(planned: PlannedRow, stored: _StoredMembers, bare_names: dict[str, RosterRow]) -> None:
    facts, name = planned.source.facts, planned.source.facts.get("name")
    planned.outcome = Outcome.NEW
    if not name:
        planned.problems.setdefault("name", _("Please write the name."))
        return
    bare = bare_company(name)[:120]
    same_name = stored.by_bare_name.get(bare, [])
    earlier = bare_names.get(bare)
    if same_name:
        planned.duplicate_of = same_name[0].name
    elif earlier is not None:
        planned.duplicate_of = _("row %(row)s, %(name)s", row=earlier.row + 1, name=earlier.name)
    bare_names.setdefault(bare, planned.source)
    kind = facts.get("kind", MemberKind.ENTERPRISE)
    if kind == MemberKind.ENTERPRISE and not facts.get("uscc"):
        sentence = _("An enterprise needs its 18-character code, as on the business licence.")
        if same_name and same_name[0].uscc:
            sentence = _(
                "The code is missing. If %(name)s is meant, write its code %(code)s.",
                name=same_name[0].name,
                code=same_name[0].uscc,
            )
        planned.problems.setdefault("uscc", sentence)
    if planned.duplicate_of:
        planned.outcome = Outcome.LIKELY


def _compare(planned: PlannedRow, member: Member) -> None:
    facts, membership = dict(planned.source.facts), planned.source.membership
    if membership.office:
        facts["office"] = membership.office
    if facts.get("status", member.status) in FORMER:
        left = {"left_on": membership.left_on, "left_reason": membership.left_reason}
        facts |= {name: value for name, value in left.items() if value}
    if member.status in NEVER_JOINED and facts.get("status") == MemberStatus.ACTIVE:
        facts.setdefault("joined_on", clock.today())
    planned.changes = [
        Change(key, getattr(member, key), value) for key, value in facts.items() if getattr(member, key) != value
    ]
    current = [person for person in member.contacts if person.left_at is None]
    for typed in planned.source.contacts:
        values = {name: value for name, value in typed.items() if name != "number"}
        same = _same_person(values, current)
        if same is None:
            planned.contacts.append((None, values))
            before: dict[str, Any] = {}
        else:
            current.remove(same)
            before = {name: getattr(same, name) for name in values}
        differing = {name: value for name, value in values.items() if before.get(name, "") != value}
        if same is not None and differing:
            planned.contacts.append((same, differing))
        planned.changes += [
            Change(contact_key(typed["number"], name), before.get(name, ""), value) for name, value in differing.items()
        ]


def _same_person(values: dict[str, Any], current: list[Contact]) -> Contact | None:
    by_name = next((person for person in current if person.name == values.get("name")), None)
    if by_name is not None:
        return by_name
    mobile = values.get("mobile")
    return next((person for person in current if mobile and person.mobile == mobile), None)


def _check_status(planned: PlannedRow) -> None:
    membership, wanted = planned.source.membership, planned.source.facts.get("status")
    current = planned.member.status if planned.member is not None else None
    if wanted in FORMER and current not in FORMER and not (membership.left_on and membership.left_reason):
        planned.problems.setdefault("status", _("For members that left, fill in the leaving date and reason columns."))
    if wanted == MemberStatus.OUTSIDE and current not in (None, wanted):
        planned.problems.setdefault("status", _("This firm is on the roster already, as a member or applicant."))
    if wanted == MemberStatus.REFUSED and current != wanted:
        sentence = _("That an applicant is not admitted is recorded with its reason on the firm's page.")
        planned.problems.setdefault("status", sentence)


def _check_office(planned: PlannedRow, stored: _StoredMembers) -> None:
    office = planned.source.membership.office
    current = planned.member.office if planned.member is not None else Office.MEMBER
    if not office or office == current:
        return
    status = planned.source.facts.get("status") or (planned.member.status if planned.member else MemberStatus.ACTIVE)
    if stored.term is None and office != Office.MEMBER:
        planned.problems.setdefault("office", _("Offices belong to a term: enter it first, under Terms."))
    elif office != Office.MEMBER and status not in (MemberStatus.ACTIVE, MemberStatus.SUSPENDED):
        planned.problems.setdefault("office", _("Only members on the roster hold offices."))


def _refuse_second_president(rows: list[PlannedRow], stored: _StoredMembers) -> None:
    holder: int | str | None = stored.president
    for planned in rows:
        is_holder = planned.member is not None and planned.member.id == holder
        if is_holder and planned.source.membership.office not in ("", Office.PRESIDENT):
            holder = None
    for planned in rows:
        own = planned.member.id if planned.member is not None else f"row {planned.source.row}"
        if planned.source.membership.office != Office.PRESIDENT or own == holder:
            continue
        if holder is not None:
            planned.problems.setdefault("office", _("A term has only one president, and there is one already."))
            planned.outcome = Outcome.WRONG
        holder = holder if holder is not None else own


def _fingerprint(rows: list[PlannedRow]) -> str:
    content = [
        [
            planned.source.row,
            planned.outcome,
            planned.member.id if planned.member else 0,
            planned.member.version if planned.member else 0,
            [[change.key, log_value(change.old), log_value(change.new)] for change in planned.changes],
        ]
        for planned in rows
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
