"""What a leader sees in thirty seconds: who has the open cases, how late they are, and how four weeks went.

By unit and, apart from it, by kind; never one by the other. Of the kinds that are confidential small numbers are left
out, and with them those from which they could be worked out; retaliation is counted with the complaints.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, cast, func, or_, select

from ... import clock
from ...extensions import NOW, UtcDateTime, db
from ...language.catalogue import translated_labels
from ...rights import Actor
from ...workdays import services as workdays
from ..access.visibility import visible_to
from ..figures import conditions
from ..figures.words import FEW
from ..models import Case, CaseRound
from ..rules import clocks
from ..words import Kind
from . import tallies
from .groups import Group
from .holders import DESK, HOLDERS, LABELS, LEADER, MEMBER

WEEKS = 4
BESIDE = (LEADER, MEMBER)
"""They stand below the units that work on cases."""
TOLD_TOGETHER = (Kind.COMPLAINT, Kind.RETALIATION)


@dataclass(frozen=True)
class Rate:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """None where a few would tell too much of each."""
        return None if self.whole < FEW else round(100 * self.part / self.whole)


@dataclass(frozen=True)
class UnitLine:
    """What lies with one unit now, and how it went there for four weeks."""

    at: str
    """As the list's filter names it."""
    name: str
    open: int
    late: int
    days_late: int
    put_up_late: int
    """Answers that wait for their review and were late when a department put them up: of the desk those among its
    late ones, of a department its own, which are late beside what lies with it."""
    on_time: Rate


@dataclass(frozen=True)
class KindLine:
    """How many of one kind are open and late; a number is None where it is not told."""

    label: str
    kind: str
    """As the list's filter names it; empty where no list is so filtered."""
    open: int | None
    late: int | None
    days_late: int | None


@dataclass(frozen=True)
class Weeks:
    """How four weeks went on the whole."""

    on_time: Rate
    satisfied: Rate
    late: tuple[int, ...]
    """How many answers were late in each week, the last one being that up to today."""


@dataclass(frozen=True)
class Overview:
    """All of it; the numbers are those of the cases that this person sees."""

    units: list[UnitLine]
    kinds: list[KindLine]
    weeks: Weeks

    @property
    def late_at_desk(self) -> int:
        """How many are late with the secretariat or the supervisor."""
        return sum(unit.late for unit in self.units if unit.at == DESK)

    @property
    def late_at_leader(self) -> int:
        """How many are late with the leader."""
        return sum(unit.late for unit in self.units if unit.at == LEADER)

    @property
    def late_at_departments(self) -> int:
        """How many are late with departments."""
        return sum(unit.late for unit in self.units if unit.at not in HOLDERS)


def overview(actor: Actor, counted: Iterable[Group]) -> Overview:
    """The figures for whoever watches over all cases, from `tallies.groups`; two queries more."""
    # What ended may be late too: somebody has yet to say who goes on, or to look something through.
    groups = [group for group in counted if group.is_open or group.colour == "red"]
    rounds = db.session.execute(_rounds(actor), _weeks()).all()
    whole = Weeks(
        Rate(sum(row.on_time for row in rounds), sum(row.due for row in rounds)),
        Rate(sum(row.satisfied for row in rounds), sum(row.rated for row in rounds)),
        tuple(sum(row.due - row.on_time for row in rounds if row.week == week) for week in range(WEEKS)),
    )
    return Overview(_units(groups, rounds), _kinds(groups), whole)


def _units(groups: list[Group], rounds: Iterable[Any]) -> list[UnitLine]:
    past: dict[str, list[Any]] = {}
    for row in rounds:
        past.setdefault(row.at, []).append(row)
    handed = [group for group in groups if group.put_up_late and group.at == DESK and group.department_id is not None]
    places = {group.at for group in groups} | {str(group.department_id) for group in handed}
    units = tallies.departments({*places, *past} - {*HOLDERS})
    names = {at: str(label) for at, label in LABELS.items()} | units
    lines = [
        _unit(
            at,
            names[at],
            [one for one in groups if one.at == at],
            sum(one.number for one in handed if at in (DESK, str(one.department_id))),
            past.get(at, []),
        )
        for at in names
    ]
    shown = [line for line in lines if line.open or line.late or line.put_up_late or line.on_time.percent is not None]
    return sorted(
        shown, key=lambda line: (line.at in HOLDERS and line.at != DESK, -line.days_late, -line.late, -line.open)
    )


