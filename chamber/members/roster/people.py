"""The people of a roster: which columns hold them, and a name, title and number that stand in one cell."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ...language.text import fold
from ...tables.cells import as_name, as_text
from ...tables.header import Header, plain_label
from ...tables.reading import Cell, Sheet
from .. import words
from .columns import contact_key

LOOKED_AT = 200
"""Rows by which a column that is not imported is judged."""
MAX_CELL = 200
"""Characters of a cell in which a name, a title and a number are told apart."""

_NAME, _TITLE, _MOBILE = contact_key(1, "name"), contact_key(1, "title"), contact_key(1, "mobile")
_TEN_OR_MORE = re.compile(r"(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{9,11})(?![0-9])")
_NUMBER = re.compile(r"(?<![0-9])(?:(?:\+|00)?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])")

_ALONE = re.compile(rf"{words.TITLE_WORDS}\Z")
_HAN = r"[^\W\d_A-Za-z]"
_SURNAME_ONLY = re.compile(rf"{_HAN}{words.TITLE_WORDS}\Z")
_JOINED = re.compile(rf"({_HAN}{{2,4}}?)({words.TITLE_WORDS})\Z")
_PARTED = re.compile(rf"({_HAN}{{2,4}}|[A-Za-z][A-Za-z .]{{1,40}}?)[\s,，/／、·:：|\-—]+(\S.{{0,30}})\Z")
_IN_BRACKETS = re.compile(r"([^()（）]{2,30}?)\s*[(（]\s*([^()（）0-9]{2,30}?)\s*[)）]\Z")


def with_people(header: Header) -> Header:
    """The header, with the contact also under headings that say *contact* in other words or together with the title.

    Without any, the people in charge are the contacts.
    """
    columns = dict(header.columns)
    if _NAME not in columns:
        title = columns.get(_TITLE)
        if title is not None and words.CONTACT_AND_LABEL.search(header.labels[title]):
            # 联系人/职务: without its stroke it reads like the title of the contact.
            columns[_NAME] = columns.pop(_TITLE)
        elif (column := _contact_column(header)) is not None:
            columns[_NAME] = column
    known = replace(header, columns=columns)
    return _with_fallbacks(known if _NAME in columns else _with_people_in_charge(known))


def _contact_column(header: Header) -> int | None:
    for column, label in header.unknown.items():
        plain = plain_label(label)
        if words.CONTACT_AND_LABEL.search(label) or (
            words.CONTACT_LABEL.search(plain) and not words.OF_CONTACT_LABEL.search(plain)
        ):
            return column
    return None


def _found(header: Header, names: dict[str, tuple[str, ...]]) -> dict[str, int]:
    keys = {name: contact_key(1, field) for field, known in names.items() for name in known}
    unknown = sorted(header.unknown.items(), reverse=True)
    return {keys[name]: column for column, label in unknown if (name := plain_label(label)) in keys}


def _with_people_in_charge(header: Header) -> Header:
    return replace(header, columns={**_found(header, words.IN_CHARGE_COLUMN_NAMES), **header.columns})


def _with_fallbacks(header: Header) -> Header:
    """With the number of the office, or that of the legal representative, where the table has no other."""
    names: tuple[str, ...] = words.OFFICE_PHONE_COLUMN_NAMES
    if _NAME not in header.columns:
        names = (*words.LEGAL_PHONE_COLUMN_NAMES, *names)
    return replace(header, columns={**_found(header, {"mobile": names}), **header.columns})


def told_apart(name: Cell, title: Cell, mobile: Cell) -> tuple[Cell, Cell, Cell]:
    """Name, title and number of a contact: what stood together in a cell comes into the cells that were empty."""
    if isinstance(mobile, str) and name is None and len(mobile) <= MAX_CELL and (number := _NUMBER.search(mobile)):
        rest = (mobile[: number.start()] + mobile[number.end() :]).strip(" \t\r\n,，、/:：;；()（）")
        name, mobile = (rest, number[0]) if re.search(_HAN, rest) else (name, mobile)
    if not isinstance(name, str) or len(name) > MAX_CELL:
        return name, title, mobile
    if mobile is None and (number := _NUMBER.search(name)):
        mobile, name = number[0], (name[: number.start()] + name[number.end() :]).strip(" \t\r\n,，、/:：;；")
    own, its_title = _split(as_text(name))
    return own or None, title if title is not None or not its_title else its_title, mobile


def _split(text: str) -> tuple[str, str]:
    """(name, title) of 柏静会计, 水杰（办公室主任）; (text, "") where it is only a name, or more than one."""
    bracketed = _IN_BRACKETS.match(text)
    if bracketed and bracketed[2] not in words.NO_TITLE:
        return as_name(bracketed[1]), bracketed[2]
    parted = _PARTED.match(text)
    if parted and _ALONE.match(as_name(parted[2])):
        return parted[1], as_name(parted[2])
    whole = as_name(text)
    joined = None if _SURNAME_ONLY.match(whole) else _JOINED.match(whole)
    return (joined[1], joined[2]) if joined else (text, "")


def left_out(sheet: Sheet, header: Header) -> list[str]:
    """Headings of columns that are not imported although they hold people or phone numbers."""
    return [label for column, label in header.unknown.items() if _holds_people(sheet, header, column, label)]


def _holds_people(sheet: Sheet, header: Header, column: int, label: str) -> bool:
    cells = [text for text in _cells(sheet, header, column) if text]
    numbers = sum(bool(_TEN_OR_MORE.search(text.replace(" ", "").replace("-", ""))) for text in cells)
    return bool(cells) and (2 * numbers >= len(cells) or bool(words.PEOPLE_LABEL.search(plain_label(label))))


def _cells(sheet: Sheet, header: Header, column: int) -> Iterator[str]:
    first = header.first_data_row
    for row in range(first, min(first + LOOKED_AT, len(sheet.rows))):
        yield fold(as_text(sheet.cell(row, column)))[:MAX_CELL]
