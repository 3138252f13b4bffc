"""The cards of other paths: what it is, under which rule, where, until when; grey where nobody verified it for long."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import BindParameter, Date, Select, and_, bindparam, func, select

from ... import clock
from ...audit import services as audit
from ...errors import NotFound
from ...extensions import NOW, db
from ...language.dates import local_date
from ...language.text import checked_text
from ...registry.homes import waiting_row
from ...rights import Actor
from .. import rights
from ..models_lists import NextPath
from ..words import PATHS

GOOD_FOR = timedelta(days=180)
"""Calendar days after which somebody has to verify a card anew."""
LONGEST = {"law": 200, "place": 200, "phone": 40, "time_limit": 120}
"""The parts of a card beside its text, and how long each may be."""


@dataclass(frozen=True)
class PathCard:
    """One other path as a firm reads it."""

    text: str
    law: str
    place: str
    phone: str
    time_limit: str
    verified_on: date | None

    @property
    def is_stale(self) -> bool:
        """Whether it was verified, but too long ago."""
        return self.verified_on is not None and self.verified_on < clock.today() - GOOD_FOR

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What more is known of it, each with its label."""
        known = [(_("Legal basis"), self.law), (_("Where"), self.place), (_("Phone"), self.phone)]
        known += [(_("Time limit"), self.time_limit), (_("Verified"), self._verified())]
        return [(label, value) for label, value in known if value]

    def _verified(self) -> str:
        if self.verified_on is None:
            return ""
        day = local_date(self.verified_on)
        return _("%(day)s · more than 180 days ago, please check first", day=day) if self.is_stale else day


def card_of(row: NextPath) -> PathCard:
    """What is known of a path."""
    return PathCard(row.text, row.law, row.place, row.phone, row.time_limit, row.verified_on)


def cards(texts: Collection[str]) -> dict[str, PathCard]:
    """The cards of paths that answers name, by their text; one that was renamed since has none."""
    if not texts:
        return {}
    rows = db.session.scalars(select(NextPath).where(NextPath.text.in_(sorted(texts))).order_by(NextPath.id))
    return {row.text: card_of(row) for row in rows}


def offered() -> list[PathCard]:
    """What whoever drafts an answer chooses from."""
    query = select(NextPath).where(NextPath.retired.is_(False)).order_by(NextPath.position, NextPath.id)
    return [card_of(row) for row in db.session.scalars(query)]


def describe_path(path_id: int, facts: dict[str, str], *, actor: Actor) -> None:
    """Write what is known of a path, verified today; its answers show it so from now on.

    NotFound where there is no such path, DomainError at the field that is too long.
    """
    rights.MAINTAIN.demand(actor)
    row = db.session.get(NextPath, path_id)
    if row is None:
        raise NotFound()
    before = {"text": row.text} | {name: getattr(row, name) for name in LONGEST}
    for name, most in LONGEST.items():
        setattr(row, name, checked_text(facts.get(name, ""), most, name))
    row.verified_on = clock.today()
    after = {name: getattr(row, name) for name in LONGEST} | {"verified_on": row.verified_on.isoformat()}
    audit.record("case.list_changed", "caselist", PATHS, actor=actor, before=before, after=after)


def _oldest() -> BindParameter[date]:
    # Asked anew each time: the query of a home page is built once.
    return bindparam(None, callable_=lambda: clock.today() - GOOD_FOR, type_=Date())


def to_verify(_actor: Actor) -> Select[Any]:
    """One row where cards were verified too long ago; for the list that gets empty."""
    stale = and_(NextPath.retired.is_(False), NextPath.verified_on < _oldest())
    number = select(func.count()).select_from(NextPath).where(stale).scalar_subquery()
    return waiting_row(key=0, number=number, since=NOW).where(number > 0)
