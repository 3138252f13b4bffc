import io
import struct
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chamber.errors import DomainError, TooLarge
from chamber.tables.reading import MAX_BYTES, read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def xlsx(*rows, **cells):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for place, value in cells.items():
        sheet[place] = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def packed(**parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return written.getvalue()


def rows_of(data, name="名册.xlsx"):
    return read(data, name)[0].rows


def test_cells_of_a_workbook_become_plain_values():
    when = datetime.fromisoformat("2024-03-05T13:30")
    row = ["星河鞋业", 12, 1.5, True, date(2024, 3, 5), when, None, "　", "0577"]
    assert rows_of(xlsx(row)) == [["星河鞋业", 12, 1.5, True, date(2024, 3, 5), when, None, None, "0577"]]


def test_rows_count_from_the_top_and_empty_ends_are_cut():
    assert rows_of(xlsx(C3="x", E5=2)) == [[], [], [None, None, "x"], [], [None, None, None, None, 2]]


def test_merged_and_hidden_are_told_and_empty_sheets_left_out():
    book = openpyxl.Workbook()
    book.active.append(["标题", None, None])
    book.active.merge_cells("A1:C1")
    book.create_sheet("空")
    book.create_sheet("旧").append(["x"])
    book["旧"].sheet_state = "hidden"
    written = io.BytesIO()
    book.save(written)
    sheets = read(written.getvalue(), "a.xlsx")
    assert [(sheet.name, sheet.merged, sheet.hidden) for sheet in sheets] == [
        ("Sheet", [(0, 0, 0, 2)], False),
        ("旧", [], True),
    ]


@pytest.mark.parametrize(
    "data",
    [
        "企业,电话\n星河,0577\n".encode(),
        "\ufeff企业,电话\r\n星河,0577\r\n".encode(),
        "企业,电话\n星河,0577\n".encode("gb18030"),
        "企业\t电话\n星河\t0577\n".encode("utf-16"),
        "企业;电话\n星河;0577\n".encode(),
        "sep=|\n企业|电话\n星河|0577\n".encode(),
        '企业,电话\n="星河",="0577"\n'.encode(),
        "企业,电话\n星河,'0577\n".encode(),
        "<html><meta charset=gb2312><table><tr><td>企业<td>电话<tr><td>星河<td>0577</table>".encode("gb18030"),
        "<table><tr><th>企业</th><th>电话</th></tr><tr><td> 星河\n</td><td>0577</td></tr></table>".encode(),
    ],
)
def test_text_and_pages_are_read_in_every_usual_spelling(data):
    sheet = read(data, "名单.xls")[0]
    assert (sheet.name, sheet.rows) == ("名单", [["企业", "电话"], ["星河", "0577"]])


def test_cells_of_a_page_that_span_others_leave_these_empty():
    page = b"<table><tr><td colspan=2>t<td>x<tr><td rowspan=2>a<td>b<br>c<td>d<tr><td>e<td>f</table><style>td{}</style>"
    sheet = read(page, "a.xls")[0]
    assert sheet.rows == [["t", None, "x"], ["a", "b\nc", "d"], [None, "e", "f"]]
    assert sheet.merged == [(0, 0, 0, 1), (1, 0, 2, 0)]


def test_what_a_file_is_shows_in_its_bytes():
    assert rows_of(xlsx(["x"]), "list.csv") == [["x"]]
    assert rows_of(b"x\n", "list.xlsx") == [["x"]]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n,,\n", "no rows"),
        (b"<html><body>nothing</body></html>", "no rows"),
        (b"%PDF-1.7", "not a table"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not a table"),
        (b"\xff\xd8\xff\xe0", "not a table"),
        (b"a,b\0c", "not a table"),
        (b"MIME-Version: 1.0", "not a table"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "not a table"),
        (packed(word__document="<x/>"), "not a table"),
        (packed(xl__workbook="<x/>"), "damaged"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (OLE + b"x" * 2000, "not a table"),
        (OLE + "Workbook".encode("utf-16-le"), "damaged"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\x81\xff\xfe\xff,a", "characters"),
        (b'"' + b"a" * 200_000, "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data, says):
    with pytest.raises(DomainError, match=says):
        read(data, "<名册>.xlsx")


def test_a_file_that_is_too_large_is_refused_unread():
    with pytest.raises(TooLarge):
        read(b"x" * (MAX_BYTES + 1), "a.csv")


def test_a_file_that_swells_up_is_refused():
    with pytest.raises(TooLarge):
        read(packed(xl__workbook="0" * 100_000_000), "bomb.xlsx")


def test_a_file_that_lies_about_its_size_is_refused():
    size = 100_000_000
    lying = packed(xl__workbook="0" * size).replace(struct.pack("<I", size), struct.pack("<I", 100))
    with pytest.raises(TooLarge):
        read(lying, "bomb.xlsx")


@pytest.mark.parametrize("corner", ["XFD1048576", "A1048576"])
def test_a_table_with_a_cell_far_away_is_refused(corner):
    with pytest.raises(TooLarge):
        read(xlsx(A1=1, **{corner: 2}), "far.xlsx")


def test_a_page_with_huge_spans_does_no_harm():
    page = b"<table>" + b"<tr>" + b"<td rowspan=99999 colspan=99999>x" * 30
    with pytest.raises(TooLarge):
        read(page, "a.xls")


WHOLE = xlsx(["企业", "电话"], *([f"星河{n}", n] for n in range(50)))


@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=8))
@settings(max_examples=40, deadline=None)
def test_a_damaged_workbook_is_read_or_refused(place, wrong):
    for data in (WHOLE[:place], WHOLE[:place] + wrong + WHOLE[place + len(wrong) :]):
        try:
            read(data, "a.xlsx")
        except DomainError as error:
            assert str(error)


@pytest.mark.thorough
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "ignore"))))
@settings(max_examples=40, deadline=None)
def test_any_bytes_are_read_or_refused(data):
    for start in (b"", OLE, b"PK\x03\x04", b"<table><tr><td>"):
        try:
            read(start + data, "a")
        except DomainError as error:
            assert str(error)
