"""The cases of the demo, step by step (`cases_open.toml`, `cases_closed.toml`, `cases_old.toml`)."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from .. import clock
from ..cases.access import masks
from ..cases.doing import closing, handling, intake, releasing, routing
from ..cases.doing.desk import Papers
from ..cases.doing.handling import Draft
from ..cases.doing.releasing import Release
from ..cases.doing.routing import Route
from ..cases.models import Case
from ..cases.words import Complexity, Kind
from ..extensions import db, unit_of_work
from ..files.services import PreparedFile, prepare
from ..rights import Actor, Role
from .beside import Beside
from .world import World, data

MINUTES_BETWEEN_ACTS = 70
"""On one day."""


def plan_cases(world: World) -> int:
    """Plan every case of the data files; returns how many."""
    paper = signed_paper()
    spec = data("cases_closed")["case"] + data("cases_open")["case"]
    for place, case in enumerate(spec):
        story = DemoCase(world, case, paper)
        timeline = world.timeline
        first = timeline.working_day(case["start"])
        timeline.add(timeline.at(first, minutes=place % 20), story.submit)
        same_day: dict[int, int] = {}
        for line in case["steps"]:
            head, *words = line.split("|")
            day, act, *options = head.split()
            after = same_day[int(day)] = same_day.get(int(day), 0) + 1
            at = timeline.at(
                timeline.working_day(case["start"] - int(day)), minutes=place % 20 + after * MINUTES_BETWEEN_ACTS
            )
            timeline.add(at, story.step(act, options, words))
    return len(spec)


def enter_old(world: World) -> int:
    """What ended years ago, before there were accounts: its acts are done last, at their times; how many cases."""
    paper, timeline, old = signed_paper(), world.timeline, data("cases_old")["case"]
    for case in old:
        story, start = DemoCase(world, case, paper), -case["start"]
        with clock.at(timeline.at(timeline.near(start))), unit_of_work():
            story.submit()
        for place, line in enumerate(case["steps"], 1):
            head, *words = line.split("|")
            day, act, *options = head.split()
            at = timeline.at(timeline.near(start + int(day)), minutes=place * MINUTES_BETWEEN_ACTS)
            with clock.at(at), unit_of_work():
                story.step(act, options, words)()
    return len(old)


def signed_paper() -> PreparedFile:
    """A picture of a signed paper, for entries on behalf of somebody."""
    picture = Image.new("RGB", (600, 848), "#f7f5ef")
    draw = ImageDraw.Draw(picture)
    for line in range(12):
        draw.line((60, 120 + line * 46, 540 - (line % 4) * 70, 120 + line * 46), fill="#4a4a4a", width=3)
    draw.ellipse((380, 640, 540, 800), outline="#c0392b", width=6)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    stream.seek(0)
    return prepare(FileStorage(stream, "回执.png"))


class DemoCase(Beside):
    """A case of the data files: the service for each step of its way."""

    def step(self, act: str, options: list[str], words: list[str]) -> Callable[[], object]:
        """The function for a step in the data file."""
        internal = act == "note"
        name = {"supplement?": "ask_supplement", "consent?": "ask_consent", "note+": "note"}.get(act, act)
        if name == "note":
            return lambda: self.note(not internal, options, words)
        return lambda: getattr(self, f"do_{name}")(options, words)

    def _actor_and_behalf(self, options: list[str]) -> tuple[Actor, Papers | None]:
        if "behalf" in options:
            options.remove("behalf")
            return self.runner(), (self.paper,)
        return self.owner(), None

    def do_contact(self, _options: list[str], words: list[str]) -> None:
        intake.contact(self.reference, words[0], actor=self.runner())

    def do_ask_supplement(self, _options: list[str], words: list[str]) -> None:
        intake.ask_supplement(self.reference, words[0], actor=self.runner())

    def do_supplement(self, _options: list[str], words: list[str]) -> None:
        intake.supplement(self.reference, words[0], actor=self.author())

    def do_revive(self, _options: list[str], words: list[str]) -> None:
        intake.revive(self.reference, words[0], actor=self.author())

    def do_decline(self, _options: list[str], words: list[str]) -> None:
        intake.not_accept(self.reference, words[0], words[1], actor=self.runner())

    def do_object(self, _options: list[str], words: list[str]) -> None:
        intake.raise_objection(self.reference, words[0], actor=self.author())

    def do_overrule(self, _options: list[str], words: list[str]) -> None:
        supervisor = self.world.actor("supervisor", Role.SUPERVISOR)
        intake.decide_objection(self.reference, False, words[0], actor=supervisor)

    def do_release(self, _options: list[str], words: list[str]) -> None:
        releasing.release(self.reference, Release(words[0], words[1]), actor=self.runner())

    def do_accept(self, options: list[str], words: list[str]) -> None:
        route = self._route([one for one in options if one not in set(Complexity)])
        complexity = next((one for one in options if one in set(Complexity)), Complexity.NORMAL)
        message, release = words[0] if words else "", self._release(route)
        routing.accept(
            self.reference, actor=self.runner(), complexity=complexity, route=route, message=message, release=release
        )

    def do_assign(self, options: list[str], _words: list[str]) -> None:
        route = self._route(options)
        if route is not None and route.own_desk:
            routing.take_to_desk(self.reference, actor=self.runner())
        elif route is not None:
            routing.assign(self.reference, route, actor=self.runner(), release=self._release(route))

    def _release(self, route: Route | None) -> Release | None:
        """Of a suggestion without the name the proposed text goes along to a department."""
        case = db.session.scalars(select(Case).where(Case.reference == self.reference)).one()
        waits = case.kind == Kind.SUGGESTION and case.released_at is None
        return Release(*masks.proposal(case)[:2]) if waits and route and not route.own_desk else None

    def _route(self, options: list[str]) -> Route | None:
        if not options:
            return None
        if options[0] == "desk":
            return Route(own_desk=True)
        self.departments = [one.removeprefix("+") for one in options]
        lead, *helpers = [self.world.departments[one] for one in self.departments]
        return Route(lead_id=lead, helper_ids=tuple(helpers))

    def do_sign(self, options: list[str], _words: list[str]) -> None:
        actor, behalf = self._actor_and_behalf(options)
        routing.sign(self.reference, actor=actor, behalf=behalf)

    def do_reassign(self, options: list[str], words: list[str]) -> None:
        route = self._route(options)
        if route is not None:
            routing.reassign(self.reference, words[0], route, actor=self.runner())

    def do_back(self, options: list[str], words: list[str]) -> None:
        proposed = self.world.departments[options[0]]
        routing.send_back(self.reference, words[0], proposed, actor=self.owner())

    def note(self, public: bool, options: list[str], words: list[str]) -> None:
        """Report progress."""
        actor, behalf = self._actor_and_behalf(options)
        step = words[1] if len(words) > 1 else ""
        handling.report_progress(self.reference, words[0], public, actor=actor, next_step=step, behalf=behalf)

    def do_extend(self, _options: list[str], words: list[str]) -> None:
        handling.ask_extension(self.reference, words[0], actor=self.owner())

    def do_grant(self, _options: list[str], words: list[str]) -> None:
        handling.decide_extension(self.reference, True, words[0], actor=self.runner())

    def do_draft(self, options: list[str], words: list[str]) -> None:
        actor, behalf = self._actor_and_behalf(options)
        answer, reason, path = [*words, "", ""][:3]
        handling.draft(self.reference, Draft(options[0], answer, reason, path), actor=actor, behalf=behalf)

    def do_return(self, _options: list[str], words: list[str]) -> None:
        handling.return_answer(self.reference, words[0], actor=self.runner())

    def do_publish(self, _options: list[str], _words: list[str]) -> None:
        # What the secretariat drafted itself goes through a second pair of eyes.
        by_second = not (self.departments or self.by_supervisor or self.runs_alone)
        second = self.world.actor("fangzhixing", Role.SECRETARIAT)
        handling.publish(self.reference, actor=second if by_second else self.runner())

    def do_rate(self, options: list[str], words: list[str]) -> None:
        grade, yes = int(options[0]), {"yes": True, "no": False}.get(options[-1])
        closing.rate(self.reference, grade, yes, words[0] if words else "", options[1:-1], actor=self.author())

    def do_reopen(self, _options: list[str], words: list[str]) -> None:
        closing.reopen(self.reference, words[0], actor=self.author())

    def do_withdraw(self, options: list[str], words: list[str]) -> None:
        closing.withdraw(self.reference, words[0], options[0] == "pressed", actor=self.author())
