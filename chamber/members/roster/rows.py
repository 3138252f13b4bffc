"""Parse an uploaded roster: find the list in the file, read each cell, collect the problems."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from ...errors import DomainError
from ...language.text import fold
from ...tables.cells import as_date, as_name, as_text
from ...tables.header import Header, Record, find_list, records
from ...tables.reading import Cell, Sheet, read
from .. import words
from ..models import MemberKind
from ..record.fields import CONTACT_FIELDS, MEMBER_FIELDS, Field, past_day, read_all
from . import people
from .columns import MAX_CONTACTS, contact_key, known_names

MAX_ROWS = 20_000
MAX_ROWS_CACHED = 4_000
"""A roster with at most so many rows stays in memory between two requests."""
MAX_FORM_WORDS = 60
"""Characters of a line that is part of a form."""
MIN_CODE = 15
"""Characters of what is meant as a code, right or wrong."""
_FREE_TEXTS = {"name", "ownership", "scope", "introduction", "left_reason"}
"""Columns in which a dash or 无 is kept as text."""


@dataclass(frozen=True)
class MembershipCells:
    """The cells of a row beside the member's facts: office, day and reason of leaving."""

    office: str = ""
    left_on: date | None = None
    left_reason: str = ""


@dataclass
class RosterRow:
    """A parsed row: values, and problems by column."""

    row: int
    """Row number in the sheet, from 0."""
    facts: dict[str, Any] = field(default_factory=dict)
    """Only non-empty cells; an empty cell changes nothing."""
    membership: MembershipCells = MembershipCells()
    contacts: list[dict[str, Any]] = field(default_factory=list)
    """In column order; each with its number under `number`."""
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The row's name on the page."""
        return str(self.facts.get("name") or self.facts.get("uscc") or "")


@dataclass(frozen=True)
class Roster:
    """A parsed roster."""

    sheet: Sheet
    header: Header
    rows: tuple[RosterRow, ...]
    passed_over: tuple[tuple[int, str], ...]
    """Rows that are no firm: as the spreadsheet counts them, with what they say."""
    other_sheets: tuple[str, ...]

    @property
    def ignored(self) -> list[str]:
        """Headings of the columns that are not imported."""
        return list(self.header.unknown.values())

    @property
    def ignored_people(self) -> list[str]:
        """Those of them that hold people or phone numbers."""
        return people.left_out(self.sheet, self.header)

    def column_of(self, key: str) -> int:
        """The column at which a problem is shown; that of the name if the sheet lacks it."""
        columns = self.header.columns
        return columns.get(key, columns.get("name", columns.get("uscc", 0)))

    def cell_of(self, row: RosterRow, key: str) -> str:
        """A cell as text."""
        column = self.header.columns.get(key)
        return "" if column is None else as_text(self.sheet.cell(row.row, column))


@lru_cache(maxsize=1)
def _read(_sha256: str, _language: str, path: Path, filename: str) -> Roster:
    return read_bytes(path.read_bytes(), filename)


def read_file(path: Path, sha256: str, filename: str) -> Roster:
    """The roster in a stored file; the last one is cached, as its pages are viewed one after another."""
    roster = _read(sha256, str(get_locale()), path, filename)
    if len(roster.rows) > MAX_ROWS_CACHED:
        _read.cache_clear()
    return roster


def read_bytes(data: bytes, filename: str) -> Roster:
    """The roster in a file; DomainError if it holds no list of members."""
    sheets = read(data, filename)
    found = find_list(sheets, known_names())
    if found is None or not {"name", "uscc"} & set(found[1].columns):
        raise DomainError(
            _("No list of members was found: a header row with a column for the name or the code is needed.")
        )
    sheet, header = found[0], people.with_people(found[1])
    found_rows = [one for one in records(sheet, header) if not _is_no_firm(sheet, one)]
    if not found_rows:
        raise DomainError(_("There are no rows under the header."))
    if len(found_rows) > MAX_ROWS:
        count = len(found_rows)
        raise DomainError(_("At most %(most)s rows at a time; this table has %(count)s.", most=MAX_ROWS, count=count))
    rows = tuple(_read_row(record.row, record.values) for record in found_rows)
    others = tuple(other.name for other in sheets if other is not sheet)
    passed_over = tuple(_others(sheet, header, {one.row for one in found_rows}))
    return Roster(sheet, header, rows, passed_over, others)


