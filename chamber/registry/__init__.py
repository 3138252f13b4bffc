"""What each feature declares about itself, and what is collected from all of them.

`features.py` fills it before the application is made. Call it inside functions only, never at import.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

from flask import Blueprint
from flask_babel import LazyString

from ..messages import Line, Source, Tell, Topic
from ..rights import Actor, Right, Role, rights_in
from .finds import Findable
from .homes import Card, Fact, Matters
from .papers import Paper
from .subjects import Subject


@dataclass(frozen=True)
class Act:
    """An act of the log, or (`time.…`) what time alone causes, and who is notified of it."""

    name: str
    label: LazyString
    """As the log shows it."""
    tells: tuple[Tell, ...] = ()
    heading: LazyString | None = None
    """As a heading on the help page, where that differs from the label."""
    is_trace: bool = False
    """Whether its time reveals whose case it is: then the leader does not read it in the log."""
    counts: bool = True
    """Whether homes list it under what got done today; not what was only looked at, begun or brought about."""
    undoes: tuple[str, ...] = ()
    """The acts that it takes back: neither of the two counts then."""
    lets_go: bool = False
    """Whether who did it may not see the thing then: it is listed all the same, by its kind alone."""


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    endpoint: str
    label: LazyString
    icon: str
    right: Right | None
    """None: open to everybody who has signed in."""
    rank: int
    """Most used first; the phone shows the first four and the rest under *More*."""
    label_for: Mapping[Role, LazyString] = field(default_factory=dict)
    """Roles that know it by another name."""
    opens: Mapping[Role, Mapping[str, Any]] = field(default_factory=dict)
    """How a list opens for some roles: the values in its address."""


@dataclass(frozen=True)
class Feature:
    """Everything that one feature declares; `features.py` lists them."""

    name: str
    pages: tuple[Blueprint, ...] = ()
    open_pages: tuple[str, ...] = ()
    """Endpoints that need no account."""
    open_posts: tuple[str, ...] = ()
    """Those of them that other programs post to: the secret in their address takes the place of a form's token."""
    places: tuple[Place, ...] = ()
    rights: ModuleType | None = None
    subjects: tuple[Subject, ...] = ()
    topics: tuple[Topic, ...] = ()
    acts: tuple[Act, ...] = ()
    each_minute: tuple[Callable[[], int], ...] = ()
    """What time alone causes: called every minute by the worker, harmless when repeated; how many were notified."""
    each_day: tuple[Callable[[], str], ...] = ()
    """What `flask daily` does, each in transactions of its own, harmless when repeated; each returns a line to print,
    or "". A DomainError is printed at the end: the other steps run all the same."""
    erase_again: Callable[[Collection[str]], int] | None = None
    """After an older backup was put back: erases those of these subjects (`case:12`) that are its own and are in it
    again; how many."""
    tasks: Mapping[str, Callable[[], int]] = field(default_factory=dict)
    """Tasks of the worker's queue, run after `dispatch.enqueue_after_commit(name)` and each minute; harmless when
    repeated. Each runs in a thread of its own and makes its own transactions."""
    works: Mapping[str, Any] = field(default_factory=dict)
    """Long jobs by name (`jobs.kinds.Work`)."""
    finds: tuple[Findable, ...] = ()
    """What the search finds of it."""
    papers: tuple[Paper, ...] = ()
    """What it has printed, numbered and made as .docx."""
    cards: tuple[Card, ...] = ()
    facts: tuple[Fact, ...] = ()
    matters: tuple[Matters, ...] = ()
    first_page: Callable[[Actor], str] | None = None
    """The endpoint of what somebody must see first who came back by a sign-in link, not by the own password; "" for
    nothing. The page takes `next`, where they wanted to go."""
    next_in_line: Callable[[Actor, str], tuple[str, str] | None] | None = None
    """After an act: words and address of what waits for the person next, whatever feature it is of, beside the thing
    with this page; None where the list of the role says nothing about it."""


_features: list[Feature] = []


def fill(features: Iterable[Feature]) -> None:
    """Register the features; RuntimeError the second time."""
    if _features:
        raise RuntimeError("the features are known already")
    _features.extend(features)


def features() -> list[Feature]:
    """All of them, in their order. RuntimeError where somebody asks while modules are still being imported."""
    if not _features:
        raise RuntimeError("no feature is known yet: import chamber.features first, and ask inside a function")
    return _features


@cache
def open_pages() -> frozenset[str]:
    """The endpoints that need no account."""
    return frozenset(page for feature in features() for page in feature.open_pages)


