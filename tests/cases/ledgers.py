"""The ledger as a test reads it, and what the page of each case says of the same."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from io import BytesIO
from itertools import groupby
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import select

from chamber.cases.lists import ledger
from chamber.cases.lists.ledger import Entry
from chamber.cases.reading import seeing
from chamber.cases.reading.seen import SeenCase
from chamber.cases.rules import colours
from chamber.cases.rules.acts import Act
from chamber.cases.words import Outcome, rating_words
from chamber.clock import LOCAL
from chamber.directory.models import Department
from chamber.extensions import db
from chamber.rights import Actor

FIRST_WORDS = {Act.CONTACT, Act.ASK_SUPPLEMENT, Act.NOT_ACCEPT, Act.PUBLISH}
"""Acts that never go without a word to the member; accepting may."""


def rows_of(actor: Actor, args: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """The rows of the workbook, each value under its heading; empty cells are left out."""
    sheet = load_workbook(BytesIO(ledger.workbook(actor, args or {}))).active
    heads, *rows = sheet.iter_rows(values_only=True)
    cells = [[(head, value) for head, value in zip(heads, row, strict=True) if value is not None] for row in rows]
    return [{head: _aware(value) for head, value in row} for row in cells]


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=LOCAL) if isinstance(value, datetime) else value


def differences(actor: Actor) -> Iterator[tuple[str, str, Any, Any]]:
    """What ledger and page say differently of a case: reference, what it is, the ledger's and the page's value."""
    short = dict(db.session.execute(select(Department.name, Department.short_name)).all())
    entries = list(ledger.entries(actor, {}))
    for reference, group in groupby(entries, key=lambda entry: entry.seen.reference):
        rows = list(group)
        case, facts = seeing.find_with_facts(reference, actor=actor)
        seen = seeing.seen_by(actor, case, facts)
        pairs = {
            **_of_case(rows, seen, late=colours.colour(case) == "red"),
            **_departments(rows, seen, short),
            **_contacts(rows, seen),
        }
        yield from ((reference, what, *pair) for what, pair in pairs.items() if pair[0] != pair[1])


def _of_case(rows: list[Entry], seen: SeenCase, *, late: bool) -> dict[str, tuple[Any, Any]]:
    last = rows[-1]
    return {
        "rounds": ([_facts(row.round) for row in rows if row.round], [_shown(one) for one in seen.rounds]),
        "state": (last.seen.state_label, seen.state_label),
        "closed": (last.case.closed_at, seen.closed_at),
        "category": (last.category or "", seen.category),
        "overdue": (any(map(ledger._was_overdue, rows)), seen.was_overdue or late),
        "one number": (len({row.number for row in rows}), 1),
        "holder": (last.seen.holder, seen.holder),
    }


def _facts(one: Any) -> tuple[Any, ...]:
    dates = (one.began_at, one.original_due_at, one.due_at, one.answered_at)
    return (one.number, *dates, one.outcome, one.rating)


def _shown(one: Any) -> tuple[Any, ...]:
    outcome = str(Outcome(one.outcome).label) if one.outcome and not one.is_draft else ""
    dates = (one.began_at, one.original_due_at, one.due_at, one.answered_at)
    return (one.number, *dates, outcome, " · ".join(rating_words(one.grade, one.solved, one.clear)))


def _departments(rows: list[Entry], seen: SeenCase, short: Mapping[str, str]) -> dict[str, tuple[Any, Any]]:
    """Whom the timeline says that the case was given to in a round led it then, in this order, and helped."""
    found = {}
    for row in rows:
        given = [event for event in seen.events if row.round and event.round_number == row.round.number]
        names = [
            [short[name] or name for name in event.data["departments"]]
            for event in given
            if event.act in (Act.ASSIGN, Act.REASSIGN)
        ]
        leads = [one[0] for one in names]
        written = row.round.leads.split(" → ") if row.round else []
        found[f"leads {row.of_round('number')}"] = (written[len(written) - len(leads) :], leads)
        helping = {one for lists in names for one in lists[1:]}
        there = set(row.round.helpers.split(", ")) if row.round else set()
        found[f"helpers {row.of_round('number')}"] = (helping - there, set())
    return found


def _contacts(rows: list[Entry], seen: SeenCase) -> dict[str, tuple[Any, Any]]:
    """The first contact of a round is its first word to the member on the timeline; not all may read which it was."""
    found = {}
    for row in rows if seen.reads_all else []:
        number = row.round.number if row.round else 1
        words = [
            event.at
            for event in seen.events
            if event.round_number == number
            and (event.act in FIRST_WORDS or (event.act == Act.ACCEPT and event.text != ""))
        ]
        at = (row.round or row.case).contacted_at
        found[f"contact {number}"] = (_minute(at), _minute(min(words, default=None)))
    return found


def _minute(moment: datetime | None) -> datetime | None:
    return moment and (moment + timedelta(seconds=1)).replace(second=0, microsecond=0)
