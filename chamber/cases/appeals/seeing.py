"""A list of appeals as one person reads it, and as it is printed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from ... import clock
from ...documents.models import IssuedPaper
from ...extensions import db
from ...language.dates import full_date
from ...rights import Actor
from .. import rights
from ..themes.seeing import enough
from . import access
from .models import CaseAppeal, CaseAppealItem

PAGE_KEYS = [CaseAppeal.created_at, CaseAppeal.id]


@dataclass(frozen=True)
class SeenItem:
    """One thing on a list."""

    id: int
    heading: str
    text: str
    carried_to: str
    carried_on: date | None
    reply: str
    replied_on: date | None
    version: int


@dataclass(frozen=True)
class SeenAppeal:
    """A list of appeals."""

    id: int
    title: str
    foreword: str
    number: str
    """Empty while it is a draft."""
    issued_at: datetime | None
    items: tuple[SeenItem, ...]
    writes: bool
    version: int


@dataclass(frozen=True)
class SeenLine:
    """One in the list of them."""

    id: int
    title: str
    number: str
    issued_at: datetime | None
    items: int
    carried: int
    replied: int


def query(actor: Actor) -> Select[Any]:
    """The rows of the list of them; Forbidden for a role without any."""
    rights.APPEALS.demand(actor)
    of_it = CaseAppealItem.appeal_id == CaseAppeal.id
    counted = {
        "items": select(func.count()).where(of_it),
        "carried": select(func.count()).where(of_it, CaseAppealItem.carried_on.is_not(None)),
        "replied": select(func.count()).where(of_it, CaseAppealItem.replied_on.is_not(None)),
    }
    numbers = [one.correlate(CaseAppeal).scalar_subquery().label(name) for name, one in counted.items()]
    rows = select(CaseAppeal, IssuedPaper.words, *numbers)
    rows = rows.outerjoin(IssuedPaper, IssuedPaper.id == CaseAppeal.paper_id)
    return rows.where(access.visible_to(actor))


def lines(rows: list[Any]) -> list[SeenLine]:
    """These rows of `query`."""
    return [
        SeenLine(
            id=row.CaseAppeal.id,
            title=row.CaseAppeal.title,
            number=row.words or "",
            issued_at=row.CaseAppeal.issued_at,
            items=row.items,
            carried=row.carried,
            replied=row.replied,
        )
        for row in rows
    ]


def seen_by(actor: Actor, number: int) -> SeenAppeal:
    """One list; NotFound where this person may not read it."""
    row = access.find(number, actor=actor)
    items = db.session.scalars(
        select(CaseAppealItem).where(CaseAppealItem.appeal_id == row.id).order_by(CaseAppealItem.position)
    )
    names = ("id", "heading", "text", "carried_to", "carried_on", "reply", "replied_on", "version")
    words = db.session.scalar(select(IssuedPaper.words).where(IssuedPaper.id == row.paper_id)) if row.paper_id else ""
    return SeenAppeal(
        id=row.id,
        title=row.title,
        foreword=row.foreword,
        number=words or "",
        issued_at=row.issued_at,
        items=tuple(SeenItem(**{name: getattr(one, name) for name in names}) for one in items),
        writes=access.writes(actor),
        version=row.version,
    )


def values_of(seen: SeenAppeal) -> dict[str, Any]:
    """The values of its paper, in the language of the page."""
    day = clock.local(seen.issued_at).date() if seen.issued_at else clock.today()
    return {
        "number": seen.number,
        "day": full_date(day),
        "title": seen.title,
        "foreword": seen.foreword,
        "problems": [
            {"place": str(place), "heading": one.heading, "text": one.text, "firms": enough()}
            for place, one in enumerate(seen.items, 1)
        ],
    }
