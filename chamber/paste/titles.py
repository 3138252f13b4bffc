"""Find the title of a pasted text: a headline, what takes place or is asked for, or the beginning of what it says."""

import re
from dataclasses import replace

from ..language.text import clean, excerpt
from .moments import Mention
from .places import without_moments

MAX_TITLE_LENGTH = 60
"""Of a headline that somebody wrote as one."""
LONG_TITLE, LONG_CLAUSE = 32, 24
"""The most that is taken of a sentence; from the second on it is cut at its first clause."""
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LABEL = re.compile(
    r"(?:[一二三四五六七八九十0-9]{1,2}[、.])?\s*\S{0,4}"
    r"(?:时\s*间|日\s*期|地\s*[点址]|对象|内容|人员|主办|联系人|电话|名额|报名方式|截止|费用|备注|要求)\s*(?::|$)|(?:\S{0,4}议程\s*:|议程$)"
)
_SUBJECT = re.compile(r"\S{0,4}主\s*题\s*:\s*")
_SALUTATION = (
    r"(?:(?:尊敬的|亲爱的)?(?:各位|各会员|各企业|各单位|全体)[^\s:,!。]{0,20}|大家(?:好|上午好|下午好|晚上好)?|您好|你好"
    r"|(?:早上|上午|下午|晚上)好|收到|好的?|#?接龙|[^\W\d_]{1,2}(?:秘书长?|会长|主任|书记|老师|经理|科长|主席|总)(?:您好|你好|好)?"
    r"|我们?是[^\s:,!。]{2,20}|(?:想|要)?(?:跟|向|和)(?:你|您|秘书处|商会)(?:反映|说|汇报)(?:一下|一?个|一件|下)?(?:事情?|情况|问题)?)"
)
_GREETED = re.compile(rf"(?:@\S+\s+)*(?:{_SALUTATION}\s*[:,!。]\s*)*")
_GREETING = re.compile(rf"{_GREETED.pattern}(?:@\S+|{_SALUTATION})?")
"""A whole line; each part ends with a character that no part contains, so there is no backtracking."""
_ADDRESSED = re.compile(
    r"(?:致|尊敬的)?[^,。;!?:\n]{0,30}(?:各|全体|广大|有关|相关)[^,。;!?:\n]{0,16}"
    r"(?:企业|会员|单位|商户|门店|业主|负责人|联络员|企业家|朋友|同仁|理事|个体户|个体工商户)[^,。;!?:\n]{0,16}(?<![0-9])\s*:"
)
"""Whom a text is for, before its first sentence: 梧桐街道各会员企业（商户）："""
_PREAMBLE = re.compile(
    r"根据|按照|依据|遵照|鉴于|为(?:了)?(?:贯彻|进一步|切实|深入|确保|加强|做好|落实|营造|保障|推动|更好|全面|有效|认真)"
    r"|经(?:研究|请示|商会|街道)|接(?:到)?(?:上级|区|市|街道|县)|现将|现就|兹[定将]?"
)
"""How the first sentence of an official text begins; it is no title."""
_MATTER = re.compile(
    r"(?:开展|组织|进行|做好|加强|落实|启动)((?:全区|全市|街道|辖区|本|我)?[^,。;!?:、\n的]{2,20}?"
    r"(?:检查|自查|排查|整治|整改|演练|普查|调查|摸底|统计|征集|申报|申领|备案|评选|推荐|登记|培训|行动|工作)(?:工作)?)"
)
"""What an official text is about."""
_HEADLINE = re.compile(r"(?:通知|公告|通报|邀请函|邀请|倡议书|提醒|函|简章|预告|方案)[】\])!。]*$")
_ORNAMENT = re.compile(r"^[^\w【《〈“‘「『\"'(（\[]+|(?:\[[^\[\]\s]{1,4}\]|[#*=~—–\s-])+$")
_HOLDING = "召开|举办|举行|开展"
_MEETINGS = "会议?|论坛|沙龙|讲座|培训班?|宣讲会?|研讨会?|活动|对接会?"
"""How the names of meetings end."""
_MEETING_NAME = re.compile(
    rf"(?:{_HOLDING})的?(?:一[场次期个])?([^,。;!?:\n]{{2,28}}?(?:{_MEETINGS}))(?![议员长务场第暨])"
)
"""A meeting's name within a sentence."""
_MEETING_HELD = re.compile(
    r"开(?:一?[个场次])?((?:座谈|碰头|动员|协调|推进|对接|工作|理事|会员|常务|专题|现场|总结|恳谈|通气|宣讲|学习|培训|年度)"
    r"[^,。;!?:\s开]{0,10}会议?)(?![员长务场])"
)
"""As people say it: 在街道三楼开座谈会."""
_CLAUSES = re.compile(rf".{{7,{LONG_TITLE - 1}}}?(?=[，, ])")
_SENTENCE = re.compile(r"[。!?;]|[,、 ]?(?:联系|电话|手机)")
_TAGGED = re.compile(r"^[^\w【\[]*[【\[](?P<tag>[^【】\[\]]{1,20})[】\]](?P<rest>.*)$")
_TAG = re.compile(r"(?:通知|公告|提醒|提示|预告|速递|转发?|重要|紧急|置顶|招募|报名|活动|通报|快讯|发布|必[读看])")
_ONLY_TAG = re.compile(r"(?:会议|活动|重要|紧急|温馨|友情|特别)*(?:通知|公告|提醒|提示|预告|邀请函|邀请)")
_TELLS_NOTHING = re.compile(
    r"[0-9]{1,3}(?:[、.)](?![0-9])|[\uFE0F\u20E3]+)|[0-9年月日号周星期一二三四五六天上下中午点时分半至到:()~～—–\-./\s]+$"
)
"""A line of a list, or one with nothing but a date."""
_ABOUT = re.compile(r"关于.{2,40}?的(?:通知|公告|通报|函|方案|倡议书)")
_DATED_TAIL = re.compile(r"\s*[(（][^()（）]*[0-9一二三四五六七八九十][^()（）]*[)）]\s*$")
_BEGINS_WITH_TIME = re.compile(r"(?:[^\s,:|]{0,4}(?:时间|日期)[:是为]?|定[于在])?\s*\|")
_LABELLED = re.compile(r"[^\s,:|]{0,4}(?:时间|日期)|定[于在]")
_CUT = re.compile(r"[,;。!|\s]+")
_ACTIVITY = re.compile(rf"(?:{_MEETINGS}|演练|检查|辅导班?|义诊|比?赛|走访|参观|答疑|体检|洽谈|直播|学习|报告|调研)$")
"""How the name of something that takes place ends."""
_BEGINS_WITH_HOLDING = re.compile(rf"^(?:起|{_HOLDING}|组织|开)(?=..)")
_NO_MATTER = re.compile(r"[^\s:]{0,4}(?:时间|日期|地[点址])|每[家个户]|请|[^一-鿿]*$")
_MOVED = re.compile(
    r"(?:^|[:,])(?:原定?于?)?\|{1,3}[^,;。:|的]{0,4}的(?P<what>[^,;。:|的]{2,20}?)"
    r"(?=\|?(?:改[到为至在期]|推迟|延[期迟后]|提前|取消|调整|变更|移[到至]|因|由|地[点址]|时间))"
)
"""原定明天下午的座谈会推迟到…; a sign | stands for a date or time."""
_REQUEST = re.compile(r"(?:请|麻烦|劳烦|烦请|务必)[^,;。!|]{0,10}\|")
_TAG_BEFORE = re.compile(rf"(?:[^,。;!?|:]{{0,10}}请[^,。;!?|:]{{0,8}}|{_ONLY_TAG.pattern})\s*:\s*")
"""收到请回复：, 会议通知： before what is told."""
_CALL = re.compile(r"(?:[敬恭诚特邀烦]?请|麻烦|劳烦)(?![问示假函帖柬教求])")
_COME = re.compile(r"参加|出席|列席|[到参开]会|签到|集合|碰个?[头面]|\|(?!之?前|以前)[^,。;!?|]{0,4}[到来去]")
"""What a call asks for that names no matter of its own."""
_ATTENDED = re.compile(
    rf"(?:(?:参加|出席|列席)(?![的人者])|{_HOLDING}|组织)的?(?:一[场次期个])?(?P<what>[^,。;!?:|\s]{{2,30}})(?![^,。;!?:|\s])"
)
_VAGUE = re.compile(r"(?:本次|此次|这次|该)?(?:会议|活动)")
_NAMED = re.compile(
    rf"(?P<what>[^,。;!?|:]{{2,40}}?)(?:的?(?:时间|日期))?\s*(?P<sign>:?),?\s*"
    rf"(?:(?:现|将|拟|原|已)?(?:定|订|改|推迟|延期|提前|调整)?[于在到为至]?\s*\|"
    rf"|[在于][^,。;!?:]{{1,40}}?(?:{_HOLDING}))"
    r"|(?P<name>[^,。;!?|:]{2,40}):(?=[敬恭诚烦]?请)"
)
"""A name before the time or place: 第七次会议：定于…; 年会将于…; 座谈会在三楼举行; 演练：请各企业…."""
_NAMES_NOTHING = re.compile(
    rf"{_PREAMBLE.pattern}|{_LABEL.pattern}|关于|.*请|(?:会议|活动)$|.*(?:时间|日期|地点|报名|通知|公告|提醒|通报|函)$"
)
_QUOTED = re.compile(r"^[“「\"]([^“”「」\"]*)[”」\"]$")
_BODY = re.compile(r"(?:商|协|工|学|社|联合|委员|基金)会$")
"""What calls a meeting and is none."""
_POLITE_REQUEST = re.compile(r"请[于在]")
_ASKED_FOR = re.compile(
    r"[把将](?P<what>[^,;。!|把将(]{2,20}?)(?:\([^()]{0,20}\))?(?:上?交|上?报(?!告|名|表)|发[给到至送]|送|填|提交|反馈|寄|传|汇总|登记)"
    r"|(?:报送|提交|上报|反馈|填报|填写|上交|完成)(?P<what_2>[^,;。!|至给到并]{2,20})"
)
"""请于本周五前把用工情况表交到…"""


