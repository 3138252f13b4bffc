"""What may import what, what each layer leaves alone, and how long things may grow. CONTRIBUTING.md has the rules."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chamber.config import ROOT

ORDER = (
    *(
        "audit",
        "files",
        "workdays",
        "directory",
        "accounts",
        "notifications",
        "jobs",
        "members",
        "policies",
        "events",
        "cases",
    ),
    *("visits", "notices", "sites", "articles", "offerings", "representation", "paste", "dashboard", "help", "health"),
)
"""Services may use services of features further left only."""
TOP = {
    "rights": 1,
    "registry": 1,
    "features": 6,
    "access": 4,
    "application": 3,
    "web": 4,
    "assets": 4,
    "error_pages": 4,
    "navigation": 4,
    "downloads": 4,
    "uploads": 4,
    "cli": 5,
    "demo": 5,
}
"""Levels of the modules beside the features; one that isn't named here stands at 0."""
BY_NAME = {"models": 1, "rights": 1, "forms": 3, "views": 4, "feature": 5}
"""Levels of a feature's modules, `views_<part>` and `forms_<part>` too; services and siblings stand at 2.

A sibling that needs nothing above 0, such as a feature's words, stands at 1.
"""
HTTP = {"request", "session", "flash", "redirect", "render_template", "abort", "make_response", "current_user"}
MAIL = {"smtplib", "email", "apprise"}
WRITES = {"add", "add_all", "delete", "merge", "flush", "commit", "rollback", "execute"}
MODULE, FUNCTION, VIEW, TEMPLATE = 300, 50, 25, 120


@dataclass(frozen=True)
class Place:
    """Where a module stands: `feature` is empty beside the features."""

    feature: str
    name: str
    level: int

    @classmethod
    def of(cls, dotted: str) -> "Place":
        """The place of `chamber.events.services` and the like."""
        parts = dotted.split(".")[1:]
        if not parts:
            return cls("", "__init__", 5)
        if parts[0] in TOP or parts[0] not in FEATURES:
            return cls("", parts[0], TOP.get(parts[0], 0))
        name = parts[1] if len(parts) > 1 else "__init__"
        if name == "__init__":
            return cls(parts[0], name, 0)
        return cls(parts[0], name, BY_NAME.get(kind_of(name)) or (1 if stands_alone(dotted) else 2))

    @property
    def kind(self) -> str:
        """`views` for views, for a package of views and for `views_<part>`."""
        return kind_of(self.name)


def kind_of(name: str) -> str:
    """The first word of a module's name."""
    return name.partition("_")[0]


FEATURES = {path.parent.name for path in (ROOT / "chamber").glob("*/__init__.py")} | set(ORDER)


def sources() -> list[Path]:
    """All modules of the application but its migrations."""
    return [path for path in sorted((ROOT / "chamber").rglob("*.py")) if "migrations" not in path.parts]


def dotted_name(path: str) -> str:
    """`chamber/events/models.py` as `chamber.events.models`, a package by its own name."""
    return path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


MODULES = {dotted_name(path.relative_to(ROOT).as_posix()) for path in sources()}


