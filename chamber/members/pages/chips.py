"""The filter chips above the list of members."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from ...web.addresses import chips
from .. import industry
from ..models import MemberStatus
from ..search import Facets, Filters
from ..words import labels

ROSTER = (MemberStatus.ACTIVE, MemberStatus.SUSPENDED)
"""Who is a member now."""


@dataclass(frozen=True)
class Group:
    """One row of chips."""

    name: str
    label: str
    chips: list[dict[str, Any]]
    is_folded: bool = False

    @property
    def is_chosen(self) -> bool:
        """Whether one of them is in use."""
        return any(one["active"] for one in self.chips)


def counted(filters: Filters, facets: Facets) -> str:
    """How many are listed: members on the roster, and apart from them who applies or has left."""
    if facets.most:
        return _("More than %(num)s found: the newest are shown. Add a word.", num=facets.most)
    by_status = facets.counts.get("status")
    if by_status is None or filters.status in ROSTER:
        return _members(facets.total, facets.suspended)
    wanted = (filters.status,) if filters.status else tuple(by_status)
    if filters.leave_out_outside:
        wanted = tuple(one for one in wanted if one != MemberStatus.OUTSIDE)
    known = labels()["status"]
    others = [f"{known[one]} {by_status[one]}" for one in wanted if one not in ROSTER and by_status.get(one)]
    if filters.status:
        return others[0] if others else ngettext("%(num)s member", "%(num)s members", 0)
    number = sum(by_status.get(one, 0) for one in ROSTER)
    return _(", ").join([_members(number, facets.suspended), *others])


def _members(number: int, suspended: int) -> str:
    members = ngettext("%(num)s member", "%(num)s members", number)
    return _("%(members)s (%(number)s of them suspended)", members=members, number=suspended) if suspended else members


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
    year = {"joined": _("Joined this year"), "left": _("Left or expelled this year")}
    made = []
    if filters.year:
        named = {filters.year: year[filters.year]}
        made.append(
            Group("year", _("Year"), chips("year", named, filters.year, {filters.year: facets.total}, toggle=True))
        )
    for name, counts in facets.counts.items():
        chosen = getattr(filters, name)
        offered = {
            value: label for value, label in _choices(name, counts).items() if counts.get(value) or value == chosen
        }
        if chosen and name == "community":
            offered.setdefault(chosen, chosen)
        if offered:
            is_folded = name not in ("status", "office")
            made.append(Group(name, titles[name], chips(name, offered, chosen, counts, toggle=True), is_folded))
    return made
