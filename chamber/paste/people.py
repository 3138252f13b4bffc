"""Read who is named in a 接龙, a list of phones or a table: name, number, firm, and how many come."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .moments import number
from .telephones import find_phones

MAX_PEOPLE = 300
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊"
    "白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符"
    "舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫柏"
    "仇池应臧闵"
)
_COMPOUND = "欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|南宫|端木"
_CALLED = "总|董|经理|厂长|主任|秘书长|秘书|会长|书记|老师|科长|部长|主管|工|姐|哥|师傅|女士|先生"
_NAME = re.compile(
    rf"(?:(?:{_COMPOUND})[^\W\d_A-Za-z]{{1,2}}|[{_SURNAMES}][^\W\d_A-Za-z]{{1,2}}|[{_SURNAMES}](?:{_CALLED})|[小老阿][{_SURNAMES}])"
)
_FIRM_END = re.compile(
    r"(?:电器|电子|电气|科技|贸易|商贸|实业|阀门|机械|设备|建设|建筑|装饰|工程|物流|食品|餐饮|酒店|服饰|服装|鞋业|包装|印刷|五金|制品|"
    r"塑料|汽车|广告|传媒|文化|教育|咨询|管理|企业|服务|信息|技术|软件|网络|能源|材料|检测|医疗|药业|投资|集团|制造|精密|纺织|家具|"
    r"银行|公司|工厂|商行|门店|超市|[厂店行社院所])$"
)
_OFFICE = re.compile(
    r"(?:名誉|常务|执行)?(?:副?会长|秘书长|副秘书长|理事|监事长?|会员|组长|组员|联系人|负责人|领队|备注|报名|参会|确认|例)$"
)
_LABEL = re.compile(
    r"(?P<label>姓\s*名|名字|单\s*位|企业(?:名称)?|公司(?:名称)?|手机号?码?|联系电话|电话|联系方式|职务|人数)\s*:"
)
_FIRM_LABEL = re.compile(r"单|企业|公司")
_NUMBERED = re.compile(
    r"\s*(?:[0-9]{1,3}[\uFE0F\u20E3]+\s*|[(（]?[0-9]{1,3}[)）.、．:]\s*|[0-9]{1,3}\s+)(?=\S)(?![0-9])"
)
_LIST = re.compile(r"接龙|报名|回执|名单|参[会加]|签到|通讯录|联系方式|联系人|电话")
_SEATS = re.compile(
    r"[x×*]\s*(?P<times>[0-9]{1,2})(?![0-9])|\+\s*(?P<more>[0-9]{1,2})(?![0-9])|(?<![0-9])(?P<all>[0-9]{1,2}|[一二两三四五六七八九十])\s*[人位名个](?![^\W\d_])"
)
_TOGETHER = re.compile(r"[、&]|\s和\s|[,，]")
_PARTS = re.compile(r"[\s,，/|()（）:：;；\-–—·]+")
_DAY = re.compile(r"[0-9]{1,2}(?:[月./][0-9]{1,2})?[日号]?|[上下]午|[上中晚]班|周[一二三四五六日天]")
MAX_REST = 24
"""Characters of a line beside numbers and phones; more is no entry of a list."""


@dataclass(frozen=True)
class Person:
    """Somebody on a list; what it does not say is empty."""

    name: str
    phone: str = ""
    """As `Reading.phones`."""
    firm: str = ""
    seats: int = 1
    """How many come, this one among them."""


def find(plain: str, area: str) -> tuple[Person, ...]:
    """The people of a text's lists, in order, each line once; `plain` is folded, `area` the usual area code."""
    lines = [line for line in plain.split("\n") if line.strip()]
    numbered = [line for line in lines if _NUMBERED.match(line)]
    entries = {line: found for line in lines if (found := _entry(line, area))}
    # Numbers alone make no list of people: an agenda has them too.
    is_list = bool(_LIST.search(plain)) or any(
        one.phone or one.seats > 1 for found in entries.values() for one in found
    )
    listed = [line for line in numbered if line in entries] if is_list else []
    listed += [line for line in entries if line not in numbered and any(one.phone for one in entries[line])]
    kept = set(listed) if len(listed) > 1 or any(_NUMBERED.match(line) for line in listed) else set()
    people = dict.fromkeys(one for line in lines if line in kept for one in entries[line])
    return tuple(people)[:MAX_PEOPLE]


def _entry(line: str, area: str) -> list[Person]:
    """The people of one line; none where it is no entry of a list."""
    phones = list(find_phones(line, area, anywhere=True))
    rest = line
    for match, _value in phones:
        rest = rest.replace(match, " ", 1)
    mark = _NUMBERED.match(line)
    if mark:
        rest = _NUMBERED.sub("", rest, count=1)
    seats, rest = _seats(rest)
    phone = phones[0][1] if phones else ""
    if _LABEL.search(rest):
        return _labelled(rest, phone, seats)
    if len(rest.strip()) > MAX_REST or not (mark or phones):
        return []
    return list(_people(rest, phone, seats))


def _seats(rest: str) -> tuple[int, str]:
    match = _SEATS.search(rest)
    if match is None:
        return 1, rest
    seats = 1 + int(match["more"]) if match["more"] else number(match["all"] or match["times"])
    return max(seats, 1), f"{rest[: match.start()]} {rest[match.end() :]}"


def _labelled(rest: str, phone: str, seats: int) -> list[Person]:
    """姓名：… 单位：… 电话：…"""
    values: dict[str, str] = {}
    marks = [*_LABEL.finditer(rest)]
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(rest)
        key = "firm" if _FIRM_LABEL.search(mark["label"]) else "name" if "名" in mark["label"] else ""
        values.setdefault(key, rest[mark.end() : end].strip(" ,，;；、"))
    name = values.get("name", "")
    return [Person(name, phone, values.get("firm", ""), seats)] if name and len(name) <= 10 else []


def _people(rest: str, phone: str, seats: int) -> Iterator[Person]:
    names: list[str] = []
    others: list[str] = []
    for part in filter(None, _PARTS.split(_TOGETHER.sub(" ", rest))):
        if _OFFICE.search(part) and not _NAME.fullmatch(part):
            continue
        joined = None if _NAME.fullmatch(part) else _joined(part)
        if joined:
            others.append(joined[0])
            names.append(joined[1])
        elif _NAME.fullmatch(part) and not _FIRM_END.search(part):
            names.append(part)
        else:
            others.append(part)
    others = [part for part in others if not _DAY.fullmatch(part)]
    firm = next((part for part in others if any(map(str.isalpha, part))), "")
    if len(others) > 2 or len(firm) > MAX_REST:
        return
    for name in names:
        yield Person(name, phone, firm, seats)
        phone, seats = "", 1


def _joined(part: str) -> tuple[str, str] | None:
    """海州物流彭军: a firm and a name without anything between."""
    for length in (2, 3):
        firm, name = part[:-length], part[-length:]
        if len(firm) > 2 and _FIRM_END.search(firm) and _NAME.fullmatch(name):
            return firm, name
    return None