def imported(path: str, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """The dotted names that a statement imports; a relative one is resolved."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    package = dotted_name(path).split(".")
    if not path.endswith("__init__.py"):
        package = package[:-1]
    base = package[: len(package) - node.level + 1] if node.level else []
    module = ".".join([*base, *(node.module.split(".") if node.module else [])])
    for alias in node.names:
        whole = f"{module}.{alias.name}"
        yield whole if whole in MODULES or not module.startswith("chamber") or module == "chamber" else module


@cache
def stands_alone(dotted: str) -> bool:
    """Whether a module (such as a feature's words) imports nothing of ours above level 0."""
    path = ROOT / f"{dotted.replace('.', '/')}.py"
    if not path.exists():
        return False
    return not any(
        name.startswith("chamber") and (name.count(".") > 1 or Place.of(name).level > 0)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in imported(path.relative_to(ROOT).as_posix(), node)
    )


def import_faults(path: str, tree: ast.Module) -> Iterator[str]:
    """Imports against the table."""
    me = Place.of(dotted_name(path))
    if me.level == 5:
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        for name in imported(path, node):
            if name.split(".")[0] != "chamber":
                continue
            if name not in MODULES or name == "chamber":
                yield f"imports {name}: nothing is imported from chamber/__init__"
                continue
            other = Place.of(name)
            if reason := refusal(me, other):
                yield f"imports {name}: {reason}"


def refusal(me: Place, other: Place) -> str | None:
    """Why one module may not import another; None where it may."""
    same = me.feature == other.feature
    if other.level > me.level:
        return f"level {me.level} stands below level {other.level}"
    if me.level == 1 and other.level == 1 and other.feature and not same:
        return "models name other features' tables by string"
    if other.level in (3, 4) and other.feature and not same:
        return "forms and views belong to their feature"
    if me.level == 2 and other.level == 2 and other.feature and not same:
        if me.feature not in ORDER or other.feature not in ORDER:
            return "the feature has no place in ORDER"
        if ORDER.index(other.feature) > ORDER.index(me.feature):
            return f"{other.feature} stands to the right of {me.feature}"
    return None


def late_import_faults(path: str, tree: ast.Module) -> Iterator[str]:
    """Imports inside functions; only create_app and the commands need them."""
    if path in ("chamber/__init__.py", "chamber/cli.py"):
        return
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield f"line {node.lineno}: import inside {function.name}"


def layer_faults(path: str, tree: ast.Module) -> Iterator[str]:
    """What a layer leaves to the others."""
    me = Place.of(dotted_name(path))
    from_flask = {
        name.rpartition(".")[2]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in ("flask", "flask_login")
        for name in imported(path, node)
    }
    flask_attributes = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "flask"
    }
    touched = (from_flask | flask_attributes) & HTTP
    if me.level <= 2 and touched:
        yield f"touches {', '.join(sorted(touched))}: that is the view's"
    roots = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in imported(path, node)
    }
    if me.level == 1 and roots & MAIL:
        yield "a model that sends mail"
    if me.kind in ("forms", "views"):
        yield from write_faults(me.kind, tree)
    if me.kind == "views" and "sqlalchemy" in roots:
        yield "a view with a query: that is a service's"


def write_faults(name: str, tree: ast.Module) -> Iterator[str]:
    """Forms never write; views leave that to one service call."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Attribute):
            continue
        if node.value.attr == "session" and node.attr in WRITES:
            yield f"line {node.lineno}: {name} call session.{node.attr}: that is a service's"


def length(node: ast.stmt) -> int:
    """Lines from the first to the last."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def size_faults(path: str, tree: ast.Module, source: str) -> Iterator[str]:
    """What has grown too long to be read at once."""
    lines = source.count("\n")
    if lines > MODULE:
        yield f"{lines} lines, {MODULE} at most: split it by verb"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            is_view = Place.of(dotted_name(path)).kind == "views" and bool(node.decorator_list)
            most = VIEW if is_view else FUNCTION
            if length(node) > most:
                yield f"{node.name} has {length(node)} lines, {most} at most"


def docstring_faults(path: str, tree: ast.Module) -> Iterator[str]:
    """Public functions and classes without a docstring, in all but views and forms."""
    if Place.of(dotted_name(path)).kind in ("views", "forms"):
        return
    for node in tree.body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if public and not ast.get_docstring(node):
            yield f"{node.name} has no docstring"


def faults(path: str, source: str) -> list[str]:
    """All that is wrong with a module, one line each."""
    tree = ast.parse(source)
    found = [
        *import_faults(path, tree),
        *late_import_faults(path, tree),
        *layer_faults(path, tree),
        *size_faults(path, tree, source),
        *docstring_faults(path, tree),
    ]
    return [f"{path}: {fault}" for fault in found]
