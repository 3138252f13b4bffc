"""One question to all kinds of things: a few hits of each, how many there are, and what may have been meant instead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from sqlalchemy import func, select

from .. import registry
from ..extensions import db
from ..language.pinyin import pinyin
from ..language.text import fold
from ..registry.finds import Findable, Hit
from ..rights import Actor
from . import index

SHOWN = 5
"""Hits of a kind on the page of all."""
MOST_GUESSES = 12


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


def meant(typed: str, *, actor: Actor) -> str:
    """The name of something that this person may have meant who found nothing; empty where there is none."""
    for guess in _guesses(fold(typed).replace(" ", "")):
        for one in _kinds(actor):
            if one.has_sound and (found := _group(one, guess, actor)):
                return found.hits[0].title
    return ""


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


def _guesses(word: str) -> list[str]:
    """The same sound; one character not as it is written; fewer letters at the end. Numbers are meant as they are."""
    if word.isascii():
        return [word[:-less] for less in (1, 2) if len(word) - less > 2 and not word.isdigit()]
    without = (f"{word[:place]} {word[place + 1 :]}" for place in range(len(word)) if len(word) > 2)
    return [pinyin(word), *(guess for guess in without if not guess.isascii())][:MOST_GUESSES]
