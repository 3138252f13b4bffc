"""What stands in a file is found wherever it stands, in a time that grows with the file and not with its square."""

import zipfile
import zlib
from pathlib import Path

import pytest
from flask import Flask

from chamber.errors import DomainError
from chamber.files import kinds
from chamber.files.contents import read_through
from chamber.files.services import PreparedFile
from chamber.isolated import process
from tests.factories.worst import MEBIBYTE, is_done_in, packed

OFFICE = kinds.KINDS["docx"].media_type


def office(xml: str | bytes) -> PreparedFile:
    data = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})
    return PreparedFile("函.docx", OFFICE, data, "")


def pdf(data: bytes) -> PreparedFile:
    return PreparedFile("函.pdf", "application/pdf", b"%PDF-1.7\n" + data, "")


def in_stream(data: bytes) -> bytes:
    return b"<< /Type /ObjStm /N 1 >> stream\r\n" + zlib.compress(data) + b"\nendstream"


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (office("<w:p><w:t>瓯</w:t><w:t>新</w:t></w:p>"), "瓯新"),
        (office("<a><!-- 瓯新 --></a>"), "瓯新"),
        (office("<a w:author='瓯新'/>"), "瓯新"),
        (office("<a><![CDATA[瓯新]]></a>"), "瓯新"),
        (office("<a>&#29935;&#26032;</a>"), "瓯新"),
        (office("<?xml version='1.0' encoding='utf-16'?><a>瓯新</a>".encode("utf-16")), "瓯新"),
        (pdf("/Author (瓯新)".encode()), "瓯新"),
        (pdf(b"/Author(of (Ouxin) and more)"), "of (Ouxin) and more"),
        (pdf(rb"/Title (a \) Ouxin)"), "a ) Ouxin"),
        (pdf(b"/T <" + b"\xfe\xff\x74\xef\x65\xb0".hex().encode() + b">"), "瓯新"),
        (pdf(b"/Title (open, /Author (Ouxin)"), "Ouxin"),
        (pdf(b"/Author (never closed: Ouxin"), "Ouxin"),
        (pdf(in_stream("/Author (瓯新)".encode())), "瓯新"),
        (pdf("<x:xmpmeta><dc:creator>瓯新</dc:creator></x:xmpmeta>".encode()), "瓯新"),
        (PreparedFile("a.txt", "text/plain", "瓯新".encode(), ""), "瓯新"),
    ],
)
def test_a_name_is_found_wherever_it_stands(app: Flask, file: PreparedFile, says: str) -> None:
    assert says in read_through(file).text


WORST = {
    "tags that never close": office("<" * MEBIBYTE),
    "elements that never close": office("<a>" * (MEBIBYTE // 3)),
    "an attribute that never closes": office('<a name="' + "x" * MEBIBYTE),
    "comments that never close": office("<!--" * (MEBIBYTE // 4)),
    "many names": office("<a " + "".join(f'n{number}:name="x" ' for number in range(MEBIBYTE // 16)) + "/>"),
    "notes that never close": pdf(b"/T(" * (MEBIBYTE // 3)),
    "notes of digits that never close": pdf(b"/T<0" * (MEBIBYTE // 4)),
    "spaces after a name": pdf(b"/T" + b" " * MEBIBYTE),
    "brackets in brackets": pdf(b"/T" + b"(" * MEBIBYTE),
    "backslashes": pdf(b"/T(" + b"\\" * MEBIBYTE),
    "packed parts that never end": pdf(b"/ObjStm stream\n" * (MEBIBYTE // 15)),
    "metadata that never ends": pdf(b"<x:xmpmeta " * (MEBIBYTE // 11)),
    "tags in metadata": pdf(b"<x:xmpmeta " + b"<" * MEBIBYTE),
    "a number in metadata": pdf(b"<x:xmpmeta &#" + b"9" * MEBIBYTE),
}


@pytest.mark.parametrize("worst", WORST)
def test_a_mebibyte_of_the_worst_takes_under_a_second(app: Flask, worst: str) -> None:
    def work() -> None:
        try:
            read_through(WORST[worst])
        except DomainError as error:
            assert "upload a scan" in str(error)

    assert is_done_in(1, work)


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(office(b"<a>" + b"x" * 2 * MEBIBYTE + b"</a>"), id="a book"),
        pytest.param(PreparedFile("a.txt", "text/plain", b"x" * 2 * MEBIBYTE, ""), id="a book of plain text"),
        pytest.param(office(b"<a>" + bytes(100 * MEBIBYTE) + b"</a>"), id="a bomb"),
        pytest.param(pdf(in_stream(bytes(100 * MEBIBYTE))), id="a bomb in a PDF file"),
        pytest.param(office("<a>"), id="damaged"),
        pytest.param(
            office(
                '<!DOCTYPE a [<!ENTITY a0 "' + "x" * 1000 + '">'
                + "".join(f'<!ENTITY a{number + 1} "{f"&a{number};" * 10}">' for number in range(9))
                + "]><a>&a9;</a>"
            ),
            id="a name for a name for a name",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_looked_through_is_refused_with_a_way_out(app: Flask, file: PreparedFile) -> None:
    with pytest.raises(DomainError, match="print it and upload a scan"):
        read_through(file)


@pytest.mark.parametrize(
    ("greedy", "ends"),
    [
        ("print(len(bytearray(700 << 20)))", process.Stopped),
        ("while True: pass", process.Stopped),
        ("raise ValueError", process.Failed),
        ("open('written', 'w').write('x' * 3_000_000)", process.Failed),
    ],
)
def test_a_script_at_work_on_an_upload_has_limits(greedy: str, ends: type[Exception], tmp_path: Path) -> None:
    script = tmp_path / "greedy.py"
    script.write_text(greedy.replace("'written'", repr(str(tmp_path / "written"))))
    with pytest.raises(ends):
        process.run(script, data=b"", mebibytes=512, seconds=1)


def test_a_packed_file_of_very_many_parts_is_refused_before_they_are_listed(app: Flask) -> None:
    parts = packed({"[Content_Types].xml": "<Types/>", **{f"a{number}": "" for number in range(20_000)}})

    def work() -> None:
        with pytest.raises(DomainError, match="abnormally large when unpacked"):
            kinds.kind_of(parts * 10, frozenset({"docx"}))

    assert is_done_in(0.2, work)


def test_a_packed_file_that_asks_for_memory_by_itself_is_damaged(app: Flask) -> None:
    strange = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>"}, method=zipfile.ZIP_LZMA)
    with pytest.raises(DomainError, match="damaged"):
        kinds.kind_of(strange, frozenset({"docx"}))
