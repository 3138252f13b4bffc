"""A roster that is made to cost as much as it can costs little."""

import pytest
from flask import Flask

from chamber.errors import DomainError
from chamber.members.roster.rows import read_bytes
from tests.factories.worst import MEBIBYTE, is_done_in, packed

HEAD = "名称,入会时间,联系人,手机\n"
LABELS = ",".join(f"标题{number}" for number in range(16_000))


def page(content: str) -> str:
    return f"<html><body>{content}"


def workbook() -> bytes:
    """A sheet whose first column is merged again and again."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    sheet = f'<sheet name="1" sheetId="1" r:id="rId1" xmlns:r="{office}"/>'
    way = f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
    head = '<row r="1"><c r="A1" t="str"><v>名称</v></c><c r="B1" t="str"><v>手机</v></c></row>'
    merged = "".join(f'<mergeCell ref="A{1 + number}:A1048576"/>' for number in range(20_000))
    rows = f'{head}<row r="2"><c r="A2" t="str"><v>甲</v></c></row>'
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
            "xl/workbook.xml": f'<workbook xmlns="{main}"><sheets>{sheet}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{way}</Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>'
            f"<mergeCells>{merged}</mergeCells></worksheet>",
        }
    )


WORST: dict[str, str | bytes] = {
    "commas": "," * (10 * MEBIBYTE),
    "line breaks": "\n" * (10 * MEBIBYTE),
    "quotes": '"' * MEBIBYTE,
    "formulas": '="' * (MEBIBYTE // 2),
    "labels": "\n".join([LABELS] * 6),
    "labels of brackets": "\n".join([",".join(["(<【" * 3000] * 12)] * 6),
    "line breaks in a name": HEAD + ('"中' + "\n" * 32_000 + '",1,2,3\n') * 30,
    "wide spaces in a name": HEAD + ('"' + "\u3000" * 90_000 + 'x",1,2,3\n') * 4,
    "spaces in a name": HEAD + '"' + "中 " * 49_000 + 'x",1,2,3\n',
    "digits": HEAD + ("x," + "1-" * 49_000 + ",2," + "0-" * 49_000 + "\n") * 5,
    "too many rows": HEAD + "a,1,2,3\n" * 25_000,
    "tags that never close": page("<" * MEBIBYTE),
    "cells in cells": page("<table><tr>" + "<td>" * (MEBIBYTE // 4)),
    "tables in tables": page("<table>" * (MEBIBYTE // 7)),
    "attributes": page("<td " + "a=b " * (MEBIBYTE // 4)),
    "attributes that never close": page("<td " + 'a="' * (MEBIBYTE // 3)),
    "cells over many rows": page("<table>" + "<tr><td rowspan=60000 colspan=9>x" * (MEBIBYTE // 33)),
    "a page of text areas": page("<textarea>" + "<" * MEBIBYTE),
    "cells merged again and again": workbook(),
}


@pytest.mark.parametrize("worst", WORST)
def test_the_worst_roster_takes_under_a_second_and_a_half(app: Flask, worst: str) -> None:
    content = WORST[worst]
    data = content.encode() if isinstance(content, str) else content

    def work() -> None:
        try:
            read_bytes(data, "名册.csv")
        except DomainError as error:
            assert str(error)

    with app.test_request_context():
        assert is_done_in(1.5, work)
