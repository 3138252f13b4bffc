"""Measures speed and memory of the important pages, on both databases and two sizes, against a bare Flask page.

`python -m scripts.bench [--quick] [--write docs/performance.md]`; PostgreSQL is a throw-away server, or DATABASE_URL.
"""

import argparse
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, select

from chamber.config import ROOT, Settings
from chamber.members.models import Contact, Member, MemberStatus
from scripts.bench_pages import BARE, Line, Visitor, lines
from scripts.bench_report import Measured, Report
from tests.postgres import end_with_parent, make_database, programs, throw_away_server

SIZES = (2000, 20_000)
PASSWORD = "bench-bench-1"  # noqa: S105
SECONDS, QUICK_SECONDS = 3.0, 0.7
ROUNDS = 3
MAX_REQUESTS = 4000
"""Requests of a line."""
BY_HAND = "\n## Where the time goes\n"
"""The heading from which on the file is written by people and kept."""
MAX_REGISTERED = 1500
"""The events of the large demo have 2,000 seats."""


def run(words: list[str], environment: dict[str, str]) -> str:
    """Carry out a command of the application; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """gunicorn with two workers, as `make run` starts it."""

    def __init__(self, application: str, folder: Path, url: str, first_page: str) -> None:
        self.port = free_port()
        self.database = Settings(instance_path=folder, database_url=url).resolved_database_url()
        self.environment = {
            "INSTANCE_PATH": str(folder),
            "DATABASE_URL": url,
            "SECRET_KEY": "only-for-measuring",
            "SERVER_TIMING": "1",
            "PORT": str(self.port),
        }
        began = time.perf_counter()
        # A line a request, as in production, where the supervisor takes them.
        log = folder / f"server-{self.port}.log"
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", application],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        while not self._answers(first_page):
            if self._process.poll() is not None or time.perf_counter() - began > 30:
                raise RuntimeError(f"{application} did not start: {log.read_text()}")
            time.sleep(0.01)
        self.cold_start = time.perf_counter() - began

    def _answers(self, page: str) -> bool:
        try:
            return Visitor(self.port).get(page).startswith(b"HTTP/1.1 200")
        except OSError:
            return False

    def _workers(self) -> list[str]:
        return Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()

    def processor_time(self) -> float:
        """Seconds that the workers have computed so far."""
        ticks = 0
        for number in self._workers():
            fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Proportional set size of the master and its workers, in MiB."""
        total = 0
        for number in (str(self._process.pid), *self._workers()):
            for entry in Path(f"/proc/{number}/smaps_rollup").read_text().splitlines():
                if entry.startswith("Pss:"):
                    total += int(entry.split()[1])
        return total / 1024

    def stop(self) -> None:
        """End it in order."""
        self._process.terminate()
        self._process.wait(20)


def measure(server: Server, line: Line, seconds: float) -> dict[str, Any]:
    """Let the second process ask for one line."""
    job = {
        "host": "127.0.0.1",
        "port": server.port,
        "requests": line.requests,
        "seconds": seconds,
        "most": MAX_REQUESTS,
        "once": line.once,
    }
    before = server.processor_time()
    done = subprocess.run(
        [sys.executable, "-m", "scripts.load"], cwd=ROOT, input=json.dumps(job), capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{line.name}: {done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout)
    strange = set(result["statuses"]) - {line.status, str(line.status)}
    if strange:
        raise RuntimeError(f"{line.name}: answers {result['statuses']} instead of {line.status}")
    return {**result, "cpu": (server.processor_time() - before) / result["asked"] * 1000}


def seeded(folder: Path, url: str, size: int) -> float:
    """Migrate and fill a database; seconds that it took."""
    environment = {"INSTANCE_PATH": str(folder), "DATABASE_URL": url, "DEMO_PASSWORD": PASSWORD, "SECRET_KEY": "x"}
    run(["flask", "--app", "wsgi", "db", "upgrade"], environment)
    began = time.perf_counter()
    run(["flask", "--app", "wsgi", "demo"], environment)
    run(["scripts.large", str(size), str(size)], environment)
    took = time.perf_counter() - began
    if url:
        # What the server does by itself after a while; the throw-away one does not.
        with create_engine(url, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return took


def active_contacts(server: Server) -> list[int]:
    """Contacts of firms on the roster, as many as a line can register."""
    engine = create_engine(server.database)
    query = select(Contact.id).join(Member).where(Member.status == MemberStatus.ACTIVE).order_by(Contact.id.desc())
    with engine.connect() as connection:
        found = list(connection.scalars(query.limit(MAX_REGISTERED)))
    engine.dispose()
    return found


@contextmanager
def servers(folder: Path, url: str, size: int, report: Report, database: str) -> Iterator[tuple[Server, Server]]:
    """The application and the bare page on a filled database of this size."""
    own = folder / f"{database}-{size}"
    own.mkdir()
    report.seeding[database, size] = seeded(own, url, size)
    application = Server("wsgi:app", own, url, "/login")
    bare = Server("scripts.bare:app", own, url, BARE)
    report.cold_start[database, size] = application.cold_start
    try:
        yield application, bare
        report.memory[database, size] = application.memory()
        report.bare_memory[database, size] = bare.memory()
    finally:
        application.stop()
        bare.stop()


def measure_database(database: str, urls: dict[int, str], folder: Path, seconds: float, report: Report) -> None:
    """All lines, in rounds that take turns between the databases and the bare page; of each the best round counts."""
    with ExitStack() as running:
        pairs = {
            size: running.enter_context(servers(folder, url, size, report, database)) for size, url in urls.items()
        }
        visitors = {size: lines(pair[0].port, PASSWORD, active_contacts(pair[0])) for size, pair in pairs.items()}
        for place, line in enumerate(next(iter(visitors.values()))):
            rounds: dict[int, list[tuple[dict[str, Any], dict[str, Any]]]] = {size: [] for size in pairs}
            turns = 1 if line.once else ROUNDS
            for _turn in range(turns):
                for size, (application, bare) in pairs.items():
                    page = Line("bare", [Visitor(bare.port).request("GET", BARE)])
                    beside = measure(bare, page, seconds / ROUNDS)
                    rounds[size].append((beside, measure(application, visitors[size][place], seconds / turns)))
            for size, measured in rounds.items():
                beside, result = (max(done, key=lambda one: one["rate"]) for done in zip(*measured, strict=True))
                report.add(Measured(database, size, line.name, line.kind, result, beside))


def main() -> None:
    """Measure, print, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="SQLite only, less than a second a line")
    parser.add_argument("--write", type=Path, help="put the result into this file too")
    given = parser.parse_args()
    seconds = QUICK_SECONDS if given.quick else SECONDS
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    report = Report(machine, seconds)
    report.loads.append(os.getloadavg()[0])
    folder = Path(tempfile.mkdtemp(prefix="chamber-bench-"))
    try:
        with ExitStack() as running:
            measure_database("SQLite", dict.fromkeys(SIZES, ""), folder, seconds, report)
            if given.quick:
                report.notes.append("PostgreSQL was left out (--quick).")
            elif os.environ.get("DATABASE_URL") or programs():
                server = os.environ.get("DATABASE_URL") or running.enter_context(throw_away_server())
                urls = {size: make_database(server, f"chamber_bench_{size}") for size in SIZES}
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
