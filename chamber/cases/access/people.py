"""People in a text: by name, surname and title, nickname, pinyin, initials, or characters that sound so."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase

from ...language.pinyin import initials, parted, pinyin, syllable
from .hits import Hit, Names, Rank, Said, Whom, plain
from .wordings import (
    BOSS,
    COMMON_LATIN,
    ENGLISH_TITLES,
    GOES_ON,
    LATIN_TITLES,
    NICKNAME,
    OUTSIDE,
    ROLE_TITLES,
    SHORT_LATIN_TITLES,
    TITLE,
    TITLES,
    is_introduced,
    is_titled,
    is_word,
    stands_alone,
)

OUTSIDE_BEFORE = 8
"""So near before a title of business an outside firm says whose it is: 陶瓷厂的唐总."""
KIN = "哥姐姨叔婶嫂爷总工"
TAKEN = "〇"
"""Stands where a name was that is known already."""
MOST_FIRMS = 5
"""A surname that people of more firms bear tells of none of them."""


@dataclass(frozen=True)
class Person:
    """Somebody who may be meant, and whom naming them names."""

    name: str
    whom: Whom
    title: str = ""

    def fits(self, title: str) -> bool:
        """Whether that is what this person is."""
        return title.lstrip("副大老正") in (self.title or ROLE_TITLES.get(self.whom.kind, ""))


class Surnames:
    """Who bears a surname, and who one that sounds like it."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.written: dict[str, list[Person]] = defaultdict(list)
        self.sounding: dict[str, list[Person]] = defaultdict(list)
        self.given: dict[str, list[Person]] = defaultdict(list)
        for one in people:
            surname, given = parted(plain(one.name))
            self.written[surname].append(one)
            self.sounding[pinyin(surname, person=True)].append(one)
            if given and given not in TITLES:
                for part in {given, given[-1], given[-1] * 2}:
                    self.given[part].append(one)

    def before(self, said: str, end: int) -> tuple[str, list[Person], bool]:
        """The surname that ends here, who bears it, and whether it is written so or only sounds so."""
        for length in (2, 1):
            surname = said[max(end - length, 0) : end]
            if people := self.written.get(surname, []):
                inside = length == 1 and end > 1 and is_word(said[end - 2 : end])
                return surname, [] if inside else people, True
        one = said[end - 1 : end]
        return one, self.sounding.get(syllable(one), []) if _may_be_slip(said, end) else [], False


def _may_be_slip(said: str, end: int) -> bool:
    one = said[end - 1 : end]
    alone = end < 2 or not said[end - 2].isalnum() or is_introduced(said, end - 1)
    return (
        one > "\u2e7f"
        and one not in "是时使事有和何与于为对将把被让叫请找问跟同到从向由的这那此每各本他她它你我您"
        and alone
    )


def people_in(said: Said, people: list[Person]) -> Iterator[Hit]:
    """Everybody of the staff and the departments whom a text may mean."""
    surnames, left = Surnames(people), said.text
    for hit in in_full(said, people):
        yield hit
        # Who is named in full is not somebody else of the same given name too.
        left = left.replace(hit.phrase, TAKEN * len(hit.phrase))
    yield from _by_sound(said, people)
    yield from _by_title(left, surnames)
    yield from _by_nickname(left, surnames)
    yield from _by_given_name(left, surnames)
    if said.latin:
        yield from _in_latin(said, people)
    yield from _by_title_alone(left, people)


def in_full(said: Said, people: Iterable[Person]) -> Iterator[Hit]:
    """Those whose whole name the text has."""
    names, text = Names(), said.text
    for one in people:
        if (name := plain(one.name))[:2] in said.pairs:
            names.add([name], one.whom)
    for start, written in names.found(text):
        name = str(written)
        if not is_word(name) or _is_person(text, start, start + len(name)):
            yield from (Hit(whom, Rank.FULL_NAME, name, sure=True) for whom in names.bearers[name])


def bosses_in(said: Said, people: Iterable[Person]) -> Iterator[Hit]:
    """Firms whose people bear a surname that stands before a title of business, where few firms can be meant."""
    called = {(said.text[found.start() - 1 : found.start()], found[0]) for found in BOSS.finditer(said.text)}
    for surname, title in called - {("", "")}:
        firms = {one.whom for one in people if parted(plain(one.name))[0] == surname}
        if len(firms) <= MOST_FIRMS:
            yield from (Hit(whom, Rank.FIRM_BY_SURNAME, surname + title) for whom in firms)


def _by_sound(said: Said, people: list[Person]) -> Iterator[Hit]:
    sounds, text = Names(), said.text
    for one in people:
        name = plain(one.name)
        sounds.add({tuple(map(syllable, name)), _spoken(name)}, one.whom)
    for start, sound in sounds.found(said.sounds):
        end = start + len(sound)
        alone = len(sound) > 2 or not text[end : end + 1].isalnum() or is_titled(text, end)
        if alone and not is_word(piece := text[start:end]):
            yield from (Hit(whom, Rank.NAME_BY_SOUND, "".join(sound), written=piece) for whom in sounds.bearers[sound])


