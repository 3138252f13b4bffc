"""Parses one untrusted table file; run by `reading.read` as a process of its own.

Reads the bytes from standard input and prints JSON: `{"sheets": …}` or `{"refused": reason}`. Only the standard library
and calamine here.
"""

import csv
import io
import json
import re
import sys
from collections.abc import Iterable
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any

import python_calamine

MAX_ROWS = 50_000
MAX_ROW_NUMBER = 200_000
"""The lowest row that may be filled."""
MAX_SHEET = 1_048_576
"""Rows of a sheet, filled or not: more than that no office software has."""
MAX_COLUMNS = 16_384
MAX_HTML = 5_000_000
"""Characters of an HTML page."""
MAX_TAGS = 500_000
"""Brackets of an HTML page: those that open nothing cost the parser most."""
MAX_CELLS = 2_000_000
MAX_AREA = 20_000_000
"""Cells between the first and the last one that is filled: what the parser must hold."""


class Refused(Exception):
    """The file can't be taken; the argument is a reason that `reading` has a sentence for."""


def to_json(value: Any) -> Any:
    """A cell as JSON; dates as `{"d": …}` and times as `{"t": …}`."""
    if isinstance(value, datetime):
        return {"t": value.isoformat()} if value.time().isoformat() != "00:00:00" else {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e21:
            return int(value)
        return value if value - value == 0 else None
    if value is None or isinstance(value, str | int):
        return None if isinstance(value, str) and not value.strip() else value
    return str(value)


def trimmed(rows: Iterable[list[Any]]) -> list[list[Any]]:
    """The rows without empty ends, in bounds."""
    result: list[list[Any]] = []
    filled_rows = cells = last = 0
    for row in rows:
        if len(row) > MAX_COLUMNS:
            raise Refused("big")
        row = [] if row.count("") == len(row) else [to_json(value) for value in row]
        while row and row[-1] is None:
            row.pop()
        result.append(row)
        if row:
            filled_rows, cells, last = filled_rows + 1, cells + len(row), len(result)
        if filled_rows > MAX_ROWS or cells > MAX_CELLS or len(result) > MAX_SHEET:
            raise Refused("big")
    if last > MAX_ROW_NUMBER:
        raise Refused("big")
    return result[:last]


def sheet(name: str, rows: list[list[Any]], merged: Iterable[Any] = (), hidden: bool = False) -> dict[str, Any]:
    """One sheet as JSON; `merged` as (first row, first column, last row, last column)."""
    ranges = list(merged)
    if sum(bottom - top + 1 for top, _left, bottom, _right in ranges) > MAX_CELLS:
        raise Refused("big")
    return {"name": name, "rows": rows, "merged": ranges, "hidden": hidden}


def workbook(data: bytes) -> list[dict[str, Any]]:
    """The sheets of an xlsx, xlsb, xls or ods file."""
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        found = []
        for about in book.sheets_metadata:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            table = book.get_sheet_by_name(about.name)
            if table.total_height * table.total_width > MAX_AREA:
                raise Refused("big")
            # Rows are counted from the top of the sheet here, columns from the first filled one.
            left = [None] * table.start[1] if table.start else []
            ranges = ((*first, *last) for first, last in table.merged_cell_ranges or ())
            hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
            found.append(sheet(about.name, trimmed(left + row for row in table.iter_rows()), ranges, hidden))
    except python_calamine.PasswordError:
        raise Refused("password") from None
    except (python_calamine.CalamineError, OSError) as error:
        raise Refused("password" if "ncrypted" in str(error) or "assword" in str(error) else "damaged") from None
    return found


def decoded(data: bytes) -> str:
    """Text as UTF-8, UTF-16 with a mark, or GB18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        declared = re.search(rb"<meta[^>]+charset=[\"']?\s*([a-z0-9_-]+)", data[:4096], re.IGNORECASE)
        chinese = declared is not None and declared[1].lower().startswith(b"gb")
        encodings = ["gb18030", "utf-8-sig"] if chinese else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("encoding")


_FORMULA = re.compile(r'^="(.*)"$', re.DOTALL)
_MARK = re.compile(r"^'(?=\d)")


def csv_sheets(text: str) -> list[dict[str, Any]]:
    """The one table of a text file with commas, semicolons or tabs."""
    declared = re.match(r"sep=(.)\r?\n", text)
    text = text[declared.end() :] if declared else text
    head = [re.sub(r'"[^"]*"', "", line) for line in text[:20_000].splitlines()[:20]]
    delimiter = declared[1] if declared else max(",;\t", key=lambda sign: sum(line.count(sign) for line in head))
    csv.field_size_limit(100_000)
    try:
        rows = trimmed(map(_unmarked, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    except csv.Error:
        raise Refused("damaged") from None
    return [sheet("", rows)]


def _unmarked(row: list[str]) -> list[str]:
    """Without the marks with which people keep Excel from turning a code into a number: `="0123"`, `'0123`."""
    if len(row) > MAX_COLUMNS:
        raise Refused("big")
    return [_MARK.sub("", _FORMULA.sub(r"\1", cell)) if cell[:1] in ("=", "'") else cell for cell in row]


class Tables(HTMLParser):
    """Collects the tables of a page that office software calls .xls."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[dict[str, Any]]]] = []
        self.open: list[list[list[dict[str, Any]]]] = []
        self.cell: dict[str, Any] | None = None
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, row or cell."""
        if tag in ("style", "script"):
            self.silent += 1
        elif tag == "table":
            self.open.append([])
            self.tables.append(self.open[-1])
            self.cell = None
        elif tag == "tr" and self.open:
            self.open[-1].append([])
            self.cell = None
        elif tag in ("td", "th") and self.open:
            if not self.open[-1]:
                self.open[-1].append([])
            given = {name: value for name, value in attrs if value and re.fullmatch(r"\d{1,5}", value)}
            spans = {name: max(1, int(given.get(name) or 1)) for name in ("rowspan", "colspan")}
            self.cell = {"text": [], **spans}
            self.open[-1][-1].append(self.cell)
            if len(self.open[-1][-1]) > MAX_COLUMNS:
                raise Refused("big")
        elif tag == "br" and self.cell:
            self.cell["text"].append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        if tag in ("style", "script"):
            self.silent = max(0, self.silent - 1)
        elif tag in ("td", "th", "tr"):
            self.cell = None
        elif tag == "table" and self.open:
            self.open.pop()
            self.cell = None

    def handle_data(self, data: str) -> None:
        """Text of the innermost cell."""
        if self.cell and not self.silent:
            self.cell["text"].append(re.sub(r"\s+", " ", data))


def html_sheets(text: str) -> list[dict[str, Any]]:
    """The tables of an HTML page."""
    if len(text) > MAX_HTML or text.count("<") > MAX_TAGS:
        raise Refused("big")
    parser = Tables()
    try:
        # Unfinished comments and declarations take the parser minutes.
        parser.feed(re.sub(r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)", "", text, flags=re.DOTALL))
        parser.close()
    except (AssertionError, ValueError):
        raise Refused("damaged") from None
    return [sheet("", *_expanded(table)) for table in parser.tables if any(table)]


def _expanded(table: list[list[dict[str, Any]]]) -> tuple[list[list[Any]], list[tuple[int, int, int, int]]]:
    """Cells in their places: one that spans others leaves these empty."""
    rows: list[list[Any]] = []
    merged = []
    taken: dict[int, int] = {}
    area = 0
    for number, cells in enumerate(table):
        row: list[Any] = []
        for cell in cells:
            begins = len(row)
            while taken.get(len(row), -1) >= number:
                row.append(None)
            column, width, height = len(row), cell["colspan"], cell["rowspan"]
            area += column - begins + width
            if area > MAX_CELLS:
                raise Refused("big")
            row += ["".join(cell["text"]).strip(), *[None] * (width - 1)]
            if height > 1:
                taken |= dict.fromkeys(range(column, column + width), number + height - 1)
            if width > 1 or height > 1:
                merged.append((number, column, min(number + height, len(table)) - 1, column + width - 1))
        rows.append(row)
    return trimmed(rows), merged


def parse(kind: str, data: bytes) -> dict[str, Any]:
    """The answer for a file of this kind: workbook, html or text."""
    try:
        if kind == "workbook":
            return {"sheets": workbook(data)}
        return {"sheets": (html_sheets if kind == "html" else csv_sheets)(decoded(data))}
    except Refused as refused:
        return {"refused": str(refused)}
    except MemoryError:
        return {"refused": "big"}


if __name__ == "__main__":
    json.dump(parse(sys.argv[1], sys.stdin.buffer.read()), sys.stdout, ensure_ascii=True)
