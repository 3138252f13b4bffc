"""The answer book: released reworded, verified again after a time, withdrawn; read by everybody who signs in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import BindParameter, ColumnElement, Date, Select, and_, bindparam, exists, func, select

from ... import clock
from ...accounts.models import Account
from ...audit import services as audit
from ...errors import Conflict, DomainError, NotFound, Repeated
from ...extensions import NOW, db, find_one
from ...language.text import checked_text
from ...registry.homes import waiting_row
from ...rights import Actor
from ...search import index
from .. import rights
from ..access.visibility import find as find_case
from ..models import Case
from ..models_lists import CaseCategory
from ..rules.acts import Party
from ..rules.hand import load
from ..words import Circle, Kind
from . import finding
from .models import BookAnswer
from .wording import refuse_names

GOOD_FOR = timedelta(days=180)
"""Calendar days after which somebody has to make sure that an answer is still right."""
LONGEST_QUESTION, LONGEST = 120, 3000
KINDS = tuple(kind for kind in Kind if kind != Kind.RETALIATION)
"""What is answered so that others may read it; a report of retaliation never is."""
WITHDRAWN, STALE = "withdrawn", "stale"
"""Lists that only who keeps the book has."""


@dataclass(frozen=True)
class SeenAnswer:
    """An answer of the book. When it was released, and by whom, only who keeps the book is told."""

    key: int
    kind: str
    category: str
    question: str
    answer: str
    is_stale: bool
    released_at: datetime | None
    released_by: str
    confirmed_on: date | None
    is_withdrawn: bool
    version: int


def listed(
    typed: str = "", *, kind: str = "", category_id: int | None = None, kept: str = "", actor: Actor
) -> Select[tuple[BookAnswer]]:
    """The answers that this person reads, or those of a kind, of a category, or with what was typed.

    Not ordered by when they were released: that would say which case one came from. `kept` (`WITHDRAWN`, `STALE`):
    those instead, for who keeps the book alone.
    """
    rights.ANSWERS.demand(actor)
    if kept:
        rights.RELEASE_ANSWERS.demand(actor)
    shown = BookAnswer.withdrawn_at.is_not(None) if kept == WITHDRAWN else BookAnswer.withdrawn_at.is_(None)
    query = select(BookAnswer).join(CaseCategory, CaseCategory.id == BookAnswer.category_id)
    query = query.where(shown, index.holds("answer", BookAnswer.id, typed, Circle.PUBLISHED))
    if kept == STALE:
        query = query.where(stale())
    if kind:
        query = query.where(CaseCategory.kind == kind)
    if category_id is not None:
        query = query.where(BookAnswer.category_id == category_id)
    return query


def categories(kind: str) -> list[tuple[int, str]]:
    """The categories of a kind in which the book has an answer, in the chamber's order: number and name."""
    has_answer = exists().where(BookAnswer.category_id == CaseCategory.id, BookAnswer.withdrawn_at.is_(None))
    query = select(CaseCategory.id, CaseCategory.name).where(CaseCategory.kind == kind, has_answer)
    return [(row.id, row.name) for row in db.session.execute(query.order_by(CaseCategory.position, CaseCategory.id))]


def seen(rows: list[BookAnswer], actor: Actor) -> list[SeenAnswer]:
    """These as this person reads them; the same number of queries for any number."""
    keeps = rights.RELEASE_ANSWERS.allows(actor)
    categories = {row.id: row for row in db.session.scalars(select(CaseCategory))}
    people = select(Account.id, Account.name).where(Account.id.in_({row.released_by_id for row in rows}))
    names = {row.id: row.name for row in db.session.execute(people)} if keeps else {}
    return [
        SeenAnswer(
            key=row.id,
            kind=Kind.label_of(categories[row.category_id].kind),
            category=categories[row.category_id].name,
            question=row.question,
            answer=row.answer,
            is_stale=is_stale(row),
            released_at=row.released_at if keeps else None,
            released_by=names.get(row.released_by_id, ""),
            confirmed_on=row.confirmed_on if keeps else None,
            is_withdrawn=row.withdrawn_at is not None,
            version=row.version,
        )
        for row in rows
    ]


def is_stale(row: BookAnswer) -> bool:
    """Whether it was made sure of too long ago."""
    return row.confirmed_on < clock.today() - GOOD_FOR


def find(answer_id: int, *, actor: Actor, lock: bool = False) -> BookAnswer:
    """One answer, for who keeps the book; NotFound where there is none."""
    rights.RELEASE_ANSWERS.demand(actor)
    return find_one(select(BookAnswer).where(BookAnswer.id == answer_id), lock=lock)