def title(text: str, found: list[Mention], place: str, entries: frozenset[str], *, is_dated: bool) -> str:
    """The headline among the first lines, else what takes place or is asked for, else the beginning of what it says.

    `entries`: the folded lines that only name people.
    """
    return _of_sentence(_headline(text, is_dated, entries), text, found, place)


def _headline(text: str, is_dated: bool, entries: frozenset[str]) -> str:
    """The headline among the first lines, else the meeting named, else the beginning of the first line with content."""
    written = [line for line in text[:4000].split("\n") if line.translate(FULL_WIDTH) not in entries]
    lines = [line for line in map(clean, written) if any(map(str.isalnum, line))]
    content = [line for line in lines[:8] if not _is_address(line.translate(FULL_WIDTH))]
    content = [_untagged(line) for line in content]
    headline = next((line for line in content[:5] if len(line) <= MAX_TITLE_LENGTH and _HEADLINE.search(line)), "")
    unlabelled = [line for line in content if not _LABEL.match(line.translate(FULL_WIDTH))]
    telling = [line for line in unlabelled if not _TELLS_NOTHING.match(line.translate(FULL_WIDTH))]
    first = headline or next(iter(telling or unlabelled), "")
    plain = first.translate(FULL_WIDTH)
    subject = _SUBJECT.match(plain)
    greeted = _GREETED.match(plain)
    begin = (greeted.end() if greeted else 0) or (subject.end() if subject else 0)
    if is_dated and headline and _ONLY_TAG.fullmatch(headline):
        # 会议通知 says nothing: what meeting does the text name?
        first = next((line for line in content[1:] if _MEETING_NAME.search(line.translate(FULL_WIDTH))), first)
        headline, plain, begin = headline if first == headline else "", first.translate(FULL_WIDTH), 0
    meeting_name = _meeting_name(plain, begin) if is_dated and not headline else None
    if meeting_name:
        return _ORNAMENT.sub("", first[meeting_name.start(1) : meeting_name.end(1)])
    if headline:
        return _DATED_TAIL.sub("", headline) or headline
    addressed = _ADDRESSED.match(plain, begin)
    begin = addressed.end() if addressed else begin
    if _PREAMBLE.match(plain[begin:].lstrip()):
        return _matter(text, is_dated)
    return _sentence(first, plain, begin)


