"""Extract title, date, place, deadline, seats, phones and people from a pasted text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from .. import clock
from ..events.models import EventKind
from ..language.text import clean
from ..members.models import Office
from . import chats, circles, moments, people, places, telephones, titles
from .moments import Mention
from .people import Person

MAX_PHONES = 20
_SHORT_LINE = 24
_CONTACTS = re.compile(r"电话|联系|热线|通讯录")
_BEFORE, _AFTER = 16, 8
"""Characters around a date that say what it is."""
_DEADLINE_BEFORE = re.compile(r"截止|截至|最迟|最晚|止于|报名(?:时间|日期|期限)")
_DEADLINE_AFTER = re.compile(
    r"[^\S\n]*\)?(?:下班|中午|晚上)?(?:之前|以前|前(?!往|来|后|台|排|到|签到|入场|集合)|截止|截至|止(?!步))"
)
_REGISTRATION = re.compile(r"报名|回执|接龙|填报|反馈|报送|名单|确认|登记")
_LABELLED = re.compile(r"(?:时\s*间|日\s*期|定于|于|改[到为至在]|调整[到为至]|(?:推迟|延期|延迟|提前)[到至])\s*:?\s*$")
_COUNT = "(?P<number>[0-9]{1,5}|[一二三四五六七八九十百]{1,5})"
_EACH = re.compile(rf"每(?:家|个|户|企业|单位|会员)[^\n,;。]{{0,10}}?{_COUNT}\s*(?:人|名|位)")
_SEATS = [
    re.compile(
        rf"(?:名额|席位|座位|限额)(?:有限)?[^\n;。0-9一二三四五六七八九十百]{{0,4}}{_COUNT}(?![0-9]|月|日|号|点)"
    ),
    re.compile(rf"(?:限|容纳|前)(?:报|定|额|招|收)?\s*{_COUNT}\s*(?:人|名|位|个)"),
]
_KINDS = {
    EventKind.ASSEMBLY: re.compile(r"(?:会员|代表)大会|年会|换届"),
    EventKind.COUNCIL: re.compile(r"理事会|会长办公会"),
    EventKind.PARTY: re.compile(r"党建|党课|主题党日|党员"),
    EventKind.WELFARE: re.compile(r"公益|慰问|捐[赠款资]|献血|志愿"),
    EventKind.STUDY_VISIT: re.compile(r"参观|考察|走访|走进"),
    EventKind.TRAINING: re.compile(r"培训|讲座|实操"),
    EventKind.FORUM: re.compile(r"座谈|论坛|沙龙|对接会|圆桌"),
    EventKind.POLICY_STUDY: re.compile(r"学习|宣讲|解读|政策|条例|法规"),
}
"""Words for a kind of event, the most certain first."""
_DURATION = re.compile(
    r"(?:会期|会议时长|时长|历时|用时|预计|时间)[为是:]?\s*(?:大?约)?\s*"
    r"(?:(?P<hours>[0-9]{1,2}(?:\.5)?|[一二两三四五六])?\s*个?(?P<half>半)?个?(?:小时|钟头)|(?P<minutes>[0-9]{2,3})\s*分钟)"
)


_LECTURERS = [
    re.compile(r"主讲(?:人|嘉宾|老师|专家|单位)?\s*:\s*(?P<names>[^\n。;,]{2,80})"),
    re.compile(r"(?:特?邀请?|由)(?P<names>[^\n。;,:]{2,40}?)(?:主讲|授课|讲授|作专题(?:讲座|讲解|辅导))"),
]
_FORM = re.compile(r"回执|填报|填写|填表|反馈|报送|上报|统计表|登记表|自查表")


@dataclass(frozen=True)
class Reading:
    """What was found; empty or None otherwise. Times are aware."""

    text: str
    """Without header lines of a chat."""
    title: str
    speakers: tuple[str, ...]
    phones: tuple[str, ...]
    """E.164; as its digits where the area code is not known."""
    people: tuple[Person, ...]
    """Of its lists: 接龙, phone lists, tables."""
    kind: str
    """Kind of event; `other` if none is named."""
    place: str
    capacity: int | None
    seats_per_member: int | None
    lecturers: str
    """Who speaks at an event."""
    wants_form: bool
    """Whether firms are to fill in something until a deadline."""
    starts: Mention | None
    starts_at: datetime | None
    """Also None if only the day is known."""
    ends_at: datetime | None
    closes_at: datetime | None
    """Registration deadline; a day without time means its end."""
    offices: tuple[Office, ...] | None
    """Whom it addresses: firms with these offices; empty: all; None where it does not say it."""
    asks: bool
    """Whether it names a day of "this week" that has passed: perhaps the next week is meant."""


def read(typed: str, *, area: str = "", means_next: bool = False) -> Reading:
    """Extract everything, relative to today (Shanghai). Never fails; takes time linear in the length.

    `area`: the code of phone numbers that have none. `means_next`: a day of "this week" that has passed is the next.
    """
    today = clock.today()
    chat = chats.read(clean(typed, lines=True), today)
    plain = chat.text.translate(titles.FULL_WIDTH)
    found = moments.find(plain, lambda place: chat.day_at(place, today), today, means_next=means_next)
    starts = _start(plain, found)
    (listed, entries), closes_at = people.find(plain, area), _closing(plain, found)
    place = places.place(plain, found)
    title = titles.title(chat.text, found, place, entries, is_dated=starts is not None)
    return Reading(
        text=chat.text,
        title=title,
        kind=_kind(title) or _kind(chat.text) or EventKind.OTHER,
        speakers=chat.speakers,
        phones=tuple(dict.fromkeys([*_phones(plain, area), *(one.phone for one in listed if one.phone)]))[:MAX_PHONES],
        people=listed,
        place=place,
        capacity=_capacity(plain),
        seats_per_member=_number(_EACH.search(plain)),
        lecturers=_lecturers(plain),
        wants_form=closes_at is not None and bool(_FORM.search(plain)),
        starts=starts,
        starts_at=_moment(starts.day, starts.at) if starts and starts.at else None,
        ends_at=_end(plain, starts),
        closes_at=closes_at,
        offices=circles.offices(plain),
        asks=any(one.asks for one in found),
    )


def _moment(day: object, at: time) -> datetime:
    return datetime.combine(day, at, clock.LOCAL)  # type: ignore[arg-type]


def _end(plain: str, starts: Mention | None) -> datetime | None:
    """The end: as written, else start plus duration."""
    if starts is None or starts.at is None:
        return None
    if starts.until:
        return _moment(starts.last or starts.day, starts.until)
    duration = _DURATION.search(plain)
    if duration is None or starts.last:
        return None
    whole, _point, five = (duration["hours"] or "").partition(".")
    halves = 2 * moments.number(whole or "0") + bool(duration["half"] or five)
    minutes = int(duration["minutes"] or 30 * halves)
    return _moment(starts.day, starts.at) + timedelta(minutes=minutes) if minutes else None


def _with_context(plain: str, found: list[Mention]) -> Iterable[tuple[Mention, str, str]]:
    """Each date with the text before it (on its line) and after it."""
    previous = 0
    for one in found:
        before = plain[max(previous, one.start - _BEFORE) : one.start]
        yield one, before.rpartition("\n")[2], plain[one.end : one.end + _AFTER]
        previous = one.end


def _is_deadline(before: str, after: str) -> bool:
    return bool(_DEADLINE_BEFORE.search(before) or _DEADLINE_AFTER.match(after))


def _start(plain: str, found: list[Mention]) -> Mention | None:
    """The start: the date that is labelled so, has a time, and is not past."""
    best, most = None, -1
    for one, before, after in _with_context(plain, found):
        if _is_deadline(before, after):
            continue
        is_signature = not before.strip() and not plain[one.end :].strip() and one.at is None and one.start > 0
        score = 4 * (one.at is not None) + 2 * bool(_LABELLED.search(before)) + (one.day >= clock.today())
        if not is_signature and score > most:
            best, most = one, score
    if best and not best.last:
        # 19日-21日举办，19日上午9点报到
        last = next((one.last for one in found if one.last and one.day == best.day), None)
        best = replace(best, last=last) if last and not best.until else best
    return best


def _closing(plain: str, found: list[Mention]) -> datetime | None:
    """The registration deadline, else the only deadline."""
    ends = [(one, before, after) for one, before, after in _with_context(plain, found) if _is_deadline(before, after)]
    for one, before, after in ends:
        if _REGISTRATION.search(before + after) or len(ends) == 1:
            return _moment(one.last or one.day, one.until or one.at or time(23, 59))
    return None


def _number(match: re.Match[str] | None) -> int | None:
    found = moments.number(match["number"]) if match else 0
    return found or None


def _capacity(plain: str) -> int | None:
    rest = _EACH.sub("", plain)
    return next((number for pattern in _SEATS if (number := _number(pattern.search(rest)))), None)


def _lecturers(plain: str) -> str:
    match = next((found for pattern in _LECTURERS if (found := pattern.search(plain))), None)
    return clean(match["names"]) if match else ""


def _phones(plain: str, area: str) -> tuple[str, ...]:
    """The numbers of the text; under a word such as 联系方式 also those of short lines that say nothing more."""
    found: dict[str, None] = {}
    is_list = bool(_CONTACTS.search(plain))
    for line in plain.split("\n"):
        for _written, value in telephones.find_phones(line, area, anywhere=is_list and len(line) <= _SHORT_LINE):
            found[value] = None
    return tuple(found)


def _kind(text: str) -> str:
    return next((kind for kind, words in _KINDS.items() if words.search(text)), "")
