"""A common problem as one person reads it: a frozen value without its cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import case, select

from ...directory.models import Department
from ...extensions import db
from ...language.catalogue import translated_labels
from ...messages import Happened, Shown, Source, To
from ...rights import Actor
from ..access import visibility
from ..models_lists import CaseCategory
from . import access
from .models import CaseTheme
from .words import LEAST, ThemeState


@dataclass(frozen=True)
class SeenTheme:
    """What one person may know of a common problem."""

    reference: str
    title: str
    text: str
    category: str
    department: str
    state: str
    state_label: str
    firms: str
    """How many firms have it, in words: to others never more than that they are three or more."""
    is_hidden: bool
    """To who links: too few firms are left, or it is still being prepared."""
    shown_at: datetime | None
    answer: str
    answered_at: datetime | None
    version: int
    links: bool
    """Whether the reader links its cases."""
    category_id: int | None
    department_id: int | None


def state_of() -> Any:
    """The state, as part of a query."""
    return case(
        (CaseTheme.answered_at.is_not(None), ThemeState.ANSWERED.value),
        (CaseTheme.shown_at.is_(None), ThemeState.PREPARED.value),
        (access.is_at_work(), ThemeState.AT_WORK.value),
        else_=ThemeState.OPEN.value,
    )


def rows_for(actor: Actor) -> Any:
    """The query behind what this person sees of common problems."""
    query = select(CaseTheme, state_of().label("state"), CaseCategory.name.label("category"))
    query = query.add_columns(Department.name.label("department"), Department.short_name)
    if access.links(actor):
        # Who links is told the number, and that of the cases that they see: one may be kept from them too.
        query = query.add_columns(access.firms(visibility.visible_to(actor)).label("firms"))
    query = query.outerjoin(CaseCategory, CaseCategory.id == CaseTheme.category_id)
    query = query.outerjoin(Department, Department.id == CaseTheme.department_id)
    return query.where(access.visible_to(actor))


def seen(actor: Actor, rows: Sequence[Any]) -> list[SeenTheme]:
    """Rows of `rows_for` as this person reads them."""
    links = access.links(actor)
    return [_seen(row, row.firms if links else None) for row in rows]


def _seen(row: Any, number: int | None) -> SeenTheme:
    theme: CaseTheme = row.CaseTheme
    return SeenTheme(
        reference=theme.reference,
        title=theme.title,
        text=theme.text,
        category=row.category or "",
        department=row.short_name or row.department or "",
        state=row.state,
        state_label=str(translated_labels(ThemeState)[row.state]),
        firms=enough() if number is None else ngettext("%(num)s firm", "%(num)s firms", number),
        is_hidden=number is not None and (theme.shown_at is None or number < LEAST),
        shown_at=theme.shown_at,
        answer=theme.answer,
        answered_at=theme.answered_at,
        version=theme.version,
        links=number is not None,
        category_id=theme.category_id,
        department_id=theme.department_id,
    )


def enough() -> str:
    """How many firms have it, as others read it."""
    return _("%(least)s or more firms", least=LEAST)


def seen_by(actor: Actor, theme: CaseTheme) -> SeenTheme:
    """One that `access.find` found, as this person reads it."""
    return seen(actor, db.session.execute(rows_for(actor).where(CaseTheme.id == theme.id)).all())[0]


def shown(actor: Actor, ids: Sequence[int]) -> dict[int, Shown]:
    """Common problems as measures and messages name them."""
    rows = db.session.execute(
        select(CaseTheme.id, CaseTheme.reference, CaseTheme.title).where(
            CaseTheme.id.in_(ids), access.visible_to(actor)
        )
    )
    return {row.id: Shown(row.title, "cases.theme", {"theme": row.reference}) for row in rows}


def _nobody(_happened: Happened, _to: To) -> list[int]:
    return []


def _cannot(_account_id: int, _to: To, _theme_id: int) -> bool:
    return False


SOURCE = Source(_nobody, shown, _cannot, known=lambda actor: select(CaseTheme.id).where(access.visible_to(actor)))
"""Nobody is notified of a common problem itself: its authors are told in their cases."""
