"""One list of the features: `chamber/features.py`, and `feature.py` in each of them."""

import ast
from collections.abc import Iterator

from .places import ONLY_PAGES, ORDER, Place
from .sources import Fault, House, Module

MAY_LIST = ("chamber/features.py", "tests/house/")
MANY = 5
"""So many features named side by side are a list of them."""


def find(house: House) -> Iterator[Fault]:
    """Features that don't declare themselves, and second lists of them."""
    for module in house.modules:
        if not module.path.startswith((*MAY_LIST, "chamber/migrations/")):
            yield from lists(module)
    for feature in undeclared(house):
        yield Fault("features", f"chamber/{feature}", "has no feature.py", "what has tables or pages declares itself")


def lists(module: Module) -> Iterator[Fault]:
    """What this module knows of all features that only the one list should."""
    for name in dict.fromkeys(module.imported):
        if Place.of(name).kind == "feature" and name.startswith("chamber."):
            yield Fault("features", module.path, f"imports {name}", "only chamber/features.py does")
    pages = {Place.of(name).feature for name in module.imported if is_page(name)}
    if len(pages) >= MANY:
        yield Fault("features", module.path, "imports the pages of many features", "only chamber/features.py does")
    for node in module.nodes:
        if len(found := literals(node)) >= MANY:
            why = f"{', '.join(sorted(found))}: ask the registry"
            yield Fault("features", module.path, "lists features", why)
            return


def is_page(name: str) -> bool:
    """Whether this is a module of pages."""
    return name.startswith("chamber.") and Place.of(name).kind == "pages"


def literals(node: ast.AST) -> set[str]:
    """The features that a list, tuple, set or dict names."""
    if isinstance(node, ast.Dict):
        parts = [key for key in node.keys if key is not None]
    elif isinstance(node, ast.List | ast.Tuple | ast.Set):
        parts = [part.value if isinstance(part, ast.Starred) else part for part in node.elts]
        parts += [deep for part in parts if isinstance(part, ast.List | ast.Tuple | ast.Set) for deep in part.elts]
    else:
        return set()
    return {str(one.value) for one in parts if isinstance(one, ast.Constant)} & {*ORDER, *ONLY_PAGES}


def undeclared(house: House) -> list[str]:
    """The packages with tables or a blueprint that are nothing to the house yet."""
    needing = {Place.of(one.dotted).feature for one in house.product.values() if has_tables(one) or has_blueprint(one)}
    return sorted(one for one in needing if one and f"chamber.{one}.feature" not in house.product)


def has_tables(module: Module) -> bool:
    """Whether this is a module of models."""
    return Place.of(module.dotted).kind == "models"


def has_blueprint(module: Module) -> bool:
    """Whether pages are gathered here."""
    return any(isinstance(node, ast.Call) and module.meant(node.func) == "flask.Blueprint" for node in module.nodes)
