"""The measures of the demo, step by step (`measures.toml`)."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from ..cases.models import Case
from ..events.models import Event
from ..extensions import db
from ..files.services import PreparedFile
from ..measures import doing, giving
from ..measures.giving import Order
from ..measures.models import Measure
from ..measures.owners import Owner
from ..measures.words import Grade
from ..members.models import Member
from ..rights import Actor, Role
from ..workdays import services as workdays
from .world import World, data

MINUTES_AFTER_CASES = 400
"""Measures of a day come after what happens to its cases."""


def plan_measures(world: World, paper: PreparedFile) -> None:
    """Plan every measure of the data file."""
    for spec in data("measures")["measure"]:
        DemoMeasure(world, spec, paper).plan()


class DemoMeasure:
    """A measure and what happens to it."""

    def __init__(self, world: World, spec: dict[str, Any], paper: PreparedFile) -> None:
        self.world, self.spec, self.paper = world, spec, paper
        self.reference = ""
        self.day = world.timeline.working_day(spec["back"])

    def plan(self) -> None:
        """Add its acts to the timeline."""
        timeline = self.world.timeline
        timeline.add(timeline.at(self.day, minutes=MINUTES_AFTER_CASES), self._give)
        for line in self.spec["steps"]:
            head, _bar, words = line.partition("|")
            after, act, *options = head.split()
            day = timeline.working_day(self.spec["back"] - int(after))
            timeline.add(timeline.at(day, minutes=MINUTES_AFTER_CASES + 20), self._step(act, options, words))

    def _secretary(self, username: str = "secretary") -> Actor:
        return self.world.actor(username, Role.SECRETARIAT)

    def _owner(self) -> Owner:
        whom, key = self.spec["owner"].split()
        if whom == "department":
            return Owner(whom, department=self.world.departments[key])
        if whom == "person":
            return Owner("account", account=self.world.accounts[key])
        return Owner("member", firm=db.session.get_one(Member, self.world.members[key]).name)

    def _reporter(self) -> Actor:
        """Who reports: the department's lead, the person, a contact of the firm, or the secretariat for one of them."""
        whom, key = self.spec["owner"].split()
        if whom == "department":
            return self.world.actor(self.world.leads[key], Role.HANDLER)
        if whom == "person":
            return self._secretary(key)
        known = [name for name, (firm, _place) in self.world.authors.items() if firm == key]
        return self.world.actor(known[0], Role.MEMBER) if known else self._secretary()

    def _thing(self) -> tuple[str, int]:
        title = self.spec.get("of")
        if title is None:
            return "", 0
        event = db.session.scalar(select(Event.id).where(Event.title == title))
        if event is not None:
            return "event", event
        return "case", db.session.scalars(select(Case.id).where(Case.title == title)).one()

    def _give(self) -> None:
        spec, (kind, number) = self.spec, self._thing()
        order = Order(
            title=spec["title"],
            details=spec.get("details", ""),
            source=spec["source"],
            ordered_by=spec.get("by", ""),
            order_number=spec.get("number", ""),
            grade=spec.get("grade", Grade.NORMAL),
            due_on=workdays.add(self.day, spec["due"]).day,
            owner=self._owner(),
            is_public=spec.get("public", False),
        )
        papers = [self.paper] if spec.get("paper") else []
        made: Measure = giving.give(order, papers, kind=kind, subject_id=number, actor=self._secretary())
        self.reference = made.reference

    def _step(self, act: str, options: list[str], words: str) -> Callable[[], object]:
        match act:
            case "done":
                return lambda: doing.finish(self.reference, words, [self.paper], actor=self._reporter())
            case "confirm":
                return lambda: doing.confirm(self.reference, words, actor=self._secretary())
            case "postpone":
                due = workdays.add(self.day, int(options[0])).day
                return lambda: giving.postpone(self.reference, due, words, actor=self._secretary())
            case "drop":
                return lambda: giving.drop(self.reference, words, actor=self._secretary())
        return lambda: doing.report(self.reference, words, actor=self._reporter())
