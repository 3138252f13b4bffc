"""Pinyin and initials of Chinese names, for searching; surnames are read as surnames."""

import os
from collections.abc import Iterator
from functools import lru_cache

# Before the library is loaded: nobody needs a second copy of its tables.
os.environ["PYPINYIN_NO_DICT_COPY"] = "1"

import pypinyin
from pypinyin import Style, lazy_pinyin, load_phrases_dict, load_single_dict
from pypinyin.constants import PHRASES_DICT

from .text import fold

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
_PHRASES = {
    "莘塍": "xīn chéng", "朝阳": "cháo yáng", "行有限": "háng yǒu xiàn", "行股份": "háng gǔ fèn",
    "行分店": "háng fēn diàn", "澹台": "tán tái", "闾丘": "lǘ qiū", "单县": "shàn xiàn",
    "乐成": "yuè chéng", "劲松": "jìn sōng",
}  # fmt: skip
_SINGLE = {
    "晟": "shèng,chéng", "劲": "jìn,jìng", "琢": "zhuó,zuó", "焯": "zhuō,chāo", "靓": "liàng,jìng", "伽": "jiā,gā",
    "长": "cháng,zhǎng", "都": "dū,dōu", "曾": "zēng,céng", "翟": "zhái,dí", "缪": "miào,móu", "偲": "sī,cāi",
}  # fmt: skip
"""Characters that names read otherwise than running text; phrases such as 成长 keep their own reading."""
_GIVEN = str.maketrans({"隽": "俊", "厦": "夏", "莞": "婉", "芾": "福"})
"""What is read otherwise in people's given names only, and a character that sounds like it there."""
_LATIN = "\0"

_SHARED: dict[str, list[str]] = {}
for _phrase, _reading in PHRASES_DICT.items():
    # 156,000 lists of one syllable each take 20 MiB more than 1,250.
    PHRASES_DICT[_phrase] = [_SHARED.setdefault(part[0], part) for part in _reading]
load_phrases_dict({word: [[syllable] for syllable in reading.split()] for word, reading in _PHRASES.items()})
load_single_dict({ord(character): readings for character, readings in _SINGLE.items()})


def _read(text: str) -> list[str]:
    """The syllables; what is not Chinese stays a run of its own behind a mark."""
    return lazy_pinyin(text, style=Style.NORMAL, errors=lambda run: _LATIN + run)


def parted(name: str) -> tuple[str, str]:
    """Surname and given name of a person with a Chinese name: 尉迟恭 → 尉迟, 恭."""
    # 单于明 is far likelier a 单 called 于明 than one of the vanished double name.
    double = name[:2] in _DOUBLE_SURNAMES and (len(name) > 3 or not name.startswith("单于"))
    return (name[:2], name[2:]) if double else (name[:1], name[1:])


def _read_person(name: str, by_sight: bool) -> list[str]:
    surname, given = parted(name)
    known = _SURNAMES.get(surname)
    if by_sight and (known or len(surname) > 1):
        read = [pypinyin.pinyin(character, style=Style.NORMAL, heteronym=True)[0][0] for character in surname]
    else:
        read = [known] if known else _read(surname)
    return [*read, *_read(given.translate(_GIVEN))]


@lru_cache(maxsize=4096)
def _syllables(name: str, person: bool, by_sight: bool = False) -> tuple[str, ...]:
    folded = fold(name)
    if not person and folded.endswith("行"):
        return (*_read(folded[:-1]), "hang")
    if person and not folded.isascii():
        return tuple(_read_person(folded.replace(" ", ""), by_sight))
    return tuple(_read(folded))


def _letters(name: str, person: bool, per_syllable: int | None, by_sight: bool = False) -> Iterator[str]:
    for syllable in _syllables(name, person, by_sight):
        if syllable.startswith(_LATIN):
            yield "".join(c for c in syllable if c.isalnum())
        else:
            yield syllable[:per_syllable]


def pinyin(name: str | None, person: bool = False) -> str:
    """The syllables of a name, joined: 温州鞋业 → `wenzhouxieye`; with `person` 单明 → `shanming`; ü is `v`."""
    return "".join(_letters(name or "", person, None))


def initials(name: str | None, person: bool = False) -> str:
    """The first letters of the syllables: 温州鞋业 → `wzxy`; Latin words and numbers in the name stay whole."""
    return "".join(_letters(name or "", person, 1))


def spellings(name: str | None) -> list[str]:
    """What is typed to find a person: `pinyin` and `initials`, and both as who has only seen the surname reads it.

    单明 is found by `shanming` and by `danming`, 尉迟恭 by `yuchigong` and by `weichigong`.
    """
    found = ["".join(_letters(name or "", True, most, sight)) for sight in (False, True) for most in (None, 1)]
    return list(dict.fromkeys(found))


def tails(name: str, person: bool = False) -> tuple[set[str], set[str]]:
    """`pinyin` and `initials` of a name from each of its syllables on, of a person as by `spellings`."""
    spoken: set[str] = set()
    short: set[str] = set()
    for by_sight in (False, True) if person else (False,):
        for found, most in ((spoken, None), (short, 1)):
            parts = [part for part in _letters(name, person, most, by_sight) if part]
            found.update("".join(parts[start:]) for start in range(len(parts)))
    return spoken, short
