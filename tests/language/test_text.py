import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chamber.errors import DomainError
from chamber.language import codes, phones, text


@pytest.mark.parametrize(
    "nothing",
    [
        None,
        "",
        "　　",
        " \u00a0\t\r\n",
        "\u200b\u202e\ufeff",
        "\x00\ud800",
        "\ufffd\ufffd\ufffd",
        "\u3164\u2800",
        "\ufe0f",
    ],
)
def test_what_shows_nothing_is_empty(nothing):
    assert text.clean(nothing) == ""
    assert text.clean(nothing, lines=True) == ""


def test_clean_collapses_odd_spaces_and_drops_what_nobody_sees():
    assert text.clean("　张\u00a0 三\u200b\x00\ud83d\ufffd\u202e\uffff ") == "张 三"
    assert text.clean("e\u0301tude\nde  cas") == "étude de cas"


def test_clean_keeps_the_lines_of_a_longer_text():
    assert text.clean("　第一行 \r\n\tb\u2028- 项\n  - 小项\x07\n\n", lines=True) == "第一行\n\tb\n- 项\n  - 小项"


@given(st.text())
@settings(deadline=None)
def test_cleaning_twice_changes_nothing_more(value):
    for lines in (False, True):
        once = text.clean(value, lines=lines)
        assert text.clean(once, lines=lines) == once
        once.encode()
    assert text.fold(text.fold(value)) == text.fold(value)


def test_fold_makes_widths_and_cases_equal():
    assert text.fold(" ＡＢＣ　公司（温州） ") == text.fold("abc 公司(温州)") == "abc 公司(温州)"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("温州（鹿城）星河鞋业有限公司", "温州鹿城星河鞋业"),
        ("星河鞋业股份有限公司", "星 河 鞋 业 有限责任公司"),
        ("星河设计中心（有限合伙）", "星河设计中心"),
        ("星河集团公司", "星河集团有限公司"),
    ],
)
def test_names_that_differ_in_form_only_are_the_same_firm(one, other):
    assert text.bare_company(one) == text.bare_company(other)


def test_a_branch_is_not_its_parent_and_a_bare_form_is_never_empty():
    assert text.bare_company("星河有限公司温州分公司") == "星河温州分公司"
    assert text.bare_company("星河有限公司温州分公司") != text.bare_company("星河有限公司")
    assert text.bare_company("有限公司") == "有限公司"


def test_a_search_key_holds_each_folded_part_once():
    assert text.search_key("ＡＢ 公司", "ab 公司", None, "　", "138") == "ab 公司\n138"


def test_a_like_pattern_takes_signs_literally_and_stays_short():
    assert text.like_pattern("50%_\\Ａ") == "%50\\%\\_\\\\a%"
    assert text.like_pattern("  ") == "%%"
    assert len(text.like_pattern("%" * 10_000)) == 2 * text.LIKE_LENGTH + 2


def test_an_excerpt_says_that_something_was_cut():
    assert text.excerpt("短\n文", 3) == "短 文"
    assert text.excerpt("一二三四五", 4) == "一二三…"
    assert text.excerpt("ab̂cd", 4) == "ab̂…" or len(text.excerpt("ab̂cd", 3)) <= 3


@pytest.mark.parametrize(
    "spelling",
    [
        "13800138000",
        "１３８　００１３　８０００",
        "+86 138-0013-8000",
        "008613800138000",
        "8613800138000",
        "138.0013.8000",
        "13800138000.0",
    ],
)
def test_a_mobile_is_read_from_any_plain_spelling(spelling):
    assert phones.mobile(spelling) == phones.phone(spelling) == "+8613800138000"


def test_a_mobile_from_abroad_needs_its_country():
    assert phones.mobile("+852 9123 4567") == "+85291234567"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("", "Enter"),
        ("　", "Enter"),
        ("1380013800", "has 10"),
        ("138001380001", "has 12"),
        ("23800138000", "begins with"),
        ("12800138000", "begins with"),
        ("13800138000/13900139000", "only digits"),
        ("١٣٨٠٠١٣٨٠٠٠", "only digits"),
        ("1.38001E+10", "Excel"),
    ],
)
def test_a_wrong_mobile_is_explained(wrong, says):
    with pytest.raises(DomainError, match=says):
        phones.mobile(wrong)


