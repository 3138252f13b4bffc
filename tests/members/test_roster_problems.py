"""Problems in a roster: all reported, each at its cell, nothing written."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from chamber.members.models import Member, MemberImport
from tests.factories.audit import history
from tests.factories.members import code, enter
from tests.members.roster import HEADER, counts, firm, members, send

PROBLEMS = [
    ("统一社会信用代码", "12345", "18 characters"),
    ("统一社会信用代码", code(1)[:-1] + "O", "letter O"),
    ("统一社会信用代码", 913303021450793387, "damaged"),
    ("统一社会信用代码", None, "18-character"),
    ("企业名称", "", "write the name"),
    ("企业名称", "字" * 121, "At most 120"),
    ("手机", "12345", "11 digits"),
    ("手机", "13800138000/13900139000", "one"),
    ("联系人", "", "Whose is it"),
    ("行业", "航天飞船", "GB/T 4754"),
    ("规模", "巨型", "not one of"),
    ("入会时间", "2024-02-31", "not a valid date"),
    ("入会时间", "9999-01-01", "the year must be"),
    ("入会时间", "2999-01-01", "the year must be"),
    ("地址", "x" * 10_000, "At most 200"),
]


@pytest.mark.parametrize(("label", "value", "sentence"), PROBLEMS)
def test_a_wrong_cell_keeps_only_its_row_out(db, cast, desk, label, value, sentence):
    # Without a name the phone would be the legal representative's.
    boss = {"法人": ""} if label == "联系人" else {}
    looked = send(desk, firm(1, **{**boss, label: value}), firm(2))
    assert counts(looked)["wrong"] == 1 and counts(looked)["new"] == 1
    assert sentence.lower() in looked.words.lower()
    done = desk.post_form(looked, press="Import the 1 row without errors")
    assert "1 row with errors was left out." in done.page.html
    assert members(db) == 3 and db.session.scalars(select(Member.uscc).where(Member.uscc == code(2))).one()
    record = db.session.scalars(select(MemberImport)).one()
    assert history("import", record.id)[-1].act == "import.confirmed" and record.counts["wrong"] == 1
    assert "left out with errors" in done.page.texts(".facts dt")
    again = send(desk, name="改.xlsx", data=desk.get(done.page.link("Table with errors marked")).data)
    assert (counts(again)["wrong"], counts(again)["unchanged"]) == (1, 1)


def test_a_table_of_nothing_but_errors_writes_nothing(db, cast, desk):
    looked = send(desk, firm(1, 手机="12"))
    assert not [form for form in looked.page.forms() if form.action.endswith("/confirm")]
    assert "No row can be imported yet" in looked.words
    answer = desk.post_form(send(desk, firm(1)), {"fingerprint": ""}, press="Confirm and import")
    assert answer.status_code == 409
    assert members(db) == 2


def test_every_problem_of_every_row_is_said_at_once_and_marked_in_a_table(db, cast, desk):
    rows = [firm(number, 手机="12", 规模="巨型", 入会时间="gestern") for number in range(1, 4)]
    looked = send(desk, ["××街道商会名册"], HEADER, *rows, firm(9), header=["说明"])
    assert counts(looked)["wrong"] == 3
    assert len(looked.page.css("#rows li")) == 9
    answer = desk.get(looked.page.link("Table with errors marked"))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    noted = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}
    assert noted == {f"{column}{row}" for row in (4, 5, 6) for column in "FIJ"}
    assert sheet["A4"].value == "恒信1号门窗有限公司"


def test_thousands_of_problems_come_in_pages(cast, desk):
    looked = send(desk, *(firm(number, 手机="12") for number in range(1, 131)))
    seen, address = [], looked.request.path + "?show=wrong"
    while address:
        page = desk.get(address).page
        seen += page.texts("#rows tr td:first-child")
        address = next((url for label, url in page.links() if label == "Show more"), "")
    assert seen == [str(number) for number in range(2, 132)]


@pytest.mark.parametrize("after", ["x", "-1", "999999999999999999999", "\0", "1~2"])
def test_an_address_that_continues_nowhere_is_no_error(cast, desk, after):
    looked = send(desk, firm(1))
    assert desk.get(looked.request.path, query_string={"after": after, "show": "nonsense"}).status_code == 200


def test_the_same_firm_twice_in_a_table_is_wrong(cast, keeper, desk):
    enter(keeper, 5)
    looked = send(desk, firm(1), firm(1), firm(5), firm(6, 统一社会信用代码="", 企业名称="恒信5号门窗有限公司"))
    words = looked.words
    assert counts(looked)["wrong"] == 2
    assert "Row 2 has the same code." in words and "Row 4 is the same member." in words


def test_the_same_wrong_code_twice_is_said_to_be_both(cast, desk):
    wrong, cut = code(1)[:-1] + ("0" if code(1)[-1] != "0" else "1"), "913303000000000000"
    looked = send(
        desk, *(firm(number, 统一社会信用代码=typed) for number, typed in enumerate((wrong, wrong, cut, cut), 1))
    )
    assert counts(looked)["wrong"] == 4
    assert "character by character. Row 2 has the same code." in looked.words
    assert looked.words.count("has the same code") == 1, "what Excel has cut may be the code of many firms"


def test_likely_duplicates_stay_out_unless_somebody_says_otherwise(db, cast, keeper, desk):
    enter(keeper, 1)
    db.session.commit()
    rows = firm(8, 企业名称="恒信１号门窗（有限公司）"), firm(9)
    looked = send(desk, *rows)
    assert counts(looked) == {"wrong": 0, "possible duplicates": 1, "new": 1, "changed": 0, "unchanged": 0}
    assert "恒信1号门窗有限公司" in looked.page.texts("#rows td")[1]
    desk.post_form(looked, press="Confirm and import")
    assert members(db) == 4
    looked = send(desk, *rows)
    desk.post_form(looked, {"take_likely": True}, press="Confirm and import")
    assert members(db) == 5


def test_what_was_taken_in_as_a_likely_double_counts_as_new(db, cast, keeper, desk):
    enter(keeper, 1)
    db.session.commit()
    looked = send(desk, firm(2, 企业名称="恒信1号门窗股份有限公司"))
    desk.post_form(looked, {"take_likely": True}, press="Confirm and import")
    assert desk.get("/members/import").page.texts("#sent td.num") == ["1", "0"]
    told = desk.get("/notifications/")
    assert "1 new, 0 changed" in told.words
    assert "This table was imported on" in desk.post_form(told, action="/open").words


def test_odd_cells_are_texts_or_problems_never_errors(db, cast, desk):
    odd = [
        "<script>alert(1)</script>",
        "=1+1",
        "😀",
        "a\u202eb",
        "%(name)d",
        "'" * 30,
        "\u3000",
        True,
        1e300,
        date(2024, 1, 1),
    ]
    looked = send(desk, *([value] * len(HEADER) for value in odd), firm(1))
    assert looked.status_code == 200
    assert "<script>alert" not in looked.get_data(as_text=True)
    assert desk.get(looked.request.path + "/marked.xlsx").status_code == 200