def _unit(at: str, name: str, groups: list[Group], put_up_late: int, rounds: list[Any]) -> UnitLine:
    late = [group for group in groups if group.colour == "red"]
    return UnitLine(
        at,
        name,
        open=sum(group.number for group in groups if group.is_open),
        late=sum(group.number for group in late),
        days_late=_days_late(late),
        put_up_late=put_up_late,
        on_time=Rate(sum(row.on_time for row in rounds), sum(row.due for row in rounds)),
    )


def _days_late(groups: Iterable[Group]) -> int:
    since = min((group.first_due for group in groups if group.first_due), default=None)
    return 0 if since is None else max(1, workdays.until(clock.local(since).date(), clock.today()))


def _kinds(groups: list[Group]) -> list[KindLine]:
    labels = translated_labels(Kind)
    together = [group for group in groups if group.kind in TOLD_TOGETHER]
    lines = [_kind(labels[Kind.COMPLAINT], "", together)]
    for kind in (kind for kind in Kind if kind not in TOLD_TOGETHER):
        lines.append(_kind(labels[kind], kind.value, [group for group in groups if group.kind == kind]))
    return list(_without_few(lines))


def _kind(label: str, kind: str, groups: list[Group]) -> KindLine:
    late = [group for group in groups if group.colour == "red"]
    number = sum(group.number for group in groups if group.is_open)
    return KindLine(label, kind, number, sum(group.number for group in late), _days_late(late))


def _without_few(lines: list[KindLine]) -> Iterable[KindLine]:
    """The lines without what would tell a small number of the first, the confidential one.

    The page says how many there are of all kinds: so the smallest of the others goes with it.
    """
    first, *others = lines
    hides_open, hides_late = (first.open or 0) < FEW, (first.late or 0) < FEW
    least_open = min(others, key=lambda line: line.open or 0)
    least_late = min(others, key=lambda line: line.late or 0)
    for line in lines:
        without_open = hides_open and line in (first, least_open)
        without_late = hides_late and line in (first, least_late)
        yield KindLine(
            line.label,
            line.kind,
            None if without_open else line.open,
            None if without_late else line.late,
            None if without_late else line.days_late,
        )


def _weeks() -> dict[str, datetime]:
    end = clock.midnight(clock.today() + timedelta(days=1))
    return {f"week{number}": end - timedelta(weeks=WEEKS - number) for number in range(WEEKS)}


@lru_cache(maxsize=200)
def _rounds(actor: Actor) -> Any:
    """Rounds first answered in four weeks, or due in them and not answered yet, by unit and week; with the ratings."""
    starts: list[ColumnElement[datetime]] = [bindparam(f"week{number}", type_=UtcDateTime()) for number in range(WEEKS)]
    waits = and_(CaseRound.answered_at.is_(None), CaseRound.number == Case.round_number)
    waits = and_(waits, Case.state.in_(clocks.HANDLED), CaseRound.due_at < NOW, CaseRound.due_at >= starts[0])
    due = or_(CaseRound.answered_at >= starts[0], waits)
    rated = and_(CaseRound.rated_at >= starts[0], CaseRound.number == 1, CaseRound.grade.is_not(None))
    moment = func.coalesce(CaseRound.answered_at, CaseRound.due_at)
    week = case(*((moment >= starts[number], number) for number in range(WEEKS - 1, 0, -1)), else_=0)
    desk = or_(Case.own_desk, Case.lead_department_id.is_(None), conditions.late_in_review())
    rows = select(
        case((desk, DESK), else_=cast(Case.lead_department_id, Case.reference.type)).label("at"),
        week.label("week"),
        case((due, 1), else_=0).label("due"),
        case((and_(due, CaseRound.answered_at <= CaseRound.due_at), 1), else_=0).label("on_time"),
        case((rated, 1), else_=0).label("rated"),
        case((and_(rated, CaseRound.grade >= conditions.SATISFIED), 1), else_=0).label("satisfied"),
    )
    found = rows.join(Case, Case.id == CaseRound.case_id).where(or_(due, rated), visible_to(actor)).subquery()
    sums = [func.sum(found.c[name]).label(name) for name in ("due", "on_time", "rated", "satisfied")]
    return select(found.c.at, found.c.week, *sums).group_by(found.c.at, found.c.week)
