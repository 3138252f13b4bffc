"""Find where something takes place in a pasted text."""

import re

from ..language.text import excerpt
from .moments import Mention

MAX_PLACE_LENGTH = 120
_PLACE = re.compile(r"(?:地\s*[点址]\s*[:在]|(?:会\s*场|场\s*地|集合点|会议室)\s*:)\s*(?P<place>[^\n;。]{2,120})")
_NEXT_LABEL = re.compile(
    r"[,\s]+(?:(?:会议|活动|培训|报名)?(?:时\s*间|日\s*期|内\s*容)|主\s*题|参\S{1,3}人员|联\s*系)\S{0,4}\s*:.*|[,\s]+(?:热\s*线|电\s*话|咨\s*询|联系人?|报名)[^\n]*[0-9]{7}.*"
)
_ROOM = (
    "(?:会议室|会议厅|会议中心|报告厅|多功能厅|会客厅|路演厅|接待室|洽谈室|培训室|活动室|活动中心|服务中心|大礼堂|礼堂|"
    "大厅|展厅|教室|食堂|酒店|宾馆|饭店|公园|广场|[0-9一二三四五六七八九十]{1,3}[楼层]|[0-9]{3,4}室)"
)
_HALL = r"[^\n\s,;。、:|()在到于的召开举参请向]{1,5}(?:[厅阁轩斋堂](?![长员下])|包[厢间])"
"""A room with a name of its own, after its building or floor: 望江酒店三楼桐荫厅."""
_ROOMS = rf"{_ROOM}(?:[^\n\s,;。、:|()在到于的召开]{{0,10}}?{_ROOM}){{0,2}}(?:{_HALL})?"
_AT = re.compile(rf"[在到于](?P<place>[^\n,;。、:|()在到于]{{0,40}}?{_ROOMS})")
_SOMEWHERE = re.compile(rf"(?<![^\n\s,;。、:|()的])(?P<place>[^\n\s,;。、:|()的]{{0,20}}?{_ROOMS})")
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|[上下中]午")
_MOVED = re.compile(rf"(?:改|换|移|搬|变更|调整)(?:到|为|至|在|成)了?\s*(?P<place>[^\n,;。、:|()]{{0,40}}?{_ROOMS})")
"""改为 and its like: what stands before it holds no longer."""
_ENDS_WITH_ROOM = re.compile(rf"(?:{_ROOM}|{_HALL})\)?$")
_STAYS = re.compile(rf"地\s*[点址]\s*(?:还是|仍是?|仍?为|是)?\s*(?:在|于)?(?P<place>[^\n,;。、:|()]{{0,40}}?{_ROOMS})")


def place(plain: str, found: list[Mention]) -> str:
    """The place: where it was moved to, as labelled, or what sounds like one; "" if there is none."""
    bare = without_moments(plain, found)
    moved = _MOVED.search(bare)
    if moved:
        return excerpt(moved["place"].strip("| "), MAX_PLACE_LENGTH)
    labelled = _PLACE.search(plain)
    if labelled:
        whole = _NEXT_LABEL.sub("", labelled["place"]).rstrip(" ,")
        head, _comma, rest = whole.partition(",")
        is_all = _ENDS_WITH_ROOM.search(head) and not _ENDS_WITH_ROOM.search(rest)
        return excerpt(head if is_all else whole, MAX_PLACE_LENGTH)
    match = _STAYS.search(bare) or _AT.search(bare) or _SOMEWHERE.search(bare)
    return excerpt(match["place"].strip("| "), MAX_PLACE_LENGTH) if match else ""


def without_moments(plain: str, found: list[Mention]) -> str:
    """The text with a sign | for each date and time."""
    pieces, end = [], 0
    for one in found:
        pieces += [plain[end : one.start], "|"]
        end = max(end, one.end)
    return _CLOCK.sub("|", "".join([*pieces, plain[end:]]))
