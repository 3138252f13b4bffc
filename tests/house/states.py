"""The state of a case, an event, a seat or a notice is set in one function of its feature, and nowhere else."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator

from .places import Place
from .sources import FUNCTIONS, Chain, Fault, House, Module, inside

MOVERS = {"cases": ("move",), "events": ("move", "move_seat"), "notices": ("move",), "measures": ("move",)}
"""The functions among the rules that may, by feature; each is there once."""
MODELS = {"Case": "cases", "Event": "events", "Registration": "events", "Notice": "notices", "Measure": "measures"}
SETTERS = {"setattr", "set_committed_value", "set_attribute"}


def find(house: House) -> Iterator[Fault]:
    """States set elsewhere, things made in a state in more than one place, and a second mover."""
    for module in house.product.values():
        for function, times in sites(module).items():
            often = f" in {times} places" if times > 1 else ""
            yield Fault("states", module.path, f"{function} sets a state{often}", "only the feature's `move` does")
    yield from second_makers(house)
    yield from second_movers(house)


def second_makers(house: House) -> Iterator[Fault]:
    """Where a thing is made in a state, but for the one service of its feature."""
    places: dict[str, set[tuple[Module, str]]] = defaultdict(set)
    for module in house.product.values():
        for model, function in making(module):
            places[model].add((module, function))
    for model, found in places.items():
        own = {(module, name) for module, name in found if Place.of(module.dotted).feature == MODELS[model]}
        for module, function in found - (own if len(own) == 1 else set()):
            why = "one service of its feature does that"
            yield Fault("states", module.path, f"{function} makes a {model} in a state", why)


def second_movers(house: House) -> Iterator[Fault]:
    """Functions called as the one that may set the state, where there is one already."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for module in house.product.values():
        for node in module.tree.body:
            if isinstance(node, FUNCTIONS) and node.name in movers(module):
                places[Place.of(module.dotted).feature, node.name].append(module.path)
    for (_feature, name), paths in places.items():
        for path in paths[1:]:
            yield Fault("states", path, f"a second {name}", f"the first is in {paths[0]}")


def movers(module: Module) -> tuple[str, ...]:
    """The functions of this module that may set a state."""
    place = Place.of(module.dotted)
    return MOVERS.get(place.feature, ()) if place.kind == "rules" else ()


def sites(module: Module) -> Counter[str]:
    """How often each function sets a state that is not its own to set."""
    found: Counter[str] = Counter()
    if Place.of(module.dotted).feature not in MOVERS and not known_models(module):
        return found
    for chain, node in inside(module.tree):
        if sets_state(module, node, chain) and not (chain and chain[0].name in movers(module)):
            found[chain[-1].name if chain else "the module"] += 1
    return found


def known_models(module: Module) -> set[str]:
    """The models with a state that a module outside their feature knows."""
    return {
        model
        for model, feature in MODELS.items()
        for whole in module.names.values()
        if whole in (f"chamber.{feature}.models", f"chamber.{feature}.models.{model}")
    }


def sets_state(module: Module, node: ast.AST, chain: Chain) -> bool:
    """Whether this very node sets an attribute or a column `state`."""
    if isinstance(node, ast.Attribute):
        return node.attr == "state" and isinstance(node.ctx, ast.Store)
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("values", "update"):
        return says_state(node)
    called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if called not in SETTERS or len(node.args) < 2:
        return False
    if isinstance(node.args[1], ast.Constant):
        return node.args[1].value == "state"
    return bool(chain) and any(
        is_state(key) for one in ast.walk(chain[-1]) if isinstance(one, ast.Dict) for key in one.keys
    )


def says_state(call: ast.Call) -> bool:
    """Whether `values(state=…)`, `values({"state": …})` or `values({Case.state: …})`."""
    keys = [key for argument in call.args if isinstance(argument, ast.Dict) for key in argument.keys]
    return any(word.arg == "state" for word in call.keywords) or any(is_state(key) for key in keys)


def is_state(key: ast.expr | None) -> bool:
    """Whether a key of a dict names the column."""
    return (isinstance(key, ast.Constant) and key.value == "state") or (
        isinstance(key, ast.Attribute) and key.attr == "state"
    )


def making(module: Module) -> Iterator[tuple[str, str]]:
    """Which models are made with a state, each with the function that does."""
    for chain, node in inside(module.tree):
        if isinstance(node, ast.Call) and any(word.arg == "state" for word in node.keywords):
            model = module.meant(node.func).rpartition(".")[2]
            if model in MODELS:
                yield model, chain[-1].name if chain else "the module"
