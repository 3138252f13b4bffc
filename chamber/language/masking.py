"""Proposing an anonymous version of a text: masks rather too much than too little; a person decides."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from .text import LEGAL_FORM

MASK = "■■■"
MIN_FIRM_LENGTH = 4
"""A known name longer than this is also searched without place and legal form, as a firm's."""

_SEP = r"[^\w\n,;:!?、。，；：！？]{0,3}"
_DATES = re.compile(
    r"(?<![0-9])(?:19|20)[0-9]{2} *年 *[0-9]{1,2} *月(?: *[0-9]{1,2} *日)?"
    r"|(?<![0-9])(?:19|20)[0-9]{2} *([-./]) *[0-9]{1,2} *\1 *[0-9]{1,2}(?![0-9])"
    r"|(?<![0-9])(?:19|20)[0-9]{2} *[-–—~至到]+ *(?:19|20)[0-9]{2}(?![0-9])"
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦马苗方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬常乐傅皮卞齐康伍余元顾孟黄穆萧尹姚邵汪祁毛狄米贝戴宋庞熊纪舒屈项祝董梁杜阮蓝"
    "闵席季贾江童颜郭梅盛刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房丁邓包左石崔吉龚程邢裴陆荣翁荀甄芮储靳段侯全仇曹甘厉"
    "池乔叶白蒲詹鄢单解查盖区曾覃缪翟朴涂温庄晏柴瞿阎连习艾向古易廖终耿文欧麦肖游付闫佘"
)
_SURNAME = (
    rf"(?:欧阳|上官|司马|司徒|诸葛|夏侯|皇甫|慕容|尉迟|(?!施工)[{_SURNAMES}]|"
    r"(?<![公国城房园农交主分监关对属处在由至终等位鉴基])[安管林于])"
)
_TITLE = (
    "(?:董事长|总经理|副总|总监|经理|老板|老总|厂长|主任|局长|处长|科长|所长|队长|书记|秘书|会计|律师|医生|老师|师傅|先生|女士|"
    "小姐|阿姨|大姐|大哥|主席|会长|镇长|区长|市长|科员|同志|某{1,2}|董(?!事)|"
    "总(?![共计是体额量数之的部公会局队站行和而结价面高包承代则人工投资算])|"
    "工(?![人厂作程业资地龄种期艺会商信伤费行具时序部件区头匠]))"
)
_PATTERNS = [
    # Mobiles, landlines, bank cards, ID cards (their last sign may be X), however they are spaced.
    re.compile(rf"\+?[0-9](?:{_SEP}[0-9]){{6,}}(?:{_SEP}x(?![a-z]))?"),
    # The same in Chinese numerals.
    re.compile(rf"[零〇一二三四五六七八九幺两](?:{_SEP}[零〇一二三四五六七八九幺两]){{6,}}"),
    # USCC-like and other numbers of papers and contracts.
    re.compile(r"(?<![0-9a-z])[0-9a-z](?:[ -]?[0-9a-z]){17}(?![0-9a-z])"),
    re.compile(r"(?<![0-9a-z])[0-9a-z]{8}-[0-9x](?![0-9a-z])"),
    re.compile(r"(?<![0-9a-z])(?=(?:[a-z]*\d){5})[0-9a-z]{7,}(?![0-9a-z])"),
    re.compile(r"[a-z0-9._%+-]+ ?@ ?[a-z0-9-]+(?:\.[a-z0-9-]+)*"),
    re.compile(r"(?:https?://|www\.)[a-z0-9./?&=_%#:~+-]+|[a-z0-9-]+\.(?:com|cn|net|org|cc|top)(?:\.cn)?(?![a-z0-9])"),
    re.compile(r"(?<=[微信qvx])(?:号|号码|群)?[ :是为]*[a-z0-9_-]{5,}"),
    # Number plates.
    re.compile(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-z][ ·.•]?[0-9a-z]{5,6}(?![0-9a-z])"
    ),
    re.compile(
        r"[\u4e00-\u9fff]{1,4}(?:路|街|大道|巷|弄|胡同|村|里) ?[0-9]+ ?(?:号|弄|幢|栋)"
        r"(?: ?[0-9]+ ?(?:号|楼|层|室|幢|栋|单元|弄))*"
    ),
    re.compile(rf"[小老阿]?{_SURNAME}{_TITLE}"),
]
_AMOUNT = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,4})?")
_UNIT = re.compile(r" ?(?:元|万|亿|千|吨|美元|人民币|平方|公里|件|双|只|台|%)")

