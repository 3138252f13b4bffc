"""What is left out on other days is what nobody asks the machine for the time in; and there is one place to ask."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chamber.config import ROOT

READS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime"},
}
KNOWN = {
    "chamber/clock.py": "the one place",
    "chamber/settings/stored.py": "a mark that is compared with itself alone",
    "chamber/migrations/versions/0026_files_looked_at.py": "words that waited on the day of that change",
    "tests/accounts/test_browser.py": "beside a server, which is no test of the quick half",
    "tests/e2e/test_receipts.py": "the same",
    "tests/serving/test_supervision.py": "the same",
    "tests/notifications/group_services.py": "it answers over the network, which is noted",
    "tests/files/test_orphans.py": "beside the product, which asks in each of those tests",
    "tests/test_days.py": "what it looks for",
}
PROGRAM = """
import subprocess, sys
import pytest
from chamber import clock

def test_still(): clock.midnight(clock.EPOCH.date())
def test_asks(): clock.today()
def test_starts(): subprocess.run([sys.executable, "-c", ""], check=True)
def test_fails(): assert False
def test_leaves(): pytest.skip()
@pytest.fixture
def late():
    yield
    clock.now()
def test_asks_afterwards(late): pass
def test_at_a_set_moment():
    with clock.at(clock.EPOCH): clock.now()
"""


def readings(source: str) -> Iterator[str]:
    """Where these sources read the clock of the machine, by Python or in the words of a database."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in READS.get(node.value.id, ()):
                yield f"line {node.lineno}: {node.value.id}.{node.attr}"
            if (node.value.id, node.attr) == ("func", "now"):
                yield f"line {node.lineno}: func.now"
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (f"line {node.lineno}: {name.name}" for name in node.names if name.name in READS["time"])
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "CURRENT_TIME" in node.value.upper():
            yield f"line {node.lineno}: {node.value}"


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\nx = datetime.now()",
        "import datetime as d\nfrom datetime import date\nx = lambda: date.today()",
        "import time\ntime.time()",
        "from time import time",
        "x = text('SELECT current_timestamp')",
        "x = func.now()",
    ],
)
def test_who_reads_the_clock_of_the_machine_is_found(source: str) -> None:
    assert len(list(readings(source))) == 1


def test_the_clock_of_the_machine_is_read_in_one_place_and_where_no_day_comes_of_it() -> None:
    files = [path for part in ("chamber", "tests") for path in (ROOT / part).rglob("*.py")]
    found = {str(path.relative_to(ROOT)): list(readings(path.read_text())) for path in files}
    assert {name: where for name, where in found.items() if where and name not in KNOWN} == {}
    assert all(found[name] for name in KNOWN), "and none is listed that does not"


def ran(folder: Path, **environment: str) -> str:
    """What pytest prints of the tests above, none of which is one of ours."""
    (folder / "test_them.py").write_text(PROGRAM)
    words = ["-p", "tests.days", "-c", os.devnull, "--rootdir", str(folder), "-p", "no:cacheprovider", "-v", "-n", "0"]
    kept = {name: value for name, value in os.environ.items() if name not in ("FAKETIME", "LD_PRELOAD")}
    environment = {**kept, "PYTHONPATH": str(ROOT), "SAME_EVERY_DAY": str(folder / "same"), **environment}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, str(folder / "test_them.py")],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_on_another_day_only_what_nobody_asked_the_time_in_is_left_out(tmp_path: Path) -> None:
    assert "1 failed, 5 passed, 1 skipped" in ran(tmp_path)
    same = [json.loads(line) for line in (tmp_path / "same").read_text().splitlines()]
    assert same == ["test_them.py::test_still", "test_them.py::test_at_a_set_moment"]
    again = ran(tmp_path, FAKETIME="+86400")
    assert "1 failed, 3 passed, 1 skipped, 2 deselected" in again
    assert "test_still" not in again and "test_asks_afterwards" in again


def test_a_module_that_asks_where_it_is_imported_runs_on_every_day(tmp_path: Path) -> None:
    at_import = PROGRAM.replace("def test_still", "TODAY = clock.today()\ndef test_still")
    assert at_import != PROGRAM
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(globals(), "PROGRAM", at_import)
        assert "5 passed" in ran(tmp_path)
    assert not (tmp_path / "same").exists()
