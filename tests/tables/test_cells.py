from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chamber.errors import DomainError
from chamber.tables.cells import as_date, as_int, as_name, as_text

cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.dates(),
    st.datetimes(),
    st.from_regex(r"[\d./年月日-]+"),
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("　星河 ", "星河"),
        (12, "12"),
        (12.0, "12"),
        (1.5, "1.5"),
        (date(2024, 3, 5), "2024-03-05"),
        (True, "Yes"),
    ],
)
def test_cells_are_read_as_text(value, text):
    assert as_text(value) == text


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("温州市汇昌鞋\n业有限公司 ", "温州市汇昌鞋业有限公司"),
        ("张　三", "张三"),
        ("星河 (普通合伙)", "星河(普通合伙)"),
        ("星河有限公司,", "星河有限公司"),
        ("Green Apple 公司", "Green Apple 公司"),
    ],
)
def test_names_lose_the_spaces_between_their_characters(value, name):
    assert as_name(value) == name


@pytest.mark.parametrize(
    "spelling",
    [
        "2024-03-05", "2024/3/5", "2024.3.5", "2024年3月5日", "２０２４年３月５日", "2024 年 3 月 5 日", "20240305",
        20240305, "45356", 45356, 45356.0, date(2024, 3, 5), datetime.fromisoformat("2024-03-05T08:00"),
        "2024-03-05 00:00:00", " 2024-3-5\u200b", "2024年3月5号", "2024年3月5日 8:00",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_spelling(spelling):
    assert as_date(spelling) == date(2024, 3, 5)


@pytest.mark.parametrize("wrong", ["2月30日", "2024-02-30", "2024-13-01", "明年", 7, 1e300, True, "-"])
def test_what_is_no_day_is_said_so(wrong):
    with pytest.raises(DomainError, match="not a valid date"):
        as_date(wrong)


def test_a_month_or_year_alone_lacks_the_day_unless_that_is_allowed():
    for partial, day in (("2024年3月", date(2024, 3, 1)), ("2024.3", date(2024, 3, 1)), (2024, date(2024, 1, 1))):
        with pytest.raises(DomainError, match="lacks the day"):
            as_date(partial)
        assert as_date(partial, whole=False) == day
    with pytest.raises(DomainError):
        as_date("2024年13月", whole=False)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (None, None),
        ("　", None),
        (12, 12),
        ("12.0", 12),
        ("１２人", 12),
        ("1,200", 1200),
        ("1，200 位", 1200),
        ("-3", -3),
    ],
)
def test_whole_numbers_are_read(value, number):
    assert as_int(value) == number


@pytest.mark.parametrize("wrong", ["约30", "8-10", "1.5", 1.5, True, "三", "1e5", "9" * 40, float("nan"), float("inf")])
def test_what_is_no_whole_number_is_said_so(wrong):
    with pytest.raises(DomainError, match="whole number"):
        as_int(wrong)


@given(cells, st.sampled_from([as_text, as_name, as_int, as_date, lambda value: as_date(value, whole=False)]))
@settings(deadline=None)
def test_every_cell_is_read_or_refused_with_a_sentence(value, read):
    try:
        read(value)
    except DomainError as error:
        assert str(error)


@pytest.mark.parametrize(
    "value", ["9999-12-31", "2100-01-01", "99991231", "9999年12月31日", "9999", "9999年12月", date(9999, 12, 31),
              datetime.fromisoformat("9999-12-31T08:00"), "0001-01-01"]
)  # fmt: skip
def test_a_year_out_of_range_is_said_to_be_so(value):
    with pytest.raises(DomainError, match="the year must be between 1900 and 2099"):
        as_date(value)