_PLACE = re.compile(r"^(?:.{2,3}省)?(?:.{2,3}市)?(?:.{2,3}[区县市])?(?:.{2,4}[镇街道乡])?(?=.{3})")
_IGNORED = re.compile(r"[\s\u200b-\u200f\ufeff()\[\]{}<>《》「」『』“”‘’\"'`·•・.\-–—_*~/|]")


def _same_length(text: str) -> str:
    """Width and case folded character by character, so that positions stay the same."""
    return "".join(n if len(n := unicodedata.normalize("NFKC", c).lower()) == 1 else c for c in text)


def _reduced(text: str) -> tuple[str, list[int]]:
    """The text without width, case, spaces and brackets, and where each character came from."""
    characters, origins = [], []
    for origin, char in enumerate(text):
        for character in unicodedata.normalize("NFKC", char).lower():
            if not _IGNORED.match(character):
                characters.append(character)
                origins.append(origin)
    return "".join(characters), origins


def _forms(name: str) -> Iterator[str]:
    """The reduced forms in which a known name may occur: whole, without legal form, without place in front."""
    plain = _IGNORED.sub("", unicodedata.normalize("NFKC", name).lower())
    yield plain
    if len(plain) > MIN_FIRM_LENGTH:
        bare = LEGAL_FORM.sub("", plain)
        yield bare
        yield _PLACE.sub("", bare)


def _inside_word(text: str, first: int, last: int) -> bool:
    """Whether Latin letters or digits continue at either side: AC is not a name in `back`."""
    around = text[first - 1 : first] + text[last + 1 : last + 2]
    return any(c.isascii() and c.isalnum() for c in _same_length(around))


def _number_spans(text: str) -> Iterator[tuple[int, int]]:
    plain = _same_length(text)
    # Dates stay readable: they identify nobody, and without them a story can't be followed.
    plain = _DATES.sub(lambda found: "\n" * len(found[0]), plain)
    for pattern in _PATTERNS:
        for found in pattern.finditer(plain):
            amount = _AMOUNT.fullmatch(found[0]) and _UNIT.match(plain, found.end())
            if not amount:
                yield found.span()


class Masker:
    """Masks texts with the same known names; making one takes a second for 70,000 names, using it does not."""

    def __init__(self, known: Iterable[str]) -> None:
        self._forms: dict[str, set[str]] = defaultdict(set)
        for name in set(known):
            for form in _forms(name):
                if len(form) >= 2 and not (form.isdigit() and len(form) < 5):
                    self._forms[form[:2]].add(form)

    def _known_spans(self, text: str) -> Iterator[tuple[int, int]]:
        characters, origins = _reduced(text)
        for start in range(len(characters) - 1):
            for form in self._forms.get(characters[start : start + 2], ()):
                if characters.startswith(form, start):
                    first, last = origins[start], origins[start + len(form) - 1]
                    if not (form.isascii() and _inside_word(text, first, last)):
                        yield first, _including_bracket(text, first, last + 1)

    def mask(self, text: str) -> tuple[str, int]:
        """`text` with everything that names somebody as ■■■, and how many passages these are."""
        merged: list[tuple[int, int]] = []
        for start, end in sorted([*self._known_spans(text), *_number_spans(text)]):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        pieces, position = [], 0
        for start, end in merged:
            pieces += [text[position:start], MASK]
            position = end
        return "".join([*pieces, text[position:]]), len(merged)


def _including_bracket(text: str, start: int, end: int) -> int:
    """`end`, moved behind a bracket that was opened inside the passage."""
    opened = re.search(r"[(（][^)）]*$", text[start:end])
    closed = re.match(r"\s*[)）]", text[end:]) if opened else None
    return end + closed.end() if closed else end


def mask(text: str, known: Iterable[str]) -> tuple[str, int]:
    """`text` with phones, codes, cards, addresses, titled people and all `known` names as ■■■, and how many passages.

    `known`: names, short names and addresses of firms, names of people; width, case and spaces inside don't matter.
    """
    return Masker(known).mask(text)
