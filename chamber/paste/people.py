"""Read who is named in a 接龙, a list of phones or a table: name, number, firm, and how many come."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .moments import number
from .names import FIRM_END, NAME
from .telephones import find_phones

MAX_PEOPLE = 300
_OFFICE = re.compile(
    r"(?:名誉|常务|执行)?(?:副?会长|秘书长|副秘书长|理事|监事长?|会员|组长|组员|联系人|负责人|领队|备注|报名|参会|确认|例)$"
)
_LABEL = re.compile(
    r"(?P<label>姓\s*名|名字|单\s*位|企业(?:名称)?|公司(?:名称)?|手机号?码?|联系电话|电话|联系方式|职务|人数)\s*:"
)
_FIRM_LABEL = re.compile(r"单|企业|公司")
_NUMBERED = re.compile(
    r"\s*(?:[①-⑳]\s*|[0-9]{1,3}[\uFE0F\u20E3]+\s*|[(（]?[0-9]{1,3}[)）.、．:]\s*|[0-9]{1,3}\s+)(?=\S)(?![0-9])"
)
_LIST = re.compile(r"接龙|报名|回执|名单|参[会加]|签到|通讯录|联系方式|联系人|电话")
_SEATS = re.compile(
    r"[x×*]\s*(?P<times>[0-9]{1,2})(?![0-9])|\+\s*(?P<more>[0-9]{1,2})(?![0-9])|(?<![0-9])(?P<all>[0-9]{1,2}|[一二两三四五六七八九十])\s*[人位名个](?![^\W\d_])"
)
_TOGETHER = re.compile(r"[、&]|\s和\s|[,，]")
_NEXT = re.compile(r"\s*[,;、。]\s*")
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


def find(plain: str, area: str) -> tuple[tuple[Person, ...], frozenset[str]]:
    """The people of a text's lists, in order, each once, and the lines that name them.

    `plain` is folded, `area` the usual area code.
    """
    lines = [line for line in plain.split("\n") if line.strip()]
    numbered = [line for line in lines if _NUMBERED.match(line)]
    entries = {line: found for line in lines if (found := _entries(line, area))}
    # Numbers alone make no list of people: an agenda has them too.
    is_list = bool(_LIST.search(plain)) or any(
        one.phone or one.seats > 1 for found in entries.values() for one in found
    )
    listed = [line for line in numbered if line in entries] if is_list else []
    listed += [line for line in entries if line not in numbered and any(one.phone for one in entries[line])]
    reached = sum(bool(one.phone) for line in listed for one in entries[line])
    kept = frozenset(listed) if reached > 1 or any(_NUMBERED.match(line) for line in listed) else frozenset()
    people = dict.fromkeys(one for line in lines if line in kept for one in entries[line])
    return tuple(people)[:MAX_PEOPLE], kept


def _entries(line: str, area: str) -> list[Person]:
    """The people of one line: of each of its parts that end with a number, where all are entries, else of the whole."""
    ends = [match.end() for match, _value in find_phones(line, area, anywhere=True)]
    if len(ends) < 2:
        return _entry(line, area)
    begins = [line.find(":") + 1 if _LIST.match(line) else 0]
    begins += [found.end() if (found := _NEXT.match(line, end)) else end for end in ends]
    parts = [_entry(line[begin:end], area) for begin, end in zip(begins, ends, strict=False)]
    return [one for part in parts for one in part] if all(parts) else _entry(line, area)


def _entry(line: str, area: str) -> list[Person]:
    """The people of one line; none where it is no entry of a list."""
    phones = list(find_phones(line, area, anywhere=True))
    rest = line
    for match, _value in phones:
        rest = rest.replace(match[0], " ", 1)
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
        if _OFFICE.search(part) and not NAME.fullmatch(part):
            continue
        joined = None if NAME.fullmatch(part) else _joined(part)
        if joined:
            others.append(joined[0])
            names.append(joined[1])
        elif NAME.fullmatch(part) and not FIRM_END.search(part):
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
        if len(firm) > 2 and FIRM_END.search(firm) and NAME.fullmatch(name):
            return firm, name
    return None
