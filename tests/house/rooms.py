"""How long things may grow, how many lie in one room, and what they are not called."""

import re
from collections import Counter
from collections.abc import Iterator

from .places import Place
from .sources import FUNCTIONS, Fault, House, Module

MODULE, FUNCTION, VIEW, TEMPLATE = 300, 50, 25, 120
TOP, FLAT = 10, 15
LEFTOVERS = {"utils", "util", "helpers", "helper", "common", "misc"}
POSITION = re.compile(r"(^|_)(more|rest|first|second|third|last|part|one|two|three|continued|\d+)$")
ASIDE = ("__init__.py", "feature.py", "rights.py")


def find(house: House) -> Iterator[Fault]:
    """What is too long, too full or named for nothing."""
    for path, source in house.files.items():
        if path.startswith("chamber/migrations/"):
            continue
        yield from named(path)
        most = TEMPLATE if path.endswith(".html") else MODULE
        if (lines := source.count("\n")) > most:
            yield Fault("rooms", path, "is too long", f"{lines} lines, {most} at most: part it by what one comes for")
    for module in house.product.values():
        yield from long_functions(module)
    for folder, number in flat(house).items():
        most = TOP if folder == "chamber" else FLAT
        if number > most:
            yield Fault("rooms", folder, "holds too many modules", f"{number} flat, {most} at most")


def long_functions(module: Module) -> Iterator[Fault]:
    """Functions that can't be read at once."""
    pages = Place.of(module.dotted).kind == "pages"
    for function in (node for node in module.nodes if isinstance(node, FUNCTIONS)):
        most = VIEW if pages and function.decorator_list else FUNCTION
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > most:
            yield Fault("rooms", module.path, f"{function.name} is too long", f"{lines} lines, {most} at most")


def named(path: str) -> Iterator[Fault]:
    """Files and folders named for leftovers, by number or by where they stand."""
    if path.endswith(".html"):
        return
    for part in path.removesuffix(".py").split("/"):
        name = part.removeprefix("test_")
        if name in LEFTOVERS or POSITION.search(name):
            yield Fault("rooms", path, f"is called {part}", "a module is named for what one comes for")


def flat(house: House) -> Counter[str]:
    """How many modules lie in each folder; in a package `feature.py`, `rights.py` and `__init__.py` aside."""
    found: Counter[str] = Counter()
    for path in (module.path for module in house.product.values()):
        folder, _slash, name = path.rpartition("/")
        if folder == "chamber" or name not in ASIDE:
            found[folder] += 1
    return found
