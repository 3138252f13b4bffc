"""Which identities are erased when: a set number of years after the end of the complaint, unless they are held.

The shortest time that the purpose needs (PIPL art. 19), and erased by itself when it is over (art. 47).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, and_, bindparam, exists, func, or_, select

from ... import clock
from ...config import settings
from ...extensions import UtcDateTime, db
from ...rights import Actor, Role
from .. import rights
from ..access.visibility import visible_to
from ..lists import listing
from ..lists.listing import SeenLine
from ..models import Case
from ..rules import clocks
from .keeping import KINDS, OVER
from .models import CaseHold

SOON = 30
"""So many days before, whoever runs it sees what will be erased."""
MOST = 500


@dataclass(frozen=True)
class Line:
    """An ended complaint whose time is nearly over, or that is held."""

    case: SeenLine
    closed_on: date
    erased_on: date
    """The first day on which it is erased, unless it is held."""
    reason: str
    """Why it is held; empty where it is not."""


def _ended_before(days: int = 0) -> BindParameter[datetime]:
    """What ended before this is to be erased by now, or in so many days."""

    def moment() -> datetime:
        day = clock.today() + timedelta(days=days)
        return clock.midnight(_years_from(day, -settings().identity_years))

    # Asked anew each time: the query of a home page is built once a day, and the setting may change meanwhile.
    return bindparam(None, callable_=moment, type_=UtcDateTime())


def kept(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    """The ended complaints that still say whose they are."""
    # No bare column: SQLite would take the index over states, and read all that is closed.
    state = Case.state.concat("")
    ended = and_(Case.kind.in_(KINDS), state.in_(OVER), Case.closed_at.is_not(None), ~clocks.objection_expression())
    return and_(ended, Case.author_contact_id.is_not(None), *where)


def is_held() -> ColumnElement[bool]:
    """Whether somebody holds it."""
    return exists().where(CaseHold.case_id == Case.id, CaseHold.until_at.is_(None)).correlate(Case)


def _ended(days: int = 0) -> ColumnElement[bool]:
    """Whether it ended before what is erased by now, or in so many days; by the index that begins with `disputed`."""
    return and_(Case.disputed.in_((False, True)), Case.closed_at < _ended_before(days))


def is_over() -> ColumnElement[bool]:
    """Whether its identity is to be erased now."""
    return kept(_ended(), ~is_held())


def to_erase() -> list[int]:
    """The numbers of the cases of which the identity is to be erased now, what ended first first."""
    return list(db.session.scalars(select(Case.id).where(is_over()).order_by(Case.closed_at, Case.id)))


def soon(*, actor: Actor) -> list[Line]:
    """What this person runs and will be erased within `SOON` days, the first first, and after it what is held."""
    rights.RUN.demand(actor)
    where = and_(_run_by(actor), kept(or_(Case.closed_at < _ended_before(SOON), is_held())))
    rows = listing.rows(where, _reason()).order_by(is_held(), Case.closed_at, Case.id)
    found = db.session.execute(rows.limit(MOST)).all()
    return [_line(row, seen) for row, seen in zip(found, listing.lines(actor, found), strict=True)]


def number_soon(actor: Actor) -> ScalarSelect[int]:
    """How many of those will be erased soon, as a part of a query."""
    where = (_run_by(actor), kept(_ended(SOON), ~is_held()))
    return select(func.count()).select_from(Case).where(*where).scalar_subquery()


@cache
def _reason() -> Any:
    reason = select(CaseHold.reason).where(CaseHold.case_id == Case.id, CaseHold.until_at.is_(None))
    return reason.limit(1).correlate(Case).scalar_subquery().label("hold_reason")


def _run_by(actor: Actor) -> ColumnElement[bool]:
    runs = visible_to(actor)
    return and_(runs, Case.supervisor_runs) if actor.role == Role.SUPERVISOR else runs


def _line(row: Any, seen: SeenLine) -> Line:
    closed_on = clock.local(row.closed_at).date()
    erased_on = _years_from(closed_on, settings().identity_years) + timedelta(days=1)
    return Line(seen, closed_on, erased_on, row.hold_reason or "")


def _years_from(day: date, years: int) -> date:
    """The same day so many years later or earlier; of 29 February the day before."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
