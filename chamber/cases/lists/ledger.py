"""The ledger (台账) of cases as a workbook, a row a round; only there cases have running numbers, one a case."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ... import clock
from ...audit import services as audit
from ...extensions import db
from ...jobs.kinds import Advance, no_progress, with_progress
from ...rights import Actor
from ...tables.writing import Column, write
from .. import rights
from ..models import Case, CaseRound
from ..models_lists import CaseCategory
from ..outside.models import CaseOutside
from ..outside.recording import last_of
from ..reading import traces
from ..reading.timeline import reads_category
from ..rules import colours
from ..words import JUDGED, Channel, Complexity
from . import listing
from .listing import SeenLine
from .rounds import LedgerRound, rounds_of

FOUND = (Case.id, Case.reference, Case.confidential)
MORE = (Case.id, Case.channel, Case.was_overdue, CaseCategory.name.label("category"))


class Entry(NamedTuple):
    """One row: a case, its line in a list of this reader, and one of its rounds, if it has come so far."""

    number: int
    case: Any
    seen: SeenLine
    category: str | None
    round: LedgerRound | None
    is_last: bool
    """What is true of the case today stands beside its last round only."""
    outside: CaseOutside | None = None
    """What another body has of it, for who runs it."""

    def of_round(self, name: str) -> Any:
        """A fact of the round; nothing where there is none."""
        return getattr(self.round, name) if self.round else None


def _of_round(name: str) -> Callable[[Entry], Any]:
    return lambda row: row.of_round(name)


def _of_outside(name: str) -> Callable[[Entry], Any]:
    return lambda row: getattr(row.outside, name) if row.is_last and row.outside else None


COLUMNS: tuple[tuple[LazyString, tuple[Any, ...], Callable[[Entry], Any]], ...] = (
    (_l("No."), (6, "number"), lambda row: row.number),
    (_l("Round"), (6, "number"), _of_round("number")),
    (_l("Reference"), (16,), lambda row: row.seen.reference),
    (_l("Kind"), (12,), lambda row: row.seen.kind_label),
    (_l("Category"), (16,), lambda row: row.category),
    (_l("Title"), (40,), lambda row: row.seen.title),
    (_l("Firm"), (30,), lambda row: row.seen.firm),
    (_l("Channel"), (14,), lambda row: str(Channel(row.case.channel).label)),
    (_l("Complexity"), (10,), lambda row: _complexity(row.case)),
    (_l("State"), (16,), lambda row: row.seen.state_label if row.is_last else _("Handled again")),
    (_l("Lead department"), (24,), _of_round("leads")),
    (_l("Helping departments"), (24,), _of_round("helpers")),
    (_l("Current handler"), (24,), lambda row: row.seen.holder if row.is_last else ""),
    (_l("Submitted on"), (18, "time"), lambda row: row.case.submitted_at),
    (_l("First contact on"), (18, "time"), lambda row: (row.round or row.case).contacted_at),
    (_l("Accepted or reopened on"), (18, "time"), _of_round("began_at")),
    (_l("Originally due"), (18, "time"), _of_round("original_due_at")),
    (_l("Due on"), (18, "time"), _of_round("due_at")),
    (_l("Answered on"), (18, "time"), _of_round("answered_at")),
    (_l("Outcome"), (20,), _of_round("outcome")),
    (_l("Rating"), (20,), _of_round("rating")),
    (_l("Closed on"), (18, "time"), lambda row: row.case.closed_at if row.is_last else row.of_round("closed_at")),
    (_l("Number with another body"), (20,), _of_outside("number")),
    (_l("Limit there"), (14, "date"), _of_outside("due_on")),
    (_l("Replied there on"), (18, "time"), _of_outside("replied_at")),
    (_l("Was overdue"), (10,), lambda row: _("yes") if _was_overdue(row) else ""),
)
"""Each column: its title, its width and kind of cell, and its value in one row."""


def _complexity(case: Any) -> str:
    return str(Complexity(case.complexity).label) if case.complexity and case.kind in JUDGED else ""


def _was_overdue(row: Entry) -> bool:
    return (row.round or row.case).was_overdue or (row.is_last and colours.colour(row.case) == "red")


def size(actor: Actor, args: Mapping[str, str]) -> int:
    """How many rows the ledger of a filtered list has, which tells what a search found. Forbidden for other roles."""
    rights.LEDGER.demand(actor)
    where, q = listing.condition(actor, args), args.get("q", "")
    if q.strip():
        _note_found(actor, q, db.session.execute(select(*FOUND).where(where)).all())
    rows = select(func.count()).select_from(Case).outerjoin(CaseRound, CaseRound.case_id == Case.id)
    return db.session.scalar(rows.where(where)) or 0


def workbook(actor: Actor, args: Mapping[str, str], advance: Advance = no_progress) -> bytes:
    """The rows of the filtered list as xlsx, the oldest case first; logged. Forbidden for other roles."""
    rights.LEDGER.demand(actor)
    columns = [Column(str(title), *layout) for title, layout, _value in COLUMNS]
    audit.record_read("case.ledger_exported", "ledger", clock.today().isoformat(), actor=actor)
    total = 0 if advance is no_progress else size(actor, args)
    rows = ([value(entry) for _title, _layout, value in COLUMNS] for entry in entries(actor, args))
    return write(columns, with_progress(rows, total, advance), _("Ledger of cases"))


def entries(actor: Actor, args: Mapping[str, str]) -> Iterator[Entry]:
    """A row for each round of the cases of a filtered list, and for each case without any; read in parts."""
    rights.LEDGER.demand(actor)
    query = listing.rows(listing.condition(actor, args), *MORE)
    query = query.outerjoin(CaseCategory, CaseCategory.id == Case.category_id).order_by(Case.submitted_at, Case.id)
    numbers = count(1)
    parts: Iterable[Sequence[Any]] = db.session.execute(query.execution_options(yield_per=500)).partitions()
    for part in parts:
        _note_found(actor, args.get("q", ""), part)
        rounds, outside = rounds_of([case.id for case in part]), last_of([case.id for case in part])
        for case, seen in zip(part, listing.lines(actor, part), strict=True):
            number, known = next(numbers), [*rounds.get(case.id, ())] or [None]
            category = case.category if reads_category(case, listing.party_of(actor, case)) else None
            for round_ in known:
                there = outside.get(case.id) if seen.runs else None
                yield Entry(number, case, seen, category, round_, round_ is known[-1], there)


def _note_found(actor: Actor, q: str, cases: Iterable[Any]) -> None:
    if q.strip():
        traces.note_found(actor, q, [(case.id, case.reference) for case in cases if case.confidential])


def file_name() -> str:
    """The download's name with today's date, without its ending."""
    return f"{_('Ledger of cases')} {clock.today().isoformat()}"
