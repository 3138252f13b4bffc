"""A roster as somebody sent it: its list, each cell read, and whatever is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from ...errors import DomainError
from ...language.text import fold
from ...tables.cells import as_date, as_name, as_text
from ...tables.header import Header, find_list, plain_label, records
from ...tables.reading import Cell, Sheet, read
from .. import words
from ..fields import CONTACT_FIELDS, MEMBER_FIELDS, Field, past_day, read_all
from ..models import MemberKind
from .columns import MOST_CONTACTS, contact_key, known_names

MOST_ROWS = 20_000
REMEMBERED = 4_000
"""Rows of a roster that may stay in memory between two looks at it."""
_TEXTS = {"name", "ownership", "scope", "introduction", "left_reason"}
"""Columns in which a dash or 无 may be meant."""


@dataclass(frozen=True)
class Standing:
    """What a row says besides facts: the office, and the day and reason of leaving."""

    office: str = ""
    left_on: date | None = None
    left_reason: str = ""


@dataclass
class RosterRow:
    """One row: what could be read of it, and what is wrong with it by column."""

    row: int
    """From 0 in the sheet."""
    facts: dict[str, Any] = field(default_factory=dict)
    """Only what the row says; an empty cell changes nothing."""
    more: Standing = Standing()
    contacts: list[dict[str, Any]] = field(default_factory=list)
    """In the order of their columns; each with its number under `number`."""
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the row is called on the page."""
        return str(self.facts.get("name") or self.facts.get("uscc") or "")


@dataclass(frozen=True)
class Roster:
    """A roster that was read."""

    sheet: Sheet
    header: Header
    rows: tuple[RosterRow, ...]
    other_sheets: tuple[str, ...]

    @property
    def ignored(self) -> list[str]:
        """Labels of the columns that nothing is done with."""
        return list(self.header.unknown.values())

    def column_of(self, key: str) -> int:
        """The column at which a problem is shown; that of the name where the sheet has none for it."""
        columns = self.header.columns
        return columns.get(key, columns.get("name", columns.get("uscc", 0)))

    def cell_of(self, row: RosterRow, key: str) -> str:
        """What stands in a cell, as text."""
        column = self.header.columns.get(key)
        return "" if column is None else as_text(self.sheet.cell(row.row, column))


@lru_cache(maxsize=1)
def _read(_sha256: str, _language: str, path: Path, filename: str) -> Roster:
    return read_bytes(path.read_bytes(), filename)


def read_file(path: Path, sha256: str, filename: str) -> Roster:
    """The roster in a stored file; the last one read is remembered, as its pages are looked at one after another."""
    roster = _read(sha256, str(get_locale()), path, filename)
    if len(roster.rows) > REMEMBERED:
        _read.cache_clear()
    return roster


def read_bytes(data: bytes, filename: str) -> Roster:
    """The roster in a file; `DomainError` where it holds no list of members."""
    sheets = read(data, filename)
    found = find_list(sheets, known_names())
    if found is None or not {"name", "uscc"} & set(found[1].columns):
        raise DomainError(
            _("No list of members was found: it needs a header row with a column for the name or for the code.")
        )
    sheet, header = found[0], _with_people_in_charge(found[1])
    rows = tuple(_row(record.row, record.values) for record in records(sheet, header))
    if not rows:
        raise DomainError(_("There are no rows under the header."))
    if len(rows) > MOST_ROWS:
        raise DomainError(_("At most %(most)s rows at once; these are %(count)s.", most=MOST_ROWS, count=len(rows)))
    others = tuple(other.name for other in sheets if other is not sheet)
    return Roster(sheet, header, rows, others)


def _with_people_in_charge(header: Header) -> Header:
    """The header, the people in charge being the contacts where it calls nobody so."""
    if contact_key(1, "name") in header.columns:
        return header
    keys = {name: contact_key(1, field) for field, names in words.IN_CHARGE_COLUMN_NAMES.items() for name in names}
    found = {keys[name]: column for column, label in header.unknown.items() if (name := plain_label(label)) in keys}
    return replace(header, columns={**found, **header.columns})


def _said(key: str, cell: Cell) -> Cell:
    """A cell without what only stands for an empty one."""
    name = key.rpartition(".")[2]
    if cell is None or (name not in _TEXTS and isinstance(cell, str) and fold(cell) in words.NOTHING):
        return None
    return cell if not isinstance(cell, str) or as_text(cell, lines=True) else None


def _row(number: int, values: dict[str, Cell]) -> RosterRow:
    cells: dict[str, Cell] = {key: said for key, cell in values.items() if (said := _said(key, cell)) is not None}
    row = RosterRow(number)
    if "joined_on" in cells:
        _take(row, "joined_on", lambda: _day(cells["joined_on"]), cells)
    row.facts, row.problems = _facts(cells, row.problems)
    row.more = Standing(
        office=_take(row, "office", lambda: words.choice("office", as_text(cells.get("office"))), cells) or "",
        left_on=_take(row, "left_on", lambda: past_day(_day(cells.get("left_on"))), cells),
        left_reason=as_text(cells.get("left_reason"), lines=True)[:500],
    )
    code = row.facts.get("uscc") or ""
    if "kind" not in row.facts and code.startswith("5"):
        row.facts["kind"] = MemberKind.ORGANIZATION.value
    for place in range(1, MOST_CONTACTS + 1):
        _contact(row, place, cells)
    return row


def _take(row: RosterRow, key: str, reading: Callable[[], Any], cells: dict[str, Cell]) -> Any:
    try:
        value = reading()
    except DomainError as error:
        row.problems[key] = str(error)
        cells.pop(key, None)
        return None
    if key in cells:
        cells[key] = value
    return value


def _day(cell: Cell) -> date | None:
    # Rosters often know the month only; its first day stands for it.
    return as_date(cell, whole=False)


def _facts(cells: dict[str, Cell], problems: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    fields: dict[str, Field] = {name: entry for name, entry in MEMBER_FIELDS.items() if name in cells}
    values, found = read_all(fields, cells)
    return {name: value for name, value in values.items() if value not in (None, "")}, {**problems, **found}


def _contact(row: RosterRow, place: int, cells: dict[str, Cell]) -> None:
    typed = {name: cells[key] for name in CONTACT_FIELDS if (key := contact_key(place, name)) in cells}
    if not typed:
        return
    values, problems = read_all(CONTACT_FIELDS, typed)
    row.problems |= {contact_key(place, name): sentence for name, sentence in problems.items()}
    values = {name: value for name, value in values.items() if value}
    boss = row.facts.get("legal_representative") or ""
    if not values.get("name") and "name" not in problems:
        if values.get("mobile") and boss and place == 1:
            values["name"] = as_name(boss)
        elif values or problems:
            row.problems[contact_key(place, "name")] = _("Whose is it? Write the name of the person.")
    row.contacts.append({**values, "number": place})
