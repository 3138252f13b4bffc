"""What a roster would change: each row new, changed, unchanged, wrong or likely a member already known."""

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

from ...extensions import db
from ...language.catalogue import run_on
from ...language.text import bare_company, fold
from .. import positions
from ..fields import masked, plain, shown
from ..models import Contact, Member, MemberKind, MemberStatus, Office, Position
from ..services import GONE
from .columns import contact_key, label_of
from .rows import Roster, RosterRow

T = TypeVar("T")


class Fate(StrEnum):
    """What happens with a row."""

    WRONG = "wrong"
    LIKELY = "likely"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Change:
    """One field, as it is stored and as the roster has it."""

    key: str
    old: Any
    new: Any

    def words(self) -> tuple[str, str, str]:
        """Label, old and new, as the page shows them; stored numbers and addresses of people masked."""
        _group, dot, name = self.key.rpartition(".")
        old = masked(name, self.old) if dot else shown(name, self.old)
        return label_of(self.key), old, shown(name, self.new)


@dataclass
class PlannedRow:
    """A row of the roster and what it does."""

    source: RosterRow
    fate: Fate = Fate.UNCHANGED
    member: Member | None = None
    changes: list[Change] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    likely: str = ""
    """The name of the member or row that this one is likely the same as."""
    people: list[tuple[Contact | None, dict[str, Any]]] = field(default_factory=list)
    """Contacts to change (row and changed values) or to add (None and all values)."""


@dataclass(frozen=True)
class Plan:
    """All rows, and a fingerprint of exactly these changes."""

    rows: list[PlannedRow]
    fingerprint: str

    @property
    def counts(self) -> dict[str, int]:
        """Rows by fate."""
        found = Counter(row.fate.value for row in self.rows)
        return {fate.value: found[fate.value] for fate in Fate}


class _Known:
    """The stored members that a roster may mean."""

    def __init__(self, rows: Iterable[RosterRow]) -> None:
        rows = list(rows)
        codes = {row.facts["uscc"] for row in rows if row.facts.get("uscc")}
        bares = {bare_company(row.facts["name"])[:120] for row in rows if row.facts.get("name")}
        self.by_code: dict[str, Member] = {}
        self.by_bare: dict[str, list[Member]] = {}
        for column, wanted in ((Member.uscc, codes), (Member.bare_name, bares)):
            for some in _slices(sorted(wanted)):
                query = select(Member).where(column.in_(some)).options(selectinload(Member.contacts))
                for member in db.session.scalars(query):
                    if member.uscc:
                        self.by_code[member.uscc] = member
                    alike = self.by_bare.setdefault(member.bare_name, [])
                    if member not in alike:
                        alike.append(member)
        self.term = positions.current_term()
        self.president = self._president()

    def _president(self) -> int | None:
        if self.term is None:
            return None
        return db.session.scalar(
            select(Position.member_id).where(
                Position.term_id == self.term.id, Position.office == Office.PRESIDENT, Position.ended_on.is_(None)
            )
        )


def _slices(values: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(values), 500):
        yield values[start : start + 500]


def plan(roster: Roster) -> Plan:
    """Compare a roster with what is stored now; writes nothing."""
    known = _Known(roster.rows)
    rows: list[PlannedRow] = []
    codes: dict[str, int] = {}
    bares: dict[str, RosterRow] = {}
    taken: dict[int, int] = {}
    for source in roster.rows:
        planned = PlannedRow(source, problems=dict(source.problems))
        _match(planned, known)
        _refuse_twice(planned, codes, taken)
        _note_wrong_code_twice(planned, _wrong_code(roster, source), codes)
        if planned.member is None:
            _judge_new(planned, known, bares)
        else:
            _compare(planned, planned.member)
        _judge_status(planned)
        _judge_office(planned, known)
        if planned.problems:
            planned.fate = Fate.WRONG
        elif planned.member is not None:
            planned.fate = Fate.CHANGED if planned.changes or planned.people else Fate.UNCHANGED
        rows.append(planned)
    _refuse_second_president(rows, known)
    return Plan(rows, _fingerprint(rows))


def _match(planned: PlannedRow, known: _Known) -> None:
    facts = planned.source.facts
    code, name = facts.get("uscc"), facts.get("name")
    planned.member = known.by_code.get(code) if code else None
    if planned.member is None and name:
        same = [one for one in known.by_bare.get(bare_company(name)[:120], []) if one.name == name]
        if len(same) == 1 and (not code or not same[0].uscc):
            planned.member = same[0]


def _refuse_twice(planned: PlannedRow, codes: dict[str, int], taken: dict[int, int]) -> None:
    code, number = planned.source.facts.get("uscc"), planned.source.row + 1
    if code and code in codes:
        planned.problems["uscc"] = _("Row %(row)s has the same code.", row=codes[code])
    elif planned.member is not None and planned.member.id in taken:
        planned.problems["name"] = _("Row %(row)s is the same member.", row=taken[planned.member.id])
    if code:
        codes.setdefault(code, number)
    if planned.member is not None:
        taken.setdefault(planned.member.id, number)


