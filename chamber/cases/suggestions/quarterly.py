"""What became of suggestions, a quarter at a time: proposed as a notice, which nobody but the secretariat publishes."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import BindParameter, DateTime, Select, String, bindparam, exists, func, or_, select

from ... import clock
from ...audit import services as audit
from ...errors import NotFound
from ...extensions import db
from ...language.dates import local_date
from ...registry.homes import waiting_row
from ...rights import Actor
from .. import rights
from ..figures import periods
from ..figures.periods import Period
from ..figures.words import FEW
from ..models import Case, CaseRound
from ..words import Kind, State
from . import publishing, reading
from .models import PublishedSuggestion, SuggestionQuarter
from .reading import SeenSuggestion

MOST = 60
"""So many suggestions fit into a notice."""


def ended() -> Period:
    """The last quarter that has ended."""
    return periods.before(periods.quarter(clock.today()))


def named(typed: str) -> Period:
    """The quarter with this name (`2026-Q3`), the last one for an empty one; NotFound where it has not ended."""
    found = periods.named(typed) if typed else ended()
    if found is None or found.kind != periods.QUARTER or not found.is_over:
        raise NotFound()
    return found


@dataclass(frozen=True)
class Report:
    """What was suggested in a quarter and what became of it, with the notice that it makes."""

    quarter: Period
    received: str
    """How many came in; of fewer than five only that."""
    found: tuple[SeenSuggestion, ...]
    title: str
    text: str
    is_settled: bool


def report(quarter: Period, *, actor: Actor) -> Report:
    """The published ones that came in then, were answered then, or are being put into practice. Nothing is sent."""
    rights.QUARTERLY.demand(actor)
    begin, end = quarter.start, quarter.end
    answered = exists().where(CaseRound.case_id == Case.id, CaseRound.answered_at >= begin, CaseRound.answered_at < end)
    came = (Case.submitted_at >= begin, Case.submitted_at < end)
    about = or_(came[0] & came[1], answered, Case.state == State.IMPLEMENTING)
    rows = publishing.listed(actor=actor).join(Case, Case.id == PublishedSuggestion.case_id).where(about)
    newest = rows.order_by(PublishedSuggestion.published_at.desc(), PublishedSuggestion.id.desc()).limit(MOST)
    found = tuple(reading.seen(db.session.scalars(newest).all(), actor))
    number = db.session.scalar(select(func.count()).select_from(Case).where(Case.kind == Kind.SUGGESTION, *came)) or 0
    received = str(number) if number >= FEW else _("fewer than %(number)s", number=FEW)
    title = _("What became of your suggestions: %(quarter)s", quarter=quarter)
    text = "\n\n".join([_opening(quarter, received), *map(_paragraph, found, range(1, MOST + 1)), _closing()])
    settled = db.session.get(SuggestionQuarter, quarter.name) is not None
    return Report(quarter, received, found, title, text, settled)


def _opening(quarter: Period, received: str) -> str:
    return _(
        "In %(quarter)s the chamber received %(received)s suggestions. Below is what became of those that are "
        "published, in the chamber's own words and without names.",
        quarter=quarter,
        received=received,
    )


def _closing() -> str:
    return _("You can read and support all published suggestions under “Suggestions”, and make one of your own there.")


def _paragraph(one: SeenSuggestion, number: int) -> str:
    lines = [_("%(number)s. %(title)s: %(stage)s", number=number, title=one.title, stage=one.stage)]
    lines += [one.fate] if one.fate else []
    for measure in one.measures:
        if measure.is_done:
            lines.append(_("%(what)s: done", what=measure.title))
        else:
            lines.append(_("%(what)s: by %(day)s", what=measure.title, day=local_date(measure.due_at)))
    return "\n".join(lines)


def settle(quarter: Period, *, actor: Actor) -> None:
    """Nothing more is proposed for this quarter: its notice is written, or none is needed. Harmless when repeated."""
    rights.QUARTERLY.demand(actor)
    if db.session.get(SuggestionQuarter, quarter.name) is not None:
        return
    row = SuggestionQuarter(quarter=quarter.name, settled_at=clock.now(), settled_by_id=actor.account_id)
    db.session.add(row)
    audit.record("suggestion.quarter_settled", "suggestion", quarter.name, actor=actor)


def _bound(value: Any, kind: Any) -> BindParameter[Any]:
    # Asked anew each time: the query of a home page is built once.
    return bindparam(None, callable_=value, type_=kind)


def to_draft(_actor: Actor) -> Select[Any]:
    """One row where a quarter has ended in which something was suggested, and nobody has drafted its notice."""
    day = DateTime(timezone=True)
    begin = _bound(lambda: ended().start, day)
    end = _bound(lambda: ended().end, day)
    name = _bound(lambda: ended().name, String())
    made = exists().where(SuggestionQuarter.quarter == name)
    came = exists().where(Case.kind == Kind.SUGGESTION, Case.submitted_at >= begin, Case.submitted_at < end)
    return waiting_row(key=0, title=name, since=end).where(~made, came)
