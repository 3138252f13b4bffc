"""The filter chips above the list of members."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ...web.addresses import chips
from .. import industry
from ..search import Facets, Filters
from ..words import labels


@dataclass(frozen=True)
class Group:
    """One row of chips."""

    name: str
    label: str
    items: list[dict[str, Any]]
    is_folded: bool = False


def _choices(name: str, counts: dict[str, int]) -> dict[str, str]:
    if name == "community":
        return {value: value for value in sorted(counts, key=lambda value: (-counts[value], value)) if value}
    known = labels()
    if name == "section":
        return {code: known["industry"][code] for code in industry.SECTIONS}
    return known[name]


def groups(filters: Filters, facets: Facets) -> list[Group]:
    """The chips with counts, without values that would leave no member; the chosen chip links to all."""
    titles = {
        "status": _("Membership"),
        "office": _("Office"),
        "section": _("Industry"),
        "size": _("Size"),
        "community": _("Community"),
    }
    made = []
    for name, counts in facets.counts.items():
        chosen = getattr(filters, name)
        offered = {
            value: label for value, label in _choices(name, counts).items() if counts.get(value) or value == chosen
        }
        if chosen and name == "community":
            offered.setdefault(chosen, chosen)
        if offered:
            items = chips(name, offered, chosen, counts, toggle=True)
            made.append(Group(name, titles[name], items, name not in ("status", "office")))
    return made
