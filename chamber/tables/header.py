"""Finding the list in a sheet: the header under title rows, which column is which field, and the rows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..language.text import fold
from .reading import Cell, Sheet

MAX_HEADER_ROW = 30
"""Rows from the top of a sheet in which a header is looked for."""
MAX_LABELS = 300
"""Columns from the left whose labels are read."""
MAX_LABEL = 100
"""Characters of a label that count."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>")
_NOISE = re.compile(r"[\W_]+")
_LATIN = re.compile(r"[a-z0-9]+")
_SUMS = re.compile(r"(?:小计|合计|总计|共计|累计|本页合计|subtotal|total)")
_DITTO = re.compile(r"同上|[〃″]|''|\"")
_NOTES = re.compile(r"(?:备注|注|说明|填表说明|制表人?|填报人?|审核人?|制单|打印日期)\s*\d*[:：.、]")


@dataclass(frozen=True)
class Header:
    """Where the header stands and what its columns are."""

    row: int
    """The first header row, from 0."""
    height: int
    """1, or 2 where labels stand under group labels."""
    columns: dict[str, int]
    """Field → column, from 0."""
    labels: list[str]
    """The label of each column as people wrote it, group and own label joined."""

    @property
    def first_data_row(self) -> int:
        """The row below."""
        return self.row + self.height

    @property
    def unknown(self) -> dict[int, str]:
        """Labelled columns that no field was found for."""
        used = set(self.columns.values())
        return {column: label for column, label in enumerate(self.labels) if label and column not in used}


@dataclass(frozen=True)
class Record:
    """One row of the list; `row` counts from 0 in the sheet."""

    row: int
    values: dict[str, Cell]


def plain_label(label: object) -> str:
    """A label for comparing: width and case folded, without spaces, punctuation and what is in brackets."""
    folded = fold(str(label or "")[:MAX_LABEL])
    return _NOISE.sub("", _BRACKETS.sub("", folded)) or _NOISE.sub("", folded)


def _spellings(label: str) -> list[str]:
    """A label, and the Chinese or the Latin half of a label in two languages."""
    plain = plain_label(label)
    halves = [_LATIN.sub("", plain), "".join(_LATIN.findall(plain))]
    return list(dict.fromkeys(spelling for spelling in (plain, *halves) if spelling))


def _filled(sheet: Sheet, row: int) -> list[str]:
    """A header row as text, group labels repeated over the columns that they span."""
    width = min(max((len(cells) for cells in sheet.rows[row : row + 2]), default=0), MAX_LABELS)
    labels = [str(value) if (value := sheet.cell(row, column)) is not None else "" for column in range(width)]
    for top, left, _bottom, right in sheet.merged:
        if top == row and left < width:
            labels[left : right + 1] = [labels[left]] * (min(right, width - 1) - left + 1)
    return labels


def _groups(sheet: Sheet, row: int) -> list[str]:
    """As `_filled`; in files that know no merged cells a group reaches to the right over empty cells."""
    labels = _filled(sheet, row)
    if not any(top == row for top, *_rest in sheet.merged):
        for column in range(1, len(labels)):
            if not labels[column] and sheet.cell(row + 1, column) is not None:
                labels[column] = labels[column - 1]
    return labels


def _match(candidates: list[list[str]], fields: Mapping[str, str]) -> dict[str, int]:
    """Field → column: of several columns for one field the best spelling, then the leftmost, wins."""
    found: dict[str, tuple[int, int]] = {}
    for column, spellings in enumerate(candidates):
        for rank, spelling in enumerate(spellings):
            field = fields.get(spelling)
            if field is not None:
                if field not in found or (rank, column) < found[field]:
                    found[field] = (rank, column)
                break
    return {field: column for field, (_rank, column) in found.items()}


def _one_row(sheet: Sheet, row: int, fields: Mapping[str, str]) -> Header:
    labels = [str(value) if value is not None else "" for value in sheet.rows[row][:MAX_LABELS]]
    return Header(
        row, 1, _match([_spellings(label) for label in labels], fields), [" ".join(x.split()) for x in labels]
    )


