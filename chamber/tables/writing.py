"""Writing tables as xlsx: exports that can be imported again, and uploaded sheets with wrong cells marked."""

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

from ..clock import local
from ..language.text import clean

MAX_CELL_LENGTH = 32_767
"""Characters that Excel takes in a cell."""

MAX_MERGED = 2_000
"""Merged ranges that a sheet keeps when it is given back."""

_FORMULA_LIKE = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_ESCAPED_FORMULA = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_|\r")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")

_A4 = 9


@dataclass(frozen=True)
class Column:
    """A column of an export: its header, width in characters, and format."""

    label: str
    width: float = 16
    kind: str = "text"
    """`text` (phones and codes stay text when somebody edits them), `number` (whole), `decimal`, `date` or `time`."""


@dataclass(frozen=True)
class Paper:
    """What turns a table into a sheet to print: A4 upright, as wide as the page, the header row on each."""

    head: Sequence[str]
    """Lines above the table, the first one as its title."""
    top: str = ""
    """In small letters on top of each page."""
    foot: str = ""
    """At the foot of each page; `&P` is the page, `&N` how many there are."""
    line_height: float = 26
    """In points: room to write by hand."""


_FORMATS = {"text": "@", "number": "0", "decimal": "General", "date": "yyyy-mm-dd", "time": "yyyy-mm-dd hh:mm"}


def escape_formula(text: str) -> str:
    """`text` with an apostrophe before what a spreadsheet would take for a formula, full-width signs too."""
    return "'" + text if _FORMULA_LIKE.match(text) else text


def unescape_formula(text: str) -> str:
    """The text that `escape_formula` was given."""
    return text[1:] if _ESCAPED_FORMULA.match(text) else text


def _writable(value: Any) -> Any:
    """A value that xlsx can hold: text escaped, times in Asia/Shanghai."""
    if isinstance(value, datetime):
        return local(value).replace(tzinfo=None) if value.tzinfo else value
    if value is None or isinstance(value, date | int | float):
        return value
    text = escape_formula(_UNWRITABLE.sub("", str(value))[: MAX_CELL_LENGTH - 1])
    # _x000D_ is how xlsx writes a carriage return, so that these very letters must be escaped too.
    return _ESCAPED.sub(lambda found: "_x000D_" if found[0] == "\r" else "_x005F" + found[0], text)[:MAX_CELL_LENGTH]


def _sheet_name(title: str) -> str:
    return clean(_NOT_IN_NAMES.sub(" ", title))[:31].strip() or "Sheet1"


