"""Formatting days and times: in the page's language, in Asia/Shanghai, without the year where it is this one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date as format_day
from babel.dates import format_skeleton
from flask import g
from flask_babel import force_locale, get_locale

from .. import clock

LANGUAGES = (("zh_CN", "中文"), ("en", "English"))
"""The languages of the pages, each under its own name."""
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def language() -> str:
    """The language of this page, also before anything on it was translated: Babel works it out when first asked."""
    known = str(g.get("locale") or get_locale())
    return "en" if known == "en" else "zh_CN"


def language_of(text: str) -> str:
    """The language that a text is written in: Chinese as soon as it has a Chinese character."""
    return "zh_CN" if _CHINESE.search(text) else "en"


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Words and dates in this language, whatever the page's own is: for texts that are copied out of it."""
    before = g.get("locale")
    g.locale = code
    try:
        with force_locale(code):
            yield
    finally:
        g.locale = before


def local_date(value: Any) -> str:
    """The day without the year where it is this one, as the language of the page writes it."""
    day = clock.local(value).date() if isinstance(value, datetime) else value
    if day is None:
        return ""
    skeleton = "MMMd" if day.year == clock.today().year else "yMMMd"
    return _day_words(skeleton, day, language())


@lru_cache(maxsize=4096)
def _day_words(skeleton: str, day: date, locale: str) -> str:
    # A list of thirty rows would ask Babel thirty times, a third of a millisecond each.
    return format_skeleton(skeleton, day, locale=locale)


@lru_cache(maxsize=4096)
def _name_of(day: date, pattern: str, locale: str) -> str:
    return format_day(day, pattern, locale=locale)


def full_date(day: date) -> str:
    """The day with its year: what is printed must say which."""
    return _day_words("yMMMd", day, language())


def local_time(value: datetime | None) -> str:
    """Day and time in Asia/Shanghai."""
    return _time_words(value, clock.today().year, language()) if value else ""


@lru_cache(maxsize=4096)
def _time_words(moment: datetime, this_year: int, locale: str) -> str:
    day = clock.local(moment)
    return f"{_day_words('MMMd' if day.year == this_year else 'yMMMd', day.date(), locale)} {day:%H:%M}"


def weekday(value: Any, short: bool = False) -> str:
    """The name of the weekday."""
    day = clock.local(value).date() if isinstance(value, datetime) else value
    return _name_of(day, "EEE" if short else "EEEE", language())


def month_name(day: date) -> str:
    """The name of the month."""
    return _name_of(day, "LLLL", language())
