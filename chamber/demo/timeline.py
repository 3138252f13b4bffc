"""The schedule of the demo: runs each act by the real services, in its own transaction, at its time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from .. import clock
from ..audit.services import seal
from ..cases.doing import daily
from ..cases.figures.published import freezing
from ..cases.ladder import climbing
from ..extensions import unit_of_work
from ..workdays import services as workdays
from ..workdays.counting import Calendar

NIGHT = time(0, 5)
MORNING = time(9, 20)


@dataclass(order=True)
class Entry:
    """A planned act; those of the same time run in the order in which they were added."""

    at: datetime
    number: int
    act: Callable[[], object] = field(compare=False)


class Timeline:
    """Planned acts, with what time alone causes between them."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._calendar: Calendar = workdays.current()
        today = clock.local(now).date()
        self._last_day = today if self._calendar.is_workday(today) else self._calendar.add(today, -1).day
        self._entries: list[Entry] = []

    def working_day(self, back: int) -> date:
        """The day `back` working days before the latest working day."""
        return self._calendar.add(self._last_day, -back).day

    def near(self, days: int) -> date:
        """The first working day at or after `days` calendar days from today (at or before, if negative)."""
        day = clock.local(self.now).date() + timedelta(days=days)
        step = 1 if days >= 0 else -1
        while not self._calendar.is_workday(day):
            day += timedelta(days=step)
        return day

    def at(self, day: date, hour: time = MORNING, minutes: int = 0) -> datetime:
        """A time of a day in Shanghai."""
        return datetime.combine(day, hour, clock.LOCAL) + timedelta(minutes=minutes)

    def add(self, at: datetime, act: Callable[[], object]) -> None:
        """Plan an act; one in the future runs now, after all others."""
        self._entries.append(Entry(at, len(self._entries), act))

    def run(self) -> int:
        """Run all planned acts, and what time causes between them and until now; returns the number of acts."""
        entries = sorted(self._entries)
        self._entries = []
        passed = entries[0].at if entries else self.now
        for entry in entries:
            moment = min(entry.at, self.now)
            passed = self._pass_time(passed, moment)
            with clock.at(moment), unit_of_work():
                entry.act()
        self._pass_time(passed, self.now)
        return len(entries)

    def _pass_time(self, since: datetime, until: datetime) -> datetime:
        """Do what time alone causes after `since` and up to `until`, by night and each morning; gives `until`."""
        day = clock.local(since).date()
        while day <= clock.local(until).date():
            for hour, jobs in ((NIGHT, _run_nightly_jobs), (workdays.START_OF_DAY, climbing.climb)):
                moment = self.at(day, hour)
                if since < moment <= until:
                    with clock.at(moment):
                        jobs()
            day += timedelta(days=1)
        return until


def _run_nightly_jobs() -> None:
    daily.run()
    freezing.each_day()
    with unit_of_work():
        seal()
