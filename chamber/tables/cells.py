"""Parsing single cells as text, name, day or whole number; DomainError says what is wrong."""

import re
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from ..errors import DomainError
from ..language.text import clean, excerpt, fold
from .reading import Cell

_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(18_264, 73_051)
"""Excel's numbers of the days from 1950 to 2099."""
_EARLIEST, _LATEST = date(1900, 1, 1), date(2099, 12, 31)

_CHINESE = r"[^!-'*-~\s]"
"""A character that is neither Latin nor a space; a bracket counts as one."""
_DAY = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?:[ t]?\d{1,2}:\d{2}(?::\d{2}(?:\.0+)?)?)?", re.ASCII
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?|年)?", re.ASCII)
_WHOLE = re.compile(r"([+-]?\d{1,15})(?:\.0+)?[人位名家个户员]{0,2}", re.ASCII)


def as_text(value: Cell, lines: bool = False) -> str:
    """A cell as cleaned text: 12.0 as `12`, a day as 2024-03-05; "" where it is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return clean(value.isoformat() if isinstance(value, date) else str(value), lines=lines)


def as_name(value: Cell) -> str:
    """The name of a firm or person: as text, without the spaces and line breaks that people put between characters."""
    return re.sub(rf"(?<={_CHINESE}) (?={_CHINESE})", "", as_text(value)).rstrip(",，;；")


def as_int(value: Cell) -> int | None:
    """A whole number: `12.0`, `1,200`, `２０人`; None where the cell is empty."""
    text = re.sub(r"(?<=\d)[,'](?=\d{3})|\s", "", fold(as_text(value)))
    if not text:
        return None
    found = _WHOLE.fullmatch(text)
    if isinstance(value, bool) or not found:
        raise DomainError(_("“%(value)s” is not a whole number.", value=excerpt(as_text(value), 30)))
    return int(found[1])


def as_date(value: Cell, whole: bool = True) -> date | None:
    """A day: 2024-03-05, 2024/3/5, 2024.3.5, 2024年3月5日, 20240305, or Excel's number; None where the cell is empty.

    Unless it must be `whole`, 2024年3月 is the first of the month and 2024 the first of the year.
    """
    if isinstance(value, datetime):
        return _in_reach(value.date(), value)
    if isinstance(value, date):
        return _in_reach(value, value)
    text = re.sub(r"\s*([-/.年月日号])\s*", r"\1", fold(as_text(value)))
    if not text or isinstance(value, bool):
        return None if not text else _refuse(value)
    found = _DAY.fullmatch(text) or _COMPACT.fullmatch(text)
    if not found and text.isascii() and text.isdigit() and len(text) == 5 and int(text) in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(text))
    partial = None if found else _MONTH.fullmatch(text)
    if partial and _EARLIEST.year <= int(partial[1]) <= _LATEST.year:
        if whole:
            raise DomainError(_("“%(value)s” lacks the day: write it like 2024-03-05.", value=excerpt(text, 30)))
        return _day(value, partial[1], partial[2] or "1", "1")
    if not found and partial:
        return _out_of_reach(value)
    return _day(value, *found.groups()) if found else _refuse(value)


def _day(value: Cell, year: str, month: str, day: str) -> date:
    try:
        return _in_reach(date(int(year), int(month), int(day)), value)
    except ValueError:
        return _refuse(value)


def _in_reach(day: date, value: Cell) -> date:
    return day if _EARLIEST <= day <= _LATEST else _out_of_reach(value)


def _out_of_reach(value: Cell) -> date:
    first, last, typed = _EARLIEST.year, _LATEST.year, excerpt(as_text(value), 30)
    raise DomainError(
        _("“%(value)s”: the year must be between %(first)s and %(last)s.", value=typed, first=first, last=last)
    )


def _refuse(value: Cell) -> date:
    raise DomainError(
        _("“%(value)s” is not a valid date: write it like 2024-03-05.", value=excerpt(as_text(value), 30))
    )
