"""The figures of the house, to be compared before and after it is rebuilt."""

from collections.abc import Iterator

from . import cycles, rooms, states
from .allowed import RULES, faults
from .layers import rightwards
from .places import Place
from .sources import House


def figures(house: House) -> Iterator[tuple[str, str]]:
    """What each figure is called, and what it is now."""
    found = cycles.circles(cycles.edges(house))
    yield "cycles between features' parts", f"{len(found)} ({sum(map(len, found))} parts stand in them)"
    yield "level-2 imports to the right (not models, words, rights)", str(len(to_the_right(house)))
    flat = rooms.flat(house)
    yield "modules at top level", str(flat.pop("chamber"))
    yield "packages with more than 15 modules", str(sum(number > rooms.FLAT for number in flat.values()))
    yield (
        "modules in each",
        ", ".join(f"{path.removeprefix('chamber/')} {number}" for path, number in flat.most_common()),
    )
    lines = sum(one.source.count("\n") for one in house.product.values() if "demo" not in one.path.split("/"))
    yield "lines of chamber/ without demo and migrations", str(lines)
    yield "states set outside `move`", by_feature(house)
    for rule in RULES:
        yield f"faults against {rule}", str(len(faults(rule)))


def to_the_right(house: House) -> list[tuple[str, str]]:
    """The rules that use rules of a feature further right, with what they use."""
    return [
        (module.dotted, name)
        for module in house.product.values()
        for name in dict.fromkeys(module.imported)
        if name in house.product and rightwards(Place.of(module.dotted), Place.of(name))
    ]


def by_feature(house: House) -> str:
    """How many places set a state, with their features."""
    found: dict[str, int] = {}
    for module in house.product.values():
        feature = Place.of(module.dotted).feature or module.path
        found[feature] = found.get(feature, 0) + states.sites(module).total()
    named = ", ".join(f"{feature} {number}" for feature, number in found.items() if number)
    return f"{sum(found.values())} ({named})"
