"""What is offered to whoever writes an answer, or a case: wordings of the own department, answers of the book."""

from dataclasses import dataclass

from sqlalchemy import case, exists, select

from ...extensions import db
from ...rights import Actor
from .. import rights
from ..models import Case
from ..models_lists import CaseCategory
from . import department
from .models import BookAnswer

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
    """What this person may put into the answer of a case; two queries."""
    own = department.kept(actor) if rights.TEMPLATES.allows(actor) else ()
    fitting = case((BookAnswer.category_id == row.category_id, 0), else_=1)
    query = select(BookAnswer.id, BookAnswer.question, BookAnswer.answer).join(
        CaseCategory, CaseCategory.id == BookAnswer.category_id
    )
    query = query.where(BookAnswer.withdrawn_at.is_(None), CaseCategory.kind == row.kind)
    found = db.session.execute(query.order_by(fitting, BookAnswer.question, BookAnswer.id).limit(MOST))
    return [
        *(Offer(f"own-{one.id}", one.name, one.text, is_own=True) for one in own),
        *(Offer(f"book-{one.id}", one.question, one.answer, is_own=False) for one in found),
    ]


def has_any(kind: str, actor: Actor) -> bool:
    """Whether the book has an answer for cases of this kind."""
    if not rights.ANSWERS.allows(actor):
        return False
    of_kind = exists().where(
        BookAnswer.category_id == CaseCategory.id, CaseCategory.kind == kind, BookAnswer.withdrawn_at.is_(None)
    )
    return bool(db.session.scalar(select(of_kind)))
