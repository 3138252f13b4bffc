"""The chips over the list of cases."""

from collections.abc import Mapping

from flask_babel import gettext as _

from ..web import here
from . import clocks
from .tallies import Counts
from .words import KIND_LABELS, STATE_LABELS

Chip = dict[str, object]


def chip_groups(args: Mapping[str, str], counts: Counts) -> list[tuple[str, str, list[Chip]]]:
    """Groups of chips as (name, label, chips); a chip without rows is left out unless it is chosen.

    One department alone is no choice.
    """
    departments = counts.departments
    groups: list[tuple[str, str, Mapping[str, object]]] = [
        (
            "do",
            _("To do"),
            {"mine": _("Mine to do"), "open": _("Still open"), "disputed": _("Disputed"), "all": _("All")},
        ),
        ("colour", _("Due"), {"red": _("Overdue"), "yellow": clocks.YELLOW, "blue": _("Due soon")}),
        ("state", _("State"), {str(key): str(label) for key, label in STATE_LABELS.items()}),
        ("kind", _("Kind"), {str(key): str(label) for key, label in KIND_LABELS.items()}),
        ("department", _("Department"), departments if len(departments) > 1 or args.get("department") else {}),
    ]
    return [(name, label, _chips(name, labels, args, counts)) for name, label, labels in groups]


def _chips(name: str, labels: Mapping[str, object], args: Mapping[str, str], counts: Counts) -> list[Chip]:
    chosen = args.get(name, "all" if name == "do" else "")
    found = []
    for key, label in labels.items():
        number, active = counts.by[name].get(key, 0), chosen == key
        if number or active or (name == "do" and key != "disputed"):
            off = None if active and name != "do" else key
            found.append({"label": label, "url": here(**{name: off}), "count": number, "active": active})
    return found
