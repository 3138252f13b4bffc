"""What must not happen while modules are imported: words in a language, questions to a registry still empty."""

import ast
from collections.abc import Iterator

from .sources import Fault, House, Module, at_import

EAGER = {f"flask_babel.{name}" for name in ("gettext", "ngettext", "pgettext", "npgettext")}
REGISTRY = "chamber.registry"


def find(house: House) -> Iterator[Fault]:
    """Calls at import time that must wait for a request."""
    for module in house.product.values():
        for node in at_import(module.tree):
            if isinstance(node, ast.Call):
                yield from call(module, node)


def call(module: Module, node: ast.Call) -> Iterator[Fault]:
    """One call that runs at import."""
    meant = module.meant(node.func)
    if meant in EAGER:
        first = node.args[0] if node.args else None
        text = first.value if isinstance(first, ast.Constant) else "…"
        why = "an eager gettext says English for ever: lazy_gettext"
        yield Fault("importing", module.path, f"translates at import: {text}", why)
    package, _dot, name = meant.rpartition(".")
    if package == REGISTRY and name[:1].islower() and module.path != "chamber/features.py":
        why = "it is not filled yet: ask it inside a function"
        yield Fault("importing", module.path, f"asks registry.{name} at import", why)