def _saved(book: Any) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@cache
def _styles() -> SimpleNamespace:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side("thin", color="999999")
    return SimpleNamespace(
        header_font=Font(bold=True),
        header_fill=PatternFill("solid", fgColor="F1ECE4"),
        header_border=Border(bottom=line),
        head_alignment=Alignment(vertical="center", wrap_text=True),
        title_font=Font(bold=True, size=16),
        grid=Border(top=line, right=line, bottom=line, left=line),
        bad_font=Font(color="B3261E", bold=True),
        bad_fill=PatternFill("solid", fgColor="F8D7D4"),
    )


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    value = _writable(value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        # Otherwise text such as #N/A or =1 would be written as an error or a formula.
        cell.data_type = "s"
    return cell


def _cells(sheet: Any, border: Any = None) -> Callable[[Any, str], Any]:
    """A maker of cells that works out each style once: 20,000 rows are written in seconds."""
    styles: dict[str, Any] = {}

    def make(value: Any, form: str) -> Any:
        cell = _cell(sheet, value)
        if form not in styles:
            cell.number_format = form
            if border is not None:
                cell.border, cell.alignment = border, _styles().head_alignment
            styles[form] = cell._style
        cell._style = styles[form]
        return cell

    return make


def _header_cell(sheet: Any, label: str) -> Any:
    cell, styles = _cell(sheet, label), _styles()
    cell.font, cell.fill = styles.header_font, styles.header_fill
    cell.alignment, cell.border = styles.head_alignment, styles.header_border
    return cell


def write(columns: Sequence[Column], rows: Iterable[Sequence[Any]], title: str, *, paper: Paper | None = None) -> bytes:
    """An xlsx file of one sheet called `title`: a frozen header, then the rows, their values in the columns' order.

    With `paper` it is one to print, its head above the header.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    top = len(paper.head) + 1 if paper else 1
    sheet.freeze_panes = f"A{top + 1}"
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    if paper:
        _lay_out(sheet, paper, len(columns))
    sheet.append([_header_cell(sheet, column.label) for column in columns])
    make = _cells(sheet, _styles().grid if paper else None)
    forms = [_FORMATS[column.kind] for column in columns]
    count = 0
    for row in rows:
        sheet.append([make(value, form) for value, form in zip(row, forms, strict=True)])
        count += 1
    if columns and not paper:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.orientation = "portrait" if paper else "landscape"
    return _saved(book)


def _lay_out(sheet: Any, paper: Paper, width: int) -> None:
    """The page, and the lines above the table."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.paperSize = _A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_options.horizontalCentered = True
    sheet.oddHeader.left.text = clean(paper.top).replace("&", "&&")
    sheet.oddFooter.center.text = paper.foot
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = paper.line_height, True
    for number, line in enumerate(paper.head, 1):
        cell = _cell(sheet, line)
        cell.alignment = _styles().head_alignment
        if number == 1:
            cell.font = _styles().title_font
        sheet.row_dimensions[number].height = 48 if number == 1 else 20 + 14 * (len(line) // 50)
        sheet.merged_cells.add(f"A{number}:{get_column_letter(width)}{number}")
        sheet.append([cell])


def mark_errors(
    rows: Sequence[Sequence[Any]],
    problems: Mapping[tuple[int, int], str],
    title: str,
    merged: Sequence[tuple[int, int, int, int]] = (),
) -> bytes:
    """The same rows as xlsx, each cell in `problems` (row and column from 0) red, with its sentence as a note.

    `merged` cells (as a `Sheet` has them) stay merged, unless there are very many.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), sentence in problems.items():
        by_row.setdefault(row, {})[column] = sentence
    broadest = max([len(row) for row in rows] + [column + 1 for _row, column in problems], default=0)
    for number in range(1, broadest + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 16
    make = _cells(sheet)
    for number in range(max([len(rows), *(row + 1 for row in by_row)])):
        bad = by_row.get(number, {})
        values = list(rows[number]) if number < len(rows) else []
        values += [None] * (max(bad, default=-1) + 1 - len(values))
        cells = [make(value, _format_of(value)) for value in values]
        for column, sentence in bad.items():
            cells[column] = _bad_cell(sheet, values[column], sentence)
        sheet.append(cells)
    for top, left, bottom, right in merged if len(merged) <= MAX_MERGED else ():
        if top <= bottom < len(rows) and not any(top <= row <= bottom and left <= at <= right for row, at in problems):
            first, last = get_column_letter(left + 1), get_column_letter(right + 1)
            sheet.merged_cells.add(f"{first}{top + 1}:{last}{bottom + 1}")
    return _saved(book)


def _format_of(value: Any) -> str:
    if isinstance(value, datetime):
        return _FORMATS["time"]
    if isinstance(value, date):
        return _FORMATS["date"]
    return _FORMATS["text"] if isinstance(value, str) else "General"


def _bad_cell(sheet: Any, value: Any, sentence: str) -> Any:
    from openpyxl.comments import Comment

    cell, styles = _cell(sheet, value), _styles()
    cell.number_format = _format_of(value)
    cell.font, cell.fill = styles.bad_font, styles.bad_fill
    cell.comment = Comment(_UNWRITABLE.sub("", sentence), "", height=120, width=320)
    return cell
