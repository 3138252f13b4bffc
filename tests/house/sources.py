"""The sources of the house, read once: what each module imports, what runs at import, what a name stands for."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from chamber.config import ROOT

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Chain = tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]
READ = ("chamber/**/*.py", "tests/**/*.py", "scripts/**/*.py", "templates/**/*.html")


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong. `why` is for the reader; the other three say which fault it is, wherever its line is."""

    rule: str
    path: str
    what: str
    why: str = ""

    @property
    def line(self) -> str:
        """How it stands on the list of what is still allowed."""
        return f"{self.path}: {self.what}"


@dataclass(frozen=True, eq=False)
class Module:
    """A module of the product, the tests or the scripts."""

    path: str
    source: str
    house: "House"

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.source)

    @property
    def dotted(self) -> str:
        """`chamber/events/models.py` as `chamber.events.models`, a package by its own name."""
        return self.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All nodes of the tree."""
        return list(ast.walk(self.tree))

    @cached_property
    def imported(self) -> list[str]:
        """The dotted names of the modules that it imports, wherever the import stands."""
        return [name for node in self.nodes for _local, name, _whole in self._bound(node)]

    @cached_property
    def names(self) -> dict[str, str]:
        """What each imported local name stands for, by its whole dotted name."""
        return {local: whole for node in self.nodes for local, _name, whole in self._bound(node)}

    def meant(self, node: ast.AST) -> str:
        """What an expression such as `rights.READ` stands for; empty where it begins with no imported name."""
        if isinstance(node, ast.Name):
            return self.names.get(node.id, "")
        if isinstance(node, ast.Attribute) and (before := self.meant(node.value)):
            return f"{before}.{node.attr}"
        return ""

    def named(self, node: ast.AST) -> list[str]:
        """The dotted names of the modules that one statement imports; none where it is no import."""
        return [name for _local, name, _whole in self._bound(node)]

    def _bound(self, node: ast.AST) -> Iterator[tuple[str, str, str]]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.partition(".")[0]
                yield alias.asname or root, alias.name, alias.name if alias.asname else root
        if isinstance(node, ast.ImportFrom):
            base = self._base(node)
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                is_module = whole in self.house.product or base == "chamber"
                yield alias.asname or alias.name, whole if is_module else base, whole

    def _base(self, node: ast.ImportFrom) -> str:
        package = self.dotted.split(".")
        if not self.path.endswith("__init__.py"):
            package = package[:-1]
        base = package[: len(package) - node.level + 1] if node.level else []
        return ".".join([*base, *(node.module.split(".") if node.module else [])])


class House:
    """Files by their paths: those on the disk, or a few made up for a test of a rule."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.modules = [Module(path, source, self) for path, source in files.items() if path.endswith(".py")]
        self.product = {one.dotted: one for one in self.modules if is_product(one.path)}


def is_product(path: str) -> bool:
    """Whether a path is of the application, its migrations aside."""
    return path.startswith("chamber/") and not path.startswith("chamber/migrations/")


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when the module is imported: bodies of classes, decorators and defaults, too."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (*FUNCTIONS, ast.Lambda)):
            now = [*child.args.defaults, *(one for one in child.args.kw_defaults if one)]
            for part in [*now, *getattr(child, "decorator_list", [])]:
                yield part
                yield from at_import(part)
        else:
            yield child
            yield from at_import(child)


def inside(node: ast.AST, chain: Chain = ()) -> Iterator[tuple[Chain, ast.AST]]:
    """All nodes below, each with the functions that it stands in, the outermost first."""
    for child in ast.iter_child_nodes(node):
        yield chain, child
        yield from inside(child, (*chain, child) if isinstance(child, FUNCTIONS) else chain)


def product_files() -> list[Path]:
    """All modules of the application but its migrations."""
    return [ROOT / path for path in house().files if path.endswith(".py") and is_product(path)]


@cache
def house() -> House:
    """The house as it stands on the disk."""
    paths = [path for pattern in READ for path in sorted(ROOT.glob(pattern))]
    return House({path.relative_to(ROOT).as_posix(): path.read_text() for path in paths})
