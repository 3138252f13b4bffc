"""What a roster changed, old and new, kept for its page after it came in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from ...extensions import db
from ...rights import Actor
from .. import rights
from ..models import ImportedRow, Member
from ..record.fields import log_value, masked, shown
from .columns import label_of
from .plan import Outcome, PlannedRow


def keep(import_id: int, rows: Iterable[tuple[PlannedRow, int]]) -> None:
    """Keep what these rows, each with the id of its member, write; numbers and addresses masked as in the log."""
    made = [
        {
            "import_id": import_id,
            "row": row.source.row,
            "member_id": member_id,
            "is_new": row.outcome != Outcome.CHANGED,
            "changes": [
                [change.key, _kept(change.key, change.old), _kept(change.key, change.new)] for change in changes
            ],
        }
        for row, member_id in rows
        for changes in [row.changes if row.outcome == Outcome.CHANGED else []]
    ]
    if made:
        db.session.execute(insert(ImportedRow), made)


def _kept(key: str, value: Any) -> Any:
    _contact, dot, name = key.rpartition(".")
    return masked(name, value) if dot else log_value(value)


@dataclass(frozen=True)
class KeptRow:
    """A row that came in: the member as it is called now, and what the row changed, as words (label, old, new)."""

    number: int
    """As the spreadsheet counts it."""
    member_id: int
    name: str
    uscc: str
    changes: list[tuple[str, str, str]]


def has_kept(import_id: int, *, actor: Actor) -> bool:
    """Whether anything is kept of an import: of those from before this was done, nothing is."""
    rights.EDIT.demand(actor)
    return db.session.scalar(select(ImportedRow.id).where(ImportedRow.import_id == import_id).limit(1)) is not None


def kept(import_id: int, *, are_new: bool, after: int, most: int, actor: Actor) -> list[KeptRow]:
    """The new or the changed members of an import, in the order of its table, from the row after `after` on."""
    rights.EDIT.demand(actor)
    query = (
        select(ImportedRow, Member.name, Member.uscc)
        .join(Member, Member.id == ImportedRow.member_id)
        .where(ImportedRow.import_id == import_id, ImportedRow.is_new == are_new, ImportedRow.row >= after)
        .order_by(ImportedRow.row)
        .limit(most)
    )
    return [
        KeptRow(row.row + 1, row.member_id, name, uscc or "", [_words(*change) for change in row.changes])
        for row, name, uscc in db.session.execute(query)
    ]


def _words(key: str, old: Any, new: Any) -> tuple[str, str, str]:
    _contact, _dot, name = key.rpartition(".")
    if name in ("mobile", "email", "wechat"):
        return label_of(key), str(old or ""), str(new or "")
    return label_of(key), shown(name, old), shown(name, new)
