"""Import a roster: upload, preview as often as wanted, write the rows without errors on confirmation."""

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
from ...errors import Conflict, DomainError, NotFound, at_field, found
from ...extensions import db, reading
from ...files import services as files
from ...files.models import StoredFile
from ...jobs.kinds import Advance, no_progress
from ...rights import Actor
from ...tables.writing import mark_errors
from .. import rights
from ..models import MemberImport
from . import saving
from .plan import Outcome, Plan, PlannedRow, plan
from .rows import Roster, read_bytes, read_file


@dataclass(frozen=True)
class ImportPreview:
    """An uploaded roster and what it would change now."""

    record: MemberImport
    filename: str
    roster: Roster
    plan: Plan

    @property
    def has_errors(self) -> bool:
        """Whether rows are wrong, so that they are left out."""
        return self.plan.counts[Outcome.WRONG] > 0

    @property
    def write_count(self) -> int:
        """Rows that confirming writes, without possible duplicates."""
        return self.plan.counts[Outcome.NEW] + self.plan.counts[Outcome.CHANGED]

    def rows_with(self, outcome: str) -> list[PlannedRow]:
        """The rows with this outcome, in sheet order."""
        return [row for row in self.plan.rows if row.outcome == outcome]


@dataclass(frozen=True)
class ImportSummary:
    """A line in the list of imports; `new` and `changed` count the members that it wrote."""

    id: int
    at: datetime
    by: str
    filename: str
    confirmed_at: datetime | None
    new: int
    changed: int


def latest_imports(*, actor: Actor, most: int = 10) -> list[ImportSummary]:
    """The latest imports, newest first; one query."""
    rights.EDIT.demand(actor)
    query = (
        select(MemberImport, Account.name, StoredFile.name)
        .join(Account, Account.id == MemberImport.by_id)
        .join(StoredFile, StoredFile.id == MemberImport.file_id)
        .order_by(MemberImport.id.desc())
        .limit(most)
    )
    return [
        ImportSummary(row.id, row.at, by, filename, row.confirmed_at, added_count(row), row.counts.get("changed", 0))
        for row, by, filename in db.session.execute(query)
    ]


def added_count(record: MemberImport) -> int:
    """How many members a confirmed import added, accepted duplicates included."""
    counts = record.counts
    return counts.get("new", 0) + counts.get("likely", 0) * counts.get("took_likely", False)


def upload(prepared: files.PreparedFile, *, actor: Actor) -> MemberImport:
    """Store an uploaded roster; writes no member. DomainError at `file` where it holds no list of members."""
    rights.EDIT.demand(actor)
    with at_field("file"):
        roster = read_bytes(prepared.data, prepared.name)
    stored = files.store(prepared, actor=actor)
    counts = {"rows": len(roster.rows)}
    record = MemberImport(file_id=stored.id, by_id=actor.account_id, at=clock.now(), counts=counts)
    db.session.add(record)
    db.session.flush()
    audit.record("import.sent", "import", record.id, actor=actor, after={"file": stored.name, "sha256": stored.sha256})
    return record


def find(import_id: int, *, actor: Actor) -> MemberImport:
    """An import, for the secretariat; NotFound if there is none."""
    rights.EDIT.demand(actor)
    return found(db.session.get(MemberImport, import_id), _("Table not found."))


def filename(record: MemberImport, *, actor: Actor) -> str:
    """What the table of an import is called."""
    rights.EDIT.demand(actor)
    return db.session.get_one(StoredFile, record.file_id).name


def _roster(record: MemberImport) -> tuple[StoredFile, Roster]:
    stored = db.session.get_one(StoredFile, record.file_id)
    path = files.path(stored)
    if not path.is_file():
        raise NotFound(_("This file is no longer there."))
    return stored, read_file(path, stored.sha256, stored.name)


def preview(import_id: int, *, actor: Actor) -> ImportPreview:
    """What an import would change now; writes nothing."""
    record = find(import_id, actor=actor)
    stored, roster = _roster(record)
    return ImportPreview(record, stored.name, roster, plan(roster))


def confirm(
    import_id: int, *, fingerprint: str, take_likely: bool, actor: Actor, advance: Advance = no_progress
) -> MemberImport:
    """Import the rows of a roster that have no errors, all of them or nothing, in this transaction.

    `fingerprint` is that of the preview. `take_likely` also adds possible duplicates as new members. Conflict if it was
    imported already or members changed since the preview; DomainError if nothing is to be written.
    """
    with reading():
        _stored, roster = _roster(find(import_id, actor=actor))
        ready = saving.prepare(plan(roster).rows, take_likely=take_likely, advance=advance)
    rights.EDIT.demand(actor)
    record = db.session.get_one(MemberImport, import_id, with_for_update=True, populate_existing=True)
    if record.confirmed_at:
        raise Conflict(_("This table has already been imported."))
    now = plan(roster)
    if now.fingerprint != fingerprint:
        raise Conflict(_("Members have changed since you checked. Please check the changes again."))
    if not any(saving.to_write(now.rows, take_likely)):
        raise DomainError(_("There is nothing to import."))
    try:
        sign_ins = saving.write(
            now.rows, ready, take_likely=take_likely, import_id=record.id, actor=actor, advance=advance
        )
    except IntegrityError as error:
        db.session.rollback()
        raise Conflict(_("Members have changed since you checked. Please check the changes again.")) from error
    record.confirmed_at, record.fingerprint = clock.now(), fingerprint
    moved, kept = sign_ins[SignIn.UPDATED], sign_ins[SignIn.TAKEN] + sign_ins[SignIn.NOT_UPDATED]
    record.counts = {**now.counts, "took_likely": take_likely, "sign_ins_moved": moved, "sign_ins_kept": kept}
    db.session.flush()
    audit.record("import.confirmed", "import", record.id, actor=actor, after=dict(record.counts))
    return record


def summary(record: MemberImport) -> list[str]:
    """What an import did, in sentences: number of members, and changed sign-in numbers."""
    counts = record.counts
    sentences = [_("The roster is imported: %(count)s members.", count=added_count(record) + counts["changed"])]
    if wrong := counts["wrong"]:
        sentences.append(
            ngettext("%(num)s row with errors was left out.", "%(num)s rows with errors were left out.", wrong)
        )
    if moved := counts["sign_ins_moved"]:
        sentences.append(
            ngettext(
                "%(num)s person signs in with a new number from now on.",
                "%(num)s people sign in with a new number from now on.",
                moved,
            )
        )
    if kept := counts["sign_ins_kept"]:
        sentences.append(
            ngettext(
                "%(num)s person signs in as before, although the number has changed.",
                "%(num)s people sign in as before, although their number has changed.",
                kept,
            )
        )
    return sentences


def with_errors_marked(preview: ImportPreview) -> bytes:
    """The uploaded sheet as xlsx, each wrong cell red with its problem as a note."""
    problems: dict[tuple[int, int], str] = {}
    for cell, sentence in _problem_cells(preview.roster, preview.rows_with(Outcome.WRONG)):
        problems[cell] = f"{problems[cell]}\n{sentence}" if cell in problems else sentence
    sheet = preview.roster.sheet
    return mark_errors(sheet.rows, problems, sheet.name, merged=sheet.merged)


def _problem_cells(roster: Roster, rows: Iterable[PlannedRow]) -> Iterable[tuple[tuple[int, int], str]]:
    for row in rows:
        for key, sentence in row.problems.items():
            yield (row.source.row, roster.column_of(key)), sentence
