"""A roster comes in: kept as it was sent, looked at as often as wanted, written all or nothing on confirmation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ... import clock
from ...accounts.correcting import SignIn
from ...accounts.models import Account
from ...audit import services as audit
from ...errors import Conflict, DomainError, NotFound
from ...extensions import db, reading
from ...files import services as files
from ...files.models import StoredFile
from ...jobs.kinds import Advance, unseen
from ...rights import Actor
from ...tables.writing import mark_errors
from .. import rights
from ..models import MemberImport
from . import saving as roster_writing
from .plan import Fate, Plan, PlannedRow, plan
from .rows import Roster, read_bytes, read_file


@dataclass(frozen=True)
class Look:
    """A roster that was sent, what stands in it, and what it would change now."""

    record: MemberImport
    filename: str
    roster: Roster
    plan: Plan

    @property
    def is_blocked(self) -> bool:
        """Whether rows are wrong, so that nothing of the roster can be written."""
        return self.plan.counts[Fate.WRONG] > 0

    @property
    def writes(self) -> int:
        """Rows that confirming writes, possible duplicates not counted."""
        return self.plan.counts[Fate.NEW] + self.plan.counts[Fate.CHANGED]

    def of_fate(self, fate: str) -> list[PlannedRow]:
        """The rows with this fate, in the order of the sheet."""
        return [row for row in self.plan.rows if row.fate == fate]


@dataclass(frozen=True)
class Sent:
    """A roster that was sent, in the list of the last ones; how many members it wrote where it was confirmed."""

    id: int
    at: datetime
    by: str
    filename: str
    confirmed_at: datetime | None
    new: int
    changed: int


def last_sent(*, actor: Actor, most: int = 10) -> list[Sent]:
    """The rosters that were sent last, newest first; one query."""
    rights.EDIT.demand(actor)
    query = (
        select(MemberImport, Account.name, StoredFile.name)
        .join(Account, Account.id == MemberImport.by_id)
        .join(StoredFile, StoredFile.id == MemberImport.file_id)
        .order_by(MemberImport.id.desc())
        .limit(most)
    )
    return [
        Sent(row.id, row.at, by, filename, row.confirmed_at, taken_as_new(row), row.counts.get("changed", 0))
        for row, by, filename in db.session.execute(query)
    ]


def taken_as_new(record: MemberImport) -> int:
    """How many members a confirmed roster brought, possible duplicates that were taken in with them."""
    counts = record.counts
    return counts.get("new", 0) + counts.get("likely", 0) * counts.get("took_likely", False)


def take(prepared: files.PreparedFile, *, actor: Actor) -> MemberImport:
    """Keep a roster that was sent; DomainError at `file` where it holds no list of members. Writes no member."""
    rights.EDIT.demand(actor)
    try:
        roster = read_bytes(prepared.data, prepared.name)
    except DomainError as error:
        error.field = "file"
        raise
    stored = files.store(prepared, actor=actor)
    counts = {"rows": len(roster.rows)}
    record = MemberImport(file_id=stored.id, by_id=actor.account_id, at=clock.now(), counts=counts)
    db.session.add(record)
    db.session.flush()
    audit.record("import.sent", "import", record.id, actor=actor, after={"file": stored.name, "sha256": stored.sha256})
    return record


def find(import_id: int, *, actor: Actor) -> MemberImport:
    """A roster that was sent, in the hands of whoever keeps the roster; NotFound where there is none."""
    rights.EDIT.demand(actor)
    record = db.session.get(MemberImport, import_id)
    if record is None:
        raise NotFound(_("This table is not here."))
    return record


def _roster(record: MemberImport) -> tuple[StoredFile, Roster]:
    stored = db.session.get_one(StoredFile, record.file_id)
    place = files.path(stored)
    if not place.is_file():
        raise NotFound(_("This file is no longer there."))
    return stored, read_file(place, stored.sha256, stored.name)


def look(import_id: int, *, actor: Actor) -> Look:
    """What a roster would change now; writes nothing."""
    record = find(import_id, actor=actor)
    stored, roster = _roster(record)
    return Look(record, stored.name, roster, plan(roster))


def confirm(
    import_id: int, *, fingerprint: str, take_likely: bool, actor: Actor, advance: Advance = unseen
) -> MemberImport:
    """Write a roster, all of it or nothing, in this transaction.

    `fingerprint` is of the changes that were looked at. `take_likely` also takes in the possible duplicates as members
    of their own, else they are left out. Conflict where it was confirmed already or members changed since the look;
    DomainError where rows are wrong.
    """
    with reading():
        _stored, roster = _roster(find(import_id, actor=actor))
        ready = roster_writing.prepare(plan(roster).rows, take_likely=take_likely, advance=advance)
    rights.EDIT.demand(actor)
    record = db.session.get_one(MemberImport, import_id, with_for_update=True, populate_existing=True)
    if record.confirmed_at:
        raise Conflict(_("This table has been taken in already."))
    now = plan(roster)
    if now.counts[Fate.WRONG]:
        raise DomainError(_("Rows are wrong: correct them in the table and send it again. Nothing was written."))
    if now.fingerprint != fingerprint:
        raise Conflict(_("Members have changed since you looked. Please look at the changes again."))
    if not any(row.fate in (Fate.NEW, Fate.CHANGED) or (take_likely and row.fate == Fate.LIKELY) for row in now.rows):
        raise DomainError(_("There is nothing to write."))
    try:
        sign_ins = roster_writing.write(
            now.rows, ready, take_likely=take_likely, import_id=record.id, actor=actor, advance=advance
        )
    except IntegrityError as error:
        db.session.rollback()
        raise Conflict(_("Members have changed since you looked. Please look at the changes again.")) from error
    record.confirmed_at, record.fingerprint = clock.now(), fingerprint
    moved, kept = sign_ins[SignIn.UPDATED], sign_ins[SignIn.TAKEN] + sign_ins[SignIn.NOT_UPDATED]
    record.counts = {**now.counts, "took_likely": take_likely, "sign_ins_moved": moved, "sign_ins_kept": kept}
    db.session.flush()
    audit.record("import.confirmed", "import", record.id, actor=actor, after=dict(record.counts))
    return record


def outcome(record: MemberImport) -> list[str]:
    """What a confirmed roster did, in sentences: how many members, and what became of numbers to sign in with."""
    counts = record.counts
    said = [_("The roster is in: %(count)s members were written.", count=taken_as_new(record) + counts["changed"])]
    if moved := counts["sign_ins_moved"]:
        said.append(
            ngettext(
                "%(num)s person signs in with a new number from now on.",
                "%(num)s people sign in with a new number from now on.",
                moved,
            )
        )
    if kept := counts["sign_ins_kept"]:
        said.append(
            ngettext(
                "%(num)s person signs in as before, although the number has changed.",
                "%(num)s people sign in as before, although their number has changed.",
                kept,
            )
        )
    return said


def marked(seen: Look) -> bytes:
    """The sheet as it was sent, as xlsx, each bad cell red with its sentence as a note."""
    problems: dict[tuple[int, int], str] = {}
    for place, sentence in _places(seen.roster, seen.of_fate(Fate.WRONG)):
        problems[place] = f"{problems[place]}\n{sentence}" if place in problems else sentence
    return mark_errors(seen.roster.sheet.rows, problems, seen.roster.sheet.name)


def _places(roster: Roster, rows: Iterable[PlannedRow]) -> Iterable[tuple[tuple[int, int], str]]:
    for row in rows:
        for key, sentence in row.problems.items():
            yield (row.source.row, roster.column_of(key)), sentence
