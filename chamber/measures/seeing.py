"""A measure as one person reads it: a frozen value that lacks what is not for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from .. import clock, registry
from ..accounts.models import Account
from ..errors import NotFound
from ..extensions import db
from ..files.models import StoredFile
from ..language.catalogue import translated_labels
from ..messages import Shown
from ..rights import Actor
from ..secrecy import sealing
from ..workdays import services as workdays
from ..workdays.colours import colour
from .access import held_from, visible_to
from .models import Measure, MeasureFile, MeasureNote
from .owners import OWNER, gone_expression
from .words import OWNERS_WORDS, Act, Grade, Source, State


@dataclass(frozen=True)
class SeenLine:
    """A measure in a list."""

    reference: str
    title: str
    owner: str
    source: str
    grade: str
    """Empty where it is ordinary."""
    state: str
    state_label: str
    colour: str
    due_at: datetime
    original_due_at: datetime
    days_left: int
    """Working days, while it is under way; negative where it is late."""
    was_overdue: bool
    is_gone: bool
    """Nobody can do it."""
    about: Shown | None
    """What it belongs to, where this person may open that."""
    about_label: str
    done_at: datetime | None


@dataclass(frozen=True)
class SeenFile:
    """A paper, called by a key."""

    key: str
    name: str


@dataclass(frozen=True)
class SeenNote:
    """What happened."""

    act: str
    label: str
    at: datetime
    who: str
    on_behalf: bool
    text: str
    old_due_at: datetime | None
    new_due_at: datetime | None
    files: tuple[SeenFile, ...]


@dataclass(frozen=True)
class SeenMeasure:
    """All of one measure."""

    line: SeenLine
    details: str
    ordered_by: str
    order_number: str
    is_public: bool
    result: str
    done_by: str
    confirmed_at: datetime | None
    confirmed_by: str
    dropped_at: datetime | None
    drop_reason: str
    created_at: datetime
    notes: tuple[SeenNote, ...]
    is_held: bool
    """What its owner writes is not for this person."""


def columns() -> tuple[Any, ...]:
    """What a query of measures selects for `lines`."""
    return (Measure, OWNER.label("owner"), gone_expression().label("is_gone"))


def lines(rows: Sequence[Any], actor: Actor) -> list[SeenLine]:
    """These rows of `columns`; one query for each kind of thing that they belong to."""
    about = _about([row.Measure for row in rows], actor)
    return [_line(row.Measure, row.owner, row.is_gone, about) for row in rows]


def plain_lines(rows: Sequence[Any]) -> list[SeenLine]:
    """The same, without what they belong to."""
    return [_line(row.Measure, row.owner, row.is_gone, {}) for row in rows]


def _about(rows: Sequence[Measure], actor: Actor) -> dict[tuple[str, int], Shown]:
    found: dict[tuple[str, int], Shown] = {}
    for kind in {row.subject_kind for row in rows} - {""}:
        ids = [row.subject_id for row in rows if row.subject_kind == kind and row.subject_id]
        shown = registry.source_of(kind).shown(actor, ids)
        found |= {(kind, one): what for one, what in shown.items()}
    return found


def _line(row: Measure, owner: str, is_gone: bool, about: dict[tuple[str, int], Shown]) -> SeenLine:
    subject = registry.subjects().get(row.subject_kind)
    is_open = row.state == State.OPEN
    return SeenLine(
        reference=row.reference,
        title=row.title,
        owner=owner,
        source=translated_labels(Source)[row.source],
        grade=translated_labels(Grade)[row.grade] if row.grade != Grade.NORMAL else "",
        state=row.state,
        state_label=translated_labels(State)[row.state],
        colour=colour(row.due_at, row.blue_at) if is_open else "",
        due_at=row.due_at,
        original_due_at=row.original_due_at,
        days_left=workdays.remaining(row.due_at) if is_open else 0,
        was_overdue=row.was_overdue or (is_open and row.due_at < clock.now()),
        is_gone=bool(is_gone) and is_open,
        about=about.get((row.subject_kind, row.subject_id or 0)),
        about_label=str(subject.label) if subject else "",
        done_at=row.done_at,
    )


def seen_by(actor: Actor, row: Measure) -> SeenMeasure:
    """The measure as this person reads it, who may see it."""
    held = held_from(actor).label("held")
    found = db.session.execute(select(*columns(), held).where(Measure.id == row.id, visible_to(actor))).one()
    names = _names(row)
    return SeenMeasure(
        line=lines([found], actor)[0],
        details=row.details,
        ordered_by=row.ordered_by,
        order_number=row.order_number,
        is_public=row.is_public,
        result="" if found.held else row.result,
        done_by=names.get(row.done_by_id or 0, ""),
        confirmed_at=row.confirmed_at,
        confirmed_by=names.get(row.confirmed_by_id or 0, ""),
        dropped_at=row.dropped_at,
        drop_reason=row.drop_reason,
        created_at=row.created_at,
        notes=tuple(_notes(row, found.held)),
        is_held=bool(found.held),
    )


def _names(row: Measure) -> dict[int, str]:
    ids = {row.done_by_id, row.confirmed_by_id} - {None}
    if not ids:
        return {}
    query = select(Account.id, Account.name).where(Account.id.in_(ids))
    return {one.id: one.name for one in db.session.execute(query)}


def _notes(row: Measure, is_held: bool) -> list[SeenNote]:
    query = (
        select(MeasureNote, Account.name)
        .join(Account, Account.id == MeasureNote.account_id)
        .where(MeasureNote.measure_id == row.id)
        .order_by(MeasureNote.id)
    )
    papers: dict[int, list[SeenFile]] = {}
    if not is_held:
        for file, name in db.session.execute(_files(row)):
            papers.setdefault(file.note_id, []).append(SeenFile(_key(file, row), name))
    labels = translated_labels(Act)
    found = []
    for note, name in db.session.execute(query):
        is_owners = note.act in OWNERS_WORDS
        found.append(
            SeenNote(
                act=note.act,
                label=labels[note.act],
                at=note.at,
                who="" if is_held and is_owners else name,
                on_behalf=note.on_behalf,
                text="" if is_held and is_owners else note.text,
                old_due_at=note.old_due_at,
                new_due_at=note.new_due_at,
                files=tuple(papers.get(note.id, ())),
            )
        )
    return found


def _files(row: Measure) -> Any:
    query = select(MeasureFile, StoredFile.name).join(StoredFile, StoredFile.id == MeasureFile.file_id)
    return query.where(MeasureFile.measure_id == row.id).order_by(MeasureFile.id)


def _key(file: MeasureFile, row: Measure) -> str:
    return sealing.sealed_number(file.id, "measure_files", row.reference)


def file_of(row: Measure, key: str, actor: Actor) -> StoredFile:
    """A paper of a measure that this person sees; NotFound where it has none such, or what it says is held back."""
    held = select(Measure.id).where(Measure.id == row.id, held_from(actor))
    number = sealing.opened_number(key, "measure_files", row.reference)
    query = (
        select(StoredFile)
        .join(MeasureFile, MeasureFile.file_id == StoredFile.id)
        .where(MeasureFile.id == number, MeasureFile.measure_id == row.id)
    )
    stored = db.session.scalars(query).first()
    if stored is None or db.session.scalar(held) is not None:
        raise NotFound(_("There is no such file."))
    return stored


def of_subject(kind: str, subject_id: int, actor: Actor) -> list[SeenLine]:
    """The measures of a thing that this person may see, those under way first."""
    query = select(*columns()).where(Measure.subject_kind == kind, Measure.subject_id == subject_id, visible_to(actor))
    rows = db.session.execute(query.order_by(Measure.state != State.OPEN, Measure.due_at, Measure.id)).all()
    return plain_lines(rows)
