"""Which tests are the same on every day: nobody asks the machine for the time in them.

Where SAME_EVERY_DAY names a file, a run on SQLite today adds each test to it that passed while nobody read the clock of
the machine, started a program or spoke to one. A run on another day leaves those out and no others: what is not in the
file runs. The product reads that clock in one place (`tests/test_days.py`); the libraries that do (sessions, tokens,
the log) compare it with what they wrote themselves a moment ago.
"""

import json
import os
import sys
from collections.abc import Generator
from datetime import datetime
from pathlib import Path

import pytest

from chamber import clock
from scripts import moments

ASKS_ANOTHER = {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "socket.connect", "socket.sendto"}
"""What the interpreter reports where another program, with a clock of its own, may come in."""


class Noting:
    """Writes the file, test by test."""

    def __init__(self, file: Path) -> None:
        self._file, self._asked, self._passed, self._modules = file, False, False, set[str]()
        machine = clock._of_the_machine

        def noted() -> datetime:
            self._asked = True
            return machine()

        clock._of_the_machine = noted
        sys.addaudithook(self._hear)

    def _hear(self, event: str, _arguments: object) -> None:
        if event in ASKS_ANOTHER:
            self._asked = True

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """A module that asks where it is imported may give what it heard to any of its tests."""
        self._asked = False
        report = yield
        if self._asked and isinstance(collector, pytest.Module):
            self._modules.add(collector.nodeid)
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """From the first fixture that is set up to the last that is taken down."""
        self._asked = self._passed = False
        done = yield
        if self._passed and not self._asked and item.nodeid.split("::")[0] not in self._modules:
            with self._file.open("a") as file:
                file.write(json.dumps(item.nodeid) + "\n")
        return done

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that failed or was skipped is not known to be the same."""
        if report.when == "call":
            self._passed = report.passed


class Choosing:
    """Leaves out what is in the file."""

    def __init__(self, file: Path) -> None:
        self._same = {json.loads(line) for line in file.read_text().splitlines()}

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Only what may depend on the day."""
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in self._same])
        items[:] = [item for item in items if item.nodeid not in self._same]


def pytest_configure(config: pytest.Config) -> None:
    """Add to the file today, use it on another day; without one all tests run on each."""
    name = os.environ.get("SAME_EVERY_DAY")
    if name and not config.getoption("--postgres", default=False):
        kind = Choosing if moments.here() else Noting
        config.pluginmanager.register(kind(Path(name)))
