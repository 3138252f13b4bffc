"""Pinyin and initials of Chinese names, for searching; surnames are read as surnames."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from .text import fold

READINGS = Path(__file__).with_name("readings.txt")
"""Drawn of a library by `scripts.readings`, with what names need."""
_SURNAMES = {
    "单": "shan", "解": "xie", "仇": "qiu", "曾": "zeng", "区": "ou", "查": "zha", "盖": "ge", "任": "ren",
    "华": "hua", "朴": "piao", "翟": "zhai", "缪": "miao", "覃": "qin", "乐": "yue", "洗": "xian", "员": "yun",
    "贠": "yun", "隽": "juan", "折": "she", "种": "chong", "黑": "he", "召": "shao", "都": "du", "卜": "bu",
    "隗": "wei", "牟": "mu", "祭": "zhai", "郇": "xun", "乜": "nie", "薄": "bo", "秘": "bi", "句": "gou",
    "繁": "po", "阚": "kan", "能": "nai", "适": "kuo", "藏": "zang", "长": "chang", "难": "ning",
    "蔚": "yu", "佴": "nai", "么": "yao", "粘": "nian", "番": "pan", "六": "lu", "颉": "xie", "沓": "ta",
}  # fmt: skip
_DOUBLE_SURNAMES = {
    "尉迟", "万俟", "长孙", "澹台", "欧阳", "司马", "上官", "诸葛", "令狐", "宇文", "皇甫", "夏侯", "慕容",
    "鲜于", "闾丘", "司徒", "司空", "申屠", "公孙", "轩辕", "钟离", "濮阳", "淳于", "公冶", "宗政", "赫连",
    "呼延", "东方", "独孤", "南宫", "百里", "端木", "拓跋", "完颜", "太叔", "单于",
}  # fmt: skip
_GIVEN = str.maketrans({"隽": "俊", "厦": "夏", "莞": "婉", "芾": "福"})
"""What is read otherwise in people's given names only, and a character that sounds like it there."""
_LATIN = "\0"


class _Readings(NamedTuple):
    """Packed, because each process has them: as a dict of phrases with their syllables they would take 40 MiB."""

    characters: str
    """All that can be read, in their order."""
    syllables: list[str]
    """How each of them is read when it stands alone."""
    phrases: dict[str, str]
    """By first character: what follows in each, between blanks."""
    otherwise: dict[str, list[str]]
    """Phrases whose characters are read otherwise than alone."""
    longest: int
    """Characters of a phrase, at most."""


@cache
def _readings() -> _Readings:
    alone: dict[str, str] = {}
    phrases: dict[str, str] = {}
    otherwise: dict[str, list[str]] = {}
    longest = 0
    for line in READINGS.read_text(encoding="utf-8").splitlines():
        first, _blank, rest = line.partition(" ")
        if first.startswith("="):
            otherwise[first[1:]] = rest.split()
        elif first in alone:
            phrases[first] = f" {rest} "
            longest = max(longest, 1 + max(map(len, rest.split())))
        elif first != "#":
            alone.update(dict.fromkeys(rest, first))
    characters = sorted(alone)
    return _Readings("".join(characters), [alone[one] for one in characters], phrases, otherwise, longest)


@cache
def syllable(character: str) -> str:
    """How a Chinese character is read most often, without its tone: 沈 → `shen`; any other character as it is."""
    known = _readings()
    place = bisect_left(known.characters, character)
    return known.syllables[place] if known.characters[place : place + 1] == character else character


def is_phrase(text: str) -> bool:
    """Whether this is a word of two or more characters, or a saying, which dictionaries have."""
    return " " not in text and f" {text[1:]} " in _readings().phrases.get(text[:1], "")


def _pieces(run: str) -> Iterator[str]:
    """The phrases of a run of characters, and what stands alone between them: always the longest that fits."""
    known, start = _readings(), 0
    while start < len(run):
        rests = known.phrases.get(run[start], "")
        ends = range(min(start + known.longest, len(run)), start + 1, -1) if rests else ()
        end = next((end for end in ends if f" {run[start + 1 : end]} " in rests), start + 1)
        yield run[start:end]
        start = end


def _read(text: str) -> list[str]:
    """The syllables; what is not Chinese stays a run of its own behind a mark."""
    read: list[str] = []
    for is_chinese, characters in groupby(text, lambda character: syllable(character) != character):
        run = "".join(characters)
        for piece in _pieces(run) if is_chinese else ():
            read += _readings().otherwise.get(piece) or map(syllable, piece)
        if not is_chinese:
            read.append(_LATIN + run)
    return read


def parted(name: str) -> tuple[str, str]:
    """Surname and given name of a person with a Chinese name: 尉迟恭 → 尉迟, 恭."""
    # 单于明 is far likelier a 单 called 于明 than one of the vanished double name.
    double = name[:2] in _DOUBLE_SURNAMES and (len(name) > 3 or not name.startswith("单于"))
    return (name[:2], name[2:]) if double else (name[:1], name[1:])


def _read_person(name: str, by_sight: bool) -> list[str]:
    surname, given = parted(name)
    known = _SURNAMES.get(surname)
    if by_sight and (known or len(surname) > 1):
        read = [part for character in surname for part in _read(character)]
    else:
        read = [known] if known else _read(surname)
    return [*read, *_read(given.translate(_GIVEN))]


@lru_cache(maxsize=4096)
def _syllables(name: str, person: bool, by_sight: bool) -> tuple[str, ...]:
    folded = fold(name)
    if not person and folded.endswith("行"):
        return (*_read(folded[:-1]), "hang")
    if person and not folded.isascii():
        return tuple(_read_person(folded.replace(" ", ""), by_sight))
    return tuple(_read(folded))


def _readings_of(name: str | None, person: bool) -> list[tuple[str, ...]]:
    """The syllables of a name, of a person also as who has only seen the surname reads it; each way once."""
    ways = (_syllables(name or "", person, by_sight) for by_sight in ((False, True) if person else (False,)))
    return list(dict.fromkeys(ways))


def _letters(syllables: tuple[str, ...], most: int | None) -> list[str]:
    return ["".join(filter(str.isalnum, one)) if one.startswith(_LATIN) else one[:most] for one in syllables]


def pinyin(name: str | None, person: bool = False) -> str:
    """The syllables of a name, joined: 温州鞋业 → `wenzhouxieye`; with `person` 单明 → `shanming`; ü is `v`."""
    return "".join(_letters(_syllables(name or "", person, False), None))


def initials(name: str | None, person: bool = False) -> str:
    """The first letters of the syllables: 温州鞋业 → `wzxy`; Latin words and numbers in the name stay whole."""
    return "".join(_letters(_syllables(name or "", person, False), 1))


def spellings(name: str | None) -> list[str]:
    """What is typed to find a person: `pinyin` and `initials`, and both as who has only seen the surname reads it.

    单明 is found by `shanming` and by `danming`, 尉迟恭 by `yuchigong` and by `weichigong`.
    """
    found = ["".join(_letters(read, most)) for read in _readings_of(name, True) for most in (None, 1)]
    return list(dict.fromkeys(found))


def tails(name: str, person: bool = False) -> tuple[set[str], set[str]]:
    """`pinyin` and `initials` of a name from each of its syllables on, of a person as by `spellings`."""
    spoken: set[str] = set()
    short: set[str] = set()
    for read in _readings_of(name, person):
        for found, most in ((spoken, None), (short, 1)):
            parts = list(filter(None, _letters(read, most)))
            found.update("".join(parts[start:]) for start in range(len(parts)))
    return spoken, short
