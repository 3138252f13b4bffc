"""One question to all kinds of things: a few hits of each, how many there are, and what may have been meant instead."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from sqlalchemy import func, select

from .. import registry
from ..extensions import db
from ..language.callings import without_title
from ..language.pinyin import pinyin
from ..language.text import fold
from ..language.variants import simplified
from ..registry.finds import Findable, Hit
from ..rights import Actor
from . import index, tokens

SHOWN = 5
"""Hits of a kind on the page of all."""
MOST_GUESSES = 12
MOST_MEANT = 3
_HAN = r"[\u3400-\u9fff]"
_BORDER = re.compile(f"(?<={_HAN})(?=[a-z]|[0-9]{{3}})|(?:(?<=[a-z])|(?<=[0-9]{{3}}))(?={_HAN})")
"""Where Chinese and Latin letters or digits meet: 张138, 兰zhou."""
_ALIKE = [
    *((re.compile(f"{one}h"), one) for one in "zcs"),
    *((re.compile(f"{one}(?!h)"), f"{one}h") for one in "zcs"),
    *((re.compile("(?<=[aei])ng"), "n"), (re.compile("(?<=[aei])n(?!g)"), "ng")),
    *((re.compile("^l"), "n"), (re.compile("^n"), "l")),
]
"""What many who type pinyin don't tell apart."""


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    kind: Findable
    hits: Sequence[Hit]
    number: int
    """How many; above `index.MOST`: so many and more."""


def everything(typed: str, *, actor: Actor) -> list[Group]:
    """What this person finds, by kind; nothing where nothing was typed."""
    return [group for one in _kinds(actor) if (group := _group(one, typed, actor))] if fold(typed) else []


def kinds(actor: Actor) -> list[LazyString]:
    """What is searched for this person, as its lists are called."""
    return [one.label for one in _kinds(actor)]


def meant(typed: str, *, actor: Actor) -> list[str]:
    """What this person may have meant who found nothing, as it could be typed: the same otherwise written, or names."""
    words = tokens.asked(typed)
    if (other := _written_otherwise(" ".join(words))) and everything(other, actor=actor):
        return [other]
    for guess in _guesses("".join(words)):
        found = (_group(one, guess, actor) for one in _kinds(actor) if one.has_sound)
        if names := list(dict.fromkeys(group.hits[0].title for group in found if group)):
            return names[:MOST_MEANT]
    return []


def _kinds(actor: Actor) -> Iterator[Findable]:
    return (one for feature in registry.features() for one in feature.finds if one.right.allows(actor))


def _group(one: Findable, typed: str, actor: Actor) -> Group | None:
    newest = index.newest(one.key, one.found(actor, typed))
    first = select(one.key, func.count().over()).where(newest).order_by(one.order, one.key).limit(SHOWN)
    rows = db.session.execute(first).all()
    if not rows:
        return None
    known = one.hits(actor, [row[0] for row in rows])
    return Group(one, [known[row[0]] for row in rows], rows[0][1])


def _written_otherwise(typed: str) -> str:
    """The same in simplified characters, with a blank where Chinese and Latin meet, without how one calls a person."""
    words = (without_title(word) for word in simplified(typed).split())
    other = _BORDER.sub(" ", " ".join(words))
    return "" if other == typed else other


def _guesses(word: str) -> Iterator[str]:
    """The same sound; one character not as it is written; fewer letters at the end. Numbers are meant as they are."""
    guesses: list[str] = []
    sound = pinyin(word)
    if word.isascii():
        guesses = [word[:-less] for less in (1, 2) if len(word) - less > 2 and not word.isdigit()]
    else:
        parts = ((word[:place], word[place + 1 :]) for place in range(len(word)) if not word[place].isascii())
        guesses = [sound, *(" ".join(part) for part in parts if len(word) > 2 and not "".join(part).isascii())]
    if sound.isalpha() and len(sound) > 2:
        guesses += (one.sub(other, sound, count=1) for one, other in _ALIKE)
    # Of signs that are nowhere nothing is left, and nothing typed would be everything.
    return (guess for guess in list(dict.fromkeys(guesses))[:MOST_GUESSES] if fold(guess) not in ("", word))
