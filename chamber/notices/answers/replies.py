"""Replies to a notice's form for the secretariat: by firm, totals, and as table cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from ...extensions import db
from ...rights import Actor
from ...tables.writing import Column
from .. import rights
from ..models import FieldKind, Notice, NoticeAnswer, NoticeField
from .filling import shown


@dataclass(frozen=True)
class SeenAnswer:
    """An answer of a firm; `id` leads to its file, if it is one."""

    field: NoticeField
    text: str
    id: int
    has_file: bool


@dataclass(frozen=True)
class Total:
    """All firms' answers to a field, totalled."""

    field: NoticeField
    answered: int
    sum: str = ""
    """Sum of numbers, such as 1280 or 12.5."""
    counts: tuple[tuple[str, int], ...] = ()
    """(choice, number), in the order of the form."""


def of_firms(notice: Notice, member_ids: Sequence[int], actor: Actor) -> dict[int, list[SeenAnswer]]:
    """The replies of these firms, in form order; one query."""
    rights.RUN.demand(actor)
    found: dict[int, list[SeenAnswer]] = {}
    fields = {field.id: field for field in notice.fields}
    query = (
        select(NoticeAnswer.member_id, NoticeAnswer.field_id, NoticeAnswer.text, NoticeAnswer.id, NoticeAnswer.file_id)
        .join(NoticeField, NoticeField.id == NoticeAnswer.field_id)
        .where(NoticeField.notice_id == notice.id, NoticeAnswer.member_id.in_(member_ids))
        .order_by(NoticeField.position)
    )
    for member_id, field_id, text, answer_id, file_id in db.session.execute(query):
        seen = SeenAnswer(fields[field_id], shown(fields[field_id], text), answer_id, file_id is not None)
        found.setdefault(member_id, []).append(seen)
    return found


def totals(notice: Notice, actor: Actor) -> list[Total]:
    """The totals of every field; one query beside the fields."""
    rights.RUN.demand(actor)
    choice = case((NoticeField.kind == FieldKind.CHOICE, NoticeAnswer.text), else_="")
    query = (
        select(NoticeAnswer.field_id, choice, func.count(), func.sum(NoticeAnswer.hundredths))
        .join(NoticeField, NoticeField.id == NoticeAnswer.field_id)
        .where(NoticeField.notice_id == notice.id)
        .group_by(NoticeAnswer.field_id, choice)
    )
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for field_id, text, number, hundredths in db.session.execute(query):
        found.setdefault(field_id, {})[text] = (number, int(hundredths or 0))
    return [_total(field, found.get(field.id, {})) for field in notice.fields]


def _total(field: NoticeField, found: dict[str, tuple[int, int]]) -> Total:
    answered = sum(number for number, _sum in found.values())
    if field.kind == FieldKind.CHOICE:
        counts = tuple((choice, found.get(choice, (0, 0))[0]) for choice in field.choices)
        return Total(field, answered, counts=counts)
    if field.kind == FieldKind.NUMBER:
        whole, rest = divmod(sum(hundredths for _number, hundredths in found.values()), 100)
        return Total(field, answered, sum=f"{whole}.{rest:02}".rstrip("0").rstrip(".") if rest else str(whole))
    return Total(field, answered)


def columns(notice: Notice) -> list[Column]:
    """A workbook column per field."""
    kinds = {FieldKind.NUMBER: "decimal", FieldKind.DATE: "date"}
    return [Column(field.label, 18, kinds.get(FieldKind(field.kind), "text")) for field in notice.fields]


def cells(notice: Notice, actor: Actor) -> dict[int, list[Any]]:
    """Member id → values for `columns`; one query beside the fields."""
    rights.RUN.demand(actor)
    places = {field.id: place for place, field in enumerate(notice.fields)}
    query = (
        select(NoticeAnswer.member_id, NoticeAnswer.field_id, NoticeField.kind, NoticeAnswer.text)
        .join(NoticeField, NoticeField.id == NoticeAnswer.field_id)
        .where(NoticeField.notice_id == notice.id)
    )
    found: dict[int, list[Any]] = {}
    for member_id, field_id, kind, text in db.session.execute(query):
        found.setdefault(member_id, [None] * len(places))[places[field_id]] = _cell(kind, text)
    return found


def _cell(kind: str, text: str) -> Any:
    match kind:
        case FieldKind.NUMBER:
            return float(text) if "." in text else int(text)
        case FieldKind.DATE:
            return date.fromisoformat(text)
    return text