def _meeting_name(plain: str, begin: int) -> re.Match[str] | None:
    return _MEETING_NAME.search(plain, begin) or _MEETING_HELD.search(plain, begin)


def _is_address(plain: str) -> bool:
    """Whether a line only says whom the text is for."""
    return bool(_GREETING.fullmatch(plain) or _ADDRESSED.fullmatch(plain.rstrip()))


def _matter(text: str, is_dated: bool) -> str:
    """What an official text is about, of its first sentences; "" where none says so shortly."""
    plain = text[:1000].translate(FULL_WIDTH)
    meeting = _MEETING_NAME.search(plain) if is_dated else None
    found = _ABOUT.search(text[:1000]) or meeting or _MATTER.search(plain)
    if found is None:
        return ""
    group = 1 if found.re.groups else 0
    return clean(_ORNAMENT.sub("", text[found.start(group) : found.end(group)])) if "\n" not in found[group] else ""


def _untagged(line: str) -> str:
    """The line without 【】: what follows a tag such as 【重要通知】, else what stands in the brackets."""
    tagged = _TAGGED.match(line)
    if tagged is None:
        return line
    rest = tagged["rest"].strip(" :：")
    return rest if any(map(str.isalnum, rest)) and _TAG.search(tagged["tag"]) else tagged["tag"]


