"""What people call a firm or a person whose name is known: short, by halves, in pinyin, by initials, by nickname."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from .figures import amount_follows, without_harmless
from .ordinary import is_ordinary
from .pinyin import initials, parted, pinyin
from .text import bare_company, fold
from .titled import full_names
from .variants import simplified

_PLACE = re.compile(r"^(?:.{2,3}省)?(?:.{2,3}市)?(?:.{2,3}[区县市])?(?:.{2,4}[镇街道乡])?(?=.{3})")
_PLACES_IN_ADDRESS = re.compile(r"[\u4e00-\u9fff]{2,4}?(?=[省市区县镇乡]|街道)")
_DIVISION = re.compile(r"^[省市区县镇乡](?=..)")
_ESTATE = re.compile(
    r"[\u4e00-\u9fff]{2,8}?(?:大厦|广场|工业园区?|产业园|创业园|科技园|市场|商城|花园|家园|小区|公寓|大楼|商厦|写字楼|中心)"
)
_FIRM_IN_TEXT = re.compile(r"[\u4e00-\u9fff]{2,20}?(?:有限责任公司|有限公司|公司|集团|商行|经营部|合作社)")
_CODE_IN_TEXT = re.compile(r"(?<![a-z0-9])(?=[a-z/_-]*[0-9])[a-z0-9][a-z0-9/_-]{3,}(?![a-z0-9])")
_TITLES = ("总", "经理", "老板", "董", "工", "哥", "姐", "先生", "女士", "师傅", "会计", "老大")
_CALLED = re.compile(
    rf"(?<=.)(?:副?(?:{'|'.join(_TITLES)}|总经理|董事长|会长|理事长|秘书长|主任|科长|处长|局长|所长|站长|书记))$"
)
_MARKED = "某x"
"""What people put for a character of a name."""
_DIGITS = "零一二三四五六七八九"
MIN_LATIN = 3
"""Fewer letters than this are anybody's initials."""


def numeral(number: int) -> str:
    """A number below 10,000 in Chinese: 128 → 一百二十八."""
    said, rest, gap = "", number, False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, size)
        if digit:
            said += ("零" if gap and said else "") + _DIGITS[digit] + unit
        gap = digit == 0
    return said.removeprefix("一") if 10 <= number < 20 else said


def without_title(word: str) -> str:
    """How a person is called, without the title: 顾总, 张老板 → 顾, 张; a longer word stays."""
    return _CALLED.sub("", word) if len(word) < 7 else word


def places_in(addresses: Iterable[str]) -> set[str]:
    """Names of province, town and district as addresses write them, without the word for what they are."""
    return {place for one in addresses for place in _PLACES_IN_ADDRESS.findall(simplified(one))}


