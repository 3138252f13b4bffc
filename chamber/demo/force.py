"""The task forces of the demo: formed, approved, changed, and their meetings."""

from datetime import datetime, time

from .. import clock
from ..cases.force import forming, meeting
from ..cases.force.people import Seat
from ..rights import Role
from ..workdays import services as workdays
from .story import Story

AFTERNOON = time(14, 30)


class Force(Story):
    """The service for each such step."""

    def _seats(self) -> list[Seat]:
        """The lead handler of each department at work, the lead department first."""
        names = self.departments
        return [Seat(self.world.departments[one], self.world.accounts[self.world.leads[one]]) for one in names]

    def do_propose_force(self, _options: list[str], words: list[str]) -> None:
        lead, *others = self._seats()
        forming.propose_task_force(self.reference, words[0], lead, others, actor=self.runner())

    def do_approve_force(self, _options: list[str], words: list[str]) -> None:
        leader = self.world.actor("leader", Role.LEADER)
        forming.decide_task_force(self.reference, True, words[0], actor=leader)

    def do_end_force(self, _options: list[str], words: list[str]) -> None:
        forming.end_task_force(self.reference, words[0], actor=self.runner())

    def do_change_force(self, options: list[str], words: list[str]) -> None:
        lead, *others = self._seats()
        account = self.world.accounts[options[0]]
        others.append(Seat(lead.department_id, account))
        forming.change_task_force(self.reference, words[0], lead, others, actor=self.runner())

    def do_meeting(self, options: list[str], words: list[str]) -> None:
        day = workdays.add(clock.today(), int(options[0])).day
        meeting.call_meeting(
            self.reference, datetime.combine(day, AFTERNOON, clock.LOCAL), words[0], actor=self.owner()
        )

    def do_call_off_meeting(self, _options: list[str], words: list[str]) -> None:
        meeting.call_off_meeting(self.reference, words[0], actor=self.owner())

    def do_minutes(self, _options: list[str], words: list[str]) -> None:
        meeting.note_meeting(self.reference, words[0], actor=self.owner())
