"""Find the matter of a sentence that is no title: one that begins with a time, moves a meeting, or asks for a paper."""

import re
from dataclasses import replace

from .moments import Mention
from .places import without_moments

_BEGINS_WITH_TIME = re.compile(r"(?:[^\s,:|]{0,4}(?:时间|日期)[:是为]?|定[于在])?\s*\|")
_LABELLED = re.compile(r"[^\s,:|]{0,4}(?:时间|日期)|定[于在]")
_CUT = re.compile(r"[,;。!|\s]+")
_ACTIVITY = re.compile(
    r"(?:会议?|培训班?|讲座|论坛|沙龙|活动|演练|检查|辅导班?|宣讲|义诊|比?赛|走访|参观|答疑|体检|洽谈|直播|学习|报告|调研)$"
)
"""How the name of something that takes place ends."""
_HELD = re.compile(r"^(?:起|召开|举办|举行|开展|组织|开)(?=..)")
_NO_MATTER = re.compile(r"[^\s:]{0,4}(?:时间|日期|地[点址])|每[家个户]|请|[^一-鿿]*$")
_MOVED = re.compile(
    r"(?:^|[:,])(?:原定?于?)?\|{1,3}[^,;。:|的]{0,4}的(?P<what>[^,;。:|的]{2,20}?)"
    r"(?=\|?(?:改[到为至在期]|推迟|延[期迟后]|提前|取消|调整|变更|移[到至]|因|由|地[点址]|时间))"
)
"""原定明天下午的座谈会推迟到…; a sign | stands for a date or time."""
_REQUEST = re.compile(r"(?:请|麻烦|劳烦|烦请|务必)[^,;。!|]{0,10}\|")
_POLITE_REQUEST = re.compile(r"请[于在]")
_ASKED_FOR = re.compile(
    r"[把将](?P<what>[^,;。!|把将(]{2,20}?)(?:\([^()]{0,20}\))?(?:上?交|上?报(?!告|名|表)|发[给到至送]|送|填|提交|反馈|寄|传|汇总|登记)"
    r"|(?:报送|提交|上报|反馈|填报|填写|上交|完成)(?P<what_2>[^,;。!|至给到并]{2,20})"
)
"""请于本周五前把用工情况表交到…"""


def matter(title: str, text: str, plain: str, found: list[Mention], place: str) -> str:
    """The title; instead of a sentence of those kinds what it is about, "" where it does not say so.

    `plain` is the folded text, sign by sign.
    """
    begin = text.find(title) if title else -1
    if begin < 0:
        return title
    end = plain.find("\n", begin)
    end = len(plain) if end < 0 else end
    inside = [one for one in found if begin <= one.start < end]
    moments = [replace(one, start=one.start - begin, end=one.end - begin) for one in inside]
    line = without_moments(plain[begin:end], moments)
    what = _what(line, moments, place)
    if what is None:
        return title
    at = plain.find(what, begin)
    return text[at : at + len(what)] if at >= 0 else what


def _what(line: str, moments: list[Mention], place: str) -> str | None:
    """The matter of a line in which | stands for dates and times; None where it may be a title as it is."""
    moved = _MOVED.search(line[:120])
    if moved:
        return moved["what"]
    if _REQUEST.match(line):
        asked = _ASKED_FOR.search(line[:120])
        return (asked["what"] or asked["what_2"]) if asked else "" if _POLITE_REQUEST.match(line) else None
    has_time = bool(moments) and moments[0].at is not None
    if _BEGINS_WITH_TIME.match(line) and (has_time or _LABELLED.match(line)):
        parts = [_HELD.sub("", part) for part in _CUT.split(line[:200])]
        parts = [part for part in parts if not _NO_MATTER.match(part) and part not in place]
        return next((part for part in parts if _ACTIVITY.search(part)), next(iter(parts), ""))[:32]
    return None
