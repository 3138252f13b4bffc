"""Extract title, date, place, deadline, seats and phones from a pasted text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from .. import clock
from ..errors import DomainError
from ..events.models import EventKind
from ..language.phones import phone
from ..language.text import clean, excerpt
from . import chats, moments
from .moments import Mention

MAX_TITLE_LENGTH, MAX_PLACE_LENGTH, MAX_PHONES = 60, 120, 20
LONG_TITLE = 32
"""A longer title is cut at its last clause before this length, if it has one."""
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_BEFORE, _AFTER = 16, 8
"""Characters around a date that say what it is."""
_DEADLINE_BEFORE = re.compile(r"截止|截至|最迟|最晚|止于|报名(?:时间|日期|期限)")
_DEADLINE_AFTER = re.compile(
    r"[^\S\n]*\)?(?:下班|中午|晚上)?(?:之前|以前|前(?!往|来|后|台|排|到|签到|入场|集合)|截止|截至|止(?!步))"
)
_REGISTRATION = re.compile(r"报名|回执|接龙|填报|反馈|报送|名单|确认|登记")
_LABELLED = re.compile(r"(?:时\s*间|日\s*期|定于|于|改[到为至在]|调整[到为至]|(?:推迟|延期|延迟|提前)[到至])\s*:?\s*$")
_LABEL = re.compile(
    r"(?:[一二三四五六七八九十0-9]{1,2}[、.])?\s*\S{0,4}"
    r"(?:时\s*间|日\s*期|地\s*[点址]|对象|内容|人员|主办|联系人|电话|名额|报名方式|截止|费用|备注|议程|要求)\s*(?::|$)"
)
_SUBJECT = re.compile(r"\S{0,4}主\s*题\s*:\s*")
_PLACE = re.compile(r"(?:地\s*[点址]\s*[:在]|(?:会\s*场|场\s*地|集合点|会议室)\s*:)\s*(?P<place>[^\n;。]{2,120})")
_NEXT_LABEL = re.compile(
    r"[,\s]+(?:(?:会议|活动|培训|报名)?(?:时\s*间|日\s*期|内\s*容)|主\s*题|参\S{1,3}人员|联\s*系)\S{0,4}\s*:.*"
)
_ROOM = (
    "(?:会议室|会议厅|会议中心|报告厅|多功能厅|会客厅|路演厅|接待室|洽谈室|培训室|活动室|活动中心|服务中心|大礼堂|礼堂|"
    "大厅|展厅|教室|食堂|酒店|宾馆|饭店|公园|广场|[0-9一二三四五六七八九十]{1,3}[楼层]|[0-9]{3,4}室)"
)
_ROOMS = rf"{_ROOM}(?:[^\n\s,;。、:|()在到于的召开]{{0,10}}?{_ROOM}){{0,2}}"
_AT = re.compile(rf"[在到于](?P<place>[^\n,;。、:|()在到于]{{0,40}}?{_ROOMS})")
_SOMEWHERE = re.compile(rf"(?<![^\n\s,;。、:|()的])(?P<place>[^\n\s,;。、:|()的]{{0,20}}?{_ROOMS})")
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|[上下中]午")
_COUNT = "(?P<number>[0-9]{1,5}|[一二三四五六七八九十百]{1,5})"
_EACH = re.compile(rf"每(?:家|个|户|企业|单位|会员)[^\n,;。]{{0,10}}?{_COUNT}\s*(?:人|名|位)")
_SEATS = [
    re.compile(
        rf"(?:名额|席位|座位|限额)(?:有限)?[^\n;。0-9一二三四五六七八九十百]{{0,4}}{_COUNT}(?![0-9]|月|日|号|点)"
    ),
    re.compile(rf"(?:限|容纳|前)(?:报|定|额|招|收)?\s*{_COUNT}\s*(?:人|名|位|个)"),
]
_DASH = "[-–—‐ ]"
_PHONE = re.compile(
    rf"(?<![0-9])(?:(?:\+?86|0086){_DASH}{{0,2}})?1[3-9][0-9](?:{_DASH}{{0,2}}[0-9]){{8}}(?![0-9])"
    rf"|(?<![0-9])(?:\+?86{_DASH}?)?\(?0[0-9]{{2,3}}\)?{_DASH}{{0,2}}[0-9]{{3,4}}{_DASH}?[0-9]{{4}}(?:(?:-|转)[0-9]{{1,6}})?(?![0-9])"
    rf"|(?<![0-9])400{_DASH}?[0-9]{{3}}{_DASH}?[0-9]{{4}}(?![0-9])"
)
_SALUTATION = (
    r"(?:(?:尊敬的|亲爱的)?(?:各位|各会员|各企业|各单位|全体)[^\s:,!。]{0,20}|大家(?:好|上午好|下午好|晚上好)?|您好|你好"
    r"|(?:早上|上午|下午|晚上)好|收到|好的?|#?接龙|[^\W\d_]{1,2}(?:秘书长?|会长|主任|书记|老师|经理|科长|主席|总)(?:您好|你好|好)?"
    r"|(?:想|要)?(?:跟|向|和)(?:你|您|秘书处|商会)(?:反映|说|汇报)(?:一下|一?个|一件|下)?(?:事情?|情况|问题)?)"
)
_GREETED = re.compile(rf"(?:@\S+\s+)*(?:{_SALUTATION}[:,!。]\s*)*")
_GREETING = re.compile(rf"{_GREETED.pattern}(?:@\S+|{_SALUTATION})?")
"""A whole line; each part ends with a character that no part contains, so there is no backtracking."""
_HEADLINE = re.compile(r"(?:通知|公告|通报|邀请函|邀请|倡议书|提醒|函|简章|预告|方案)[】\])!。]*$")
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
_ORNAMENT = re.compile(r"^[^\w【《〈“‘「『\"'(（\[]+|(?:\[[^\[\]\s]{1,4}\]|[#*=~—–\s-])+$")
_MEETING_NAME = re.compile(
    r"(?:召开|举办|举行|开展)(?:一[场次期个])?"
    r"([^,。;!?:\n]{2,28}?(?:会议|会|论坛|沙龙|讲座|培训班?|宣讲|研讨|活动|对接))(?![议员长务场])"
)
"""A meeting's name within a sentence."""
_DURATION = re.compile(
    r"(?:会期|会议时长|时长|历时|用时|预计|时间)[为是:]?\s*(?:大?约)?\s*"
    r"(?:(?P<hours>[0-9]{1,2}(?:\.5)?|[一二两三四五六])?\s*个?(?P<half>半)?个?(?:小时|钟头)|(?P<minutes>[0-9]{2,3})\s*分钟)"
)
_CLAUSES = re.compile(rf".{{7,{LONG_TITLE - 1}}}(?=[，,])")
_SENTENCE = re.compile(r"[。!?;]|[,、 ]?(?:联系|电话|手机)")


