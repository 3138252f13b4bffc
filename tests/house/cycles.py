"""No circle between the parts of features: each feature's models and words, its rules, its pages."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from .places import Place
from .sources import Fault, House

PARTS = {"models": "words", "words": "words", "rights": "words", "rules": "rules", "forms": "pages", "pages": "pages"}


def find(house: House) -> Iterator[Fault]:
    """One fault for each part that stands in a circle, so that a circle that gets smaller leaves the list."""
    for circle in circles(edges(house)):
        for feature, part in circle:
            others = ", ".join(f"{one}'s {kind}" for one, kind in circle if (one, kind) != (feature, part))
            yield Fault("cycles", f"chamber/{feature}", f"its {part} stand in a circle", f"with {others}")


def edges(house: House) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """Which part imports which others."""
    found: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for module in house.product.values():
        if (me := node(module.dotted)) is None:
            continue
        for name in module.imported:
            other = node(name) if name in house.product else None
            if other and other != me:
                found[me].add(other)
    return found


def node(dotted: str) -> tuple[str, str] | None:
    """The part that a module belongs to; None for the frame, for `feature.py` and for a package's empty head."""
    if not dotted.startswith("chamber."):
        return None
    place = Place.of(dotted)
    return (place.feature, PARTS[place.kind]) if place.feature and place.kind in PARTS else None


def circles(edges: Mapping[tuple[str, str], set[tuple[str, str]]]) -> list[list[tuple[str, str]]]:
    """The sets of more than one part that all reach each other."""
    reach = {start: reachable(edges, start) for start in list(edges)}
    found = {frozenset(b for b in reach[a] if a in reach.get(b, ())) for a in edges if a in reach[a]}
    return sorted(sorted(one) for one in found if len(one) > 1)


def reachable(edges: Mapping[tuple[str, str], set[tuple[str, str]]], start: tuple[str, str]) -> set[tuple[str, str]]:
    """All that one gets to from here in one step or more."""
    found: set[tuple[str, str]] = set()
    ahead = [start]
    while ahead:
        for other in edges.get(ahead.pop(), ()):
            if other not in found:
                found.add(other)
                ahead.append(other)
    return found
