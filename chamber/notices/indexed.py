"""By which words a notice is found and by whom; and putting them into the index."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select, union_all

from ..extensions import db
from ..language.text import like_pattern
from ..rights import Actor
from ..search import index
from ..search.tokens import asked, doc, named, written
from . import rights
from .models import (
    EVER_PUBLISHED,
    Circle,
    FieldKind,
    Notice,
    NoticeAnswer,
    NoticeField,
    NoticeFile,
    NoticeQuestion,
    NoticeState,
    NoticeVersion,
)

_FILE, _VERSION, _SHARED, _ASKED = range(4)


def circles(actor: Actor) -> list[Circle]:
    """The words of notices by which this person may find them."""
    return list(Circle) if rights.READ.reaches_all(actor) else [Circle.OUT]


def holds(actor: Actor, typed: str) -> ColumnElement[bool]:
    """Condition: notices that have all that was typed in the words that their page shows to this person.

    What somebody asked or answered for the firm is read from these few rows: in the index the office alone has it.
    """
    own = None
    if not rights.READ.reaches_all(actor):
        words = (_has(actor, word) for word in asked(typed))
        own = select(Notice.id).where(Notice.id.in_(_with_own(actor)), *words)
    return index.holds("notice", Notice.id, typed, *circles(actor), also=own)


def _with_own(actor: Actor) -> Any:
    mine = select(NoticeQuestion.notice_id).where(NoticeQuestion.asked_by_id == actor.account_id)
    replied = select(NoticeField.notice_id).join(NoticeAnswer, NoticeAnswer.field_id == NoticeField.id)
    return union_all(mine, replied.where(*_of_firm(actor)))


def _of_firm(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """What the form shows of the answers of the own firm, beside its choices, numbers and days."""
    typed = NoticeField.kind.in_((FieldKind.TEXT, FieldKind.FILE))
    return typed, NoticeAnswer.member_id == (actor.member_id if rights.RECEIVE.allows(actor) else None)


def _has(actor: Actor, word: str) -> ColumnElement[bool]:
    """Whether a notice with own words has this one there, or in what everybody reads."""

    def fits(*columns: Any) -> ColumnElement[bool]:
        return or_(*(func.lower(column).like(like_pattern(word), escape="\\") for column in columns))

    mine = (NoticeQuestion.notice_id == Notice.id, NoticeQuestion.asked_by_id == actor.account_id)
    replied = (NoticeField.notice_id == Notice.id, NoticeAnswer.field_id == NoticeField.id, *_of_firm(actor))
    return or_(
        index.holds("notice", Notice.id, word, *circles(actor), own=True),
        exists().where(*mine, fits(NoticeQuestion.text, NoticeQuestion.answer)).correlate(Notice),
        exists().where(*replied, fits(NoticeAnswer.text)).correlate(Notice),
    )


def put(notice_id: int) -> None:
    """Let the notice be found by what its page shows now."""
    # Of two acts at once the later one reads what the first has written: firms ask beside each other.
    index.lock("notice", [notice_id])
    index.put("notice", docs([notice_id]))


def docs(ids: Sequence[int]) -> dict[int, str]:
    """By what each of these notices is found."""
    names = ("title", "body", "state", "urgent_reason", "withdraw_reason")
    query = select(Notice.id, *(getattr(Notice, name) for name in names)).where(Notice.id.in_(ids))
    fields, beside = _fields(ids), _beside(ids)
    return {row.id: _doc(row, fields[row.id], beside[row.id]) for row in db.session.execute(query)}


def _doc(notice: Any, fields: Sequence[str], rows: Sequence[Any]) -> str:
    circle = Circle.OUT if notice.state in EVER_PUBLISHED else Circle.OFFICE
    by_sort: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        by_sort[row.sort] += (row.text, row.more, row.note)
    is_corrected = sum(row.sort == _VERSION for row in rows) > 1
    return doc(
        named(circle, notice.title),
        written(circle, notice.body, *fields, *by_sort[_FILE], *by_sort[_SHARED]),
        written(circle, *(by_sort[_VERSION] if is_corrected else ())),
        written(circle, notice.withdraw_reason if notice.state == NoticeState.WITHDRAWN else ""),
        written(Circle.OFFICE, notice.urgent_reason if notice.state != NoticeState.DISCARDED else ""),
        written(Circle.OFFICE, *by_sort[_ASKED]),
    )


def _fields(ids: Sequence[int]) -> dict[int, list[str]]:
    """What the forms of these notices ask."""
    query = select(NoticeField.notice_id, NoticeField.label, NoticeField.choices).where(NoticeField.notice_id.in_(ids))
    found: dict[int, list[str]] = defaultdict(list)
    for row in db.session.execute(query.order_by(NoticeField.id)):
        found[row.notice_id] += (row.label, *row.choices)
    return found


def _beside(ids: Sequence[int]) -> dict[int, list[Any]]:
    """The files, versions and questions of these notices, in one query."""
    said_to_all = and_(NoticeQuestion.is_shared, NoticeQuestion.answered_at.is_not(None))
    sort = case((said_to_all, _SHARED), else_=_ASKED)
    parts = (
        (_row(literal(_FILE), NoticeFile, NoticeFile.name), NoticeFile),
        (
            _row(literal(_VERSION), NoticeVersion, NoticeVersion.title, NoticeVersion.body, NoticeVersion.note),
            NoticeVersion,
        ),
        (_row(sort, NoticeQuestion, NoticeQuestion.text, NoticeQuestion.answer), NoticeQuestion),
    )
    every = union_all(*(query.where(model.notice_id.in_(ids)) for query, model in parts)).order_by("sort", "place")
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(every):
        found[row.notice_id].append(row)
    return found


def _row(sort: Any, model: Any, *words: Any) -> Select[Any]:
    texts = dict(zip(("text", "more", "note"), (*words, literal(""), literal("")), strict=False))
    columns = {"notice_id": model.notice_id, "sort": sort, "place": model.id, **texts}
    return select(*(column.label(name) for name, column in columns.items()))
