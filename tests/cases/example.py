"""The worked example of the figures: six cases, driven by the services on numbered working days."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from chamber import clock as chamber_clock
from chamber.cases.doing import closing, daily, handling, intake
from chamber.cases.figures import periods
from chamber.cases.figures.periods import Period
from chamber.cases.models import CaseRound
from chamber.cases.words import Kind, Outcome
from chamber.extensions import db
from chamber.workdays import services as workdays
from tests.factories.cases import Drive

LAST = 20
"""The period has the working days 1 to 20."""


class Example:
    """Six requests and what happened to each on which working day."""

    def __init__(self, drive: Drive, clock: Any) -> None:
        self.clock = clock
        self.first = chamber_clock.today()
        self.cases = {name: replace(drive, suffix=name) for name in ("C1", "C2", "C3", "C4", "C5", "C6")}
        self.steps: list[tuple[int, Callable[[], object]]] = []
        self._plan()

    def day(self, number: int) -> date:
        """The calendar day of a working day; day 1 is the next working day after today."""
        return workdays.add(self.first, number).day

    @property
    def period(self) -> Period:
        """Working days 1 to 20."""
        return periods.between(self.day(1), self.day(LAST))

    def run(self) -> None:
        """Let everything happen that happens in the period, and stop on the evening of its last day."""
        for number, step in sorted(self.steps, key=lambda planned: planned[0]):
            moment = datetime.combine(self.day(number), time(10), chamber_clock.LOCAL)
            self.clock.set(max(moment, self.clock.now + timedelta(seconds=10)))
            step()
            db.session.commit()
        self.clock.set(datetime.combine(self.day(LAST) + timedelta(days=1), time(0, 1), chamber_clock.LOCAL))

    def _on(self, number: int, step: Callable[..., object], *args: Any, **named: Any) -> None:
        self.steps.append((number, lambda: step(*args, **named)))

    def _plan(self) -> None:
        for name, day, contact in (
            ("C1", 1, 1),
            ("C2", 1, 3),
            ("C3", 5, 6),
            ("C4", 8, 9),
            ("C5", 10, 11),
            ("C6", 9, 9),
        ):
            self._on(day, self.cases[name].submit, Kind.REQUEST)
            self._on(contact, self._contact, name)
        for name, day, complexity in (
            ("C1", 2, "normal"), ("C2", 4, "simple"), ("C3", 7, "simple"), ("C4", 10, "normal"), ("C6", 10, "simple"),
        ):  # fmt: skip
            self._on(day, self.cases[name].accept, complexity=complexity)
            self._on(day, self.cases[name].sign)
        self._on(11, self._ask_longer, "C3")
        self._on(12, self._grant, "C3")
        for name, day, outcome in (
            ("C1", 10, Outcome.RESOLVED), ("C2", 12, Outcome.RESOLVED), ("C3", 16, Outcome.OUT_OF_POWER),
            ("C6", 12, Outcome.RESOLVED),
        ):  # fmt: skip
            self._on(day, self.cases[name].draft, outcome)
            self._on(day, self.cases[name].publish)
        self._on(11, self.cases["C1"].rate, 5, True)
        self._on(14, self.cases["C2"].rate, 2, False)
        self._on(17, self.cases["C3"].rate, 3, True)
        self._on(12, self._refuse, "C5")
        self._on(18, daily.run)
        self._on(18, self._reopen, "C6")

    def _contact(self, name: str) -> None:
        intake.contact(self.cases[name].reference, "已电话联系。", actor=self.cases[name].who("secretary"))

    def _ask_longer(self, name: str) -> None:
        handling.ask_extension(self.cases[name].reference, "等待鉴定", actor=self.cases[name].who("handler"))

    def _grant(self, name: str) -> None:
        handling.decide_extension(self.cases[name].reference, True, "", actor=self.cases[name].who("secretary"))

    def _refuse(self, name: str) -> None:
        case = self.cases[name]
        intake.not_accept(case.reference, "理由", "向区级主管部门申请行政裁决", actor=case.who("secretary"))

    def _reopen(self, name: str) -> None:
        closing.reopen(self.cases[name].reference, "又发生了", actor=self.cases[name].who("member"))

    def number(self, moment: datetime) -> int:
        """Which working day it lies on."""
        return workdays.until(self.first, chamber_clock.local(moment).date())

    def first_round(self, name: str) -> CaseRound:
        """The first round of a case."""
        query = select(CaseRound).where(CaseRound.case_id == self.cases[name].case.id, CaseRound.number == 1)
        return db.session.scalars(query).one()
