"""The answer book of the demo, and wordings that departments keep (`answers.toml`)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from ...cases.answers import book, department
from ...cases.models_lists import CaseCategory
from ...extensions import db
from ...rights import Role
from ..world import World, data

MINUTES_AFTER_CASES = 430


def plan_answers(world: World) -> None:
    """Plan every answer and every wording of the data file."""
    timeline, found = world.timeline, data("answers")
    for spec in found["answer"]:
        timeline.add(
            timeline.at(timeline.working_day(spec["back"]), minutes=MINUTES_AFTER_CASES), _release(world, spec)
        )
    for spec in found["template"]:
        timeline.add(timeline.at(timeline.working_day(spec["back"]), minutes=MINUTES_AFTER_CASES), _keep(world, spec))


def _release(world: World, spec: dict[str, Any]) -> Callable[[], object]:
    def act() -> None:
        category = select(CaseCategory.id).where(
            CaseCategory.kind == spec["kind"], CaseCategory.name == spec["category"]
        )
        actor = world.actor("secretary", Role.SECRETARIAT)
        row = book.release(db.session.scalar(category), spec["question"], spec["answer"], actor=actor)
        # As if it were from long before the demo's first day.
        row.confirmed_on -= timedelta(days=spec.get("unverified_days", 0))

    return act


def _keep(world: World, spec: dict[str, Any]) -> Callable[[], object]:
    def act() -> None:
        unit = spec.get("department")
        actor = world.actor(world.leads[unit], Role.HANDLER) if unit else world.actor("secretary", Role.SECRETARIAT)
        department.keep(spec["name"], spec["text"], actor=actor)

    return act
