"""What a layer leaves to the others: rules know no request, models send nothing, forms and pages write nothing."""

import ast
from collections.abc import Iterator

from .places import Place
from .sources import Fault, House, Module

HTTP = {"request", "session", "flash", "redirect", "render_template", "abort", "make_response", "current_user"}
FLASK = {f"{package}.{name}" for package in ("flask", "flask_login") for name in HTTP}
MAIL = {"smtplib", "email", "apprise"}
WRITES = {"add", "add_all", "delete", "merge", "flush", "commit", "rollback", "execute"}


def find(house: House) -> Iterator[Fault]:
    """What each module does that is another layer's."""
    for module in house.product.values():
        place = Place.of(module.dotted)
        roots = {name.split(".")[0] for name in module.imported}
        if place.level <= 2 or place.kind == "feature":
            yield from touches(module)
        if place.level == 1 and roots & MAIL:
            yield Fault("duties", module.path, "sends mail", "a model that sends mail")
        if place.kind in ("forms", "pages"):
            yield from writes(module, place.kind)
        if place.kind == "pages" and "sqlalchemy" in roots:
            yield Fault("duties", module.path, "imports sqlalchemy", "a view with a query: that is a service's")
        if place.kind not in ("forms", "pages"):
            yield from undocumented(module)


def touches(module: Module) -> Iterator[Fault]:
    """What belongs to a request, in a module that must work without one."""
    imported = {whole for whole in module.names.values() if whole in FLASK}
    used = {
        meant for node in module.nodes if isinstance(node, ast.Attribute) and (meant := module.meant(node)) in FLASK
    }
    for whole in sorted(imported | used):
        yield Fault("duties", module.path, f"touches {whole.rpartition('.')[2]}", "that is the view's")


def writes(module: Module, kind: str) -> Iterator[Fault]:
    """Forms never write; pages leave that to one service call."""
    found = {
        node.attr
        for node in module.nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "session"
    }
    for name in sorted(found & WRITES):
        yield Fault("duties", module.path, f"calls session.{name}", f"{kind} call session.{name}: that is a service's")


def undocumented(module: Module) -> Iterator[Fault]:
    """Public functions and classes without a docstring, in all but pages and forms."""
    for node in module.tree.body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if public and not ast.get_docstring(node):
            yield Fault("duties", module.path, f"{node.name} has no docstring")