@dataclass(frozen=True)
class Reading:
    """What was found; empty or None otherwise. Times are aware."""

    text: str
    """Without header lines of a chat."""
    title: str
    speakers: tuple[str, ...]
    phones: tuple[str, ...]
    """E.164."""
    kind: str
    """Kind of event; `other` if none is named."""
    place: str
    capacity: int | None
    seats_per_member: int | None
    starts: Mention | None
    starts_at: datetime | None
    """Also None if only the day is known."""
    ends_at: datetime | None
    closes_at: datetime | None
    """Registration deadline; a day without time means its end."""


def read(typed: str) -> Reading:
    """Extract everything, relative to today (Shanghai). Never fails; takes time linear in the length."""
    today = clock.today()
    chat = chats.read(clean(typed, lines=True), today)
    plain = chat.text.translate(_FULL_WIDTH)
    found = moments.find(plain, lambda place: chat.day_at(place, today))
    starts = _start(plain, found)
    title = _title(chat.text, starts is not None)
    return Reading(
        text=chat.text,
        title=title,
        kind=_kind(title) or _kind(chat.text) or EventKind.OTHER,
        speakers=chat.speakers,
        phones=_phones(plain),
        place=_place(plain, found),
        capacity=_capacity(plain),
        seats_per_member=_number(_EACH.search(plain)),
        starts=starts,
        starts_at=_moment(starts.day, starts.at) if starts and starts.at else None,
        ends_at=_end(plain, starts),
        closes_at=_closing(plain, found),
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
    return best


def _closing(plain: str, found: list[Mention]) -> datetime | None:
    """The registration deadline, else the only deadline."""
    ends = [(one, before, after) for one, before, after in _with_context(plain, found) if _is_deadline(before, after)]
    for one, before, after in ends:
        if _REGISTRATION.search(before + after) or len(ends) == 1:
            return _moment(one.last or one.day, one.until or one.at or time(23, 59))
    return None


def _place(plain: str, found: list[Mention]) -> str:
    labelled = _PLACE.search(plain)
    if labelled:
        return excerpt(_NEXT_LABEL.sub("", labelled["place"]).rstrip(" ,"), MAX_PLACE_LENGTH)
    pieces, end = [], 0
    for one in found:
        pieces += [plain[end : one.start], "|"]
        end = max(end, one.end)
    bare = _CLOCK.sub("|", "".join([*pieces, plain[end:]]))
    match = _AT.search(bare) or _SOMEWHERE.search(bare)
    return excerpt(match["place"].strip("| "), MAX_PLACE_LENGTH) if match else ""


def _number(match: re.Match[str] | None) -> int | None:
    found = moments.number(match["number"]) if match else 0
    return found or None


def _capacity(plain: str) -> int | None:
    rest = _EACH.sub("", plain)
    return next((number for pattern in _SEATS if (number := _number(pattern.search(rest)))), None)


def _phones(plain: str) -> tuple[str, ...]:
    known: dict[str, None] = {}
    for match in _PHONE.finditer(plain):
        try:
            known[phone(match[0])] = None
        except DomainError:
            continue
        if len(known) == MAX_PHONES:
            break
    return tuple(known)


def _kind(text: str) -> str:
    return next((kind for kind, words in _KINDS.items() if words.search(text)), "")


def _title(text: str, is_dated: bool) -> str:
    """The headline among the first lines, else the meeting named, else the beginning of the first line with content."""
    lines = [line for line in map(clean, text[:4000].split("\n")) if any(map(str.isalnum, line))]
    content = [line for line in lines[:8] if not _GREETING.fullmatch(line.translate(_FULL_WIDTH))]
    headline = next((line for line in content[:5] if len(line) <= MAX_TITLE_LENGTH and _HEADLINE.search(line)), "")
    unlabelled = [line for line in content if not _LABEL.match(line.translate(_FULL_WIDTH))]
    first = headline or next(iter(unlabelled), "")
    plain = first.translate(_FULL_WIDTH)
    subject = _SUBJECT.match(plain)
    greeted = _GREETED.match(plain)
    begin = (greeted.end() if greeted else 0) or (subject.end() if subject else 0)
    meeting_name = _MEETING_NAME.search(plain, begin) if is_dated and not headline else None
    if meeting_name:
        return _ORNAMENT.sub("", first[meeting_name.start(1) : meeting_name.end(1)])
    sentence = None if headline else _SENTENCE.search(plain, begin + 4)
    title = _ORNAMENT.sub("", first[begin : sentence.start() if sentence else None])
    clauses = _CLAUSES.match(title) if len(title) > LONG_TITLE else None
    return clauses[0] if clauses else excerpt(title, MAX_TITLE_LENGTH)
