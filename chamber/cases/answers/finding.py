"""Answers of the book as the search of everything finds them."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, select

from ...extensions import db
from ...language.text import excerpt
from ...registry.finds import Findable, Hit
from ...rights import Actor
from ...search import index
from ...search.tokens import doc, named, written
from .. import rights
from ..words import Circle
from .models import BookAnswer


def put(row: BookAnswer) -> None:
    """Let an answer be found by what it says now."""
    index.put("answer", docs([row.id]))


def docs(ids: Sequence[int]) -> dict[int, str]:
    """By what each of these answers is found."""
    rows = db.session.scalars(select(BookAnswer).where(BookAnswer.id.in_(ids)))
    return {row.id: doc(named(Circle.PUBLISHED, row.question), written(Circle.PUBLISHED, row.answer)) for row in rows}


def with_words(_actor: Actor, typed: str) -> ColumnElement[bool]:
    """Condition: answers that are in the book and in which every word of this is found."""
    return and_(BookAnswer.withdrawn_at.is_(None), index.holds("answer", BookAnswer.id, typed, Circle.PUBLISHED))


def hits(_actor: Actor, ids: Sequence[int]) -> dict[int, Hit]:
    """These answers as the search shows them."""
    rows = db.session.scalars(select(BookAnswer).where(BookAnswer.id.in_(ids)))
    return {
        row.id: Hit(row.question, "cases.answer_book", {"q": row.question}, excerpt(row.answer, 60)) for row in rows
    }


ANSWERS = Findable(
    "answer",
    _l("Answer book"),
    rights.ANSWERS,
    BookAnswer.id,
    with_words,
    BookAnswer.question,
    hits,
    "cases.answer_book",
    docs=docs,
)
