"""Proposing an anonymous version of a text: masks what names somebody, marks what may; a person decides."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from .figures import amount_follows, numbers, without_harmless
from .ordinary import is_ordinary
from .text import LEGAL_FORM
from .titled import Found, people
from .variants import simplified

MASK = "■■■"
AROUND = 12
"""Characters on either side that show how a word is meant."""
MIN_FIRM_LENGTH = 4
"""A known name longer than this is also searched without place and legal form, as a firm's."""

_PLACE = re.compile(r"^(?:.{2,3}省)?(?:.{2,3}市)?(?:.{2,3}[区县市])?(?:.{2,4}[镇街道乡])?(?=.{3})")
_ALONE = frozenset(
    "一二三四五六七八九十百千万亿两双大小多少高低长短新旧老好坏真全前后左右上下中内外东西南北开关加减立建有无在于以为和同与跟及向对从自由到至往"
    "被把将使令让叫给用可能会应当须需必要想愿肯敢得是非不没未再又才刚已曾正常时家方人心天地日年周水火石光来去进出起行走见听说讲问看学做办收付"
    "买卖借还交定运送发修改清洗通速单另如若但而且或即则因故唯仅只都均共总约近过比最更很太极较特平安成钱金房田江林花米汤包查管党路段项章温冷苗"
    "毛皮龙马牛叶车货料税费款店厂"
)
"""Characters that a name may begin with and that are words of their own: 家 in 我家明确, 以 in 以宁波为例."""
_IGNORED = re.compile(r"[\s\u200b-\u200f\ufeff()\[\]{}<>《》「」『』“”‘’\"'`·•・.\-–—_*~/|^]")


@dataclass(frozen=True)
class Masked:
    """A text with what names somebody as ■■■; what may name somebody is left in and told apart."""

    parts: tuple[tuple[str, bool], ...]
    """The pieces of the text, each with whether somebody must look at it."""
    places: int

    @property
    def text(self) -> str:
        """The whole."""
        return "".join(piece for piece, _unsure in self.parts)

    @property
    def unsure(self) -> tuple[str, ...]:
        """What may name somebody, each once."""
        return tuple(dict.fromkeys(piece for piece, unsure in self.parts if unsure))

    @property
    def doubts(self) -> tuple[tuple[str, str, str], ...]:
        """What may name somebody, each time with the few words before and after it."""
        text, position, found = self.text, 0, []
        for piece, unsure in self.parts:
            end = position + len(piece)
            if unsure:
                found.append((text[max(position - AROUND, 0) : position], piece, text[end : end + AROUND]))
            position = end
        return tuple(found)


def _same_length(text: str) -> str:
    """Width, case and script folded character by character, so that positions stay the same."""
    folded = (n if len(n := unicodedata.normalize("NFKC", c).lower()) == 1 else c for c in text)
    return simplified("".join(folded))


def _reduced(text: str) -> tuple[str, list[int]]:
    """The text without width, case, script, spaces and brackets, and where each character came from."""
    characters, origins = [], []
    for origin, char in enumerate(text):
        for character in unicodedata.normalize("NFKC", char).lower():
            if not _IGNORED.match(character):
                characters.append(character)
                origins.append(origin)
    return simplified("".join(characters)), origins


@lru_cache(maxsize=32768)
def _forms(name: str) -> tuple[tuple[str, bool], ...]:
    """The reduced forms in which a known name may occur: whole, without legal form, without place in front.

    Each with whether it is sure. Kept, because each page with a mask asks for the whole roster.
    """
    plain = _IGNORED.sub("", simplified(unicodedata.normalize("NFKC", name).lower()))
    bare = LEGAL_FORM.sub("", plain) if len(plain) > MIN_FIRM_LENGTH else plain
    whole = {plain, bare, _PLACE.sub("", bare) if len(plain) > MIN_FIRM_LENGTH else plain}
    return tuple((form, not is_ordinary(form)) for form in whole if _can_be_found(form))


def _can_be_found(form: str) -> bool:
    return len(form) >= 2 and not (form.isdigit() and len(form) < 4)


def _inside_word(text: str, first: int, last: int) -> bool:
    """Whether Latin letters or digits continue at either side: AC is not a name in `back`."""
    around = text[first - 1 : first] if first and _is_latin(text[first]) else ""
    around += text[last + 1 : last + 2] if _is_latin(text[last]) else ""
    return any(_is_latin(c) for c in around)


def _is_latin(character: str) -> bool:
    folded = _same_length(character)
    return folded.isascii() and folded.isalnum()


_COUNTED = re.compile(r"[一二两俩三四五六七八九十几多数\d][名位个]")
"""Behind a count a name begins: 两名城管 does not speak of a 名城."""


