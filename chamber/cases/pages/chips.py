"""The chips over the list of cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from ...language.dates import language
from ...web.answers import cached_macro
from ..lists.holders import LABELS
from ..lists.listing import FILTERS
from ..lists.tallies import Counts
from ..rules import colours
from ..words import Kind, State

_bar = cached_macro("cases/_chips.html", "bar")
FOLDED = ("state", "kind", "department", "at", "sort")
"""The parameters of the folded chips."""
CARRIED = ("q", "sort", *FILTERS)
"""The parameters that a chip's address takes over from the page's; no others, as chips are cached for later pages."""


@dataclass(frozen=True)
class Chip:
    """One filter, or one order, as a link; `count` none where nothing is counted."""

    label: str
    url: str
    count: int | None
    active: bool


class Group(NamedTuple):
    """Chips that go together."""

    name: str
    label: str
    chips: tuple[Chip, ...]


def chip_bar(args: Mapping[str, str], counts: Counts, *, by_date: bool) -> Markup:
    """All chips as HTML; cached until the address, the language or the counts change."""
    chosen = tuple((name, args[name]) for name in CARRIED if name in args)
    groups = _groups(url_for("cases.index"), chosen, counts, by_date, language())
    return _bar(groups, any(args.get(name) for name in FOLDED))


@lru_cache(maxsize=200)
def _groups(
    path: str, chosen: tuple[tuple[str, str], ...], counts: Counts, by_date: bool, _language: str
) -> tuple[Group, ...]:
    """A chip without rows is left out unless it is chosen; one department alone is no choice."""
    args, departments = dict(chosen), counts.departments
    doings = {"mine": _("My tasks"), "open": _("Still open"), "disputed": _("Disputed"), "all": _("All")}
    groups: list[tuple[str, str, Mapping[Any, object]]] = [
        ("do", _("To do"), doings),
        ("colour", _("Due"), {"red": _("Overdue"), "yellow": colours.YELLOW, "blue": _("Due soon")}),
        ("state", _("State"), State.labels()),
        ("kind", _("Kind"), Kind.labels()),
        ("at", _("Lies with"), _holders(departments, args.get("at", ""))),
        ("department", _("Department"), departments if len(departments) > 1 or args.get("department") else {}),
    ]
    found = [Group(name, label, tuple(_chips(name, labels, path, args, counts))) for name, label, labels in groups]
    orders = (
        Chip(_("Due first"), _address(path, args, sort="due"), None, not by_date),
        Chip(_("Newest first"), _address(path, args, sort="new"), None, by_date),
    )
    return (*found, Group("order", _("Order"), orders))


def _holders(departments: Mapping[str, str], chosen: str) -> Mapping[str, object]:
    """Who has the cases, where the list was opened for one of them; else no choice."""
    return {**LABELS, **departments} if chosen else {}


def _address(path: str, args: Mapping[str, str], **changes: str | None) -> str:
    query = urlencode({name: value for name, value in {**args, **changes}.items() if value})
    return f"{path}?{query}" if query else path


def _chips(name: str, labels: Mapping[Any, object], path: str, args: Mapping[str, str], counts: Counts) -> list[Chip]:
    chosen = args.get(name, "all" if name == "do" else "")
    found = []
    for key, label in labels.items():
        number, active = counts.by[name].get(key, 0), chosen == key
        if number or active or (name == "do" and key != "disputed"):
            off = None if active and name != "do" else str(key)
            found.append(Chip(str(label), _address(path, args, **{name: off}), number, active))
    return found
