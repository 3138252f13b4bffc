"""The worker as a process of its own, on a test's database.

The processes are forked from one that has loaded the application, so that each is there a second earlier.
"""

import importlib
import multiprocessing
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from flask import Flask

from chamber.notifications.worker import Queue
from scripts import moments, worker
from tests.database import Database, Postgres
from tests.postgres import end_with_parent
from tests.server import free_port, listens

# With all that it can keep a queue in: tests have queues of both kinds in one process.
importlib.import_module("huey")
FORK_SERVER = multiprocessing.get_context("forkserver")
FORK_SERVER.set_forkserver_preload(["tests.preloaded"])
ONE_OF_EACH = pytest.mark.parametrize("redis", ["file", "redis"], indirect=True)


@pytest.fixture
def redis(request: pytest.FixtureRequest, folder: Path, database: Database) -> Iterator[str]:
    """REDIS_URL of a throw-away Redis where the test asks for it (unasked: on PostgreSQL), else nothing."""
    there = shutil.which("redis-server") is not None
    wanted = getattr(request, "param", "redis" if there and isinstance(database, Postgres) else "file")
    if wanted == "redis" and not there:
        pytest.skip("there is no Redis server here, install redis-server")
    if wanted == "file":
        yield ""
        return
    port = free_port()
    words = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    real = moments.unshifted(os.environ)
    with subprocess.Popen(words, env=real, stdout=subprocess.DEVNULL, preexec_fn=end_with_parent) as server:
        while not listens(port):
            assert server.poll() is None, "Redis did not start"
            time.sleep(0.01)
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()


def fork(main: Callable[[], None], environment: dict[str, str], log: Path) -> ForkServerProcess:
    """A process of its own that runs a program's `main` with just this environment and prints into `log`."""
    process = FORK_SERVER.Process(target=_run, args=(main, environment, log))
    process.start()
    return process


def _run(main: Callable[[], None], environment: dict[str, str], log: Path) -> None:
    end_with_parent()
    with log.open("ab") as printed:
        os.dup2(printed.fileno(), 1)
        os.dup2(printed.fileno(), 2)
    os.environ.clear()
    os.environ.update(environment)
    main()


class Workers:
    """Worker processes on the test's database."""

    def __init__(self, app: Flask, folder: Path, smtp_url: str, redis_url: str, number: int = 2) -> None:
        self._log = folder / f"workers-{os.urandom(4).hex()}.log"
        self._log.touch()
        self._environment = {
            **os.environ,
            "DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
            "INSTANCE_PATH": str(folder / "instance"),
            "SECRET_KEY": "only-for-tests",
            "SMTP_URL": smtp_url,
            "REDIS_URL": redis_url,
            "MAIL_TIMEOUT": "1",
            "MAIL_PAUSE": "1",
        }
        self.running = [self._start() for _one in range(number)]

    def _start(self) -> ForkServerProcess:
        return fork(worker.main, self._environment, self._log)

    def kill_one(self, which: int) -> None:
        """kill -9 one of them, as a power cut would."""
        self.running[which].kill()
        self.running[which].join()

    def start_again(self, which: int) -> None:
        """Start one that was killed."""
        self.running[which] = self._start()

    def stop(self) -> list[int | None]:
        """End them in order; their exit codes."""
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.join(20)
        return [process.exitcode for process in self.running]

    def log(self) -> str:
        """What they printed."""
        return self._log.read_text()


def queue_of(app: Flask, redis_url: str) -> Queue:
    """The queue that the workers listen to, as the web server would open it."""
    return Queue(app, replace(app.config["SETTINGS"], redis_url=redis_url))