def _across_words(text: str, start: int, end: int) -> bool:
    """Whether a short name may have come about where two words meet: 于明 in 至于明天, 家明 in 我家明确."""
    rest, last = text[start : end - 1], text[end - 1]
    is_counted = _COUNTED.fullmatch(text[max(start - 2, 0) : start])
    ends = start > 0 and not is_counted and is_ordinary(text[start - 1 : start + 1])
    begins = (rest in _ALONE or is_ordinary(rest)) and is_ordinary(last + text[end : end + 1])
    return end - start < 4 and (ends or begins)


_Forms = dict[str, dict[str, bool]]
Namer = Callable[[str], Iterable[tuple[str, bool]]]


def _add(forms: _Forms, form: str, sure: bool) -> None:
    group = forms[form[:2]]
    group[form] = group.get(form, False) or sure


def _add_all(forms: _Forms, callings: Iterable[tuple[str, bool]]) -> None:
    for calling, sure in callings:
        if _can_be_found(form := _IGNORED.sub("", calling)):
            _add(forms, form, sure)


class Masker:
    """Masks texts with the same known names; making one takes a second for 70,000 names, using it does not."""

    def __init__(
        self, known: Iterable[str], callings: Iterable[tuple[str, bool]] = (), namer: Namer = lambda _text: ()
    ) -> None:
        """`namer`: finds in a text how it names somebody, where what stands around it decides."""
        self._forms: _Forms = defaultdict(dict)
        self._namer = namer
        for name in set(known):
            for form, sure in _forms(name):
                _add(self._forms, form, sure)
        _add_all(self._forms, callings)

    def _known(self, text: str, known: _Forms) -> Iterator[Found]:
        characters, origins = _reduced(text)
        figures = without_harmless(_same_length(text))
        for start in range(len(characters) - 1):
            for form, sure in known.get(characters[start : start + 2], {}).items():
                if not characters.startswith(form, start):
                    continue
                first, last = origins[start], origins[start + len(form) - 1]
                if _inside_word(text, first, last):
                    continue
                if form.isdigit() and (figures[first] == "\n" or amount_follows(figures, first, last + 1)):
                    continue
                sure = sure and not _across_words(characters, start, start + len(form))
                yield Found(first, _including_bracket(text, first, last + 1), sure)

    def _named(self, text: str) -> Iterator[Found]:
        forms: _Forms = defaultdict(dict)
        _add_all(forms, self._namer(text))
        return self._known(text, forms)

    def found(self, text: str) -> list[Found]:
        """What names somebody and what may, in order; none touches another."""
        plain = _same_length(text)
        every = sorted(
            {*self._known(text, self._forms), *self._named(text), *numbers(plain), *people(plain), *_spaced_out(text)}
        )
        sure = _merged(one for one in every if one.sure)
        unsure = _merged(one for one in every if not one.sure)
        apart = (one for one in unsure if not any(one.start < other.end and other.start < one.end for other in sure))
        return sorted([*sure, *apart])

    def named(self, text: str) -> str:
        """The first passage in which the `namer` surely finds somebody; empty where there is none."""
        return next((text[one.start : one.end] for one in self._named(text) if one.sure), "")

    def read(self, text: str) -> Masked:
        """`text` with everything that names somebody as ■■■, and what may name somebody told apart."""
        parts: list[tuple[str, bool]] = []
        position = places = 0
        for start, end, sure in self.found(text):
            parts += [(text[position:start], False), (MASK, False) if sure else (text[start:end], True)]
            position, places = end, places + sure
        return Masked(tuple(part for part in (*parts, (text[position:], False)) if part[0]), places)

    def mask(self, text: str) -> tuple[str, int]:
        """`text` with everything that names somebody as ■■■, and how many passages these are."""
        masked = self.read(text)
        return masked.text, masked.places

    def marked(self, text: str) -> Masked:
        """`text` as it is, with all told apart that names somebody or may."""
        parts: list[tuple[str, bool]] = []
        position = 0
        for start, end, _sure in self.found(text):
            parts += [(text[position:start], False), (text[start:end], True)]
            position = end
        return Masked(tuple(part for part in (*parts, (text[position:], False)) if part[0]), 0)


def _spaced_out(text: str) -> Iterator[Found]:
    """People whose titled names have spaces or signs inside: 陈 总."""
    characters, origins = _reduced(text)
    for start, end, sure in people(characters):
        first, last = origins[start], origins[end - 1]
        if sure and last - first >= end - start and "\n" not in text[first:last]:
            yield Found(first, last + 1)


def _merged(every: Iterable[Found]) -> list[Found]:
    merged: list[Found] = []
    for one in every:
        if merged and one.start <= merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(one.end, merged[-1].end))
        else:
            merged.append(one)
    return merged


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