@cache
def open_posts() -> frozenset[str]:
    """The endpoints whose POST needs no form token."""
    return frozenset(page for feature in features() for page in feature.open_posts)


@cache
def places() -> list[Place]:
    """The navigation, most used first."""
    return sorted((place for feature in features() for place in feature.places), key=lambda place: place.rank)


@cache
def rights() -> list[Right]:
    """All rights, in the order of the features; of several with one label the first."""
    by_label: dict[int, Right] = {}
    for feature in features():
        for right in rights_in(feature.rights).values() if feature.rights else ():
            by_label.setdefault(id(right.label), right)
    return list(by_label.values())


@cache
def subjects() -> dict[str, Subject]:
    """All subjects, by kind."""
    return {subject.kind: subject for feature in features() for subject in feature.subjects}


@cache
def acts() -> dict[str, Act]:
    """All acts, by name."""
    return {act.name: act for feature in features() for act in feature.acts}


@cache
def topics() -> dict[str, Topic]:
    """All topics of messages, by word."""
    return {str(topic): topic for feature in features() for topic in feature.topics}


@cache
def lines() -> dict[str, Line]:
    """The table of who is notified of what, by name."""
    made = [
        Line(act.name, tell.to, tell.topic or feature.topics[0], tell.words, tell.receipt, tell.urgent)
        for feature in features()
        for act in feature.acts
        for tell in act.tells
    ]
    return {line.name: line for line in made}


@cache
def lines_of() -> dict[str, tuple[Line, ...]]:
    """The same, by act."""
    told = lines().values()
    return {line.act: tuple(other for other in told if other.act == line.act) for line in told}


@cache
def _told_of() -> frozenset[str]:
    return frozenset(subject.path for subject in subjects().values() if subject.source and subject.path)


def is_page_of_subject(path: str) -> bool:
    """Whether this is the address of a page about one thing that messages may be about."""
    start, _slash, key = path.rpartition("/")
    return bool(key) and f"{start}/" in _told_of()


def source_of(subject: str) -> Source:
    """The `Source` of a subject (`case:12`). KeyError for a kind that has none."""
    source = subjects()[subject.partition(":")[0]].source
    if source is None:
        raise KeyError(subject)
    return source


def each_minute() -> list[Callable[[], int]]:
    """What the worker calls every minute."""
    return [step for feature in features() for step in feature.each_minute]


def each_day() -> list[Callable[[], str]]:
    """What the daily pass does."""
    return [step for feature in features() for step in feature.each_day]


def tasks() -> dict[str, Callable[[], int]]:
    """The tasks of the worker's queue, by name."""
    return {name: task for feature in features() for name, task in feature.tasks.items()}


@cache
def works() -> dict[str, Any]:
    """The long jobs (`jobs.kinds.Work`), by name."""
    return {name: work for feature in features() for name, work in feature.works.items()}


@cache
def papers() -> dict[str, Paper]:
    """The papers, by kind."""
    return {paper.kind: paper for feature in features() for paper in feature.papers}


@cache
def cards(role: Role) -> list[Card]:
    """The cards on the home page of a role, in their order."""
    there = [card for feature in features() for card in feature.cards if role in card.columns]
    return sorted(there, key=lambda card: card.rank)


@cache
def facts(role: Role) -> list[Fact]:
    """The numbers on the strip over the home page of a role, in the order of the features."""
    return [one for feature in features() for one in feature.facts if role in one.roles]


@cache
def matters(role: Role) -> list[Matters]:
    """What may wait in the list of a role's home page, in the order of the features."""
    return [one for feature in features() for one in feature.matters if role in one.roles]


@cache
def counted() -> frozenset[str]:
    """The names of the acts that count as work of who does them; what time alone causes is nobody's."""
    return frozenset(name for name, act in acts().items() if act.counts and not name.startswith("time."))


@cache
def letting_go() -> frozenset[str]:
    """The names of the acts after which who did them may not see the thing."""
    return frozenset(name for name, act in acts().items() if act.lets_go)


def first_page(actor: Actor) -> str:
    """The first of the features' endpoints that somebody who came back by a sign-in link must see; "" for none."""
    found = (feature.first_page(actor) for feature in features() if feature.first_page)
    return next((endpoint for endpoint in found if endpoint), "")


def next_in_line(actor: Actor, but: str = "") -> tuple[str, str] | None:
    """Words and address of what waits for this person next, beside the thing with the page `but`; None for nothing."""
    found = (feature.next_in_line(actor, but) for feature in features() if feature.next_in_line)
    return next((way for way in found if way), None)
