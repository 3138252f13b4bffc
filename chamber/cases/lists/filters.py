"""What the list of cases can be filtered by, and which filters go together."""

from collections.abc import Mapping
from datetime import date

from ... import clock
from ...rights import Actor, Role

FILTERS = ("do", "colour", "state", "kind", "department", "at")
"""Those whose every value has a chip."""
NAMES = (*FILTERS, "due", "counted")
BY_UNIT = frozenset({"department", "at"})


def apart(actor: Actor, name: str) -> frozenset[str]:
    """The filters that end where this one is chosen.

    For whom the home leaves out small numbers of the confidential kinds, no number crosses a kind with a unit.
    """
    if actor.role != Role.LEADER:
        return frozenset()
    return BY_UNIT if name == "kind" else frozenset({"kind"} if name in BY_UNIT else ())


def together(actor: Actor, args: Mapping[str, str]) -> dict[str, str]:
    """What an address asks for, without the kind where it names a unit too and both don't go together."""
    return {
        name: value for name, value in args.items() if not any(args.get(unit) for unit in apart(actor, name) & BY_UNIT)
    }


def due_day(args: Mapping[str, str]) -> date | None:
    """The day that an address asks for, on which something is due; none where it names no day (YYYY-MM-DD)."""
    typed = args.get("due", "")
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    # The moments around the very first and last days are beyond what a date can be.
    return day if day.isoformat() == typed and clock.EPOCH.date() < day < clock.NEVER.date() else None
