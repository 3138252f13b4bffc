"""Each right is required by a page and demanded by a rule that a page calls: neither of them alone is enough."""

import ast
from collections.abc import Iterator

from .places import Place
from .sources import Fault, House, Module

ASKED = ("demand", "of", "allows")


def find(house: House) -> Iterator[Fault]:
    """Rights that are printed on the help page and hold nobody back."""
    demanded = {right for one in house.product.values() if Place.of(one.dotted).kind == "rules" for right in asked(one)}
    required = {
        right for one in house.product.values() if Place.of(one.dotted).kind == "pages" for right in needed(one)
    }
    for module in house.product.values():
        for name in defined(module):
            whole = f"{module.dotted}.{name}"
            if whole not in demanded:
                yield Fault(
                    "rights", module.path, f"{name} is demanded by no rule", "no `.demand(`, `.of(`, `.allows(`"
                )
            if whole not in required:
                yield Fault("rights", module.path, f"{name} is required on no page", f"no `@requires(…{name})`")


def defined(module: Module) -> Iterator[str]:
    """The names of the rights in a feature's `rights.py`."""
    if Place.of(module.dotted).kind != "rights":
        return
    for node in module.tree.body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if isinstance(value, ast.Call) and module.meant(value.func) == "chamber.rights.Right":
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def asked(module: Module) -> Iterator[str]:
    """The rights that a module asks of an actor."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKED:
            yield module.meant(node.func.value)


def needed(module: Module) -> Iterator[str]:
    """The rights that open the module's pages."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and module.meant(node.func).endswith(".requires"):
            yield from (module.meant(argument) for argument in node.args)
