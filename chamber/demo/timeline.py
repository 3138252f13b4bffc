"""The schedule of the demo: runs each act by the real services, in its own transaction, at its time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from .. import clock
from ..audit.services import seal
from ..cases.doing import daily
from ..cases.figures.published import freezing
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
    """Planned acts, with the nightly jobs between them."""

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
        """Run all planned acts and the nightly jobs between the days; returns the number of acts."""
        entries = sorted(self._entries)
        self._entries = []
        day = clock.local(entries[0].at).date() if entries else None
        for entry in entries:
            moment = min(entry.at, self.now)
            while day is not None and day < clock.local(moment).date():
                day += timedelta(days=1)
                self._run_nightly_jobs(day)
            with clock.at(moment), unit_of_work():
                entry.act()
        return len(entries)

    def _run_nightly_jobs(self, day: date) -> None:
        with clock.at(self.at(day, NIGHT)):
            daily.run()
            freezing.each_day()
            with unit_of_work():
                seal()
