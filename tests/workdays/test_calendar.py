from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chamber.errors import DomainError
from chamber.workdays.counting import LAST_OFFICIAL, Calendar, Due, holiday_name
from chamber.workdays.festivals import free_by_law
from tests.factories.worst import is_done_in

DECREES = Calendar()
MADE_UP = {
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}
WORKING_DAYS = {2024: 251, 2025: 248, 2026: 248}
near = st.dates(date(2023, 1, 1), date(2030, 12, 31))


def days_of(year):
    return [
        date(year, 1, 1) + timedelta(days=n) for n in range(366) if (date(year, 1, 1) + timedelta(days=n)).year == year
    ]


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_decrees_of_the_state_council_are_known(year):
    weekend_work = [day.strftime("%m-%d") for day in days_of(year) if day.weekday() > 4 and DECREES.is_workday(day)]
    assert " ".join(weekend_work) == MADE_UP[year]
    assert sum(DECREES.is_workday(day) for day in days_of(year)) == WORKING_DAYS[year]


def test_new_years_eve_of_2024_is_a_working_day():
    assert DECREES.is_workday(date(2024, 2, 9))


def test_ten_days_after_a_friday_in_september_lie_behind_two_festivals():
    assert DECREES.add(date(2026, 9, 18), 10) == Due(date(2026, 10, 9), provisional=False)


def test_beyond_the_last_decree_a_day_is_provisional():
    due = DECREES.add(date(2026, 12, 30), 10)
    assert due == Due(date(2027, 1, 14), provisional=True)
    assert not DECREES.is_official(LAST_OFFICIAL + timedelta(days=1))


BY_LAW = {
    2027: "01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03",
    2030: "01-01 02-02 02-03 02-04 02-05 04-05 05-01 05-02 06-05 09-12 10-01 10-02 10-03",
    2031: "01-01 01-22 01-23 01-24 01-25 04-05 05-01 05-02 06-24 10-01 10-02 10-03",
}


@pytest.mark.parametrize("year", BY_LAW)
def test_what_the_law_makes_free_is_free_without_a_decree_and_provisionally_so(year):
    free = {date.fromisoformat(f"{year}-{day}") for day in BY_LAW[year].split()}
    named = {day for day in days_of(year) if holiday_name(day)}
    assert named == free
    for day in days_of(year):
        assert DECREES.is_workday(day) == (day.weekday() < 5 and day not in free)
        assert not DECREES.is_official(day)


def test_a_decree_of_the_years_that_are_known_makes_free_what_the_law_does():
    by_law = [day for day in free_by_law(2025) if day <= LAST_OFFICIAL]
    assert len(by_law) == 26 and not any(DECREES.is_workday(day) for day in by_law)


def test_a_decree_that_is_not_out_yet_can_make_a_day_of_the_law_one_to_work_on():
    assert Calendar({date(2027, 6, 9): True}).is_workday(date(2027, 6, 9))


def test_a_change_made_here_overrules_and_is_official():
    changed = Calendar({date(2027, 1, 1): False, date(2027, 1, 2): True, date(2026, 10, 9): False})
    assert changed.add(date(2026, 9, 18), 10).day == date(2026, 10, 10)
    assert changed.add(date(2026, 12, 31), 1) == Due(date(2027, 1, 2), provisional=False)
    assert changed.until(date(2026, 12, 31), date(2027, 1, 3)) == 1


def test_zero_days_stay_and_negative_days_go_back():
    assert DECREES.add(date(2026, 10, 3), 0).day == date(2026, 10, 3)
    assert DECREES.add(date(2026, 10, 9), -10).day == date(2026, 9, 18)


@given(near, st.integers(1, 80))
@settings(deadline=None)
def test_until_takes_back_what_add_counted(start, n):
    due = DECREES.add(start, n).day
    assert DECREES.until(start, due) == n
    assert DECREES.until(due, start) == -n


@given(near, near, st.dictionaries(near, st.booleans(), max_size=5))
@settings(deadline=None)
def test_until_equals_counting_day_by_day(start, end, changes):
    calendar = Calendar(changes)
    low, high = sorted((start, end))
    between = (low + timedelta(days=n + 1) for n in range((high - low).days))
    counted = sum(calendar.is_workday(day) for day in between)
    assert calendar.until(start, end) == (counted if start <= end else -counted)


@pytest.mark.parametrize(("start", "n"), [(date(9999, 12, 30), 5), (date(1, 1, 2), -5), (date(2026, 1, 1), 10**9)])
def test_what_lies_too_far_away_is_said_so(start, n):
    with pytest.raises(DomainError):
        DECREES.add(start, n)


def test_festivals_have_names_on_free_and_on_made_up_days():
    assert holiday_name(date(2026, 10, 1)) == "National Day"
    assert holiday_name(date(2026, 10, 10)) == "National Day"
    assert holiday_name(date(2026, 10, 12)) == ""


def test_a_page_may_count_hundreds_of_times():
    def work():
        for _ in range(1000):
            DECREES.until(date(2026, 1, 5), date(2027, 3, 1))
            DECREES.add(date(2026, 9, 18), 30)

    assert is_done_in(0.5, work)
