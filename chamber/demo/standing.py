"""The standing of the demo chamber: a charter that was changed, a head of the office; two texts on personal data."""

from typing import Any

from ..members.standing import changing, reading
from ..members.standing.changing import Typed
from ..rights import Role
from .people import START_DAY
from .world import World, data

CHARTER_CHANGED, SECOND_TEXT = -60, -90
"""Days from today."""


def plan_standing(world: World) -> None:
    """Plan the two versions of the standing and of the text."""
    timeline, known = world.timeline, data("standing")
    first, second = known["texts"]
    begun = timeline.at(timeline.near(START_DAY), minutes=30)
    timeline.add(begun, lambda: _change(world, _typed(known, "first_charter")))
    timeline.add(begun, lambda: _publish(world, first))
    timeline.add(timeline.at(timeline.near(SECOND_TEXT)), lambda: _publish(world, second))
    timeline.add(timeline.at(timeline.near(CHARTER_CHANGED)), lambda: _change(world, _typed(known, "charter", world)))


def _typed(known: dict[str, Any], charter: str, world: World | None = None) -> Typed:
    return Typed(
        "federation_unit",
        known["basis"],
        known["superior"],
        known[charter],
        assembly_quorum="two_thirds",
        council_quorum="two_thirds",
        head_id=world.actor("secretary", Role.SECRETARIAT).account_id if world else None,
    )


def _change(world: World, typed: Typed) -> None:
    changing.change(typed, actor=world.actor("secretary", Role.SECRETARIAT), version=reading.now().version)


def _publish(world: World, text: dict[str, str]) -> None:
    now, actor = reading.consent_text(), world.actor("secretary", Role.SECRETARIAT)
    version = now.version if now else 0
    changing.publish_text(text["text"], text.get("changed", ""), False, actor=actor, version=version)
