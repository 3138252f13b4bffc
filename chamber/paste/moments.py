"""Parse dates and times in Chinese messages: 12月3日（周四）下午2:30-4:30, 下周三上午九点半, 28号前."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

_SIGNS = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"〇": 0, "两": 2, "十": 10, "百": 100}
_CHINESE = "[一二两三四五六七八九十]"
_N = rf"(?:[0-9]{{1,2}}|{_CHINESE}{{1,3}})"
_WEEK = r"(?:周|星期|礼拜)"
_WEEKDAYS = "一二三四五六日"
_TO = r"[-—–~～至到]"
_GAP = r"[^\S\n]*"
_BRACKETED_WEEKDAY = "[(（【][^\\S\\n]*(?:周|星期|礼拜)?[一二三四五六日天][^\\S\\n]*[)）】]"
_SHORT = r"(?:1[0-2]|0?[1-9])[/.](?:3[01]|[12][0-9]|0?[1-9])(?![0-9./])"
_DAY = re.compile(
    # 12月3日, 2026年12月3日, 明年1月8日, 12月3-5日
    r"(?<![0-9一二三四五六七八九十每〔])"
    r"(?:(?P<year>20[0-9]{2}|[0-9]{2}|[〇零一二三四五六七八九]{4}|[今明去来])\s*年\s*)?"
    rf"(?P<month>{_N})\s*月\s*(?P<day>{_N})\s*(?:[日号]|(?=(?:{_TO}|[、和及])\s*{_N}\s*[日号]))"
    # 2026-12-03, 2026/12/3, 2026.12.3
    r"|(?<![0-9./-])(?P<year_2>20[0-9]{2})(?P<sign>[-/.])(?P<month_2>[0-9]{1,2})(?P=sign)(?P<day_2>[0-9]{1,2})(?![0-9])"
    # 12/3 or 12.3, where what follows is a weekday, a time, or the end of a range: 10.20-10.22
    r"|(?<![0-9./-])(?P<month_3>1[0-2]|0?[1-9])[/.](?P<day_3>3[01]|[12][0-9]|0?[1-9])"
    rf"(?=\s*(?:{_WEEK}|{_BRACKETED_WEEKDAY}|[上下中]午|晚上|早上|[0-9]{{1,2}}[:：点时]"
    rf"|{_TO}\s*{_SHORT}(?!\s*[万元%％倍亿吨米公小分折千])))"
    # 28号前, 28日下午, 本月28日, 下月5号
    r"|(?<![0-9月./路街巷弄道村区园幢栋第])(?:(?P<turn>本月|这个月|下个?月)\s*(?P<day_4>3[01]|[12][0-9]|[1-9])[日号]"
    r"|(?P<day_5>3[01]|[12][0-9]|[1-9])[日号]"
    rf"(?=\s*(?:之?前|以前|[上下中]午|早上|晚上|截[止至]|[(（]{_WEEK}|{_WEEK}|[0-9]{{1,2}}[:：点时]|{_TO}\s*[0-9])))"
    # 明天, 今晚
    r"|(?<![发聪文透证说声申黎光])(?P<near>大后天|后天|明天|明日|明晚|明早|今天|今日|今晚|今早)"
    # 下周三, 本周三
    rf"|(?<![一两每个几数上~—–-])(?P<week>下{{1,3}}个?|本|这个?){_WEEK}(?P<weekday>[一二三四五六日天])"
    # 周三; 周一至周五 are opening hours
    rf"|(?<![一两每个几数上下本这到~—–-])(?<!(?<!截)至){_WEEK}(?P<weekday_2>[一二三四五六日天])(?!\s*{_TO}\s*{_WEEK})"
)
_THROUGH = re.compile(rf"{_GAP}起?{_TO}+{_GAP}")
_DAY_ALONE = re.compile(r"(?P<day>3[01]|[12][0-9]|[1-9])\s*[日号]")
_ALSO = re.compile(
    rf"{_GAP}[、和及]{_GAP}(?:(?P<day>3[01]|[12][0-9]|[1-9])\s*[日号]|{_WEEK}(?P<weekday>[一二三四五六日]))"
)
"""The next day of several: 10月12日、13日; 本周四、周五."""
_SHORT_DAY = re.compile(r"(?P<month>1[0-2]|0?[1-9])[/.](?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9])")
_LAST_WEEKDAY = re.compile(rf"(?P<week>下{{0,3}}个?|本|这个?){_WEEK}(?P<weekday>[一二三四五六日天])")
_WEEKDAY = re.compile(
    rf"{_GAP}(?:[(（【\[]?{_GAP}{_WEEK}(?P<weekday>[一二三四五六日天])[)）】\]]?|[(（【]{_GAP}(?P<weekday_2>[一二三四五六日天]){_GAP}[)）】])"
)
_BETWEEN = re.compile(rf"{_GAP}[,，的]?{_GAP}")
_PART = "凌晨|清晨|早上|早晨|上午|中午|午间|下午|午后|傍晚|晚上|晚间|夜里|早|晚"
_TIME = re.compile(
    rf"(?P<part>{_PART})?\s*(?P<hour>{_N})\s*(?:[:：](?P<minute>[0-5][0-9])(?:[:：][0-5][0-9])?(?![0-9:：])"
    r"|[点时](?![间候期段限长代评赞击名位赛])(?:(?P<half>半)|(?P<quarter>[一三])刻|整"
    rf"|(?P<minute_2>[0-5]?[0-9]|{_CHINESE}{{1,3}})(?:分|(?![0-9一二三四五六七八九十人名家个位点楼层号室栋幢]))|钟)?)"
)
_LONE = re.compile(rf"(?<![0-9.])(?<![0-9][:：])(?:(?:{_PART})\s*(?={_N}\s*[:：点时])|(?=[0-9]{{1,2}}[:：][0-5][0-9]))")
_LATE = ("下午", "午后", "傍晚", "晚上", "晚间", "夜里", "晚")
MAX_MENTIONS = 200
_MAX_GAP = 40
"""Most characters between a date and its time: 日期：12月3日 时间：14:30."""


@dataclass(frozen=True)
class Mention:
    """A date in a text, perhaps with a time, or a range."""

    start: int
    end: int
    day: date
    at: time | None = None
    last: date | None = None
    """The last day of a range."""
    until: time | None = None
    weekday_differs: bool = False
    """The weekday beside it belongs to another date."""
    asks: bool = False
    """It is a day of "this week" that has passed: perhaps the next one is meant."""


def number(text: str) -> int:
    """`12`, `十二` or `三百` as an int."""
    if text.isdecimal():
        return int(text)
    total = last = 0
    for sign in text:
        value = _SIGNS[sign]
        total, last = (total + (last or 1) * value, 0) if value >= 10 else (total, value)
    return total + last


def find(text: str, day_at: Callable[[int], date], today: date, *, means_next: bool = False) -> list[Mention]:
    """The dates and times in a text, in order; `day_at` gives the date from which "tomorrow" counts at an index.

    `means_next`: a day of "this week" that has passed by `today` is that of the next.
    """
    found: list[Mention] = []
    place = 0
    while len(found) < MAX_MENTIONS and (match := _DAY.search(text, place)):
        begins = day_at(match.start())
        if match["day_5"] and found and found[-1].day >= begins and match.start() - found[-1].end <= _MAX_GAP:
            # A day without month has the month of the date before it.
            begins = found[-1].day.replace(day=1)
        day = _day(match, begins)
        place = match.end()
        if day is not None:
            part = (match["near"] or "").strip("今明日天后大")
            asks = bool(match["week"]) and match["week"][0] in "本这" and day < today
            day += timedelta(7 * (asks and means_next))
            mention = Mention(match.start(), place, day, asks=asks and not means_next)
            found.append(_whole(text, mention, part, day_at))
            place = found[-1].end
    return _with_lone_times(text, found, day_at)


def _day(match: re.Match[str], today: date) -> date | None:
    """The date of a match; None if it does not exist."""
    groups = match.groupdict()
    try:
        if groups["near"]:
            ahead = 3 if groups["near"] == "大后天" else "今明后".index(groups["near"][0])
            return today + timedelta(ahead)
        if groups["weekday"] or groups["weekday_2"]:
            return _of_week(groups["week"] or "", groups["weekday"] or groups["weekday_2"], today)
        day = next(number(groups[name]) for name in ("day", "day_2", "day_3", "day_4", "day_5") if groups[name])
        month = groups["month"] or groups["month_2"] or groups["month_3"]
        if month is None:
            return _of_month(groups["turn"] or "", day, today)
        year = groups["year"] or groups["year_2"]
        return date(_year(year, today), number(month), day) if year else _nearest(number(month), day, today)
    except (ValueError, OverflowError):
        return None


def _of_week(which: str, weekday: str, today: date) -> date:
    place = _WEEKDAYS.index(weekday.replace("天", "日"))
    if not which:
        return today + timedelta((place - today.weekday()) % 7)
    return today - timedelta(today.weekday()) + timedelta(7 * which.count("下") + place)


def _of_month(turn: str, day: int, today: date) -> date:
    """A day of the month: in this month or, if past, the next."""
    first = today.replace(day=1)
    if turn.startswith("下") or (not turn and day < today.day):
        first = (first + timedelta(31)).replace(day=1)
    return first.replace(day=day)


def _year(text: str, today: date) -> int:
    if text in ("今", "明", "来", "去"):
        return today.year + {"今": 0, "去": -1}.get(text, 1)
    if not text.isdecimal():
        return int("".join(str(_SIGNS[sign]) for sign in text))
    return int(text) + (2000 if len(text) == 2 else 0)


def _nearest(month: int, day: int, today: date) -> date:
    """A date without year: from two months ago to ten months ahead."""
    for year in (today.year, today.year + 1, today.year - 1):
        try:
            one = date(year, month, day)
        except ValueError:
            continue
        if timedelta(-60) <= one - today <= timedelta(306):
            return one
    return date(today.year, month, day)


def _whole(text: str, mention: Mention, part: str, day_at: Callable[[int], date]) -> Mention:
    """The mention with the weekday, time and end that follow it."""
    end, weekday_differs = _past_weekday(text, mention.end, mention.day)
    mention = replace(mention, end=end, weekday_differs=weekday_differs)
    at = _time(text, _BETWEEN.match(text, end).end(), part)  # type: ignore[union-attr]
    if at is not None:
        mention = replace(mention, at=at[0], end=at[1])
    return _until(text, mention, day_at)


def _past_weekday(text: str, place: int, day: date) -> tuple[int, bool]:
    match = _WEEKDAY.match(text, place)
    if match is None:
        return place, False
    weekday = match["weekday"] or match["weekday_2"]
    return match.end(), _WEEKDAYS.index(weekday.replace("天", "日")) != day.weekday()


def _until(text: str, mention: Mention, day_at: Callable[[int], date]) -> Mention:
    """The mention with the end that follows "to": a date, a time, or both; or with the days named after it."""
    through = _THROUGH.match(text, mention.end)
    if through is None:
        return mention if mention.at else _with_next_days(text, mention)
    place, last = through.end(), None
    found = _last_day(text, place, mention.day, day_at(place))
    if found is not None:
        last, end = found
        if last is None or last < mention.day:
            return mention
        place, weekday_differs = _past_weekday(text, end, last)
        mention = replace(mention, last=last, end=place, weekday_differs=mention.weekday_differs or weekday_differs)
        place = _BETWEEN.match(text, place).end()  # type: ignore[union-attr]
    if mention.at is None:
        # 12月3日至5日 8:30-17:00: both times follow the days.
        at = _time(text, place, "") if last is not None else None
        return mention if at is None else _until(text, replace(mention, at=at[0], end=at[1]), day_at)
    begins = mention.at
    until = _time(text, place, "", begins if last is None else None)
    if until is not None and last is None and until[0] <= begins and begins.hour > 12:
        # 6:00 alone is in the evening, 6:00至18:00 begins in the morning.
        begins = begins.replace(hour=begins.hour - 12)
    if until is None or (last is None and until[0] <= begins):
        return mention
    return replace(mention, at=begins, until=until[0], end=until[1])


def _last_day(text: str, place: int, first: date, today: date) -> tuple[date | None, int] | None:
    """The day that begins at this index and ends a range, and where it ends; the day is None if there is no such."""
    if match := _DAY_ALONE.match(text, place):
        return _same_month(first, int(match["day"])), match.end()
    if match := _DAY.match(text, place):
        return _day(match, today), match.end()
    if match := _SHORT_DAY.match(text, place):
        return _nearest(int(match["month"]), int(match["day"]), today), match.end()
    if match := _LAST_WEEKDAY.match(text, place):
        ahead = (_WEEKDAYS.index(match["weekday"].replace("天", "日")) - first.weekday()) % 7
        return first + timedelta(ahead), match.end()
    return None


def _with_next_days(text: str, mention: Mention) -> Mention:
    """The mention up to the last of the days that follow one another: 10月12日、13日."""
    last = mention.last or mention.day
    while match := _ALSO.match(text, mention.end):
        follows = last + timedelta(1)
        is_next = int(match["day"]) == follows.day if match["day"] else match["weekday"] == _WEEKDAYS[follows.weekday()]
        if not is_next:
            break
        last, mention = follows, replace(mention, last=follows, end=match.end())
    return mention


def _same_month(day: date, number: int) -> date | None:
    try:
        return day.replace(day=number)
    except ValueError:
        return None


def _time(text: str, place: int, part: str, after: time | None = None) -> tuple[time, int] | None:
    """The time that begins at this index, and where it ends; it must be later than `after`."""
    match = _TIME.match(text, place)
    if match is None:
        return None
    hour, minute = number(match["hour"]), number(match["minute"] or match["minute_2"] or "0")
    minute = 30 if match["half"] else 15 * number(match["quarter"]) if match["quarter"] else minute
    part = match["part"] or part
    if hour >= 24 or minute > 59:
        return (time(23, 59), match.end()) if (hour, minute) == (24, 0) else None
    if part in _LATE:
        hour, minute = (
            (hour + 12, minute) if hour < 12 else (23, 59) if hour == 12 and part[0] == "晚" else (hour, minute)
        )
    elif part in ("中午", "午间"):
        hour += 12 if hour < 4 else 0
    elif not part and not match["hour"].startswith("0"):
        is_before = after is not None and time(hour, minute) <= after
        # Nobody meets at three at night: 9:00-3:00 ends in the afternoon.
        hour += 12 if hour < 12 and (1 <= hour <= 6 or is_before) else 0
    return time(hour, minute), match.end()


def _with_lone_times(text: str, found: list[Mention], day_at: Callable[[int], date]) -> list[Mention]:
    """The mentions, those without time completed by a time shortly after; a time without date is ignored."""
    every: list[Mention] = []
    waiting = [*reversed(found)]
    for start, at, end in _lone_times(text):
        while waiting and waiting[-1].start < end:
            every.append(waiting.pop())
        last = every[-1] if every else None
        if last is not None and start < last.end:
            continue
        if last is not None and last.at is None and last.last is None and start - last.end <= _MAX_GAP:
            # Text between the two, such as a place, is not part of it.
            every[-1] = replace(_until(text, replace(last, end=end, at=at), day_at), end=last.end)
    return [*every, *reversed(waiting)]


def _lone_times(text: str) -> Iterator[tuple[int, time, int]]:
    for begin in _LONE.finditer(text):
        found = _time(text, begin.start(), "")
        if found is not None:
            yield begin.start(), *found
