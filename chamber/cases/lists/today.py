"""The cases on home pages and on a firm's page: what waits for a person, what is late, what got done."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, wraps
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    and_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from ... import clock
from ...extensions import db
from ...registry.homes import LINES, Fact
from ...rights import Actor, Role
from ...workdays import services as workdays
from .. import rights
from ..access.visibility import visible_to
from ..models import Case
from ..rules import clocks
from ..words import Kind
from . import listing
from .due import due_if_waiting, due_of, is_late
from .listing import SeenLine

FIRST, LATEST = 8, 4


@dataclass(frozen=True)
class Day:
    """How many cases are due on one of the coming days."""

    day: date
    number: int


def _lines_of(query: Callable[[Actor], Any]) -> Callable[[Actor], list[SeenLine]]:
    """A function that gives the lines which the query of this person finds; each person's query is built once."""
    query_of = lru_cache(maxsize=200)(query)

    @wraps(query)
    def found(actor: Actor) -> list[SeenLine]:
        return listing.lines(actor, db.session.execute(query_of(actor)))

    return found


def _known(most: int) -> ColumnElement[int]:
    # Written out: PostgreSQL, which keeps one plan for all values, takes another limit for a tenth of the table.
    return literal_column(str(most))


def _first(where: ColumnElement[bool], *order: Any, most: int = FIRST) -> Any:
    # The few numbers first: else all the columns of all that waits are read and joined before most are dropped.
    few = select(Case.id).where(where).order_by(*order).limit(_known(most)).subquery()
    return listing.rows(Case.id == few.c.id).order_by(*order)


@_lines_of
def waiting(actor: Actor) -> Any:
    """What waits for this person, the most urgent first."""
    due = due_of(actor)
    # The one list of the secretariat has more lines than a card has.
    most = LINES if actor.role == Role.SECRETARIAT else FIRST
    wanted = and_(listing.may_wait(), visible_to(actor), listing.todo(actor))
    return _first(wanted, due.is_(None), due, Case.id, most=most)


@_lines_of
def latest(actor: Actor) -> Any:
    """The newest cases that this person sees."""
    return listing.rows(visible_to(actor)).order_by(Case.submitted_at.desc(), Case.id.desc()).limit(_known(LATEST))


@lru_cache(maxsize=200)
def _late_and_disputed(actor: Actor) -> Any:
    due, newest = due_of(actor), (Case.closed_at.desc(), Case.id.desc())
    number, is_one = Case.id.label("id"), literal(value=True).label("is_late")
    late = select(number, is_one).where(listing.may_wait(), visible_to(actor), is_late(actor))
    disputed = select(number, literal(value=False)).where(visible_to(actor), Case.disputed.is_(True))
    few = (late.order_by(due, Case.id).limit(_known(FIRST)), disputed.order_by(*newest).limit(_known(FIRST)))
    # Joined: as lists of numbers they would be worked out again for each mark and each order.
    both = union_all(*(select(part.subquery()) for part in few)).subquery()
    order = (both.c.is_late.desc(), case((both.c.is_late, due)), case((both.c.is_late, Case.id)), *newest)
    return listing.rows(Case.id == both.c.id).add_columns(both.c.is_late).order_by(*order)


def late_and_disputed(actor: Actor) -> tuple[list[SeenLine], list[SeenLine]]:
    """What is overdue, whoever has it, the longest first; and what closed with two bad ratings, the newest first."""
    found = db.session.execute(_late_and_disputed(actor)).all()
    late, disputed = ([row for row in found if row.is_late == wanted] for wanted in (True, False))
    return listing.lines(actor, late), listing.lines(actor, disputed)


@lru_cache(maxsize=200)
def _own(actor: Actor) -> Any:
    place = case((listing.todo(actor), 0), (is_late(actor), 1), else_=2)
    due = case((place < 2, due_of(actor)))
    order = (place, due.is_(None), due, Case.submitted_at.desc(), Case.id.desc())
    return _first(visible_to(actor), *order).add_columns(place.label("place"))


def own(actor: Actor) -> list[SeenLine]:
    """What waits for this person, then what others owe them and is late, and up to four lines the newest."""
    found = db.session.execute(_own(actor)).all()
    urgent = sum(row.place < 2 for row in found)
    return listing.lines(actor, found[: max(urgent, LATEST)])


def due_days(actor: Actor, days: int = 5) -> list[Day]:
    """How many steps are due today and on the working days after it, and on days made free later; one query."""
    wanted = [clock.today()]
    while len(wanted) < days:
        wanted.append(workdays.add(wanted[-1], 1).day)
    between = listing.due_between(actor, wanted[0], wanted[-1])
    moments = db.session.scalars(select(due_if_waiting(actor)).where(visible_to(actor), between))
    found = [clock.local(moment).date() for moment in moments if moment]
    return [Day(day, found.count(day)) for day in sorted({*wanted, *found})]


def related(actor: Actor, row: Case) -> list[SeenLine]:
    """Other cases of the same category, and of the firm those that are not confidential: its own first, then newest."""
    of_firm = and_(Case.member_id == row.member_id, Case.confidential.is_(False))
    where = and_(visible_to(actor), Case.id != row.id, or_(of_firm, Case.category_id == row.category_id))
    return listing.lines(
        actor, db.session.execute(_first(where, of_firm.desc(), Case.submitted_at.desc(), Case.id.desc()))
    )


def of_member(actor: Actor, member_id: int) -> list[SeenLine]:
    """A firm's cases that this person sees, none of them confidential (nor nameless), newest first."""
    where = visible_to(actor) & Case.confidential.is_(False) & (Case.member_id == member_id)
    if actor.role != Role.SECRETARIAT:
        where = where & ((Case.kind != Kind.SUGGESTION) | Case.show_name)
    query = listing.rows(where).order_by(Case.submitted_at.desc(), Case.id.desc()).limit(_known(10))
    return listing.lines(actor, db.session.execute(query))


def number_of_suggestions(actor: Actor) -> ScalarSelect[int]:
    """How many suggestions of this year the person sees, as a part of a query."""
    year = clock.midnight(clock.today().replace(month=1, day=1))
    wanted = visible_to(actor) & (Case.kind == Kind.SUGGESTION) & (Case.submitted_at >= year)
    return select(func.count()).select_from(Case).where(wanted).scalar_subquery()


def open_of_contacts(actor: Actor, contact_ids: Collection[int]) -> dict[int, int]:
    """How many open cases each of these contacts is the author of, of those that the person sees; none: missing."""
    wanted = visible_to(actor) & clocks.open_expression() & Case.author_contact_id.in_(contact_ids)
    counted = select(Case.author_contact_id, func.count()).where(wanted).group_by(Case.author_contact_id)
    return {row[0]: row[1] for row in db.session.execute(counted) if row[0]}


FACTS = (
    Fact(
        "suggestions_made",
        _l("Suggestions this year"),
        frozenset({Role.PRESIDENT}),
        rights.READ,
        number_of_suggestions,
        hides_few=True,
    ),
)
"""What stands on the strip of home pages."""
