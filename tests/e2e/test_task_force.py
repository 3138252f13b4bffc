"""A task force from its proposal to the answer: proposed, approved, a measure reported and confirmed, a meeting."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chamber import clock
from chamber.accounts.models import Account
from tests.browser import Tour
from tests.factories.accounts import Cast
from tests.factories.cases import Drive
from tests.factories.forces import PURPOSE, two_at_work
from tests.factories.measures import due_on

TASK = "陪同企业报送材料"


class Walk:
    """Everybody with a browser of the same kind, and the words of its language."""

    def __init__(self, tour: Callable[..., Tour], say: Callable[..., str], drive: Drive, **kind: object) -> None:
        self.say, self.cast, self.case = say, drive.cast, f"/cases/{drive.reference}"
        self._open: Callable[[Account], Tour] = lambda account: tour(account, **kind)
        self._people: dict[str, Tour] = {}

    def as_(self, name: str) -> Tour:
        """The browser of this person, opened once."""
        if name not in self._people:
            self._people[name] = self._open(getattr(self.cast, name))
        return self._people[name]

    def propose(self) -> None:
        """The secretariat is led to it by the page of the case."""
        say, desk, cast = self.say, self.as_("secretary"), self.cast
        desk.go(self.case).follow(say("Propose a task force"))
        desk.fill(say("Who leads it"), cast.handler.name)
        desk.fill(f"{cast.other_department.name} {cast.other_handler.name}", True)
        desk.fill(say("What it is to bring about"), PURPOSE).press(say("Propose a task force"))
        desk.see(say("waits for a decision"))

    def approve(self) -> None:
        """The leader comes from home, reads who and what for, and approves."""
        say, leader = self.say, self.as_("leader")
        leader.go("/").page.locator("a[href='/cases/task-forces']").first.click()
        leader.settle()
        leader.page.locator(f"a[href='{self.case}/task-force']").click()
        leader.settle()
        leader.see(PURPOSE).follow(say("Decide on the task force"))
        leader.fill(say("Approve the task force"), True).press(say("Submit the decision"))
        leader.go(f"{self.case}/task-force").see(say("at work"))

    def give(self) -> None:
        """A measure from the page of the task force."""
        say, desk = self.say, self.as_("secretary")
        desk.go(f"{self.case}/task-force").follow(say("New measure"))
        desk.fill(say("What is to be done"), TASK).fill(say("Due on"), due_on().isoformat())
        desk.page.locator("[name=department]").select_option(label=self.cast.other_department.name)
        desk.press(say("Give the measure")).see(TASK)

    def report(self) -> None:
        """The department reports its own, and the secretariat confirms it."""
        say, helper, desk = self.say, self.as_("other_handler"), self.as_("secretary")
        helper.go(f"{self.case}/task-force").follow(TASK)
        helper.fill(say("What came out"), "材料已受理").press(say("Report as done"))
        desk.go(f"{self.case}/task-force").follow(TASK)
        desk.press(say("Confirm")).see(say("Confirmed"))

    def meet(self) -> None:
        """The lead calls a meeting."""
        say, lead = self.say, self.as_("handler")
        starts = clock.local(clock.now()).replace(hour=14, minute=30) + timedelta(days=7)
        lead.go(f"{self.case}/task-force").follow(say("Call a meeting of the task force"))
        lead.fill(say("Begins"), f"{starts:%Y-%m-%dT%H:%M}").fill(say("Where, and on what"), "三楼会议室")
        lead.press(say("Call a meeting of the task force"))
        lead.go(f"{self.case}/task-force").see("三楼会议室")

    def answer(self) -> None:
        """Nothing is open: the lead department puts up the answer."""
        say, lead = self.say, self.as_("handler")
        lead.go(self.case).follow(say("Submit the answer for review")).fill(say("Outcome"), say("Resolved"))
        lead.fill(say("Answer to the member"), "临时供电已接通。").press(say("Submit the answer for review"))
        lead.see(say("Answer under review"))


@pytest.mark.parametrize(("width", "language"), [(390, "zh_CN"), (1280, "en")])
def test_from_the_proposal_to_the_answer(
    width: int, language: str, tour: Callable[..., Tour], say_in: Callable[[str], Callable[..., str]], cast: Cast
) -> None:
    drive = Drive(cast)
    two_at_work(drive)
    walk = Walk(tour, say_in(language), drive, width=width, language=language)
    walk.propose()
    walk.approve()
    walk.give()
    walk.report()
    walk.meet()
    walk.answer()
    member = walk.as_("member")
    member.go(walk.case).follow(walk.say("Open the task force")).see(drive.cast.department.name)
