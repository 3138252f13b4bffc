"""Days that are free by law in every year, before a decree of the State Council says how a year's days are exchanged.

Source: 《全国年节及纪念日放假办法》 of the State Council, art. 2, as revised in 2024.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from chinese_calendar.constants import Holiday

_MOVING = tomllib.loads((Path(__file__).parent / "festivals.toml").read_text(encoding="utf-8"))
LAST_YEAR = 2099
"""The last year of which the law is asked; the festivals of the moon are known for a part of them."""

_FIXED = (
    (Holiday.new_years_day, 1, (1,)),
    (Holiday.labour_day, 5, (1, 2)),
    (Holiday.national_day, 10, (1, 2, 3)),
)


def free_by_law(first_year: int) -> dict[date, str]:
    """Each day that the law makes free from this year on, with the name of its festival."""
    return {day: name.value for year in range(first_year, LAST_YEAR + 1) for day, name in _of(year)}


def _of(year: int) -> Iterator[tuple[date, Holiday]]:
    if days := _MOVING.get(str(year)):
        tombs, spring, boats, moon = (date.fromisoformat(f"{year}-{day}") for day in days)
        yield tombs, Holiday.tomb_sweeping_day
        for offset in range(-1, 3):
            yield spring + timedelta(days=offset), Holiday.spring_festival
        yield boats, Holiday.dragon_boat_festival
        yield moon, Holiday.mid_autumn_festival
    for name, month, numbers in _FIXED:
        for number in numbers:
            yield date(year, month, number), name