def _wrong_code(roster: Roster, source: RosterRow) -> str:
    """A code that was refused, for comparing; none where Excel has cut it: then it may be that of many firms."""
    typed = re.sub(r"[\s-]", "", fold(roster.cell_of(source, "uscc"))).upper() if "uscc" in source.problems else ""
    return typed if re.fullmatch(r"[0-9A-Z]{15,20}", typed) and not typed.endswith("000") else ""


def _note_wrong_code_twice(planned: PlannedRow, code: str, codes: dict[str, int]) -> None:
    if code in codes:
        same = _("Row %(row)s has the same code.", row=codes[code])
        planned.problems["uscc"] = run_on((planned.problems["uscc"], same))
    elif code:
        codes[code] = planned.source.row + 1


def _judge_new(planned: PlannedRow, known: _Known, bares: dict[str, RosterRow]) -> None:
    facts = planned.source.facts
    name = facts.get("name")
    planned.fate = Fate.NEW
    if not name:
        planned.problems.setdefault("name", _("Please write the name."))
        return
    bare = bare_company(name)[:120]
    alike = known.by_bare.get(bare, [])
    twin = bares.get(bare)
    if alike:
        planned.likely = alike[0].name
    elif twin is not None:
        planned.likely = _("row %(row)s, %(name)s", row=twin.row + 1, name=twin.name)
    bares.setdefault(bare, planned.source)
    kind = facts.get("kind", MemberKind.ENTERPRISE)
    if kind == MemberKind.ENTERPRISE and not facts.get("uscc"):
        sentence = _("An enterprise needs its 18-character code: it stands on the business licence.")
        if alike and alike[0].uscc:
            sentence = _(
                "The code is missing. If %(name)s is meant, write its code %(code)s.",
                name=alike[0].name,
                code=alike[0].uscc,
            )
        planned.problems.setdefault("uscc", sentence)
    if planned.likely:
        planned.fate = Fate.LIKELY


def _compare(planned: PlannedRow, member: Member) -> None:
    facts = dict(planned.source.facts)
    more = planned.source.more
    if more.office:
        facts["office"] = more.office
    if facts.get("status", member.status) in GONE:
        left = {"left_on": more.left_on, "left_reason": more.left_reason}
        facts |= {name: value for name, value in left.items() if value}
    planned.changes = [
        Change(key, getattr(member, key), value) for key, value in facts.items() if getattr(member, key) != value
    ]
    current = [person for person in member.contacts if person.left_at is None]
    for typed in planned.source.contacts:
        values = {name: value for name, value in typed.items() if name != "number"}
        same = _same_person(values, current)
        if same is None:
            planned.people.append((None, values))
            before: dict[str, Any] = {}
        else:
            current.remove(same)
            before = {name: getattr(same, name) for name in values}
        differing = {name: value for name, value in values.items() if before.get(name, "") != value}
        if same is not None and differing:
            planned.people.append((same, differing))
        planned.changes += [
            Change(contact_key(typed["number"], name), before.get(name, ""), value) for name, value in differing.items()
        ]


def _same_person(values: dict[str, Any], current: list[Contact]) -> Contact | None:
    by_name = next((person for person in current if person.name == values.get("name")), None)
    if by_name is not None:
        return by_name
    mobile = values.get("mobile")
    return next((person for person in current if mobile and person.mobile == mobile), None)


def _judge_status(planned: PlannedRow) -> None:
    more, wanted = planned.source.more, planned.source.facts.get("status")
    stands = planned.member.status if planned.member is not None else None
    if wanted in GONE and stands not in GONE and not (more.left_on and more.left_reason):
        planned.problems.setdefault("status", _("Who left needs the day and the reason of leaving in their columns."))


def _judge_office(planned: PlannedRow, known: _Known) -> None:
    office = planned.source.more.office
    stands = planned.member.office if planned.member is not None else Office.MEMBER
    if not office or office == stands:
        return
    status = planned.source.facts.get("status") or (planned.member.status if planned.member else MemberStatus.ACTIVE)
    if known.term is None and office != Office.MEMBER:
        planned.problems.setdefault("office", _("Offices are held in a term: enter it first, under Terms."))
    elif office != Office.MEMBER and status not in (MemberStatus.ACTIVE, MemberStatus.SUSPENDED):
        planned.problems.setdefault("office", _("Only members on the roster hold offices."))


def _refuse_second_president(rows: list[PlannedRow], known: _Known) -> None:
    holder: int | str | None = known.president
    for planned in rows:
        is_holder = planned.member is not None and planned.member.id == holder
        if is_holder and planned.source.more.office not in ("", Office.PRESIDENT):
            holder = None
    for planned in rows:
        own = planned.member.id if planned.member is not None else f"row {planned.source.row}"
        if planned.source.more.office != Office.PRESIDENT or own == holder:
            continue
        if holder is not None:
            planned.problems.setdefault("office", _("A term has one president, and there is one already."))
            planned.fate = Fate.WRONG
        holder = holder if holder is not None else own


def _fingerprint(rows: list[PlannedRow]) -> str:
    said = [
        [
            planned.source.row,
            planned.fate,
            planned.member.id if planned.member else 0,
            planned.member.version if planned.member else 0,
            [[change.key, plain(change.old), plain(change.new)] for change in planned.changes],
        ]
        for planned in rows
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
