"""Departments in a text: by official, short and popular names, and by what they do."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ...directory import popular
from ...language.ordinary import is_ordinary
from ...language.pinyin import initials, pinyin, syllable
from ...language.titled import SURNAMES
from .hits import Hit, Names, Rank, Said, Whom, plain
from .wordings import AFTER_UNIT, COMMON_LATIN, NOT_BEFORE_UNIT, TOO_WIDE, is_word, stands_alone

PLACE = re.compile(r"^(.{2,3}?)(?:市(?!场)|区|县|街道|镇|乡)(?:办事处)?(?=.{2})")
UNIT = re.compile(r"(?:办公室|派出所|委员会|分局|支队|大队|中队|小队|中心|大厅|窗口|[局所队站办科股处委厅室会])$")
"""How the name of a unit ends."""
SEAT = re.compile(r"(?<=局)(?=.{2,3}(?:分局|[所队站])$)")
"""Between an authority and its seat: 市场监督管理局 | 梧桐所."""
SHORTER = (
    ("监督管理", "监管"),
    ("综合行政执法", "综合执法"),
    ("综合行政执法", "执法"),
    ("办公室", "办"),
    ("委员会", "委"),
)
LATIN_LENGTH, INITIALS_LENGTH = 6, 3


@dataclass(frozen=True)
class Unit:
    """A department with what it is called."""

    whom: Whom
    name: str
    short_name: str = ""
    popular_names: str = ""


def places_in(names: Iterable[str]) -> frozenset[str]:
    """The places with which names begin: 梧桐 of 梧桐街道城建办."""
    found = set()
    for name in map(plain, names):
        while match := PLACE.match(name):
            found.add(match[1])
            name = name[match.end() :]
    return frozenset(found)


def without_place(name: str, places: frozenset[str]) -> str:
    """A name without the places in front of it."""
    while match := PLACE.match(name):
        name = name[match.end() :]
    place = next((one for one in places if name.startswith(one) and len(name) > len(one) + 1), "")
    return name.removeprefix(place)


@lru_cache(maxsize=1024)
def _called(name: str, short_name: str, places: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The names of a unit, and the bare words for what it does, from its official and short name."""
    whole = plain(name)
    bare = without_place(whole, places)
    names = {whole, bare, *SEAT.split(bare)}
    names |= {plain(short_name)} if short_name else set()
    names |= {one.replace(long, short) for one in names for long, short in SHORTER}
    stems = {UNIT.sub("", without_place(one, places)) for one in names}
    stems |= {re.sub("(?:管理|服务|救援)$", "", stem) for stem in stems}
    stems |= {stem.replace(long, short) for stem in stems for long, short in SHORTER}
    stems |= {stem[0] + stem[2] for stem in stems if len(stem) == 4}
    return frozenset(one for one in names if one not in places), frozenset(stems - TOO_WIDE - places)


def names_of(unit: Unit, places: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """All that a department is called, each with whether nothing else can be meant."""
    official, doing = _called(unit.name, unit.short_name, places)
    yield from ((name, not is_ordinary(name)) for name in {*official, *map(plain, popular.parted(unit.popular_names))})
    yield from ((stem, False) for stem in doing)


def departments_in(said: Said, units: Iterable[Unit], places: frozenset[str]) -> Iterator[Hit]:
    """The departments that a text may mean."""
    ranks: dict[str, Rank] = {}
    names, stems, sounds = Names(), Names(), Names()
    latin: list[tuple[str, Whom]] = []
    for unit in units:
        official, doing = _called(unit.name, unit.short_name, places)
        known = {plain(one) for one in popular.parted(unit.popular_names)}
        strong = {one for one in known if len(one) > 3 or (UNIT.search(one) and len(one) > 2)}
        stems.add({*doing, *known} - strong, unit.whom)
        names.add({*official, *strong}, unit.whom)
        ranks |= dict.fromkeys(known, Rank.POPULAR_NAME) | dict.fromkeys(official, Rank.OFFICIAL_NAME)
        sounds.add({tuple(map(syllable, one)) for one in (*official, *known)}, unit.whom)
        if said.latin:
            latin += [(form, unit.whom) for one in {*official, *known} for form in _latin(one)]
    yield from _longest(said.text, names, ranks)
    yield from _by_stem(said.text, stems, ranks)
    yield from _by_sound(said, sounds)
    yield from (Hit(whom, Rank.PINYIN, form) for form, whom in latin if form in said.latin)


def _longest(said: str, names: Names, ranks: dict[str, Rank]) -> Iterator[Hit]:
    reach = 0
    for start, name in names.found(said):
        if start + len(name) > reach:
            reach = start + len(name)
            rank = ranks.get(str(name), Rank.POPULAR_NAME)
            yield from (Hit(whom, rank, str(name), sure=True) for whom in names.bearers[name])


def _by_stem(said: str, stems: Names, ranks: dict[str, Rank]) -> Iterator[Hit]:
    for start, stem in stems.found(said):
        end = start + len(stem)
        object_of = start and said[start - 1] in NOT_BEFORE_UNIT
        followed = AFTER_UNIT.match(said, end) or _is_somebody(said, end)
        alone = stands_alone(said, start, end + said.startswith("的", end))
        if alone or (followed and not object_of):
            rank = ranks.get(str(stem), Rank.STEM)
            yield from (Hit(whom, rank, str(stem), sure=rank > Rank.STEM) for whom in stems.bearers[stem])


def _is_somebody(said: str, start: int) -> bool:
    """Whether a person follows: a surname that begins no other word, as in 环保江波."""
    return said[start : start + 1] in SURNAMES and not is_word(said[start : start + 2]) and not said[start].isspace()


def _by_sound(said: Said, sounds: Names) -> Iterator[Hit]:
    for start, sound in sounds.found(said.sounds):
        end = start + len(sound)
        piece = said.text[start:end]
        if not is_word(piece) and (len(sound) > 2 or stands_alone(said.text, start, end)):
            yield from (Hit(whom, Rank.NAME_BY_SOUND, "".join(sound), written=piece) for whom in sounds.bearers[sound])


@lru_cache(maxsize=4096)
def _latin(name: str) -> frozenset[str]:
    if name.isascii():
        return frozenset({"".join(one for one in name if one.isalpha())})
    full, short = pinyin(name), initials(name)
    found = {full} if len(full) >= LATIN_LENGTH else set()
    return frozenset(found | ({short} if len(short) >= INITIALS_LENGTH else set())) - COMMON_LATIN
