"""Firms in a text: by registered, short or brand name, in pinyin, or in characters that sound so."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ...language.pinyin import syllable
from ...language.text import bare_company
from .hits import Hit, Names, Rank, Said, Whom, plain
from .units import without_place
from .wordings import AFTER_FIRM, COMMON_LATIN, GOES_ON, is_titled, is_word

BRAND_LENGTHS = (2, 3)
"""A brand is rarely longer; what follows it in the registered name is the trade."""
PART_LENGTH = 4
"""So long a beginning of a registered name stands for the firm anywhere; a shorter one only where a firm is meant."""
MIN_TOWN_FIRMS, SHARE = 5, 10
"""If so many firms and a tenth of all have the same beginning, it is the name of their town."""
LATIN_LENGTH = 6


@dataclass(frozen=True)
class Firm:
    """A member with what it is called."""

    whom: Whom
    name: str
    bare_name: str
    short_name: str = ""


@lru_cache(maxsize=8192)
def _called(firm: Firm, places: frozenset[str]) -> tuple[str, frozenset[str], frozenset[str]]:
    """What is left of a firm's name without place, all full names, and the beginnings that may stand for it."""
    bare, short = plain(firm.bare_name), plain(firm.short_name)
    core = without_place(bare, places)
    # A place in brackets belongs to the registered name, and nobody says it.
    unbracketed = without_place(plain(bare_company("".join(_outside_brackets(firm.name)))), places)
    cores = {one for one in (core, unbracketed) if len(one) > 1}
    full = {plain(firm.name), bare, short, *cores}
    parts = {one[:length] for one in cores for length in BRAND_LENGTHS}
    parts |= {one[0] + one[2] for one in cores if len(one) == PART_LENGTH}
    parts |= {one[:length] for one in cores for length in range(PART_LENGTH, len(one))}
    return min(cores, key=len, default=bare), frozenset(full), frozenset(parts - full)


def _outside_brackets(name: str) -> Iterator[str]:
    depth = 0
    for one in name:
        depth += one in "(（"
        if not depth:
            yield one
        depth -= one in ")）" and depth > 0


def towns_in(firms: Iterable[Firm]) -> frozenset[str]:
    """The towns with which so many names of firms begin that they tell none of them from another."""
    begins = Counter(plain(one.bare_name)[:2] for one in firms)
    return frozenset(town for town, count in begins.items() if count >= max(MIN_TOWN_FIRMS, begins.total() / SHARE))


def firms_in(said: Said, firms: list[Firm], places: frozenset[str]) -> Iterator[Hit]:
    """The firms that a text may mean."""
    text, bare = said.text, said.bare
    pairs = said.pairs
    spoken = {said.sounds[start : start + 2] for start in range(len(text) - 1)}
    full, parts, sounds = Names(), Names(), Names()
    for firm in firms:
        core, names, beginnings = _called(firm, places)
        full.add([one for one in names if one[:2] in pairs], firm.whom)
        parts.add([one for one in beginnings if one[:2] in pairs], firm.whom)
        if len(core) > 2 and tuple(map(syllable, core[:2])) in spoken:
            sounds.add([tuple(map(syllable, one)) for one in (core, core[:PART_LENGTH]) if len(one) > 2], firm.whom)
        if said.latin:
            yield from (Hit(firm.whom, Rank.PINYIN, one) for one in _latin(core) & said.latin)
    yield from _by_name(text, bare, full)
    yield from _by_beginning(text, parts)
    for start, sound in sounds.found(said.sounds):
        if not is_word(text[start : start + len(sound)]):
            yield from (Hit(whom, Rank.NAME_BY_SOUND, "".join(sound)) for whom in sounds.bearers[sound])


def _by_name(text: str, bare: str, full: Names) -> Iterator[Hit]:
    for _start, name in full.found(bare):
        meant = len(name) > 2 or not is_word(str(name)) or _is_firm(text, str(name))
        if meant:
            yield from (Hit(whom, Rank.FULL_NAME, str(name), sure=True) for whom in full.bearers[name])


def _is_firm(text: str, name: str) -> bool:
    start = text.find(name)
    return start >= 0 and AFTER_FIRM.match(text, start + len(name)) is not None


def _by_beginning(text: str, parts: Names) -> Iterator[Hit]:
    for start, written in parts.found(text):
        part, end = str(written), start + len(written)
        begins = not is_word(part) and not text[start - 1 : start].isalnum() and GOES_ON.match(text, end)
        if len(part) >= PART_LENGTH or begins or AFTER_FIRM.match(text, end) or is_titled(text, end + 1):
            yield from (Hit(whom, Rank.PART_OF_FIRM, part) for whom in parts.bearers[part])


@lru_cache(maxsize=8192)
def _latin(core: str) -> frozenset[str]:
    said = [syllable(one) for one in core]
    names = {"".join(said), "".join(said[:PART_LENGTH])}
    names |= {"".join(said[:2]) + tail for tail in ("", "gongsi", "company", "co", "factory", "group")}
    signs = {"".join(one[:1] for one in said)} if len(said) >= PART_LENGTH else set()
    return frozenset(one for one in names if len(one) >= LATIN_LENGTH) | signs - COMMON_LATIN