def _sentence(first: str, plain: str, begin: int) -> str:
    """The beginning of a sentence: a whole clause, if it has one that is short enough."""
    about = _ABOUT.search(first, begin)
    if about and len(first) - begin > LONG_TITLE:
        return excerpt(about[0], MAX_TITLE_LENGTH)
    sentence = _SENTENCE.search(plain, begin + 4)
    found = _DATED_TAIL.sub("", _ORNAMENT.sub("", first[begin : sentence.start() if sentence else None])) or first
    clauses = _CLAUSES.match(found) if len(found) > LONG_CLAUSE else None
    return excerpt(clauses[0] if clauses else found, LONG_TITLE).translate({ord("【"): None, ord("】"): None})


def _of_sentence(title: str, text: str, found: list[Mention], place: str) -> str:
    """The title; what it is about where it begins with a time, moves a meeting or asks for a paper."""
    plain, begin = text.translate(FULL_WIDTH), text.find(title.rstrip("…")) if title else -1
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
    tag = _TAG_BEFORE.match(line)
    line = line[tag.end() :] if tag else line
    if _CALL.match(line):
        return _called(line)
    named = _NAMED.match(line)
    name = _QUOTED.sub(r"\1", named["what"] or named["name"]) if named else ""
    if named and (named["sign"] or _ACTIVITY.search(name)) and not _NAMES_NOTHING.match(name):
        return _attended(line) or None if _BODY.search(name) else name
    has_time = bool(moments) and moments[0].at is not None
    if _BEGINS_WITH_TIME.match(line) and (has_time or _LABELLED.match(line)):
        parts = [_BEGINS_WITH_HOLDING.sub("", part) for part in _CUT.split(line[:200])]
        parts = [part for part in parts if not _NO_MATTER.match(part) and part not in place]
        return next((part for part in parts if _ACTIVITY.search(part)), next(iter(parts), ""))[:32]
    return None


def _called(line: str) -> str | None:
    """What a line that begins with 请 calls for; "" where it only says to come, None where it may be a title."""
    asked = _ASKED_FOR.search(line[:120]) if _REQUEST.match(line) else None
    if asked:
        return asked["what"] or asked["what_2"]
    if _REQUEST.match(line) and _POLITE_REQUEST.match(line):
        return _attended(line)
    return _attended(line) if _COME.search(line[:120]) else None


def _attended(line: str) -> str:
    """What is attended or held; "" where none is named."""
    found = (one["what"] for one in _ATTENDED.finditer(line[:200]))
    every = (what for what in found if not _VAGUE.fullmatch(what))
    return next((what for what in every if _ACTIVITY.search(what) or "的" not in what), "")
