"""What each feature tries to see that its rights hold people back: `tests/<feature>/probes.py`, collected.

Who should be held back is not said there: `tests/test_rights.py` reads that from the printed help page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from chamber.rights import Actor, Reach, Right, Role
from tests.client import Client
from tests.factories.world import World

PEOPLE = {
    Role.SECRETARIAT: "secretary",
    Role.MEMBER: "member",
    Role.HANDLER: "handler",
    Role.LEADER: "leader",
    Role.PRESIDENT: "president",
    Role.SUPERVISOR: "supervisor",
    Role.ADMIN: "admin",
}
"""Who of the world tries what the role may."""


@dataclass(frozen=True)
class Trial:
    """Somebody who tries something in the world."""

    world: World
    name: str
    actor: Actor
    client: Client
    """Signed in, in English."""

    def status(self, address: str) -> int:
        """How a page answers."""
        return int(self.client.get(address).status_code)

    def words(self, address: str) -> str:
        """What a page says."""
        return str(self.client.get(address).page.text)

    def id_of(self, thing: str, part: str) -> int:
        """The number by which an address names one of the world's things."""
        return int(str(self.world.things[thing].parts[part]))

    def seen(self, *things: str) -> str:
        """The first of these things that this person may know of, else the last of them."""
        return next((one for one in things if self.name in self.world.things[one].seen_by), things[-1])


@dataclass(frozen=True)
class Probe:
    """One right: a page that it opens, a service that demands it, and what shows how far it reaches."""

    right: Right
    page: Callable[[Trial], str]
    """`GET /address` or `POST /address`."""
    service: Callable[[Trial], object]
    reaches: Mapping[Reach, Callable[[Trial], None]] = field(default_factory=dict)
    """For each reach but `YES`: fails where the person reaches less far, or further."""


def probes() -> list[Probe]:
    """Those of all features."""
    here = Path(__file__).parent
    modules = [import_module(f"tests.{path.parent.name}.probes") for path in sorted(here.glob("*/probes.py"))]
    return [probe for module in modules for probe in module.PROBES]
