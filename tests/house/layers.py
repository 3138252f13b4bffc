"""What may import what."""

import ast
from collections.abc import Iterator
from functools import partial

from .places import BELOW_FEATURES, ONLY_PAGES, ORDER, Place
from .sources import Fault, House, Module, inside

IMPORTS = (ast.Import, ast.ImportFrom)
LATE = ("chamber/__init__.py", "chamber/cli.py", "chamber/features.py")
"""Where any import may stand inside a function."""
HEAVY = (
    "alembic",
    "apprise",
    "docx",
    "docxtpl",
    "flask_migrate",
    "huey",
    "icalendar",
    "lxml",
    "openpyxl",
    "psycopg",
    "redis",
    "requests",
)
"""Libraries of megabytes that the pages of a day do without: each is imported where it is used, on SQLite at least."""


def find(house: House) -> Iterator[Fault]:
    """Imports against the table, and modules that have no place in it."""
    for module in house.product.values():
        yield from placed(module)
        yield from imports(module)
        yield from late_imports(module)


def placed(module: Module) -> Iterator[Fault]:
    """A feature that the order does not know, and rules where there are only pages."""
    me = Place.of(module.dotted)
    if module.path.endswith("__init__.py") or not me.feature:
        return
    if me.rank < 0:
        yield Fault(
            "layers", module.path, "its feature has no place in the order", "see ORDER in tests/house/places.py"
        )
    if me.feature in ONLY_PAGES and me.kind in ("models", "rules"):
        yield Fault(
            "layers", module.path, f"{me.kind} of a feature that has only pages", f"{me.feature} has no {me.kind}"
        )


def imports(module: Module) -> Iterator[Fault]:
    """Each import that the table refuses, once."""
    me = Place.of(module.dotted)
    for name in dict.fromkeys(module.imported):
        if name.split(".")[0] != "chamber":
            continue
        if name == "chamber" or name not in module.house.product:
            reason: str | None = "nothing is imported from chamber/__init__"
        else:
            reason = refusal(me, Place.of(name))
        if reason:
            yield Fault("layers", module.path, f"imports {name}", reason)


def refusal(me: Place, other: Place) -> str | None:
    """Why one module may not import another; None where it may."""
    if me.level == 6:
        return None
    if other.level > me.level:
        return f"level {me.level} stands below level {other.level}"
    same = me.feature == other.feature
    if not other.feature:
        return frame_refusal(me, other)
    if not same and other.kind in ("forms", "pages"):
        return "forms and pages belong to their feature"
    if not same and me.kind == "feature" and other.kind != "rights":
        return "a feature declares itself and knows no other"
    if not same and me.level == 1:
        return "models and words name other features by string"
    if me.feature in BELOW_FEATURES and other.rank >= ORDER.index("members"):
        return f"{me.feature} knows no feature"
    return None if not rightwards(me, other) else f"{other.feature} stands to the right of {me.feature}"


def frame_refusal(me: Place, other: Place) -> str | None:
    """What of the frame may not be imported."""
    if me.kind == "feature" and other.level > 1:
        return "a feature declares itself by registry and rights alone"
    if not me.feature and me.name == "rights" and other.name == "registry":
        return "rights stand before the registry"
    return None


def rightwards(me: Place, other: Place) -> bool:
    """Whether these are rules that use the rules of a feature further right."""
    return me.kind == other.kind == "rules" and me.feature != other.feature and other.rank > me.rank


def late_imports(module: Module) -> Iterator[Fault]:
    """Imports inside functions; create_app, the commands and the list of features need them, and what is heavy."""
    if module.path in LATE:
        return
    late = [(chain[-1].name, node) for chain, node in inside(module.tree) if chain and isinstance(node, IMPORTS)]
    for name in sorted({name for name, node in late if not all(map(partial(is_heavy, module), module.named(node)))}):
        yield Fault("layers", module.path, f"imports inside {name}", "modules say at their head what they need")


def is_heavy(module: Module, name: str) -> bool:
    """Whether this is a heavy library, or a module of ours that names one at its head."""
    ours = module.house.product.get(name)
    heads = [part for node in ours.tree.body for part in ours.named(node)] if ours else [name]
    return any(head.partition(".")[0] in HEAVY for head in heads)