def _texts(sheet: Sheet, row: int) -> list[str]:
    return [text for cell in sheet.rows[row] if cell is not None and (text := as_text(cell))]


def _is_no_firm(sheet: Sheet, record: Record) -> bool:
    """Whether a row is the heading of a section, a line to sign, or has nothing but its number."""
    name, code = as_text(record.values.get("name")), as_text(record.values.get("uscc"))
    if len(code) >= MIN_CODE or len(name) > MAX_FORM_WORDS:
        return False
    filled = _texts(sheet, record.row)
    if filled and all(len(text) <= MAX_FORM_WORDS and words.NO_FIRM.match(text) for text in filled):
        return True
    return len(filled) == 1 and not name and not code


def _others(sheet: Sheet, header: Header, taken: set[int]) -> Iterator[tuple[int, str]]:
    for row in range(header.first_data_row, len(sheet.rows)):
        if row not in taken and (filled := _texts(sheet, row)):
            yield row + 1, " ".join(filled)[:MAX_FORM_WORDS]


def _cleaned(key: str, cell: Cell) -> Cell:
    """The cell, None if it is empty or holds only a placeholder such as a dash."""
    name = key.rpartition(".")[2]
    if cell is None or (name not in _FREE_TEXTS and isinstance(cell, str) and fold(cell) in words.EMPTY_CELL_WORDS):
        return None
    return cell if not isinstance(cell, str) or as_text(cell, lines=True) else None


def _read_row(number: int, values: dict[str, Cell]) -> RosterRow:
    cells: dict[str, Cell] = {key: value for key, cell in values.items() if (value := _cleaned(key, cell)) is not None}
    row = RosterRow(number)
    if "joined_on" in cells:
        _read_cell(row, "joined_on", lambda: _day(cells["joined_on"]), cells)
    row.facts, row.problems = _facts(cells, row.problems)
    row.membership = MembershipCells(
        office=_read_cell(row, "office", lambda: words.choice("office", as_text(cells.get("office"))), cells) or "",
        left_on=_read_cell(row, "left_on", lambda: past_day(_day(cells.get("left_on"))), cells),
        left_reason=as_text(cells.get("left_reason"), lines=True)[:500],
    )
    code = row.facts.get("uscc") or ""
    if "kind" not in row.facts and code.startswith("5"):
        row.facts["kind"] = MemberKind.ORGANIZATION.value
    for place in range(1, MAX_CONTACTS + 1):
        _contact(row, place, cells)
    return row


def _read_cell(row: RosterRow, key: str, reading: Callable[[], Any], cells: dict[str, Cell]) -> Any:
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
    # Rosters often have only the month; it is read as its first day.
    return as_date(cell, whole=False)


def _facts(cells: dict[str, Cell], problems: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    fields: dict[str, Field] = {name: entry for name, entry in MEMBER_FIELDS.items() if name in cells}
    values, found = read_all(fields, cells)
    return {name: value for name, value in values.items() if value not in (None, "")}, {**problems, **found}


def _contact(row: RosterRow, place: int, cells: dict[str, Cell]) -> None:
    typed = {name: cells[key] for name in CONTACT_FIELDS if (key := contact_key(place, name)) in cells}
    if not typed:
        return
    told = people.told_apart(typed.get("name"), typed.get("title"), typed.get("mobile"))
    parts = dict(zip(("name", "title", "mobile"), told, strict=True))
    typed = {name: cell for name, cell in {**typed, **parts}.items() if cell is not None}
    values, problems = read_all(CONTACT_FIELDS, typed)
    row.problems |= {contact_key(place, name): sentence for name, sentence in problems.items()}
    values = {name: value for name, value in values.items() if value}
    representative = row.facts.get("legal_representative") or ""
    if not values.get("name") and "name" not in problems:
        if values.get("mobile") and representative and place == 1:
            values["name"] = as_name(representative)
        elif values or problems:
            row.problems[contact_key(place, "name")] = _("Whose is it? Write the name of the person.")
    row.contacts.append({**values, "number": place})
