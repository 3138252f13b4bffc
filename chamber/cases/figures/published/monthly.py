"""The figures of a closed month as a paper (月报): it leaves the house, so it tells no small number.

Requests and suggestions that are not confidential alone: of the others there are yearly totals only.
"""

from typing import Any

from flask_babel import gettext as _

from .... import clock
from ....audit import services as audit
from ....documents import numbers
from ....errors import NotFound, Repeated
from ....extensions import lock_area
from ....language.dates import full_date
from ....rights import Actor
from ... import rights
from ...papers.declared import MONTHLY
from .. import periods
from ..counting import Counts
from . import closed, freezing, hiding
from .freezing import OPEN
from .hiding import Year
from .models import FrozenFigures


def values_of(name: str, *, actor: Actor) -> dict[str, Any]:
    """The values of the paper of this month (`2026-09`), in the language of the page; `number` empty until issued.

    NotFound where it is not closed, or not for this person.
    """
    rights.FIGURES.demand(actor)
    row = _row(name) if closed.group_of(actor) else None
    if row is None:
        raise NotFound(_("There is no such month."))
    counts = freezing.values_of(row)[OPEN]
    told = hiding.year(counts)
    papers = numbers.issued(MONTHLY, _subject(name))
    at = papers[0].issued_at if papers else row.frozen_at
    month = str(periods.month(row.first_day))
    return {
        "number": papers[0].words if papers else "",
        "day": full_date(clock.local(at).date()),
        "month": month,
        "summary": _summary(month, told, counts),
        "figures": [*_rates(told), *_times(told)],
        "definitions": str(row.definitions),
    }


def issue(name: str, *, actor: Actor) -> None:
    """Give the paper of this month its number. Repeated where it has one, NotFound where the month is not closed."""
    rights.FIGURES.demand(actor, rights.YES)
    lock_area(FrozenFigures.__tablename__)
    if _row(name) is None:
        raise NotFound(_("There is no such month."))
    if numbers.issued(MONTHLY, _subject(name)):
        raise Repeated(_("The paper of this month has its number already."))
    paper = numbers.take(MONTHLY, _subject(name), actor=actor)
    audit.record("case.figures_issued", "figures", name, actor=actor, after={"number": paper.words})


def _row(name: str) -> FrozenFigures | None:
    period = periods.named(name)
    return freezing.find(period) if period and period.kind == periods.MONTH else None


def _subject(name: str) -> str:
    return f"figures:{name}"


def _summary(month: str, told: Year, counts: Counts) -> str:
    known = hiding.numbers(counts.numbers)
    return _(
        "In %(month)s the chamber accepted %(accepted)s requests and suggestions and gave a first answer to "
        "%(answered)s. On time: %(on_time)s. Satisfaction: %(satisfaction)s. Late and unanswered at the end of the "
        "month: %(stock)s.",
        month=month,
        accepted=known["accepted"],
        answered=known["answered"],
        on_time=told.line("on_time").percent,
        satisfaction=told.line("satisfaction").percent,
        stock=known["stock"],
    )


def _rates(told: Year) -> list[dict[str, str]]:
    return [{"label": one.label, "rate": one.percent, "counted": one.counted} for one in told.lines]


def _times(told: Year) -> list[dict[str, str]]:
    return [
        {
            "label": label,
            "rate": _("%(days)s working days", days=f"{times.mean:.2f}".rstrip("0").rstrip(".")),
            "counted": _("median %(median)s, P90 %(p90)s", median=f"{times.median:g}", p90=times.p90),
        }
        for label, _definition, times in told.times
        if times.mean is not None
    ]
