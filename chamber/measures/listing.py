"""Lists of measures: mine, under way, late, to be confirmed, closed; by source and by department; what waits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, func, or_, select, true

from ..directory.models import Department
from ..extensions import NOW, db
from ..language.dates import local_date
from ..language.labelled import Labelled
from ..language.text import number_in
from ..registry.finds import Hit
from ..registry.homes import waiting_row
from ..rights import ALL, Actor, Role
from ..search import index
from ..workdays.colours import TONIGHT
from . import rights
from .access import held_from, is_held_from, visible_to
from .models import Measure
from .owners import OWNER, gone_expression
from .seeing import SeenLine, columns, lines, plain_lines
from .words import Circle, Source, State


class Show(Labelled):
    """The lists."""

    OPEN = "open", _l("Under way")
    LATE = "late", _l("Overdue")
    CONFIRM = "confirm", _l("To be confirmed")
    MINE = "mine", _l("Mine")
    CLOSED = "closed", _l("Closed")
    ALL = "all", _l("All")


LATE = and_(Measure.state == State.OPEN, Measure.due_at < NOW)
PAGE_KEYS = [Measure.due_at, Measure.id]
WIDE = (ALL, rights.RELEASED)
HOME_LINES = 5


def _in_list(show: str, actor: Actor) -> ColumnElement[bool]:
    match show:
        case Show.LATE:
            return LATE
        case Show.CONFIRM:
            return Measure.state == State.DONE
        case Show.MINE:
            return and_(Measure.account_id == actor.account_id, Measure.state == State.OPEN)
        case Show.CLOSED:
            return Measure.state.in_((State.CONFIRMED, State.DROPPED))
        case Show.ALL:
            return true()
    return Measure.state == State.OPEN


@dataclass(frozen=True)
class Chosen:
    """What a list is cut by."""

    show: str = Show.OPEN
    source: str = ""
    department: int = 0
    q: str = ""

    @classmethod
    def of(cls, args: Mapping[str, str]) -> "Chosen":
        """As the address says; what it does not know counts as not chosen."""
        show, source = args.get("show", ""), args.get("source", "")
        return cls(
            show if show in set(Show) else Show.OPEN,
            source if source in set(Source) else "",
            number_in(args.get("department")),
            args.get("q", ""),
        )


@dataclass(frozen=True)
class Counts:
    """Measures per choice: each within the other ones."""

    by_show: Mapping[str, int]
    by_source: Mapping[str, int]
    by_department: Mapping[int, tuple[str, int]]
    """Number of the department → its name, and how many."""


def found(actor: Actor, typed: str) -> ColumnElement[bool]:
    """The condition for measures that this person finds by what was typed."""
    in_all_words = index.holds("measure", Measure.id, typed, *Circle)
    if not is_held_from(actor):
        return and_(visible_to(actor), in_all_words)
    read = or_(index.holds("measure", Measure.id, typed, Circle.ALL), and_(in_all_words, ~held_from(actor)))
    return and_(visible_to(actor), read)


def query(actor: Actor, chosen: Chosen) -> Select[Any]:
    """A list, as `seeing.columns`; paged by `PAGE_KEYS`."""
    rights.READ.demand(actor)
    rows = select(*columns()).where(found(actor, chosen.q), _in_list(chosen.show, actor))
    if chosen.source:
        rows = rows.where(Measure.source == chosen.source)
    if chosen.department:
        rows = rows.where(Measure.department_id == chosen.department)
    return rows


def shows(actor: Actor) -> list[Show]:
    """The lists that this person is offered."""
    if rights.READ.of(actor) in WIDE:
        return [
            Show.OPEN,
            Show.LATE,
            Show.CONFIRM,
            *([Show.MINE] if actor.role == Role.SECRETARIAT else []),
            Show.CLOSED,
            Show.ALL,
        ]
    return [Show.OPEN, Show.LATE, Show.CLOSED, Show.ALL]


def counts(actor: Actor, chosen: Chosen) -> Counts:
    """The counts of all choices, in one query."""
    rights.READ.demand(actor)
    numbers = [func.sum(case((_in_list(one, actor), 1), else_=0)) for one in Show]
    name = select(Department.name).where(Department.id == Measure.department_id).scalar_subquery()
    rows = select(Measure.source, Measure.department_id, name, *numbers).where(found(actor, chosen.q))
    by_show: Counter[str] = Counter(dict.fromkeys(Show, 0))
    by_source: Counter[str] = Counter()
    by_department: dict[int, tuple[str, int]] = {}
    for source, department, called, *each in db.session.execute(rows.group_by(Measure.source, Measure.department_id)):
        here = dict(zip(Show, each, strict=True))
        of_source = chosen.source in ("", source)
        of_department = chosen.department in (0, department)
        if of_source and of_department:
            by_show.update(here)
        if of_department:
            by_source[source] += here[Show(chosen.show)]
        if of_source and department:
            before = by_department.get(department, ("", 0))[1]
            by_department[department] = called, before + here[Show(chosen.show)]
    return Counts(by_show, by_source, by_department)


def hits(actor: Actor, ids: Sequence[int]) -> dict[int, Hit]:
    """These measures as the search shows them."""
    rows = db.session.execute(select(*columns()).where(Measure.id.in_(ids), visible_to(actor))).all()
    found_lines = zip(rows, lines(rows, actor), strict=True)
    return {row.Measure.id: _hit(line) for row, line in found_lines}


def _hit(line: SeenLine) -> Hit:
    note = f"{line.owner} · {line.state_label} · {local_date(line.due_at)}"
    return Hit(line.title, "measures.measure", {"reference": line.reference}, note)


@dataclass(frozen=True)
class HomeMeasures:
    """What a home page shows: the most urgent under way, and how many."""

    lines: list[SeenLine]
    number: int
    late: int
    to_confirm: int


def home(actor: Actor) -> HomeMeasures:
    """What is under way, the soonest due first; one query."""
    rows = db.session.execute(_home_rows(actor)).all()
    numbers = [rows[0].number, rows[0].late, rows[0].to_confirm] if rows else [0, 0, 0]
    return HomeMeasures(plain_lines([row for row in rows if row.Measure.state == State.OPEN]), *numbers)


@lru_cache(maxsize=500)
def _home_rows(actor: Actor) -> Any:
    named = {"number": Show.OPEN, "late": Show.LATE, "to_confirm": Show.CONFIRM}
    numbers = [func.sum(case((_in_list(one, actor), 1), else_=0)).over().label(name) for name, one in named.items()]
    rows = select(*columns(), *numbers).where(visible_to(actor), Measure.state.in_((State.OPEN, State.DONE)))
    return rows.order_by(Measure.state == State.DONE, *PAGE_KEYS).limit(HOME_LINES)


def number_late(actor: Actor) -> ScalarSelect[int]:
    """How many are overdue, as a part of a query."""
    return select(func.count()).select_from(Measure).where(visible_to(actor), LATE).scalar_subquery()


def number_done(actor: Actor) -> ScalarSelect[int]:
    """How many wait to be confirmed, as a part of a query."""
    done = Measure.state == State.DONE
    return select(func.count()).select_from(Measure).where(visible_to(actor), done).scalar_subquery()


CONFIRM, PASS_ON, OWN = 1, 2, 3
"""What a line of the list that gets empty asks for."""


def waiting(actor: Actor) -> Select[Any]:
    """What waits for the secretariat: to be confirmed by another than who did it, to be passed on, one's own to do."""
    to_confirm = and_(Measure.state == State.DONE, Measure.done_by_id != actor.account_id)
    gone = and_(Measure.state == State.OPEN, gone_expression())
    own = and_(
        Measure.state == State.OPEN,
        Measure.account_id == actor.account_id,
        or_(Measure.blue_at <= NOW, Measure.due_at <= TONIGHT),
    )
    row = waiting_row(
        key=Measure.id,
        title=Measure.reference + " " + Measure.title,
        who=OWNER,
        number=case((to_confirm, CONFIRM), (gone, PASS_ON), else_=OWN),
        since=func.coalesce(Measure.done_at, Measure.created_at),
        due=case((own, Measure.due_at), else_=None),
    )
    return row.where(visible_to(actor), or_(to_confirm, gone, own))