def _two_rows(sheet: Sheet, row: int, fields: Mapping[str, str]) -> Header:
    below = _filled(sheet, row + 1)
    above = _groups(sheet, row)
    above += [""] * (len(below) - len(above))
    below += [""] * (len(above) - len(below))
    candidates, labels = [], []
    for upper, lower in zip(above, below, strict=True):
        joined = f"{upper} {lower}".strip() if upper != lower else upper
        candidates.append(_spellings(joined) + (_spellings(lower) if lower else []))
        labels.append(" ".join(joined.split()))
    return Header(row, 2, _match(candidates, fields), labels)


def _is_merged_below(sheet: Sheet, row: int) -> bool:
    """Whether cells are merged with the ones below: the row is the upper half of a header."""
    return any(top == row and bottom == row + 1 for top, _left, bottom, _right in sheet.merged)


def _rank(header: Header) -> tuple[int, int]:
    return len(header.columns), -header.height


def find_header(sheet: Sheet, known: Mapping[str, Iterable[str]]) -> Header | None:
    """The header of a sheet, under title rows and in one row or two; None where there is none.

    `known`: field → the names of its column, ours first.
    """
    fields = {plain_label(name): field for field, names in reversed([*known.items()]) for name in reversed([*names])}
    best: Header | None = None
    for row in range(min(MAX_HEADER_ROW, len(sheet.rows))):
        found = [] if _is_merged_below(sheet, row) else [_one_row(sheet, row, fields)]
        if row + 1 < len(sheet.rows):
            found.append(_two_rows(sheet, row, fields))
        for header in found:
            if header.columns and (best is None or _rank(header) > _rank(best)):
                best = header
    return best if best and (len(best.columns) > 1 or _is_header(sheet, best)) else None


def _is_header(sheet: Sheet, header: Header) -> bool:
    """Whether a row with one known label is a header all the same, and not a title: each column below has a label."""
    below = sheet.rows[header.first_data_row : header.first_data_row + 5]
    labelled = {column for column, label in enumerate(header.labels) if label}
    return any(below) and all(
        column in labelled for row in below for column, cell in enumerate(row) if cell is not None
    )


def find_list(sheets: Iterable[Sheet], known: Mapping[str, Iterable[str]]) -> tuple[Sheet, Header] | None:
    """The sheet with the most known columns and its header; of equals a visible one, the longest, the first."""
    headed = [(sheet, header) for sheet in sheets if (header := find_header(sheet, known))]
    rank = [
        (len(header.columns), not sheet.hidden, len(sheet.rows), -place) for place, (sheet, header) in enumerate(headed)
    ]
    return headed[-max(rank)[-1]] if headed else None


def records(sheet: Sheet, header: Header) -> Iterator[Record]:
    """The rows of the list, without blank rows, sums and notes.

    A value merged over several rows stands in each of them, and 同上 becomes what it stands for.
    """
    reach = {
        (row, left): (top, left)
        for top, left, bottom, right in sheet.merged
        if left == right and bottom > top >= header.first_data_row
        for row in range(top, bottom + 1)
    }
    wide = {top for top, left, bottom, right in sheet.merged if top == bottom and right - left >= 2}
    titles = {plain_label(label) for label in header.labels}
    above: dict[str, Cell] = {}
    for row in range(header.first_data_row, len(sheet.rows)):
        if row in wide or _is_no_record(sheet.rows[row], titles):
            continue
        values: dict[str, Cell] = {}
        for field, column in header.columns.items():
            value = sheet.cell(*reach.get((row, column), (row, column)))
            ditto = isinstance(value, str) and _DITTO.fullmatch(value.strip())
            values[field] = above.get(field) if ditto else value
        above = values
        yield Record(row, values)


def _is_no_record(cells: list[Cell], titles: set[str]) -> bool:
    """Whether a row is blank, a sum, a note, or the header printed once more."""
    filled = [text for value in cells if value is not None and (text := str(value).strip())]
    if not filled or _SUMS.match(fold(filled[0])) or _NOTES.match(filled[0]):
        return True
    return len(filled) > 1 and plain_label(filled[0]) in titles and {plain_label(text) for text in filled} <= titles
