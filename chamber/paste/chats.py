"""Parse chats copied from WeChat: remove the lines that name sender and time."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

_DAY = r"(?P<year>20[0-9]{2})[-/.年](?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})日?"
_TIME = r"(?:[上下中]午|早上|晚上|凌晨)?\s*[0-9]{1,2}[:：][0-9]{2}"
_SECONDS = r"[:：][0-9]{2}"
_WHO = r"(?P<who>[^\s:：,，。;；!！?？\[\]【】](?:[^:：,，。;；!！?？\[\]]{0,38}[^\s:：,，。;；!！?？\[\]])?)"
_HEADERS = [
    re.compile(pattern)
    for pattern in (
        rf"{_WHO}\s+{_DAY}\s+{_TIME}(?:{_SECONDS})?",
        rf"{_WHO}\s+(?:(?P<month>[0-9]{{1,2}})月(?P<day>[0-9]{{1,2}})日|(?P<yesterday>昨天))\s*{_TIME}(?:{_SECONDS})?",
        rf"{_WHO}\s+(?P<month>[0-9]{{1,2}})[-/.](?P<day>[0-9]{{1,2}})\s+{_TIME}(?:{_SECONDS})?",
        rf"{_WHO}\s+{_TIME}{_SECONDS}",
        rf"{_DAY}\s+{_TIME}{_SECONDS}\s+{_WHO}[:：]?",
        r"[—–=-]{2,}\s*" + _DAY + r"\s*[—–=-]{2,}",
        r".{0,40}聊天记录(?:如下)?[:：]?",
    )
]
_BRACKETED = re.compile(rf"[\[【]{_DAY}\s+{_TIME}(?:{_SECONDS})?[\]】]\s*{_WHO}\s*[:：]\s*")
_TIME_ONLY = re.compile(rf"{_WHO}\s+{_TIME}")
"""Only after a line of dashes with a date."""
_MARK = re.compile(r"[0-9][:：][0-9]{2}|[—–=-]{2}|聊天记录")
_NOT_A_NAME = re.compile(r"时间|日期|截止|截至|开始|结束|地点|会议|活动|报名|签到|开会|培训|今天|明天|后天|定于|通知")
"""Words before a time in text that is no chat."""
MAX_HEADER_LENGTH = 120


@dataclass(frozen=True)
class Chat:
    """The messages without their header lines."""

    text: str
    speakers: tuple[str, ...]
    """Names in the group, each once."""
    days: tuple[tuple[int, date], ...]
    """(index of a character, date of the messages from there on)."""

    def day_at(self, place: int, today: date) -> date:
        """The date from which "tomorrow" counts at this index: that of the message, else today."""
        number = bisect_right(self.days, place, key=lambda one: one[0])
        return self.days[number - 1][1] if number else today


def read(text: str, today: date) -> Chat:
    """Split a cleaned text into messages, senders and dates; other lines stay as they are."""
    messages: list[str] = []
    dates: list[tuple[int, date]] = []
    speakers: dict[str, None] = {}
    for line in text.split("\n"):
        found = _header(line, today, is_dated=bool(dates))
        if found is None:
            messages.append(line)
            continue
        groups = found.groupdict()
        if groups.get("who"):
            speakers[groups["who"]] = None
        day = _day(groups, today)
        if day is not None:
            dates.append((len(messages), day))
        if found.re is _BRACKETED and found.end() < len(line):
            messages.append(line[found.end() :])
    starts = [0, *accumulate(len(line) + 1 for line in messages)]
    lead = next((number for number, line in enumerate(messages) if line.strip()), 0)
    days = tuple((max(0, starts[number] - starts[lead]), day) for number, day in dates)
    return Chat("\n".join(messages[lead:]).rstrip(), tuple(speakers), days)


def _header(line: str, today: date, *, is_dated: bool) -> re.Match[str] | None:
    if not _MARK.search(line[:MAX_HEADER_LENGTH]):
        return None
    found = _BRACKETED.match(line)
    if found is None and len(line) <= MAX_HEADER_LENGTH:
        patterns = [*_HEADERS, _TIME_ONLY] if is_dated else _HEADERS
        found = next((match for pattern in patterns if (match := pattern.fullmatch(line.strip()))), None)
    if found is None or _NOT_A_NAME.search(found.groupdict().get("who") or ""):
        return None
    day = _day(found.groupdict(), today)
    # A line with a future date is no message header: it says when something takes place.
    return found if not found.groupdict().get("month") or (day is not None and day <= today) else None


def _day(groups: dict[str, str | None], today: date) -> date | None:
    """The date of a header line; without a year the nearest one, this year or last."""
    if groups.get("yesterday"):
        return today - timedelta(days=1)
    month, day = (int(groups.get(name) or 0) for name in ("month", "day"))
    if groups.get("year"):
        return _date(int(groups["year"] or 0), month, day)
    this, last = (_date(year, month, day) for year in (today.year, today.year - 1))
    return last if last and (this is None or this - today > today - last) else this


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
