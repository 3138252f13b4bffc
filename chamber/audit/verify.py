"""Checking the hashes of the log: which rows were changed, removed or inserted."""

from collections.abc import Iterator

from sqlalchemy import select

from ..extensions import db
from . import hashing
from .models import AuditHead, AuditRow, AuditSeal, AuditValue

COLUMNS = [column.name for column in AuditRow.__table__.columns]


def problems() -> Iterator[str]:
    """A sentence in English for every row, head or seal that does not fit; none where the log is intact.

    Checks each subject's chain, each digest whose values were not erased, each head's length and each seal.
    """
    yield from _broken_chains()
    yield from _broken_seals()


def _broken_chains() -> Iterator[str]:
    heads = {head.subject: head for head in db.session.scalars(select(AuditHead))}
    query = (
        select(AuditRow, AuditValue)
        .outerjoin(AuditValue, AuditValue.row_id == AuditRow.id)
        .order_by(AuditRow.subject, AuditRow.position)
        .execution_options(yield_per=1000)
    )
    subject, position, last_hash = "", 0, ""
    lengths: dict[str, tuple[int, str]] = {}
    for row, value in db.session.execute(query):
        if row.subject != subject:
            subject, position, last_hash = row.subject, 0, ""
        position += 1
        columns = {name: getattr(row, name) for name in COLUMNS}
        if row.position != position:
            yield f"row {row.id} of {row.subject}: position {row.position} where {position} was expected"
            position = row.position
        if row.previous_hash != last_hash:
            yield f"row {row.id} of {row.subject}: does not follow the row before it"
        if row.kind != row.subject.partition(":")[0]:
            yield f"row {row.id} of {row.subject}: its kind was changed"
        if hashing.row_hash(columns) != row.hash:
            yield f"row {row.id} of {row.subject}: its own hash does not fit"
        if value is not None and hashing.digest(value.salt, value.values) != row.digest:
            yield f"row {row.id} of {row.subject}: its values were changed"
        last_hash = row.hash
        lengths[subject] = (position, last_hash)
    for subject, head in heads.items():
        if lengths.get(subject, (0, "")) != (head.length, head.last_hash):
            yield f"{subject}: the chain ends at row {lengths.get(subject, (0, ''))[0]}, its head says {head.length}"
    for subject in lengths.keys() - heads.keys():
        yield f"{subject}: has rows but no head"


def _broken_seals() -> Iterator[str]:
    previous, start = "", 0
    for seal in db.session.scalars(select(AuditSeal).order_by(AuditSeal.id)):
        query = select(AuditRow.hash).where(AuditRow.id > start, AuditRow.id <= seal.last_row_id).order_by(AuditRow.id)
        hashes = list(db.session.scalars(query))
        if len(hashes) != seal.rows or hashing.seal_hash(previous, hashes) != seal.hash:
            yield f"seal {seal.id}: the rows up to {seal.last_row_id} are not those that were sealed"
        previous, start = seal.hash, seal.last_row_id
