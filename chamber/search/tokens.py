"""The words of a thing as tokens of the index, and what somebody typed as a question to it.

A token is a circle (two letters: who reads these words), a letter for its sort, and what is looked for: two
neighbouring characters, or a run of Latin letters and digits (`w`); how a name sounds from each of its syllables on
(`s`), the initials of that (`i`); the end of a number (`n`); its beginning, or any part of a code (`c`); the number of
what it belongs to (`k`), that is found by what this is called. So a question never meets words of a circle that it does
not ask.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ..language.pinyin import tails
from ..language.text import MAX_WORDS, fold

LONGEST = 20
"""Characters of a run or a sound that count."""
SHORTEST_NUMBER = 3
_PIECE = re.compile(r"[a-z0-9]+|.")
_RUN = re.compile(r"[a-z0-9]+")
_CODE = re.compile("[a-z0-9]+(?:\uff0d[a-z0-9]+)+")
"""With hyphens, in their wide form."""
_SIGNS = {sign: sign + 0xFEE0 for sign in range(0x21, 0x7F) if not chr(sign).isalnum()}
"""ASCII signs part tokens, so they are kept in their wide form, which no folded text has."""
_MARKED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_WITHIN = re.compile("(?<=[a-z])['\u2019](?=[a-z])")
"""What input methods put between syllables: lan'zhou, xi'an."""
_AROUND = re.compile(r"[\"'()\[\]{};!?「」『』《》〈〉“”‘’【】〔〕、。…]|(?<![0-9]),|,(?![0-9])")
"""Quotes, brackets and stops that come along when one pastes or writes a sentence."""
_NUMBER = re.compile(r"(?:(?:\+|00)86|86(?=1[0-9]{10}$))?([0-9]{5,12})")
"""A telephone number, also with the country before it as lists of contacts have it."""


class Term(NamedTuple):
    """A token to be found; `begins`: or a longer one that begins so."""

    token: str
    begins: bool = False


Question = tuple[tuple[tuple[Term, ...], ...], ...]
"""All words; for each one of these ways; for that all terms."""
Called = Callable[[str], Iterable[str]]
"""The numbers (`belonging`) of what is called so; asked for each word."""


def written(circle: str, *texts: str | None) -> Iterator[str]:
    """The tokens of texts as they are written."""
    for word in (word for text in texts for word in _words(text)):
        pieces = _PIECE.findall(word)
        for piece, follower in zip(pieces, [*pieces[1:], ""], strict=True):
            if _RUN.fullmatch(piece):
                yield from (f"{circle}w{tail[:LONGEST]}" for tail in _tails(piece))
            if follower or not _RUN.fullmatch(piece):
                yield f"{circle}w{piece[-1]}{follower[:1]}"


def named(circle: str, *names: str | None, person: bool = False) -> Iterator[str]:
    """The tokens of names: written, and how they sound from each syllable on; a person's by each reading."""
    yield from written(circle, *names)
    for name in filter(None, names):
        spoken, initials = tails(name, person)
        yield from (f"{circle}s{one[:LONGEST]}" for one in spoken)
        yield from (f"{circle}i{one[:LONGEST]}" for one in initials)


def numbered(circle: str, *numbers: str | None) -> Iterator[str]:
    """The tokens of telephone numbers and the like: found from their beginning on, and by their last digits."""
    for number in numbers:
        for start, tail in enumerate(_ends(number)):
            yield f"{circle}n{tail}"
            if not start:
                yield f"{circle}c{tail}"


def coded(circle: str, *codes: str | None) -> Iterator[str]:
    """The tokens of codes: found from each sign on."""
    for code in codes:
        yield from (f"{circle}c{tail}" for tail in _ends(code))


def belonging(circle: str, *numbers: str) -> Iterator[str]:
    """The tokens of what a thing belongs to, each with a letter for its kind: renamed it has another name at once."""
    yield from (f"{circle}k{number}" for number in numbers if number)


def doc(*tokens: Iterable[str]) -> str:
    """These tokens as the index keeps them."""
    return " ".join(dict.fromkeys(token for some in tokens for token in some))


def question(typed: str, circles: Sequence[str], called: Called | None = None) -> Question:
    """What was typed as a question to these circles; empty where nothing was typed.

    `called`: a word may also be how something is called to which the thing belongs.
    """
    words = [(word.translate(_SIGNS), list(called(word)) if called else ()) for word in asked(typed)]
    return tuple(
        tuple(way for circle in circles for way in (*_ways(word, circle), *_of_these(circle, numbers)))
        for word, numbers in words
    )


def _of_these(circle: str, numbers: Iterable[str]) -> Iterator[tuple[Term, ...]]:
    return ((Term(token),) for token in belonging(circle, *numbers))


def asked(typed: str) -> list[str]:
    """The words that are searched of what was typed: without quotes and stops; a telephone number as one word."""
    plain = _plain(typed)
    if number := _NUMBER.fullmatch(re.sub(r"[\s-]", "", plain)):
        return [number[1]]
    return (_AROUND.sub(" ", plain).split() or plain.split())[:MAX_WORDS]


def _ends(number: str | None) -> list[str]:
    """A number without spaces and signs, and what is left of it from each digit on, down to four."""
    signs = "".join(_RUN.findall(fold(number)))
    return [signs[start:] for start in range(max(1, len(signs) - SHORTEST_NUMBER) if signs else 0)]


def _plain(text: str | None) -> str:
    """Folded, and Latin letters without marks, as one types them: lánzhōu, xi'an; ü is v as in `pinyin`."""
    return _WITHIN.sub("", _MARKED.sub(lambda letter: _bare(letter[0]), fold(text)))


def _bare(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter)
    return ("v" if plain.startswith("u\u0308") else plain[0]) if plain[0].isascii() else letter


def _words(text: str | None) -> list[str]:
    return _plain(text).translate(_SIGNS).split()


def _tails(run: str) -> Iterator[str]:
    """A run, and what is left of it from each digit and each change on."""
    for start, sign in enumerate(run[:LONGEST]):
        if not start or sign.isdigit() or run[start - 1].isdigit():
            yield run[start:]


def _ways(word: str, circle: str) -> Iterator[tuple[Term, ...]]:
    """How a word may be meant: as it is written, by its sound, by initials, as a number."""
    pieces = _PIECE.findall(word[: 2 * LONGEST])
    yield tuple(_written(pieces, circle))
    if _RUN.fullmatch(word):
        yield from ((Term(f"{circle}{sort}{word[:LONGEST]}", begins=True),) for sort in "si")
        if len(word) >= SHORTEST_NUMBER and not word.isalpha():
            yield (Term(f"{circle}n{word[:LONGEST]}"),)
            yield (Term(f"{circle}c{word[:LONGEST]}", begins=True),)
    elif _CODE.fullmatch(word):
        yield (Term(f"{circle}c{''.join(_RUN.findall(word))[:LONGEST]}", begins=True),)


def _written(pieces: list[str], circle: str) -> Iterator[Term]:
    for piece, follower in zip(pieces, [*pieces[1:], ""], strict=True):
        is_run = _RUN.fullmatch(piece)
        if is_run:
            yield Term(f"{circle}w{piece[:LONGEST]}", begins=not follower)
        if follower:
            yield Term(f"{circle}w{piece[-1]}{follower[:1]}")
        elif not is_run and len(pieces) == 1:
            yield Term(f"{circle}w{piece}", begins=True)
