"""What the list of cases can be filtered by, and which filters go together."""

from collections.abc import Mapping

from ...rights import Actor, Role

FILTERS = ("do", "colour", "state", "kind", "department", "at")
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
