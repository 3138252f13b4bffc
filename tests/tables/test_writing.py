import io
import time
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chamber.language.text import clean
from chamber.tables.reading import read
from chamber.tables.writing import Column, escape_formula, mark_errors, unescape_formula, write

TEXT = [Column("企业名称", 30), Column("电话")]


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data)).active


@pytest.mark.parametrize(
    "formula", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", "'=1"]
)
def test_what_looks_like_a_formula_is_defused_and_comes_back_as_it_was(formula):
    assert escape_formula(formula) == "'" + formula and unescape_formula(escape_formula(formula)) == formula
    data = write(TEXT, [[formula, "x"]], "会员")
    cell = opened(data)["A2"]
    assert cell.data_type == "s" and str(cell.value).startswith("'")
    assert read(data, "a.xlsx")[0].rows[1][0] == formula


def test_harmless_text_is_left_alone():
    for harmless in ("星河", "a=b", "'引号'", "138 0013 8000", "#N/A", ""):
        assert escape_formula(harmless) == unescape_formula(harmless) == harmless


@given(st.text())
@settings(deadline=None)
def test_undefuse_gives_back_what_defuse_was_given(text):
    assert unescape_formula(escape_formula(text)) == text


@given(st.lists(st.text(), min_size=1, max_size=40))
@settings(max_examples=30, deadline=None)
def test_whatever_text_was_stored_comes_back_equal(texts):
    stored = [clean(text, lines=True) for text in [*texts, "_x000D_", "a\nb", "#REF!", "TRUE", "1e5", "007"]]
    rows = read(write(TEXT, [[text, "x"] for text in stored], "会员"), "a.xlsx")[0].rows
    assert [row[0] or "" for row in rows[1:]] == stored


def test_values_keep_their_kinds_and_moments_are_local():
    columns = [Column("a"), Column("b", kind="number"), Column("c", kind="date"), Column("d", kind="time")]
    moment = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
    data = write(columns, [["91330302", 12, date(2024, 3, 5), moment], [None, None, None, None]], "x")
    assert read(data, "a.xlsx")[0].rows[1] == [
        "91330302",
        12,
        date(2024, 3, 5),
        datetime.fromisoformat("2026-09-15T10:00"),
    ]


def test_an_export_has_a_frozen_header_widths_and_text_columns():
    sheet = opened(write(TEXT, [["星河", "057788881234"]], "会员/名册*"))
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("会员 名册", "A2", "A1:B2")
    assert sheet.column_dimensions["A"].width == 30 and sheet["A1"].font.bold
    assert sheet["B2"].value == "057788881234" and sheet["B2"].number_format == "@"


def test_characters_that_no_workbook_holds_are_left_out():
    data = write(TEXT, [["a\x00\x0b\ud800\uffffb", "x" * 40_000]], "\x00")
    first, second = read(data, "a.xlsx")[0].rows[1]
    assert first == "ab" and len(second) < 32_768


@pytest.mark.thorough
def test_twenty_thousand_rows_take_seconds():
    columns = [Column(str(number)) for number in range(12)]
    started = time.perf_counter()
    data = write(columns, ([f"星河{row}"] * 12 for row in range(20_000)), "会员")
    rows = read(data, "a.xlsx")[0].rows
    assert len(rows) == 20_001 and time.perf_counter() - started < 30


def test_bad_cells_are_red_with_their_sentence_and_the_rest_is_unchanged():
    rows = [["标题"], ["企业", "代码", "日期"], ["星河", 913303021234567890, date(2024, 3, 5)], ["=1"]]
    data = mark_errors(rows, {(2, 1): "The code is damaged.", (3, 2): "A day is needed."}, "名册")
    sheet = opened(data)
    assert sheet["B3"].comment.text == "The code is damaged." and sheet["C4"].comment.text == "A day is needed."
    assert sheet["B3"].fill.fgColor.rgb.endswith("F8D7D4") and sheet["A3"].comment is None
    back = read(data, "a.xlsx")[0].rows
    assert back[:2] == rows[:2] and back[2][0] == "星河" and back[2][2] == date(2024, 3, 5) and back[3] == ["=1"]


def test_a_sheet_without_rows_can_be_marked_too():
    assert opened(mark_errors([], {(0, 0): "Nothing is here."}, "")).title == "Sheet1"
    assert opened(mark_errors([], {}, "名册")).title == "名册"
