"""Each right is required by a page and demanded by a rule that a page calls: neither of them alone is enough.

And each reach that the help page prints is read by code: else it would be a promise that nobody keeps. The right in a
row of the workflow is both, as the one page of all acts and `desk.take` ask the row.
"""

import ast
from collections.abc import Iterator

from .places import Place
from .sources import Fault, House, Module

PRINTED_WITHOUT_CONDITION = ("chamber.rights.YES",)
"""That somebody has a right without any condition needs no code but the demand itself."""
ROW = "chamber.cases.rules.acts.Transition"


def find(house: House) -> Iterator[Fault]:
    """Rights that are printed on the help page and hold nobody back, and reaches that no code reads."""
    modules = list(house.product.values())
    of_rows = {right for one in modules for right in in_rows(one)}
    demanded = of_rows.union(*(asked(one) for one in modules if Place.of(one.dotted).kind == "rules"))
    required = of_rows.union(*(needed(one) for one in modules if Place.of(one.dotted).kind == "pages"))
    read = {name for one in modules if not one.dotted.endswith("rights") for name in read_by(one)}
    for module in house.product.values():
        for name in defined(module):
            whole = f"{module.dotted}.{name}"
            if whole not in demanded:
                yield Fault("rights", module.path, f"{name} is demanded by no rule", f"no `{name}.demand(…)`")
            if whole not in required:
                yield Fault("rights", module.path, f"{name} is required on no page", f"no `@requires(…{name})`")
        for name in defined(module, "Reach"):
            whole = f"{module.dotted}.{name}"
            if whole not in read and whole not in PRINTED_WITHOUT_CONDITION:
                yield Fault("rights", module.path, f"{name} is a reach that no code reads", f"no `is …{name}`")


def defined(module: Module, what: str = "Right") -> Iterator[str]:
    """The names of the rights (or reaches) in a feature's `rights.py`, or beside the features."""
    if not module.dotted.endswith("rights"):
        return
    for node in module.tree.body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if isinstance(value, ast.Call) and module.meant(value.func) in (f"chamber.rights.{what}", what):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def asked(module: Module) -> Iterator[str]:
    """The rights that a module asks of an actor."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "demand":
            yield module.meant(node.func.value)


def needed(module: Module) -> Iterator[str]:
    """The rights that open the module's pages."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and module.meant(node.func).endswith(".requires"):
            yield from (module.meant(argument) for argument in node.args)


def in_rows(module: Module) -> Iterator[str]:
    """The rights that the module's rows of the workflow name."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and module.meant(node.func) == ROW:
            yield from (module.meant(one.value) for one in node.keywords if one.arg == "right")


def read_by(module: Module) -> Iterator[str]:
    """All that the module names in an attribute or by itself."""
    for node in module.nodes:
        if isinstance(node, ast.Attribute | ast.Name):
            yield module.meant(node)
