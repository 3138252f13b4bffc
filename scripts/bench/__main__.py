"""Measures speed and memory of the important pages, on both databases and three sizes, against bare Flask pages.

`python -m scripts.bench [--quick] [--write docs/performance.md]`; PostgreSQL is a throw-away server, or DATABASE_URL.
"""

import argparse
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from scripts.bench import strain
from scripts.bench.bare import PAGES
from scripts.bench.pages import Line, Pages
from scripts.bench.report import BY_HAND, Measured, Report
from scripts.bench.servers import PASSWORD, Server, active_contacts, measure, run, seeded
from scripts.bench.visitors import Visitor
from tests.postgres import make_database, programs, throw_away_server

SIZES, QUICK_SIZES = (2000, 20_000, 100_000), (2000, 20_000)
SECONDS, QUICK_SECONDS = 1.0, 0.7
ROUNDS = 3
VISITORS = 100


@contextmanager
def servers(folder: Path, url: str, size: int, report: Report, database: str) -> Iterator[tuple[Server, Server]]:
    """The application and the bare pages on a filled database of this size."""
    own = folder / f"{database}-{size}"
    own.mkdir()
    report.seeding[database, size] = seeded(own, url, size)
    application = Server("wsgi:app", own, url, "/login")
    bare = Server("scripts.bench.bare:app", own, url, PAGES[0])
    report.cold_start[database, size] = application.cold_start
    try:
        yield application, bare
    finally:
        application.stop()
        bare.stop()


def pages_of(server: Server) -> Pages:
    """The pages of a server, and a hundred who ask for them."""
    cookies = json.loads(run(["scripts.bench.sessions", str(VISITORS)], server.environment))
    return Pages(server.port, PASSWORD, active_contacts(server), cookies)


def bare_lines(bare: Server, line: Line) -> list[Line]:
    """What a line is held against: the page by the ORM, and that by Core, of a search the one that searches too."""
    by_orm, by_core, search = (Visitor(bare.port).request("GET", page) for page in PAGES)
    if not line.words:
        return [Line("ORM", [by_orm]), Line("Core", [by_core])]
    found = [search.replace(PAGES[2], f"{PAGES[2]}?{urlencode({'q': word})}", 1) for word in line.words]
    return [Line("ORM", [by_orm]), Line("Core", found)]


def measure_database(database: str, urls: dict[int, str], folder: Path, seconds: float, report: Report) -> None:
    """All lines, in rounds that take turns between the sizes and the bare pages; of each the best round counts."""
    with ExitStack() as running:
        pairs = {
            size: running.enter_context(servers(folder, url, size, report, database)) for size, url in urls.items()
        }
        pages = {size: pages_of(application) for size, (application, _bare) in pairs.items()}
        lines = {size: one.lines() for size, one in pages.items()}
        # Before thousands of other requests.
        memory = {size: strain.memory(application, lines[size]) for size, (application, _bare) in pairs.items()}
        for place, line in enumerate(next(iter(lines.values()))):
            rounds: dict[int, list[list[dict[str, Any]]]] = {size: [] for size in pairs}
            turns = 1 if line.once else ROUNDS
            for _turn in range(turns):
                for size, (application, bare) in pairs.items():
                    beside = [measure(bare, one, seconds / ROUNDS / 2) for one in bare_lines(bare, lines[size][place])]
                    rounds[size].append([measure(application, lines[size][place], seconds / turns), *beside])
            for size, measured in rounds.items():
                best = (max(done, key=lambda one: one["rate"]) for done in zip(*measured, strict=True))
                report.add(Measured(database, size, lines[size][place], *best))
        for size, (application, _bare) in pairs.items():
            found = strain.all_of_it(application, pages[size], seconds)
            report.strain[database, size] = {**found, "web": memory[size]}


def main() -> None:
    """Measure, print, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="SQLite and two sizes only, less than a second a line")
    parser.add_argument("--write", type=Path, help="put the result into this file too")
    given = parser.parse_args()
    seconds, sizes = (QUICK_SECONDS, QUICK_SIZES) if given.quick else (SECONDS, SIZES)
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    report = Report(machine, seconds)
    report.loads.append(os.getloadavg()[0])
    folder = Path(tempfile.mkdtemp(prefix="chamber-bench-"))
    try:
        with ExitStack() as running:
            measure_database("SQLite", dict.fromkeys(sizes, ""), folder, seconds, report)
            if given.quick:
                report.notes.append("PostgreSQL was left out (--quick).")
            elif os.environ.get("DATABASE_URL") or programs():
                server = os.environ.get("DATABASE_URL") or running.enter_context(throw_away_server())
                urls = {size: make_database(server, f"chamber_bench_{size}") for size in sizes}
                measure_database("PostgreSQL", urls, folder, seconds, report)
            else:
                report.notes.append("PostgreSQL was not measured: apt-get install postgresql.")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report.loads.append(os.getloadavg()[0])
    text = report.text()
    print(text)
    if given.write:
        given.write.parent.mkdir(exist_ok=True)
        known = given.write.read_text(encoding="utf-8") if given.write.exists() else ""
        _before, heading, written_by_hand = known.partition(BY_HAND)
        given.write.write_text(f"{text}\n{heading}{written_by_hand}", encoding="utf-8")


if __name__ == "__main__":
    main()
