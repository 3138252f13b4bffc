"""The bench says of each page how it stands beside the bare ones, and what is missed."""

import pytest

from scripts.bench.pages import Line
from scripts.bench.report import Measured, Report

pytestmark = pytest.mark.static


def asked(rate: float, p95: float = 5, queries: int = 3) -> dict[str, float]:
    """What a client measured."""
    return {"rate": rate, "p50": p95, "p95": p95, "longest": p95, "cpu": 1, "queries": queries, "size": 2048}


@pytest.fixture
def report() -> Report:
    """A list that is quick and stays so, a home that is slow and grows, and a machine that is too full."""
    found = Report("a machine", 3.0, loads=[0.1, 0.2])
    for size, grown in ((2000, 1), (20_000, 1.2), (100_000, 2)):
        found.add(Measured("SQLite", size, Line("events, list", [], 0.4), asked(500), asked(800), asked(1000)))
        slow = asked(200 / grown, 5 * grown, queries=13 if size == 2000 else 3)
        found.add(Measured("SQLite", size, Line("home, leader", [], 0.3), slow, asked(800), asked(1000)))
    strain = {"sign_ins": 300, "longest_write": 900, "before_slow": 10, "while_slow": 250, "web": 300, "worker": 90}
    found.strain["SQLite", 2000] = strain
    found.cold_start["SQLite", 2000], found.seeding["SQLite", 2000] = 1.2, (20, 9)
    return found


def test_the_table_holds_each_page_against_both_bare_pages_and_the_peers(report: Report) -> None:
    rows = report.text().splitlines()
    [events] = [row for row in rows if row.startswith("| events, list")]
    assert events.endswith("| 1.0 | 62% | 50% | 40% | 3 | 2 | 9.6 · 17 · 3.4 |")
    assert "| 2,000 | 20 | 9 | 1.20 | 300 | 90 | 300 | 900 | 10.0, 250.0 |" in rows


def test_what_falls_short_is_said_and_nothing_else(report: Report) -> None:
    missed = [text for text, reached in report.checks() if not reached]
    assert missed == [
        "SQLite home, leader: 20% · 17% · 10% of bare, at least 30%",
        "SQLite home, leader: p95 5.0 → 10.0 ms (2.00 ×), at most 1.3 ×",
        "SQLite home, leader: 13 queries, at most 12",
        "SQLite web after 1,000 varied requests: 300 MiB, at most 250",
    ]
    assert all(text in report.text() for text in missed)
