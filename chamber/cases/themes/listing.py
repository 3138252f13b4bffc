"""The list of common problems, what the search finds of them, and their table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, func, select

from ... import clock
from ...audit import services as audit
from ...config import settings
from ...extensions import db
from ...registry.finds import Findable, Hit
from ...rights import Actor
from ...search import index
from ...tables.writing import Column, Paper, write
from .. import rights
from ..models_lists import CaseCategory
from ..words import Kind
from . import access, keeping
from .models import CaseTheme
from .seeing import SeenTheme, rows_for, seen, state_of
from .words import ThemeCircle, ThemeState

PAGE_KEYS = [CaseTheme.created_at, CaseTheme.id]
COLUMNS = (
    (_l("Reference"), 16),
    (_l("Common problem"), 36),
    (_l("Text"), 60),
    (_l("Category"), 16),
    (_l("Department"), 20),
    (_l("State"), 16),
    (_l("Firms"), 12),
    (_l("Shown since"), 18),
    (_l("Answered on"), 18),
    (_l("Answer to all"), 60),
)


@dataclass(frozen=True)
class Chosen:
    """How a list is narrowed."""

    state: str = ""
    q: str = ""

    @classmethod
    def of(cls, args: Mapping[str, str]) -> "Chosen":
        """From the address; what is no state is none."""
        state = args.get("state", "")
        return cls(state if state in set(ThemeState) else "", args.get("q", "")[:100])


def found(actor: Actor, typed: str) -> ColumnElement[bool]:
    """Condition: those that this person sees and that have what was typed; all of them where nothing was."""
    return and_(access.visible_to(actor), index.holds(access.KIND, CaseTheme.id, typed, ThemeCircle.ALL))


def query(actor: Actor, chosen: Chosen) -> Select[tuple[CaseTheme]]:
    """The rows of a list; Forbidden for a role without common problems."""
    rights.THEMES.demand(actor)
    rows: Select[tuple[CaseTheme]] = rows_for(actor).where(found(actor, chosen.q))
    return rows.where(state_of() == chosen.state) if chosen.state else rows


def counts(actor: Actor, chosen: Chosen) -> dict[str, int]:
    """How many this person sees in each state."""
    rights.THEMES.demand(actor)
    each = select(state_of().label("state")).where(found(actor, chosen.q)).subquery()
    rows = db.session.execute(select(each.c.state, func.count()).group_by(each.c.state))
    return {row[0]: row[1] for row in rows}


def all_named() -> list[tuple[int, str]]:
    """The categories of all kinds but retaliation, each with its kind."""
    query = select(CaseCategory).where(CaseCategory.kind != Kind.RETALIATION, CaseCategory.retired.is_(False))
    rows = db.session.scalars(query.order_by(CaseCategory.kind, CaseCategory.position, CaseCategory.id))
    return [(row.id, f"{Kind.label_of(row.kind)} · {row.name}") for row in rows]


def names(actor: Actor) -> list[tuple[str, str]]:
    """Those to which a case may still be linked, for a form."""
    rights.LINK.demand(actor)
    rows = select(CaseTheme.reference, CaseTheme.title).where(access.visible_to(actor))
    return [(row.reference, row.title) for row in db.session.execute(rows.order_by(CaseTheme.created_at.desc()))]


def hits(actor: Actor, ids: Sequence[int]) -> dict[int, Hit]:
    """These of them as the search shows them."""
    rows = db.session.execute(rows_for(actor).where(CaseTheme.id.in_(ids))).all()
    return {row.CaseTheme.id: _hit(one) for row, one in zip(rows, seen(actor, rows), strict=True)}


def _hit(one: SeenTheme) -> Hit:
    return Hit(one.title, "cases.theme", {"theme": one.reference}, f"{one.state_label} · {one.firms}")


def workbook(actor: Actor) -> bytes:
    """All of them as xlsx, with numbers but without a case; logged. Forbidden for who does not link."""
    rights.LINK.demand(actor)
    audit.record_read("theme.exported", "themes", clock.today().isoformat(), actor=actor)
    rows = db.session.execute(query(actor, Chosen()).order_by(*PAGE_KEYS)).all()
    columns = [Column(str(label), width, "time" if width == 18 else "text") for label, width in COLUMNS]
    title = _("Common problems")
    paper = Paper([title], top=settings().chamber_name, line_height=18)
    return write(columns, [_cells(one) for one in seen(actor, rows)], title, paper=paper)


def _cells(one: SeenTheme) -> list[object]:
    facts = (one.reference, one.title, one.text, one.category, one.department, one.state_label, one.firms)
    return [*facts, one.shown_at, one.answered_at, one.answer]


def file_name() -> str:
    """The download's name with today's date, without its ending."""
    return f"{_('Common problems')} {clock.today().isoformat()}"


FIND = Findable(
    access.KIND,
    _l("Common problems"),
    rights.THEMES,
    CaseTheme.id,
    found,
    CaseTheme.created_at.desc(),
    hits,
    "cases.themes",
    docs=keeping.docs,
)