def answered_case(reference: str, *, actor: Actor) -> Case:
    """The answered case that an answer is taken from, of somebody who runs it; NotFound for all others."""
    rights.RELEASE_ANSWERS.demand(actor)
    case = find_case(reference, actor=actor)
    if Party.RUNNER not in load(case, actor).parties or case.answered_at is None or case.kind not in KINDS:
        raise NotFound()
    return case


def release(category_id: int | None, question: str, answer: str, *, actor: Actor, reference: str = "") -> BookAnswer:
    """Put a reworded answer into the book, perhaps one made from an answered case: nothing leads back to that.

    DomainError at a field that is empty, too long, or names somebody; Repeated where the same is there already.
    """
    rights.RELEASE_ANSWERS.demand(actor)
    case = answered_case(reference, actor=actor) if reference else None
    category, question, answer = _checked(category_id, question, answer, case)
    _refuse_twice(question, answer)
    row = BookAnswer(category_id=category.id, question=question, answer=answer)
    row.released_at, row.released_by_id, row.confirmed_on = clock.now(), actor.account_id, clock.today()
    db.session.add(row)
    db.session.flush()
    finding.put(row)
    audit.record("answer.released", "answer", row.id, actor=actor)
    return row


def _refuse_twice(question: str, answer: str) -> None:
    same = (BookAnswer.question == question, BookAnswer.answer == answer, BookAnswer.withdrawn_at.is_(None))
    if db.session.scalar(select(BookAnswer.id).where(*same).limit(1)) is not None:
        raise Repeated(_("This answer is in the book already."))


def _checked(category_id: int | None, question: str, answer: str, case: Case | None) -> tuple[CaseCategory, str, str]:
    category = db.session.get(CaseCategory, category_id) if category_id is not None else None
    if category is None or category.kind not in KINDS:
        raise DomainError(_("Please choose."), field="category")
    question = checked_text(question, LONGEST_QUESTION, "question", _("Please fill in this field."))
    answer = checked_text(answer, LONGEST, "answer", _("Please write the answer."), lines=True)
    refuse_names(case, question=question, answer=answer)
    return category, question, answer


def change(
    answer_id: int, category_id: int | None, question: str, answer: str, *, version: int, actor: Actor
) -> BookAnswer:
    """Word an answer anew, verified today. Conflict where somebody else has changed it since the form was filled."""
    row = find(answer_id, actor=actor, lock=True)
    if row.version != version:
        raise Conflict(_("Someone else has changed this meanwhile. Please check it again."))
    category, question, answer = _checked(category_id, question, answer, None)
    row.category_id, row.question, row.answer, row.confirmed_on = category.id, question, answer, clock.today()
    if not db.session.is_modified(row):
        return row
    db.session.flush()
    finding.put(row)
    audit.record("answer.changed", "answer", row.id, actor=actor)
    return row


def confirm(answer_id: int, *, actor: Actor) -> BookAnswer:
    """It is still right: verified today. Repeated where that was just said."""
    row = find(answer_id, actor=actor, lock=True)
    if row.withdrawn_at is not None:
        raise Conflict(_("This answer is withdrawn."))
    if row.confirmed_on == clock.today():
        raise Repeated(_("This is already recorded."))
    row.confirmed_on = clock.today()
    audit.record("answer.verified", "answer", row.id, actor=actor)
    return row


def withdraw(answer_id: int, *, back: bool = False, actor: Actor) -> BookAnswer:
    """Take an answer out of the book, or put it `back`. Repeated where it is so already."""
    row = find(answer_id, actor=actor, lock=True)
    if (row.withdrawn_at is None) == back:
        raise Repeated(_("This is already recorded."))
    if back:
        refuse_names(None, question=row.question, answer=row.answer)
        _refuse_twice(row.question, row.answer)
    row.withdrawn_at = None if back else clock.now()
    row.withdrawn_by_id = None if back else actor.account_id
    audit.record("answer.put_back" if back else "answer.withdrawn", "answer", row.id, actor=actor)
    return row


def _oldest() -> BindParameter[date]:
    # Asked anew each time: the query of a home page is built once.
    return bindparam(None, callable_=lambda: clock.today() - GOOD_FOR, type_=Date())


def stale() -> ColumnElement[bool]:
    """The condition for those that somebody has to make sure of."""
    return and_(BookAnswer.withdrawn_at.is_(None), BookAnswer.confirmed_on < _oldest())


def to_verify(_actor: Actor) -> Select[Any]:
    """One row where answers were verified too long ago; for the list that gets empty."""
    number = select(func.count()).select_from(BookAnswer).where(stale()).scalar_subquery()
    return waiting_row(key=0, number=number, since=NOW).where(number > 0)
