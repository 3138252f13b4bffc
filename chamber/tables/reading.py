"""Reading tables that people upload: xlsx, xls, ods, csv, and HTML that office software calls .xls.

The kind is found from the bytes; the file is parsed in a process of its own with limited memory and time.
"""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from ..errors import DomainError, TooLarge
from ..isolated import process
from ..language.text import clean, excerpt
from .writing import unescape_formula

MAX_BYTES = 20 * 1024 * 1024
"""Bytes of a file."""
MAX_UNPACKED = 256 * 1024 * 1024
"""Bytes of all parts of an xlsx or ods file together."""
MAX_RATIO = 250
"""How many times larger than packed these parts may be."""
MAX_PARTS = 5_000
"""Parts of an xlsx or ods file."""
MAX_MEMORY = 1024
"""Mebibytes that parsing may take."""
MAX_SECONDS = 15
"""Seconds of the processor's time that it may take."""

_PARSER = Path(__file__).with_name("parser.py")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Cell = str | int | float | bool | date | datetime | None


@dataclass(frozen=True)
class Sheet:
    """One sheet; rows count from 0 and may differ in length. A merged range keeps its value in its first cell."""

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column."""
    hidden: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """The value at a place; None outside."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else None


def read(data: bytes, filename: str) -> list[Sheet]:
    """The sheets of a file that hold anything; `filename` is for messages only.

    `DomainError`, and nothing else, for whatever can't be read; `TooLarge` where it is too much.
    """
    name = excerpt(filename, 60)
    if not data:
        raise DomainError(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise TooLarge(_("The file is larger than %(limit)s MB.", limit=MAX_BYTES >> 20))
    answer = _parsed(_kind(data, name), data)
    if "refused" in answer:
        raise _refusal(answer["refused"], name)
    stem = clean(Path(name).stem)
    sheets = [
        Sheet(
            name=clean(found["name"]) or stem,
            rows=[[_cell(value) for value in row] for row in found["rows"]],
            merged=[tuple(place) for place in found["merged"]],
            hidden=found["hidden"],
        )
        for found in answer["sheets"]
    ]
    filled = [sheet for sheet in sheets if any(sheet.rows)]
    if not filled:
        raise DomainError(_("The file has no rows."))
    return filled


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return unescape_formula(value)
    if isinstance(value, dict):
        return date.fromisoformat(value["d"]) if "d" in value else datetime.fromisoformat(value["t"])
    return value


def _not_a_table(name: str) -> DomainError:
    return DomainError(
        _("“%(name)s” is not a table. Save it as xlsx, xls, ods or csv and upload it again.", name=name or "?")
    )


def _refusal(reason: str, name: str) -> DomainError:
    if reason == "big":
        return TooLarge(_("The table has too many cells. Delete what lies outside the list, or split it."))
    if reason == "password":
        return DomainError(_("The file is protected by a password. Save it without one and upload it again."))
    if reason == "encoding":
        return DomainError(_("The characters of this file can't be read. Save it as xlsx and upload it again."))
    return DomainError(_("“%(name)s” is damaged. Open it, save it as xlsx and upload it again.", name=name or "?"))


def _kind(data: bytes, name: str) -> str:
    """How the bytes are parsed: `workbook`, `html` or `text`; `DomainError` for anything else."""
    if data.startswith(b"PK"):
        _check_parts(data, name)
        return "workbook"
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _refusal("password", name)
        if not any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book")):
            raise _not_a_table(name)
        return "workbook"
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" in data:
        raise _not_a_table(name)
    if data.startswith((b"%PDF", b"{\\rtf", b"MIME-Version", b"\x89PNG", b"GIF8", b"\xff\xd8")):
        raise _not_a_table(name)
    if b"<workbook" in _head(data):
        raise _not_a_table(name)
    return "html" if is_html(data) else "text"


def _head(data: bytes) -> bytes:
    return data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()


def is_html(data: bytes) -> bool:
    """Whether these bytes, which are text, are a web page."""
    head = _head(data)
    return head.startswith(b"<") and bool(re.search(rb"<(?:html|table|meta|body|!doctype html)", head))


def _check_parts(data: bytes, name: str) -> None:
    """Refuse a zip that isn't a workbook, is encrypted, or unpacks to too much, whatever its headers say."""
    if data.count(b"PK\x01\x02") > MAX_PARTS:
        raise _refusal("big", name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        raise _refusal("damaged", name) from None
    names = {part.filename for part in parts}
    if not any(part.startswith("xl/") for part in names) and "content.xml" not in names:
        raise _not_a_table(name)
    if any(part.flag_bits & 1 for part in parts):
        raise _refusal("password", name)
    unpacked = 0
    for part in parts:
        for size in _unpacked_sizes(data, part, name):
            unpacked += size
            if unpacked > MAX_UNPACKED or (unpacked > MAX_BYTES and unpacked > MAX_RATIO * len(data)):
                raise _refusal("big", name)


def _unpacked_sizes(data: bytes, part: zipfile.ZipInfo, name: str) -> Iterator[int]:
    """The true sizes of a part, piece by piece; its own header may lie."""
    head = data[part.header_offset : part.header_offset + 30]
    if len(head) < 30 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refusal("damaged", name)
    begin = part.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    if part.compress_type == zipfile.ZIP_STORED:
        yield part.compress_size
        return
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        rest = data[begin : begin + part.compress_size]
        while rest:
            piece = inflate.decompress(rest, 1 << 20)
            yield len(piece)
            rest = inflate.unconsumed_tail
            if inflate.eof:
                break
    except zlib.error:
        raise _refusal("damaged", name) from None


def _parsed(kind: str, data: bytes) -> dict[str, Any]:
    try:
        printed = process.run(_PARSER, kind, data=data, mebibytes=MAX_MEMORY, seconds=MAX_SECONDS)
    except process.Stopped:
        return {"refused": "big"}
    except process.Failed:
        return {"refused": "damaged"}
    answer: dict[str, Any] = json.loads(printed)
    return answer
