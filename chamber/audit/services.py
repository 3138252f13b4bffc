"""Writing the append-only log (`record`), who may read which rows, and the nightly seal."""

import json
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, event, insert, or_, select, text, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from .. import clock, registry
from ..extensions import db, unit_of_work
from ..rights import Actor, Role
from . import hashing, rights
from .models import AuditHead, AuditRow, AuditSeal, AuditValue
from .signals import logged

_PENDING = "audit_pending"
_READS = "audit_reads"
_NUMBERS = "numbers"


@dataclass(frozen=True)
class Entry:
    """One act, before it becomes a row."""

    act: str
    subject: str
    actor_id: int | None
    doer_id: int | None
    """Who did it, also where the log leaves that out; never written."""
    role: str
    reason: str
    at: datetime
    values: dict[str, Any] = field(default_factory=dict)


def _entry(
    act: str,
    kind: str,
    subject_id: int | str,
    actor: Actor | None,
    reason: str,
    values: dict[str, Any],
    anonymous: bool,
) -> Entry:
    return Entry(
        act=act,
        subject=f"{kind}:{subject_id}",
        actor_id=actor.account_id if actor and not anonymous else None,
        doer_id=actor.account_id if actor else None,
        role=actor.role.value if actor else "system",
        reason=reason,
        at=clock.now(),
        values=values,
    )


def record(
    act: str,
    subject_type: str,
    subject_id: int | str,
    *,
    actor: Actor | None,
    reason: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    anonymous: bool = False,
) -> None:
    """Note an act of this transaction; the row is written just before the commit, or not at all.

    `act` is `feature.verb` in the past tense (`member.edited`); `before` and `after` hold JSON values per field.
    `actor` None means the product itself (time alone). `anonymous` keeps the role and leaves out who it was: the author
    of a confidential case.
    """
    values = {name: value for name, value in (("before", before), ("after", after)) if value is not None}
    entry = _entry(act, subject_type, subject_id, actor, reason, values, anonymous)
    db.session().info.setdefault(_PENDING, []).append(entry)


def record_read(
    act: str,
    subject_type: str,
    subject_id: int | str,
    *,
    actor: Actor,
    anonymous: bool = False,
    numbers: Iterable[int] = (),
) -> None:
    """Note a read that must be logged; its row is written after the page is made and before it is sent.

    `numbers`: of what was read, where one row stands for all of it (`numbers_of`).
    """
    entry = _entry(act, subject_type, subject_id, actor, "", {}, anonymous)
    entry = db.session().info.setdefault(_READS, {}).setdefault((entry.act, entry.subject), entry)
    if added := list(numbers):
        entry.values["after"] = {_NUMBERS: list(dict.fromkeys([*numbers_of(entry), *added]))}


def numbers_of(entry: Entry) -> list[int]:
    """The numbers of what was read, of a row that stands for all of it."""
    found: list[int] = entry.values.get("after", {}).get(_NUMBERS, [])
    return found


def write_reads() -> None:
    """Write the noted reads in a transaction of their own; raises if that fails, so that the page is not sent."""
    if _READS in db.session().info:
        with unit_of_work():
            add_reads()


def add_reads() -> None:
    """Let the noted reads be written with the transaction under way."""
    info = db.session().info
    if reads := info.pop(_READS, None):
        info.setdefault(_PENDING, []).extend(reads.values())


@contextmanager
def reads_in_transaction() -> Iterator[None]:
    """Outside a request: reads noted in the block are written with the transaction under way at its end."""
    try:
        yield
        add_reads()
    finally:
        db.session().info.pop(_READS, None)


def changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only the fields that differ, as (before, after) for `record`."""
    differing = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in differing}, {name: after[name] for name in differing}


@cache
def _lock_heads(dialect: str) -> Any:
    """Insert the heads of subjects or add to their length; either way they stay locked until the commit."""
    made = (postgresql if dialect == "postgresql" else sqlite).insert(AuditHead.__table__)
    longer = AuditHead.length + made.excluded.length
    returned = made.on_conflict_do_update(index_elements=["subject"], set_={"length": longer})
    return returned.returning(AuditHead.subject, AuditHead.length, AuditHead.last_hash)


# Not sorted by parameters: SQLite would take a statement a row, and each has a hash of its own.
_INSERT_ROWS = insert(AuditRow.__table__).returning(AuditRow.hash, AuditRow.id)
_INSERT_VALUES = insert(AuditValue.__table__)
_UPDATE_HEAD = (
    update(AuditHead.__table__).where(AuditHead.subject == bindparam("of")).values(last_hash=bindparam("newest"))
)


_NOTHING = hashing.digest("", {})
"""The digest of an act without values."""


def _append(session: Session, entries: Sequence[Entry]) -> list[int]:
    """Write entries that are sorted by subject, in as few statements for 20,000 as for one; their positions."""
    fresh = Counter(entry.subject for entry in entries)
    heads = session.execute(
        _lock_heads(session.get_bind().dialect.name),
        [{"subject": subject, "length": number, "last_hash": ""} for subject, number in fresh.items()],
    )
    ends = {head.subject: (head.length - fresh[head.subject], head.last_hash) for head in heads}
    rows: list[dict[str, Any]] = []
    salts: list[str] = []
    for entry in entries:
        length, previous = ends[entry.subject]
        salts.append(secrets.token_hex(16) if entry.values else "")
        row = {
            "subject": entry.subject,
            "kind": entry.subject.partition(":")[0],
            "position": length + 1,
            "at": entry.at,
            "actor_id": entry.actor_id,
            "role": entry.role,
            "act": entry.act,
            "reason": entry.reason,
            "digest": hashing.digest(salts[-1], json.loads(hashing.canonical(entry.values)))
            if entry.values
            else _NOTHING,
            "previous_hash": previous,
        }
        row["hash"] = hashing.row_hash(row)
        ends[entry.subject] = (length + 1, row["hash"])
        rows.append(row)
    ids = dict(session.execute(_INSERT_ROWS, rows).all())
    values = [
        {"row_id": ids[row["hash"]], "salt": salt, "field_values": entry.values}
        for row, salt, entry in zip(rows, salts, entries, strict=True)
        if entry.values
    ]
    if values:
        session.execute(_INSERT_VALUES, values)
    session.execute(_UPDATE_HEAD, [{"of": subject, "newest": newest} for subject, (_length, newest) in ends.items()])
    return [row["position"] for row in rows]


@event.listens_for(Session, "before_commit")
def _write_pending(session: Session) -> None:
    pending = session.info.get(_PENDING)
    if not pending:
        return
    session.flush()
    # One order of locks for everybody: written as they come, concurrent transactions deadlock on PostgreSQL.
    entries = sorted(pending, key=lambda entry: entry.subject)
    written = list(zip(entries, _append(session, entries), strict=True))
    session.info.pop(_PENDING, None)
    logged.send(session, written=written)


@event.listens_for(Session, "after_rollback")
def _drop_pending(session: Session) -> None:
    session.info.pop(_PENDING, None)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition that picks the log rows this person may read; who has no right to the log gets none."""
    reach = rights.READ.of(actor)
    if reach is None:
        return ~true()
    subjects = registry.subjects().values()
    filtered = {subject.kind: subject.log_rows(actor) for subject in subjects if subject.log_rows}
    plain: ColumnElement[bool] = AuditRow.kind.not_in(filtered)
    if reach is rights.AREA:
        plain = plain & AuditRow.kind.in_([subject.kind for subject in subjects if subject.secretariat_reads])
    if reach is rights.NO_TRACES:
        # The leader reads when a confidential case came. Who did something here just before is its author; so is the
        # contact whom the secretariat entered, called or invited when it wrote one down from a call.
        traces = [act.name for act in registry.acts().values() if act.is_trace]
        plain = plain & AuditRow.act.not_in(traces) & (AuditRow.role != Role.MEMBER)
    return or_(plain, *((AuditRow.kind == kind) & condition for kind, condition in filtered.items()))


def seal() -> AuditSeal | None:
    """Hash all rows since the last seal, so that deleted last rows are noticed; None where there is nothing new."""
    if db.session.get_bind().dialect.name == "postgresql":
        # Writers that hold a lower id but have not committed yet would slip under the seal.
        db.session.execute(text("LOCK TABLE audit_rows IN SHARE MODE"))
    last = db.session.scalars(select(AuditSeal).order_by(AuditSeal.id.desc()).limit(1)).first()
    start = last.last_row_id if last else 0
    rows = db.session.execute(select(AuditRow.id, AuditRow.hash).where(AuditRow.id > start).order_by(AuditRow.id)).all()
    if not rows:
        return None
    fresh = AuditSeal(
        at=clock.now(),
        last_row_id=rows[-1].id,
        rows=len(rows),
        hash=hashing.seal_hash(last.hash if last else "", [row.hash for row in rows]),
    )
    db.session.add(fresh)
    return fresh


def seal_each_day() -> str:
    """Each day: seal the log, in a transaction of its own; returns a line to print."""
    with unit_of_work():
        made = seal()
        return f"sealed {made.rows} rows" if made else "nothing new to seal"
