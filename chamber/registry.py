"""What a feature says of itself to the house, and what the house draws from all features.

`features.py` fills it before the application is made. Ask it when something happens, never at import.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

from flask import Blueprint
from flask_babel import LazyString

from .rights import Right, Role, rights_in


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
    """One feature of the house."""

    name: str
    pages: tuple[Blueprint, ...] = ()
    open_pages: tuple[str, ...] = ()
    """Endpoints that need no account."""
    places: tuple[Place, ...] = ()
    rights: ModuleType | None = None


_features: list[Feature] = []


def fill(features: Iterable[Feature]) -> None:
    """Say which features there are; once."""
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
def places() -> list[Place]:
    """The navigation, most used first."""
    return sorted((place for feature in features() for place in feature.places), key=lambda place: place.rank)


@cache
def rights() -> list[Right]:
    """Everything that one can be allowed to do, in the order of the features; rights under one label come once."""
    by_label: dict[int, Right] = {}
    for feature in features():
        for right in rights_in(feature.rights).values() if feature.rights else ():
            by_label.setdefault(id(right.label), right)
    return list(by_label.values())
