"""From a number to the cases behind it: as a filter of their list, and so of the ledger, for who may see both."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from ...errors import DomainError
from ...rights import Actor
from .. import rights
from ..models import Case
from . import conditions, periods
from .asking import CHOICES, MOST_LETTERS, Asked, scope
from .words import FIGURES, MEASURES, STOCK


def may(actor: Actor) -> bool:
    """Whether this person may go from a number to its cases."""
    return rights.FIGURES.of(actor) in (rights.YES, rights.OF_SEEN)


def name_of(count: str, wanted: Asked) -> str:
    """The value of the list's filter `counted` for one of `conditions.COUNTS`."""
    days = (wanted.period.first.isoformat(), wanted.period.last.isoformat())
    return "~".join((count, *days, *(getattr(wanted, name) for name in CHOICES)))


def condition(actor: Actor, typed: str) -> ColumnElement[bool] | None:
    """The cases behind the number that an address names; none where it names none, or not for this person."""
    found = _read(typed) if may(actor) else None
    if found is None:
        return None
    count, wanted = found
    counted = conditions.rows(Case.id).where(
        scope(actor, wanted), conditions.touched(wanted.period), conditions.counts(wanted.period)[count]
    )
    return Case.id.in_(select(counted.subquery().c.id))


def label(typed: str) -> str:
    """What the chip of that filter says; empty where it names no number."""
    found = _read(typed)
    if found is None:
        return ""
    count, wanted = found
    return _("%(what)s, %(period)s", what=_what(count), period=wanted.period)


def _what(count: str) -> str:
    for figure in FIGURES:
        if count == figure.part:
            return str(figure.label)
    for figure in FIGURES:
        if count == figure.whole:
            return _("%(figure)s: all counted", figure=figure.label)
    measures = {measure.count: measure.label for measure in MEASURES}
    return str({**measures, **STOCK, "stock": _("Overdue stock")}[count])


def _read(typed: str) -> tuple[str, Asked] | None:
    parts = typed.split("~", len(CHOICES) + 2)
    if len(parts) != len(CHOICES) + 3 or parts[0] not in conditions.COUNTS:
        return None
    try:
        period = periods.between(date.fromisoformat(parts[1]), date.fromisoformat(parts[2]))
    except (ValueError, DomainError):
        return None
    values: dict[str, Any] = dict(zip(CHOICES, (part[:MOST_LETTERS] for part in parts[3:]), strict=True))
    return parts[0], Asked(period, **values)
