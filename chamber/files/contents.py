"""All text in a file, also what its pages do not show: properties, comments, authors, hidden parts."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from io import BytesIO

from .services import PreparedFile

MAX_UNPACKED = 4 * 1024 * 1024
"""Bytes of one compressed part of a PDF file; metadata is far smaller."""

_TAG = re.compile(r"<[^>]*>")
_NAMES = re.compile(r'\b(?:author|initials|displayName|name|title|descr|tooltip|Target)="([^"]*)"')
_PDF_NOTE = re.compile(
    rb"/(?:Author|Company|Contents|Creator|Keywords|Manager|Subject|T|Title)\s*"
    rb"(?:\(((?:\\.|[^\\)])*)\)|<([0-9A-Fa-f\s]+)>)",
    re.DOTALL,
)
_PDF_ESCAPED = re.compile(rb"\\(?:([0-7]{1,3})|(.))", re.DOTALL)
_PDF_PACKED = re.compile(rb"/ObjStm\b.{0,300}?stream\r?\n(.*?)endstream", re.DOTALL)
_PDF_XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)


def all_text(prepared: PreparedFile) -> str:
    """The text of an office or text file; of a PDF file only its metadata and notes, of a picture ""."""
    if prepared.data.startswith(b"PK\x03\x04"):
        return "\n".join(_of_office(prepared.data))
    if prepared.media_type == "application/pdf":
        return "\n".join(_of_pdf(prepared.data))
    return prepared.data.decode("utf-8", "ignore") if prepared.media_type == "text/plain" else ""


def _of_office(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(data)) as packed:
        for part in packed.namelist():
            if part.endswith((".xml", ".rels")):
                text = packed.read(part).decode("utf-8", "ignore")
                # A word that was typed in two goes stands in two pieces, with nothing but tags between them.
                yield unescape(_TAG.sub("", text))
                yield from (unescape(name) for name in _NAMES.findall(text))


def _of_pdf(data: bytes) -> Iterator[str]:
    for part in (data, *_unpacked(data)):
        for plain, digits in _PDF_NOTE.findall(part):
            yield _pdf_text(_unescaped(plain) if plain else bytes.fromhex(_padded(digits.decode())))
    yield from (unescape(_TAG.sub("\n", found.decode("utf-8", "ignore"))) for found in _PDF_XMP.findall(data))


def _unpacked(data: bytes) -> Iterator[bytes]:
    for found in _PDF_PACKED.findall(data):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(found, MAX_UNPACKED)


def _padded(digits: str) -> str:
    joined = "".join(digits.split())
    return joined + "0" * (len(joined) % 2)


def _unescaped(plain: bytes) -> bytes:
    return _PDF_ESCAPED.sub(lambda found: bytes([int(found[1], 8) & 255]) if found[1] else found[2], plain)


def _pdf_text(raw: bytes) -> str:
    marked = raw.startswith((b"\xfe\xff", b"\xff\xfe"))
    return raw.decode("utf-16" if marked else "utf-8", "ignore") + ("" if marked else raw.decode("gb18030", "ignore"))
