"""What is offered to whoever writes an answer, or a case: wordings of the own department, answers of the book."""

from dataclasses import dataclass

from sqlalchemy import case, exists, literal, select, union_all

from ...extensions import db
from ...rights import Actor
from .. import rights
from ..models import Case
from ..models_lists import CaseCategory
from . import department
from .models import AnswerTemplate, BookAnswer

OWN = 0
MOST = 8
"""So many answers of the book are offered to a draft, those of its category before others of its kind."""


@dataclass(frozen=True)
class Offer:
    """A text that one press puts into a draft."""

    key: str
    name: str
    text: str
    is_own: bool
    """A wording of the own department; else of the book."""


def for_draft(row: Case, actor: Actor) -> list[Offer]:
    """What this person may put into the answer of a case: the own wordings first; one query."""
    fitting = case((BookAnswer.category_id == row.category_id, 1), else_=2).label("place")
    columns = (BookAnswer.id, BookAnswer.question.label("name"), BookAnswer.answer.label("text"))
    book = select(fitting, *columns).join(CaseCategory, CaseCategory.id == BookAnswer.category_id)
    book = book.where(BookAnswer.withdrawn_at.is_(None), CaseCategory.kind == row.kind)
    parts = [select(book.order_by("place", BookAnswer.question, BookAnswer.id).limit(MOST).subquery())]
    if rights.TEMPLATES.allows(actor):
        own = (literal(OWN).label("place"), AnswerTemplate.id, AnswerTemplate.name, AnswerTemplate.text)
        parts.append(department.query(actor).with_only_columns(*own))
    found = db.session.execute(union_all(*parts).order_by("place", "name", "id"))
    return [
        Offer(f"{'own' if one.place == OWN else 'book'}-{one.id}", one.name, one.text, is_own=one.place == OWN)
        for one in found
    ]


def has_any(kind: str, actor: Actor) -> bool:
    """Whether the book has an answer for cases of this kind."""
    if not rights.ANSWERS.allows(actor):
        return False
    of_kind = exists().where(
        BookAnswer.category_id == CaseCategory.id, CaseCategory.kind == kind, BookAnswer.withdrawn_at.is_(None)
    )
    return bool(db.session.scalar(select(of_kind)))