@lru_cache(maxsize=4096)
def _spoken(name: str) -> tuple[str, ...]:
    surname, given = parted(name)
    first = (pinyin(surname, person=True),) if len(surname) == 1 else tuple(map(syllable, surname))
    return (*first, *map(syllable, given))


def _is_person(said: str, start: int, end: int) -> bool:
    """Whether a name that is an ordinary word too is meant as a name: 高峰 says so, the early 高峰 does not."""
    if is_titled(said, end) or stands_alone(said, start, end):
        return True
    return is_introduced(said, start) and GOES_ON.match(said, end) is not None and said[end : end + 1] != "的"


def _by_title(said: str, surnames: Surnames) -> Iterator[Hit]:
    for found in TITLE.finditer(said):
        start, title = found.start(), found[0]
        if BOSS.fullmatch(title) and OUTSIDE.search(said, max(start - OUTSIDE_BEFORE, 0), start):
            continue
        surname, people, written = surnames.before(said, start)
        for one in people:
            rank = Rank.FITTING_TITLE if one.fits(title) else Rank.SURNAME_AND_TITLE
            yield Hit(one.whom, rank if written else Rank.SURNAME_BY_SOUND, surname + title, sure=written)
        part = said[max(start - (1 if title[-1] in KIN and not people else 2), 0) : start]
        if not is_word(part) or is_introduced(said, start - len(part)):
            said_so = surnames.given.get(part, ())
            yield from (Hit(one.whom, Rank.GIVEN_NAME, part, written=part + title) for one in said_so)


def _by_nickname(said: str, surnames: Surnames) -> Iterator[Hit]:
    for found in NICKNAME.finditer(said):
        start = found.end()
        ordinary = is_word(said[start - 1 : start + 1]) and not stands_alone(said, start - 1, start + 1)
        if ordinary or is_word(said[start - 2 : start]):
            continue
        for length in (2, 1):
            end = start + length
            part = said[start:end]
            if is_word(said[end - 1 : end + 1]) or not (GOES_ON.match(said, end) or is_titled(said, end)):
                continue
            yield from (Hit(one.whom, Rank.NICKNAME, found[0] + part) for one in surnames.written.get(part, ()))
            if found[0] in "小阿大" and length == 1:
                said_so = surnames.given.get(part, ())
                yield from (Hit(one.whom, Rank.GIVEN_NAME, part, written=found[0] + part) for one in said_so)


def _by_given_name(said: str, surnames: Surnames) -> Iterator[Hit]:
    names = Names()
    for given, people in surnames.given.items():
        for one in people:
            names.add([given], one.whom)
    for start, name in names.found(said):
        end = start + len(name)
        if is_word(str(name)):
            meant = stands_alone(said, start, end)
        else:
            meant = is_introduced(said, start) and (GOES_ON.match(said, end) is not None or is_titled(said, end))
        if meant:
            yield from (Hit(whom, Rank.GIVEN_NAME, str(name)) for whom in names.bearers[name])


def _by_title_alone(said: str, people: list[Person]) -> Iterator[Hit]:
    for found in TITLE.finditer(said):
        if len(found[0]) > 1 and stands_alone(said, found.start(), found.end()):
            for one in people:
                if found[0] in one.title:
                    yield Hit(one.whom, Rank.BY_TITLE_ALONE, found[0])


def _in_latin(said: Said, people: list[Person]) -> Iterator[Hit]:
    for one in people:
        for rank, forms in _latin_forms(plain(one.name)).items():
            for form in forms & said.latin:
                yield Hit(one.whom, rank, form)
    for found in TITLE.finditer(said.spaced):
        before = said.spaced[: found.start()].rstrip()
        word = before[len(before.rstrip(ascii_lowercase)) :]
        for one in people if word else ():
            name = plain(one.name)
            surname, given = (pinyin(part, person=place == 0) for place, part in enumerate(parted(name)))
            if word in (surname, surname[:1], given, initials(name, person=True)):
                yield Hit(one.whom, Rank.INITIALS, word)


@lru_cache(maxsize=4096)
def _latin_forms(name: str) -> dict[Rank, frozenset[str]]:
    """How a person is written in Latin letters, all words joined."""
    surname, given = (pinyin(part, person=place == 0) for place, part in enumerate(parted(name)))
    if not surname or not given:
        return {}
    short = initials(name, person=True)
    full = {surname + given, given + surname}
    full |= {surname + title for title in (*LATIN_TITLES, *ENGLISH_TITLES)}
    full |= {title + surname for title in (*ENGLISH_TITLES, "lao", "xiao", "a")}
    full |= {given} if len(given) > 4 else set()
    signs = {short[0] + title for title in SHORT_LATIN_TITLES} | ({short} if len(short) > 2 else set())
    return {
        Rank.PINYIN: frozenset(form.replace("v", letter) for form in full for letter in "vu") - COMMON_LATIN,
        Rank.INITIALS: frozenset(signs - COMMON_LATIN),
    }
