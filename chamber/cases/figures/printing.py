"""Figures on the command line, for people and for other programs: of all cases but reports of retaliation.

A page counts what its reader sees, and what the supervisor runs only the supervisor sees: so both may differ.
"""

import json
from datetime import date
from typing import Any

from flask_babel import gettext as _

from ..models import Case
from . import conditions, counting, periods
from .counting import Counts
from .words import FIGURES, MEASURES, STOCK, VERSION


def printed(first: date, last: date, *, as_json: bool) -> str:
    """Each rate with numerator, denominator and value, times in working days, stock. DomainError for wrong days."""
    found = counting.count(Case.kind.in_(conditions.PUBLIC_KINDS), periods.between(first, last))
    return _as_json(found, first, last) if as_json else _as_text(found, first, last)


def _as_json(found: Counts, first: date, last: date) -> str:
    days = {"from": first.isoformat(), "to": last.isoformat()}
    data = {**days, "definitions": VERSION, "counted": _counted(), **as_data(found)}
    return json.dumps(data, indent=2)


def _as_text(found: Counts, first: date, last: date) -> str:
    lines = [
        _("Figures from %(first)s to %(last)s, definitions %(number)s", first=first, last=last, number=VERSION),
        _counted(),
    ]
    for figure in FIGURES:
        part, whole = found.rate(figure.key)
        percent = f"{100 * part / whole:.0f}%" if whole else "-"
        lines.append(f"{figure.label!s:<28} {percent:>5}  {part}/{whole}")
    for measure in MEASURES:
        times = getattr(found, measure.key)
        words = f"{times.mean:.2f} / {times.median:g} / {times.p90}" if times.number else "-"
        lines.append(f"{measure.label!s:<28} {words}  ({_('mean, median, P90 of %(num)s', num=times.number)})")
    ages = ", ".join(f"{label}: {found.numbers[name]}" for name, label in STOCK.items())
    return "\n".join([*lines, f"{_('Overdue stock'):<28} {found.numbers['stock']}  ({ages})"])


def _counted() -> str:
    return _("All cases but reports of retaliation; unlike on the pages, those that the supervisor runs too.")


def as_data(found: Counts) -> dict[str, Any]:
    """Plain values by the keys of `words`."""
    rates = {}
    for figure in FIGURES:
        part, whole = found.rate(figure.key)
        rates[figure.key] = {"part": part, "whole": whole, "rate": part / whole if whole else None}
    return {
        "figures": rates,
        "times": {measure.key: vars(getattr(found, measure.key)) for measure in MEASURES},
        "stock": {"all": found.numbers["stock"], **{name: found.numbers[name] for name in STOCK}},
    }