def shared_beginnings(names: Iterable[str]) -> set[str]:
    """With what many of these firms begin: a place, though no address says it."""
    firms = [simplified(bare_company(name)) for name in names]
    few = max(5, len(firms) // 10)
    return {place for place, number in Counter(firm[:2] for firm in firms if len(firm) > 4).items() if number >= few}


def trade_name(name: str, places: Iterable[str]) -> str:
    """A firm's name without legal form and without the places in front: the trade name, and what it does."""
    core = _PLACE.sub("", simplified(bare_company(name)))
    known = sorted(places, key=len, reverse=True)
    while place := next((one for one in known if core.startswith(one) and len(core) - len(one) >= 2), ""):
        core = _DIVISION.sub("", core.removeprefix(place))
    return core


def of_firm(name: str, short_name: str = "", places: Iterable[str] = ()) -> Iterator[tuple[str, bool]]:
    """All that a firm may be called, each with whether nothing else can be meant."""
    core, short = trade_name(name, places), simplified(bare_company(short_name))
    yield from ((one, True) for one in (simplified(fold(name)), simplified(bare_company(name)), core) if len(one) > 2)
    known = set(places)
    for whole in filter(None, (core, trade_name(short, places) if short else "")):
        yield from _pieces(whole, known)
        yield from _in_letters(whole)
    if short and short not in known:
        yield short, not is_ordinary(short)


def _pieces(core: str, places: set[str]) -> Iterator[tuple[str, bool]]:
    if core[:2] not in places:
        yield core[:2], not is_ordinary(core[:2])
    for end in range(3, len(core) + 1):
        yield core[:end], not is_ordinary(core[:end])
        if end > 3:
            yield core[1:end], not is_ordinary(core[2:4])
    what = core[2:4]
    if len(what) == 2:
        for mark in (*_MARKED, ""):
            yield core[0] + mark + what, not is_ordinary(core[0] + what[:1])
            if mark:
                yield mark + core[1] + what, True


def _in_letters(core: str) -> Iterator[tuple[str, bool]]:
    trade = core[:2]
    if core.isascii():
        return
    for whole in {core, trade, core[:3], core[:4]}:
        yield pinyin(whole), len(pinyin(whole)) > MIN_LATIN
        yield initials(whole), len(initials(whole)) >= MIN_LATIN
    if rest := core[2:4]:
        yield pinyin(trade) + rest, True
        yield initials(trade) + rest, True


def of_other_firm(short_name: str) -> Iterator[tuple[str, bool]]:
    """The trade name alone of a firm that is not the author's: its short name without what it does."""
    trade = simplified(bare_company(short_name))
    while len(trade) > 3 and is_ordinary(trade[-2:]):
        trade = trade[:-2]
    if trade:
        yield trade, len(trade) > 2 and not is_ordinary(trade)


def of_person(name: str) -> Iterator[tuple[str, bool]]:
    """All that a person may be called, each with whether nothing else can be meant."""
    whole = "".join(simplified(fold(name)).split())
    if not whole or whole.isascii():
        yield fold(name), True
        return
    surname, given = parted(whole)
    yield whole, not is_ordinary(whole)
    for before in "老小阿":
        yield before + surname, not is_ordinary(before + surname)
    yield from ((surname + title, not is_ordinary(surname + title)) for title in _TITLES)
    for nickname in _by_given_name(surname, given):
        yield nickname, not is_ordinary(nickname)
    yield from _person_in_letters(whole, given)


def _by_given_name(surname: str, given: str) -> Iterator[str]:
    if len(given) > 1:
        yield given
    if given:
        last = given[-1]
        yield from (before + last for before in "阿小老")
        yield from (last + after for after in ("哥", "姐", "总", "叔", "姨", "董", last))
        yield from (surname + mark + last for mark in _MARKED)


def _person_in_letters(whole: str, given: str) -> Iterator[tuple[str, bool]]:
    first, rest = pinyin(whole, person=True), pinyin(given)
    yield first, True
    family = first.removesuffix(rest)
    yield rest + family, True
    if len(given) > 1:
        yield rest, True
    for letters in (initials(whole, person=True), initials(given) + family[:1]):
        yield letters, len(letters) >= MIN_LATIN
    for title in _TITLES:
        yield family + title, True
        yield family[:1] + title, True


def of_address(address: str) -> Iterator[tuple[str, bool]]:
    """An address, whole and by its parts: the house number in both kinds of figures, the estate."""
    plain = simplified(fold(address))
    if not plain:
        return
    yield plain, True
    yield from ((room, True) for room in re.findall(r"([0-9]{4})室", plain))
    for digits in re.findall(r"([0-9]{2,4})(?=号)", plain):
        yield from (
            (f"{one}号", True) for one in (digits, numeral(int(digits)), "".join(_DIGITS[int(d)] for d in digits))
        )
    inner = re.split(r"[省市区县镇乡号]|街道", plain)[-1]
    yield from ((one, False) for one in _ESTATE.findall(inner))


def of_number(number: str) -> Iterator[tuple[str, bool]]:
    """A phone, and what people write of it: its first seven digits, its last four to eight."""
    digits = re.sub(r"\D", "", number.removeprefix("+86").partition(";")[0])
    if len(digits) >= 7:
        yield digits, True
        yield from ((digits[-length:], True) for length in range(4, min(9, len(digits))))
        yield digits[:7], True


def of_papers(text: str) -> Iterator[tuple[str, bool]]:
    """The people, firms, phones, contracts and cases that a text of names and evidence gives."""
    plain = simplified(fold(text))
    for name in full_names(plain):
        yield from of_person(name)
    for firm in _FIRM_IN_TEXT.findall(plain):
        yield from of_firm(firm)
    shielded = without_harmless(plain)
    for found in _CODE_IN_TEXT.finditer(shielded):
        if not amount_follows(shielded, *found.span()):
            yield from of_number(found[0]) if found[0].isdigit() and len(found[0]) > 6 else [(found[0], True)]
