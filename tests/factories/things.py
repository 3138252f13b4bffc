"""What tests ask for by its address: a thing, and who may see it."""

from dataclasses import dataclass, replace

EVERYBODY = frozenset(
    {"secretary", "member", "colleague", "rival", "handler", "other_handler", "leader", "president", "supervisor",
     "admin", "former"}
)  # fmt: skip
MISSING = 2**31 - 1
"""An id that no row has."""


@dataclass(frozen=True)
class Thing:
    """Something with an address: values for the address, and who may see it."""

    parts: dict[str, object]
    seen_by: frozenset[str] = EVERYBODY
    objected: bool = False
    """A case whose objection the supervisor decides, who runs nothing else of it."""

    def also(self, **parts: object) -> "Thing":
        """The same thing at an address with more parts."""
        return replace(self, parts={**self.parts, **parts})
