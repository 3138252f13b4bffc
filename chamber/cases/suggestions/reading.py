"""Published suggestions as everybody reads them: the moderated text, how far each is, and how many firms support it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import case, func, select

from ... import clock
from ...extensions import db
from ...measures.models import Measure
from ...measures.words import Source
from ...measures.words import State as MeasureState
from ...rights import Actor
from .. import rights
from ..figures.words import FEW
from ..models import Case, CaseEvent
from ..rules.acts import Act
from ..words import OPEN_STATES, PRACTISED, Outcome, State
from .models import PublishedSuggestion, SuggestionSupport


@dataclass(frozen=True)
class SeenMeasure:
    """A measure that the member may see too: what, by when, and whether it is done."""

    title: str
    due_at: datetime
    is_done: bool
    is_late: bool


@dataclass(frozen=True)
class SeenSuggestion:
    """A published suggestion, without anything of whose it is."""

    key: int
    title: str
    text: str
    fate: str
    published_at: datetime
    stage: str
    tone: str
    supporters: str
    """How many firms support it; of fewer than five only that, so that nobody learns from it who pressed."""
    can_support: bool
    is_supported: bool
    """By the reader's firm."""
    measures: tuple[SeenMeasure, ...]


def seen(rows: Sequence[PublishedSuggestion], actor: Actor) -> list[SeenSuggestion]:
    """These of them, as this person reads them; the same number of queries for any number of rows."""
    ids, cases = [row.id for row in rows], _cases(rows)
    numbers, own = _supports(ids, actor)
    finished, measures = _finished(list(cases)), _measures(list(cases))
    found = []
    for row in rows:
        about = cases[row.case_id]
        stage, tone = _stage(about.state, about.outcome, finished.get(row.case_id, False))
        is_open = about.state in OPEN_STATES
        found.append(
            SeenSuggestion(
                key=row.id,
                title=row.title,
                text=row.text,
                fate=row.fate,
                published_at=row.published_at,
                stage=stage,
                tone=tone,
                supporters=_supporters(numbers.get(row.id, 0)),
                can_support=is_open and rights.SUPPORT.allows(actor),
                is_supported=row.id in own,
                measures=measures.get(row.case_id, ()),
            )
        )
    return found


def _cases(rows: Sequence[PublishedSuggestion]) -> dict[int, Any]:
    query = select(Case.id, Case.state, Case.outcome).where(Case.id.in_([row.case_id for row in rows]))
    return {one.id: one for one in db.session.execute(query)}


def _stage(state: str, outcome: str, finished: bool) -> tuple[str, str]:
    """How far it is, in a few words, and their colour."""
    if state == State.IMPLEMENTING:
        return str(State.IMPLEMENTING.label), "blue"
    if not outcome:
        return _("Being considered"), "neutral"
    if finished and state == State.CLOSED:
        return _("Put into practice"), "green"
    tone = "green" if outcome in (*PRACTISED, Outcome.ALREADY_DONE) else "neutral"
    return Outcome.label_of(outcome), tone


def _supporters(number: int) -> str:
    if number < FEW:
        return _("fewer than %(number)s firms support this", number=FEW)
    return ngettext("%(num)s firm supports this", "%(num)s firms support this", number)


def _supports(ids: list[int], actor: Actor) -> tuple[dict[int, int], set[int]]:
    """How many firms support each, and which of them the reader's firm does."""
    of_these = SuggestionSupport.suggestion_id.in_(ids)
    mine = func.count(case((SuggestionSupport.member_id == (actor.member_id or 0), 1)))
    query = select(SuggestionSupport.suggestion_id, func.count(), mine).where(of_these)
    rows = db.session.execute(query.group_by(SuggestionSupport.suggestion_id)).all()
    return {row[0]: row[1] for row in rows}, {row[0] for row in rows if row[2]}


def _finished(case_ids: list[int]) -> dict[int, bool]:
    """Of those that were closed after they were put into practice: whether all was done."""
    query = select(CaseEvent.case_id, CaseEvent.data).where(
        CaseEvent.case_id.in_(case_ids), CaseEvent.act == Act.CLOSE_IMPLEMENTED
    )
    rows = db.session.execute(query.order_by(CaseEvent.at, CaseEvent.id))
    return {case_id: bool(data.get("done")) for case_id, data in rows}


def _measures(case_ids: list[int]) -> dict[int, tuple[SeenMeasure, ...]]:
    """What is done to put each into practice, as far as its member sees it too."""
    shown = (Measure.source == Source.IMPLEMENTATION, Measure.is_public, Measure.state != MeasureState.DROPPED)
    query = select(Measure.subject_id, Measure.title, Measure.due_at, Measure.state).where(
        Measure.subject_kind == "case", Measure.subject_id.in_(case_ids), *shown
    )
    found: dict[int, list[SeenMeasure]] = {}
    for row in db.session.execute(query.order_by(Measure.due_at, Measure.id)):
        late = row.state == MeasureState.OPEN and row.due_at < clock.now()
        done = row.state == MeasureState.CONFIRMED
        found.setdefault(row.subject_id, []).append(SeenMeasure(row.title, row.due_at, done, late))
    return {case_id: tuple(some) for case_id, some in found.items()}
