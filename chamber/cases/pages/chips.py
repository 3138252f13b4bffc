"""The chips over the list of cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from ...language.dates import language, local_date
from ...rights import Actor
from ...web.answers import cached_macro
from ..figures import drilling
from ..lists import sorting
from ..lists.filters import NAMES, apart, due_day
from ..lists.holders import LABELS
from ..lists.tallies import Counts
from ..rules import colours
from ..words import Kind, State

_bar = cached_macro("cases/_chips.html", "bar")
FOLDED = ("state", "kind", "department", "at", "sort")
"""The parameters of the folded chips."""
CARRIED = ("q", "sort", *NAMES)
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


def chip_bar(actor: Actor, args: Mapping[str, str], counts: Counts, order: str) -> Markup:
    """All chips as HTML; cached until the address, the language or the counts change."""
    chosen = tuple((name, args[name]) for name in CARRIED if name in args)
    ends = tuple((name, apart(actor, name)) for name in NAMES)
    groups = _groups(url_for("cases.index"), chosen, counts, order, ends, language())
    # Dense rows are put in order by their headings, and the chips of the order would push them down.
    is_open = any(args.get(name) for name in FOLDED if name != "sort" or not actor.dense_lists)
    return _bar(groups, is_open)


def columns() -> dict[str, str]:
    """The columns of dense rows, and what they are called."""
    return {
        sorting.DUE: _("Days left"),
        sorting.REFERENCE: _("Reference"),
        "title": _("Title"),
        sorting.FIRM: _("Firm"),
        sorting.HOLDER: _("Current handler"),
        sorting.STEP: _("Next step"),
        sorting.WAITED: _("Days waited"),
    }


@lru_cache(maxsize=200)
def _groups(
    path: str,
    chosen: tuple[tuple[str, str], ...],
    counts: Counts,
    order: str,
    ends: tuple[tuple[str, frozenset[str]], ...],
    _language: str,
) -> tuple[Group, ...]:
    """A chip without rows is left out unless it is chosen; one department alone is no choice."""
    args, end = dict(chosen), dict(ends)
    found = [
        Group(name, label, tuple(_chips(name, labels, path, args, counts, end[name])))
        for name, label, labels in _choices(args, counts.departments)
    ]
    orders = ((sorting.DUE, _("Due first")), (sorting.NEWEST, _("Newest first")))
    chips = tuple(Chip(label, _address(path, args, sort=name), None, order == name) for name, label in orders)
    return (*found, Group("order", _("Order"), chips))


def _choices(args: Mapping[str, str], departments: Mapping[str, str]) -> list[tuple[str, str, Mapping[Any, object]]]:
    day, counted = due_day(args), drilling.label(args.get("counted", ""))
    doings = {"mine": _("My tasks"), "open": _("Still open"), "disputed": _("Disputed"), "all": _("All")}
    return [
        ("do", _("To do"), doings),
        ("colour", _("Due"), {"red": _("Overdue"), "yellow": colours.YELLOW, "blue": _("Due soon")}),
        ("due", _("Due day"), {args["due"]: _("Due on %(day)s", day=local_date(day))} if day else {}),
        ("counted", _("Counted"), {args["counted"]: counted} if counted else {}),
        ("state", _("State"), State.labels()),
        ("kind", _("Kind"), Kind.labels()),
        ("at", _("Lies with"), _holders(departments, args.get("at", ""))),
        ("department", _("Department"), departments if len(departments) > 1 or args.get("department") else {}),
    ]


def _holders(departments: Mapping[str, str], chosen: str) -> Mapping[str, object]:
    """Who has the cases, where the list was opened for one of them; else no choice."""
    return {**LABELS, **departments} if chosen else {}


def _address(path: str, args: Mapping[str, str], **changes: str | None) -> str:
    query = urlencode({name: value for name, value in {**args, **changes}.items() if value})
    return f"{path}?{query}" if query else path


def _chips(
    name: str,
    labels: Mapping[Any, object],
    path: str,
    args: Mapping[str, str],
    counts: Counts,
    ends: frozenset[str],
) -> list[Chip]:
    chosen = args.get(name, "all" if name == "do" else "")
    found, numbers = [], counts.by.get(name, {chosen: counts.total})
    for key, label in labels.items():
        number, active = numbers.get(key, 0), chosen == key
        if number or active or (name == "do" and key != "disputed"):
            off = None if active and name != "do" else str(key)
            found.append(Chip(str(label), _address(path, args, **{name: off}, **dict.fromkeys(ends)), number, active))
    return found