@pytest.mark.parametrize(
    ("spelling", "stored", "shown", "masked"),
    [
        ("0577-8888-1234", "+8657788881234", "0577 8888 1234", "0577****1234"),
        ("（0577）88881234", "+8657788881234", "0577 8888 1234", "0577****1234"),
        ("+86 577 8888 1234", "+8657788881234", "0577 8888 1234", "0577****1234"),
        ("010-12345678", "+861012345678", "010 1234 5678", "010****5678"),
        ("0577 8881234", "+865778881234", "0577 888 1234", "0577****1234"),
        ("0577-88881234转801", "+8657788881234;ext=801", "0577 8888 1234-801", "0577****1234"),
        ("0577-88881234-801", "+8657788881234;ext=801", "0577 8888 1234-801", "0577****1234"),
        ("400-123-4567", "+864001234567", "400 123 4567", "400****4567"),
        ("12345", "12345", "12345", "****"),
        ("13800138000", "+8613800138000", "138 0013 8000", "138****8000"),
    ],
)
def test_phones_are_stored_shown_and_masked(spelling, stored, shown, masked):
    assert phones.phone(spelling) == stored
    assert phones.show_phone(stored) == shown
    assert phones.mask_phone(stored) == masked
    assert phones.phone(shown) == stored


@pytest.mark.parametrize(
    ("wrong", "says"),
    [("88881234", "area code"), ("", "Enter"), ("138001380", "11 digits"), ("0577-88881234、13800138000", "one phone")],
)
def test_a_wrong_phone_is_explained(wrong, says):
    with pytest.raises(DomainError, match=says):
        phones.phone(wrong)


def test_people_are_found_by_the_last_four_digits():
    assert phones.last_four_digits("+8613800138000") == "8000"
    assert phones.last_four_digits("+8657788881234;ext=801") == "1234"
    assert phones.last_four_digits(None) == phones.show_phone(None) == phones.mask_phone(None) == ""


@given(st.text(), st.sampled_from([phones.mobile, phones.phone, codes.uscc]))
@settings(deadline=None)
def test_a_number_is_read_or_refused_with_a_sentence(value, read):
    try:
        assert read(value).isascii()
    except DomainError as error:
        assert str(error)


@given(st.integers(0, 99_999_999), st.sampled_from(["330302", "110000"]), st.sampled_from(["91", "92", "51", "N2"]))
@settings(deadline=None)
def test_made_codes_are_valid_and_one_wrong_character_is_seen(org, area, kind):
    code = codes.make_uscc(area, org, kind)
    assert codes.uscc(code.lower()) == code
    wrong = code[:9] + ("1" if code[9] != "1" else "2") + code[10:]
    with pytest.raises(DomainError, match="check digit"):
        codes.uscc(wrong)


def test_a_code_is_read_through_widths_and_spaces():
    code = codes.make_uscc("330302", "MA2851E7")
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    assert codes.uscc(wide) == codes.uscc(f" {code[:6]} {code[6:12]}-{code[12:]}\u200b") == code == "91330302MA2851E74M"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("", "Enter"),
        ("91330302MA2851E74", "has 17"),
        ("9.13303E+17", "Excel"),
        ("913303027154230000", "Excel"),
        ("330302000012345", "15-digit"),
        ("9133O302MA2851E74M", "letter O .* is it 0"),
        ("91330302MA285IE74M", "letter I .* is it 1"),
        ("91330302MA2851EZ4M", "letter Z .* is it 2"),
        ("91330302MA28S1E74M", "letter S .* is it 5"),
        ("91330302MA28V1E74M", "letter V .* is it U"),
        ("9133A302MA2851E74M", "3 to 8"),
        ("91330302MA2851E7４é", "neither"),
        ("91330302MA2851E74N", "check digit"),
    ],
)
def test_a_wrong_code_is_explained(wrong, says):
    with pytest.raises(DomainError, match=says):
        codes.uscc(wrong)
