"""The servers that the bench asks: the application and the bare pages, on a filled database."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, select

from chamber import create_app
from chamber.config import ROOT, Settings
from chamber.members.models import Contact, Member, MemberStatus
from chamber.web.application import load_templates
from scripts.bench.pages import Line
from scripts.bench.visitors import Visitor
from scripts.serve import FRUGAL
from tests.postgres import end_with_parent

PASSWORD = "bench-bench-1"  # noqa: S105
MAX_REQUESTS = 4000
"""Requests of a line."""
CONTACTS = 1900
"""The events of the large demo have 2,000 seats."""
IDLE = 5
"""Seconds after which a worker has begun all that it begins with."""


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
            **FRUGAL,
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
        return sum(_share_of_memory(number) for number in (str(self._process.pid), *self._workers()))

    def stop(self) -> None:
        """End it in order."""
        self._process.terminate()
        self._process.wait(20)


def _share_of_memory(number: str) -> float:
    entries = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
    return sum(int(entry.split()[1]) for entry in entries if entry.startswith("Pss:")) / 1024


def worker_memory(environment: dict[str, str]) -> float:
    """MiB of a worker that has nothing to do."""
    words = [sys.executable, "-m", "scripts.worker"]
    settings = {"cwd": ROOT, "env": {**os.environ, **environment}, "preexec_fn": end_with_parent}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, **settings) as worker:  # type: ignore[call-overload]
        while "ready" not in worker.stdout.readline():
            if worker.poll() is not None:
                raise RuntimeError("the worker did not start")
        time.sleep(IDLE)
        found = _share_of_memory(str(worker.pid))
        worker.terminate()
    return found


def measure(server: Server, line: Line, seconds: float, *, at_once: int = 1, is_warm: bool = False) -> dict[str, Any]:
    """Let a second process ask for one line, which was asked for before where it `is_warm`."""
    job = {
        "host": "127.0.0.1",
        "port": server.port,
        "requests": line.requests,
        "seconds": seconds,
        "most": MAX_REQUESTS,
        "once": line.once,
        "at_once": at_once,
    }
    before = server.processor_time()
    done = subprocess.run(
        [sys.executable, "-m", "scripts.bench.load"], cwd=ROOT, input=json.dumps(job), capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{line.name}: {done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout)
    strange = set(result["statuses"]) - {line.status, str(line.status)}
    if strange:
        raise RuntimeError(f"{line.name}: answers {result['statuses']} instead of {line.status}")
    return {**result, "cpu": (server.processor_time() - before) / result["asked"] * 1000}


def seeded(folder: Path, url: str, size: int) -> tuple[float, float]:
    """Migrate and fill a database, and compile the templates as `make run` does.

    Gives the seconds that the demo took, whose acts go through the services, and those of the rows in bulk.
    """
    environment = {"INSTANCE_PATH": str(folder), "DATABASE_URL": url, "DEMO_PASSWORD": PASSWORD, "SECRET_KEY": "x"}
    run(["flask", "--app", "wsgi", "db", "upgrade"], environment)
    began = time.perf_counter()
    run(["flask", "--app", "wsgi", "demo"], environment)
    then = time.perf_counter()
    run(["scripts.large", str(size), str(size)], environment)
    took = then - began, time.perf_counter() - then
    load_templates(create_app(Settings(instance_path=folder, database_url=url, secret_key="x")))  # noqa: S106
    if url:
        # What the server does by itself after a while; the throw-away one does not.
        with create_engine(url, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return took


def active_contacts(server: Server) -> list[int]:
    """Contacts of firms on the roster, as many as can be registered."""
    engine = create_engine(server.database)
    query = select(Contact.id).join(Member).where(Member.status == MemberStatus.ACTIVE).order_by(Contact.id.desc())
    with engine.connect() as connection:
        found = list(connection.scalars(query.limit(CONTACTS)))
    engine.dispose()
    return found
