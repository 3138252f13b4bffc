"""Months and years that are closed: their figures are frozen, with the version of the definitions that counted them.

Frozen figures are one and the same for everybody. Whoever sees nearly all cases could take their own number from the
published one and learn that there is one they are kept from: so what anybody of the secretariat, a leader or a
president is kept from is in no frozen figure, nor is what the supervisor runs.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, or_, select

from .... import clock
from ....accounts import acting
from ....audit import services as audit
from ....errors import DomainError
from ....extensions import db, lock_area, unit_of_work
from ....rights import Actor, Role
from ....workdays import services as workdays
from ... import rights
from ...access import eligible
from ...access.visibility import denied
from ...models import Case, CaseRecusal
from ...words import Kind
from .. import conditions, counting, periods
from ..asking import OPEN_KINDS
from ..counting import Counts, Times
from ..periods import Period
from ..words import VERSION
from .models import FrozenFigures

CLOSES_ON = 3
"""The working day after a period on which it is frozen, if nobody did so before."""
WIDE = (Role.SECRETARIAT, Role.LEADER, Role.PRESIDENT)
"""Who sees so many cases that a difference would tell."""
ALL, OPEN, CONFIDENTIAL = "all", "open", "confidential"
_open = and_(Case.kind.in_(OPEN_KINDS), Case.confidential.is_(False))
GROUPS: Mapping[str, ColumnElement[bool]] = {
    ALL: Case.kind.in_(conditions.PUBLIC_KINDS),
    OPEN: _open,
    CONFIDENTIAL: or_(Case.kind == Kind.COMPLAINT, and_(Case.kind.in_(OPEN_KINDS), Case.confidential)),
}
"""Whatever is published keeps the last two apart and gives no sum of them: else a difference tells small numbers."""


def scope() -> ColumnElement[bool]:
    """The cases of which nobody is kept from whom the others' numbers could tell it."""
    readers = _wide_readers()
    desk = [one for one in readers if one.role == Role.SECRETARIAT]
    others = [one for one in readers if one.role != Role.SECRETARIAT]
    kept_from: list[ColumnElement[bool]] = [denied(_as_one(group)) for group in (desk, others) if group]
    accounts = {one.account_id for one in readers}
    kept_from.append(exists().where(CaseRecusal.case_id == Case.id, CaseRecusal.account_id.in_(accounts)))
    return and_(Case.supervisor_runs.is_(False), Case.open_since.is_(None), *(~one for one in kept_from))


def _as_one(readers: Sequence[Actor]) -> Actor:
    """Somebody who is kept from whatever one of them is kept from, but by a recusal: asked for each, it takes long."""
    return replace(
        readers[0],
        roles=frozenset().union(*(one.roles for one in readers)),
        member_ids=frozenset().union(*(one.member_ids for one in readers)),
        department_ids=frozenset().union(*(one.department_ids for one in readers)),
    )


def _wide_readers() -> list[Actor]:
    found = []
    for role in WIDE:
        for account_id, choice in eligible.holders(role):
            try:
                found.append(acting.actor_for(account_id, choice))
            except DomainError:
                continue
    return found


def counted(period: Period, names: Collection[str] = tuple(GROUPS)) -> dict[str, Counts]:
    """What freezing this period now would write, by group."""
    where = scope()
    return {name: counting.count(and_(where, GROUPS[name]), period) for name in names}


def closes_on(period: Period) -> date:
    """The day from which the daily pass freezes it."""
    return workdays.add(period.last, CLOSES_ON).day


def find(period: Period) -> FrozenFigures | None:
    """The frozen figures of a month or year, if it has any."""
    where = (FrozenFigures.period == period.kind, FrozenFigures.first_day == period.first)
    return db.session.scalars(select(FrozenFigures).where(*where)).first()


def values_of(row: FrozenFigures) -> dict[str, Counts]:
    """What was counted then, by group; a number that later definitions brought is 0."""
    return {
        name: Counts(
            dict.fromkeys(conditions.COUNTS, 0) | group["numbers"],
            Times(**group["handling"]),
            Times(**group["to_close"]),
        )
        for name, group in row.values.items()
    }


def may_freeze(period: Period) -> bool:
    """Whether it is a month or year that is over and not frozen yet, and not from before the first case."""
    first = _begun_on()
    over = period.kind in (periods.MONTH, periods.YEAR) and period.is_over
    return over and first is not None and period.last >= first and find(period) is None


def _begun_on() -> date | None:
    """The day of the first case that figures count."""
    counted_ones = select(Case.submitted_at).where(Case.kind.in_(conditions.PUBLIC_KINDS))
    begun = db.session.scalar(counted_ones.order_by(Case.submitted_at).limit(1))
    return clock.local(begun).date() if begun else None


def freeze(name: str, *, actor: Actor) -> FrozenFigures:
    """Close the month or year of this name before time does; Forbidden for others than the secretariat.

    DomainError where there is none, or it is not over, or frozen already.
    """
    rights.FIGURES.demand(actor, rights.YES)
    lock_area(FrozenFigures.__tablename__)
    period = periods.named(name)
    if period is None or not may_freeze(period):
        raise DomainError(_("Only a month or a year that is over and had cases can be closed, and only once."))
    return _freeze(period, actor)


def _freeze(period: Period, actor: Actor | None) -> FrozenFigures:
    row = FrozenFigures(
        period=period.kind,
        first_day=period.first,
        frozen_at=clock.now(),
        by_id=actor.account_id if actor else None,
        definitions=VERSION,
        values={name: asdict(found) for name, found in counted(period).items()},
    )
    db.session.add(row)
    audit.record("case.figures_frozen", "figures", period.name, actor=actor, after={"definitions": VERSION})
    return row


def each_day() -> str:
    """Freeze each month and year whose third working day has passed, from the first that counts on; says how many."""
    number = 0
    for period in _due():
        with unit_of_work():
            lock_area(FrozenFigures.__tablename__)
            if find(period) is None:
                _freeze(period, None)
                number += 1
    return f"figures frozen: {number}" if number else ""


def _due() -> list[Period]:
    """The periods to be frozen, the oldest first."""
    first, today = _begun_on(), clock.today()
    if first is None:
        return []
    frozen = db.session.execute(select(FrozenFigures.period, FrozenFigures.first_day))
    known = {(row.period, row.first_day) for row in frozen}
    of_day: tuple[Callable[[date], Period], ...] = (periods.month, lambda day: periods.year(day.year))
    found = []
    for start in of_day:
        period = periods.before(start(today))
        while period.last >= first:
            if (period.kind, period.first) not in known and closes_on(period) <= today:
                found.append(period)
            period = periods.before(period)
    return sorted(found, key=lambda one: one.first)


def years() -> list[FrozenFigures]:
    """The years that are closed, the newest first."""
    where = FrozenFigures.period == periods.YEAR
    return list(db.session.scalars(select(FrozenFigures).where(where).order_by(FrozenFigures.first_day.desc())))


def months(period: Period, number: int = 12) -> list[FrozenFigures]:
    """The last months that are closed, up to the end of this period, the oldest first."""
    where = (FrozenFigures.period == periods.MONTH, FrozenFigures.first_day <= period.last)
    newest = select(FrozenFigures).where(*where).order_by(FrozenFigures.first_day.desc()).limit(number)
    return list(reversed(db.session.scalars(newest).all()))
