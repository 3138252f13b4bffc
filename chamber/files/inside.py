"""Prints all text in an office or PDF file, also what its pages do not show; run by `contents` in a process of its own.

Properties, comments, authors, hidden parts. Only the standard library here. Every step takes a time that grows with
the file, never with its square: what is looked for begins at a word and ends at the latest where that word comes again.
"""

import io
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from xml.parsers import expat

MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes of all that is packed in a file, together."""
MAX_TEXT = 1_000_000
"""Characters: a book. More is for nobody to look through while others wait."""
TOO_MUCH = 76
"""Exit status where there is more of either."""

_TAG = re.compile(r"<[^<>]*>")
_NAMES = frozenset({"author", "initials", "displayName", "name", "title", "descr", "tooltip", "Target"})
_NOTE = re.compile(rb"/(?:Author|Company|Contents|Creator|Keywords|Manager|Subject|T|Title)\s*+(?=[(<])")
_IN_NOTE = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPED = re.compile(rb"\\(?:([0-7]{1,3})|(.))", re.DOTALL)
_DIGITS = re.compile(rb"<([0-9A-Fa-f\s]++)>")
_OBJECTS = re.compile(rb"/ObjStm\b")
_STREAM = re.compile(rb"stream\r?\n")
_XMP = re.compile(rb"<x:xmpmeta")
_MAX_DICTIONARY = 300
"""Bytes between the name of a packed part and its beginning."""
_MAX_NOTE = 32_767
"""Bytes of a text in a PDF file, by its standard."""


def of_office(data: bytes) -> Iterator[str]:
    """The text of each XML part, and what its elements are called."""
    left = MAX_UNPACKED
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for part in packed.infolist():
            if part.filename.endswith((".xml", ".rels")):
                with packed.open(part) as stream:
                    xml = stream.read(left + 1)
                left -= len(xml)
                if left < 0:
                    sys.exit(TOO_MUCH)
                yield from _of_xml(xml)


def _of_xml(xml: bytes) -> Iterator[str]:
    # A word that was typed in two goes stands in two pieces, with nothing but tags between them.
    pieces: list[str] = []
    said: list[str] = []
    parser = expat.ParserCreate()
    parser.CharacterDataHandler = pieces.append
    parser.CommentHandler = said.append
    parser.StartElementHandler = lambda _tag, attributes: said.extend(
        value for name, value in attributes.items() if name.rpartition(":")[2] in _NAMES
    )
    parser.Parse(xml, True)
    yield "".join(pieces)
    yield from said


def of_pdf(data: bytes) -> Iterator[str]:
    """Metadata and notes of a PDF file; what its pages show is packed and stays unread."""
    for part in (data, *_unpacked(data)):
        for note in _from_each(_NOTE, part):
            if note.startswith(b"("):
                yield _text(_ESCAPED.sub(_plain, _in_brackets(note)))
            elif digits := _DIGITS.match(note):
                joined = "".join(digits[1].decode().split())
                yield _text(bytes.fromhex(joined + "0" * (len(joined) % 2)))
    for found in _from_each(_XMP, data):
        yield unescape(_TAG.sub("\n", found.partition(b"</x:xmpmeta>")[0].decode("utf-8", "ignore")))


def _from_each(beginning: re.Pattern[bytes], data: bytes) -> Iterator[bytes]:
    """What follows each place of this beginning, up to the next."""
    before = -1
    for found in beginning.finditer(data):
        if before >= 0:
            yield data[before : found.start()]
        before = found.end()
    if before >= 0:
        yield data[before:]


def _in_brackets(note: bytes) -> bytes:
    """What stands in the first bracket, with the brackets inside it; as much as can be where it stays open."""
    if b")" not in note:
        return note[1:_MAX_NOTE]
    depth = 0
    for mark in _IN_NOTE.finditer(note, 0, _MAX_NOTE):
        depth += {b"(": 1, b")": -1}.get(mark[0], 0)
        if not depth:
            return note[1 : mark.start()]
    return note[1:_MAX_NOTE]


def _plain(escaped: re.Match[bytes]) -> bytes:
    return bytes([int(escaped[1], 8) & 255]) if escaped[1] else escaped[2]


def _unpacked(data: bytes) -> Iterator[bytes]:
    left = MAX_UNPACKED
    for part in _from_each(_OBJECTS, data):
        if begins := _STREAM.search(part, 0, _MAX_DICTIONARY):
            try:
                unpacked = zlib.decompressobj().decompress(part[begins.end() :], left + 1)
            except zlib.error:
                continue
            left -= len(unpacked)
            if left < 0:
                sys.exit(TOO_MUCH)
            yield unpacked


def _text(raw: bytes) -> str:
    if not raw:
        return ""
    marked = raw.startswith((b"\xfe\xff", b"\xff\xfe"))
    return raw.decode("utf-16" if marked else "utf-8", "ignore") + ("" if marked else raw.decode("gb18030", "ignore"))


def main() -> None:
    """Print what is in the bytes of standard input, a line each, where it is no more than somebody may look through."""
    data = sys.stdin.buffer.read()
    found: list[str] = []
    left = MAX_TEXT
    for text in (of_pdf if sys.argv[1] == "pdf" else of_office)(data):
        left -= len(text) + 1
        if left < 0:
            sys.exit(TOO_MUCH)
        found.append(text)
    sys.stdout.buffer.write("\n".join(found).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
