"""A text as it is searched for names, an index of names, and what was found."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

from ...language.pinyin import syllable
from ...language.text import clean
from ...language.variants import simplified
from ..words import RespondentKind

_BETWEEN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff])[\s.·•\-_*/~|]+(?=[\u4e00-\u9fff])")
_LATIN_RUN = re.compile(r"[a-z]+(?:[ '.\-]{1,2}[a-z]+)*")
_NOT_WORD = re.compile(r"[\W_]+")
_MARKS = re.compile("[\u0300-\u036f]")
LONGEST = 20_000
"""No field of a form takes so much."""
MOST_WORDS = 6
"""A name in Latin letters has no more words."""


class Rank(IntEnum):
    """How likely it is that this one was meant."""

    SOMEBODY = 5
    FIRM_BY_SURNAME = 10
    INITIALS = 20
    BY_TITLE_ALONE = 25
    SURNAME_BY_SOUND = 30
    NAME_BY_SOUND = 40
    PINYIN = 45
    PART_OF_FIRM = 50
    GIVEN_NAME = 55
    NICKNAME = 65
    STEM = 70
    SURNAME_AND_TITLE = 75
    FITTING_TITLE = 80
    OFFICE = 85
    POPULAR_NAME = 90
    FULL_NAME = 95
    OFFICIAL_NAME = 100


class Whom(NamedTuple):
    """A unit, a department or a firm."""

    kind: RespondentKind
    department_id: int | None = None
    member_id: int | None = None


class Hit(NamedTuple):
    """Somebody found in a text."""

    whom: Whom
    rank: Rank
    phrase: str
    """How they were named: what two of them are called by the same phrase is not sure."""
    sure: bool = False
    written: str = ""
    """The same as the text has it, where `phrase` is something else."""


class Said:
    """A text for searching: width, case, script and accents folded, no spaces between Chinese characters."""

    def __init__(self, text: str, *, joined: bool = True) -> None:
        folded = unicodedata.normalize("NFKC", clean(text[:LONGEST])).lower()
        plain = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", folded)))
        self.spaced = simplified(plain)
        self.text = _BETWEEN_CHINESE.sub("", self.spaced) if joined else self.spaced

    @cached_property
    def bare(self) -> str:
        """Letters and characters alone, as names of firms are compared."""
        return _NOT_WORD.sub("", self.text)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Each two characters that follow one another: what a name must begin with to be in the text."""
        return frozenset(text[at : at + 2] for text in (self.text, self.bare) for at in range(len(text) - 1))

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        """The syllable of each character."""
        return tuple(map(syllable, self.text))

    @cached_property
    def latin(self) -> frozenset[str]:
        """Words in Latin letters, and up to six that follow each other, joined."""
        found = set()
        for run in _LATIN_RUN.findall(self.spaced):
            words = re.findall("[a-z]+", run)
            for start in range(len(words)):
                joined = ""
                for word in words[start : start + MOST_WORDS]:
                    joined += word
                    found.add(joined)
        return frozenset(found)


class Names:
    """Names, each with those who bear it; found in a text in one pass, however many there are."""

    def __init__(self) -> None:
        self.bearers: dict[Sequence[str], list[Whom]] = defaultdict(list)
        self._lengths: dict[Sequence[str], set[int]] = defaultdict(set)

    def add(self, names: Iterable[Sequence[str]], whom: Whom) -> None:
        """Let somebody bear these names; of one character none counts, it stands in too many texts."""
        for name in names:
            if len(name) > 1 and whom not in self.bearers[name]:
                self.bearers[name].append(whom)
                self._lengths[name[:2]].add(len(name))

    def found(self, text: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
        """Where the text has a name, the longest first where several begin."""
        lengths = {pair: sorted(these, reverse=True) for pair, these in self._lengths.items()}
        for start in [at for at in range(len(text) - 1) if text[at : at + 2] in lengths] if lengths else ():
            for length in lengths[text[start : start + 2]]:
                if (piece := text[start : start + length]) in self.bearers:
                    yield start, piece


@lru_cache(maxsize=16384)
def plain(name: str) -> str:
    """A name as `Said` has it, without spaces."""
    return "".join(Said(name).text.split())
