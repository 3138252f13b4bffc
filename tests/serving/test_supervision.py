"""What ends or hangs is there again by itself, while everything else goes on."""

import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from pytest import CaptureFixture, LogCaptureFixture

from chamber.config import ROOT
from chamber.extensions import reading
from chamber.notifications import worker
from scripts.serve import PATIENCE, Program, next_failures, pause_after
from scripts.worker import say_alive
from tests.client import release
from tests.server import Server, listens
from tests.serving.connections import until

pytestmark = [pytest.mark.server, pytest.mark.thorough]


class Supervised(Server):
    """Web server, worker and clock, as `make run` leaves them."""

    def __init__(self, app: Flask, folder: Path) -> None:
        super().__init__(app, folder)
        self.logs = folder / "instance" / f"logs-{self.port}"
        self.command = ("scripts.serve", str(self.logs))

    def numbers(self, name: str) -> list[int]:
        """The process numbers under which one of the three ran so far."""
        return [int(number) for number in re.findall(rf"\b{name} started \(pid=(\d+)\)", self.log())]


class Hanging(Server):
    """One worker, of which the master must hear every three seconds."""

    command = ("gunicorn", "--workers", "1", "--timeout", "3", "tests.serving.hanging:app")


@pytest.fixture
def supervised(app: Flask, folder: Path) -> Iterator[Supervised]:
    """All three, running."""
    server = Supervised(app, folder)
    try:
        yield server.start()
    finally:
        server.stop()


def is_running(number: int) -> bool:
    """Whether the process is there and not only remembered by its parent."""
    try:
        return ") Z " not in Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return False


@pytest.mark.parametrize("name", ["web", "worker", "clock"])
def test_whichever_is_killed_comes_back_alone(app: Flask, supervised: Supervised, name: str) -> None:
    others = {"web", "worker", "clock"} - {name}
    until(lambda: "worker ready" in supervised.log(), 30)
    os.kill(supervised.numbers(name)[0], signal.SIGKILL)
    until(lambda: len(supervised.numbers(name)) == 2, 30)
    assert f"{name} ended (status -9) and is started again in 1 s" in supervised.log()
    until(lambda: supervised.log().count("worker ready") == 1 + (name == "worker"), 30)
    until(lambda: supervised.log().count("chamber answers on") == 1 + (name == "web"), 30)
    assert supervised.visitor().get("/healthz").status == 200
    assert all(len(supervised.numbers(other)) == 1 for other in others), supervised.log()
    assert all(is_running(supervised.numbers(one)[-1]) for one in ("web", "worker", "clock"))
    with app.app_context(), reading():
        assert not worker.is_silent()


def test_each_request_is_a_line_in_a_file_of_the_log_and_not_on_the_terminal(supervised: Supervised) -> None:
    reply = supervised.visitor().open("GET", "/notices/inmost/4711?words=inmost")
    file = supervised.logs / "chamber.log"
    until(lambda: str(reply.headers["X-Request-Id"]) in file.read_text(), 10)
    line = next(one for one in file.read_text().splitlines() if str(reply.headers["X-Request-Id"]) in one)
    assert re.search(rf" web +\| request [0-9a-f]{{8}} GET \S+ {reply.status} \d+ ms account -$", line), line
    assert "inmost" not in file.read_text() and "4711" not in file.read_text()
    until(lambda: "clock  | nothing was due" in supervised.log(), 60)
    assert "Control server" not in supervised.log(), "nothing is written to a home folder"
    assert "request" not in supervised.log() and "chamber answers on" in file.read_text()
    assert supervised.logs.stat().st_mode & 0o777 == 0o700


def test_the_log_begins_new_files_and_drops_the_oldest(tmp_path: Path) -> None:
    program = (
        "import logging, pathlib; from scripts import serve; serve.FILE_SIZE, serve.FILES = 500, 2;"
        f"serve.start_log(pathlib.Path({str(tmp_path / 'logs')!r}));"
        "[logging.info('line %d', number) for number in range(100)]"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True)
    files = {path.name: path.read_text() for path in (tmp_path / "logs").iterdir()}
    assert set(files) == {"chamber.log", "chamber.log.1", "chamber.log.2"}
    assert "line 99\n" in files["chamber.log"] and all(len(text) <= 500 for text in files.values())


def test_nothing_goes_on_after_the_supervisor_was_killed(supervised: Supervised) -> None:
    numbers = [supervised.numbers(name)[0] for name in ("web", "worker", "clock")]
    supervised.kill()
    until(lambda: not any(is_running(number) for number in numbers), 15)
    assert not listens(supervised.port)


def test_what_fails_at_once_is_tried_again_with_growing_pauses(caplog: LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    failing = Program("failing", [sys.executable, "-c", "print('about to fail'); raise SystemExit(3)"])
    began = time.monotonic()
    failing.start()
    until(lambda: caplog.text.count("failing started") == 3, 30)
    assert time.monotonic() - began >= 3
    failing.ask_to_end()
    failing.end(5)
    assert not failing.is_alive()
    pauses = re.findall(r"failing ended \(status 3\) and is started again in (\d+) s", caplog.text)
    assert pauses[:2] == ["1", "2"] and caplog.text.count("| about to fail") >= 2


def test_what_says_nothing_any_more_is_started_again_and_what_says_that_it_is_alive_is_left(
    caplog: LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    speaks = "import time\nwhile True: print('alive', flush=True); time.sleep(0.2)"
    hangs = "import time; print('alive', flush=True); print('waits for ever', flush=True); time.sleep(600)"
    programs = [Program(name, [sys.executable, "-c", code], 3) for name, code in (("one", speaks), ("two", hangs))]
    for program in programs:
        program.start()
    until(lambda: caplog.text.count("two started") == 2, 60)
    for program in programs:
        program.ask_to_end()
        program.end(5)
    assert "two has been silent for 3 s and is killed: it hangs" in caplog.text
    assert caplog.text.count("one started") == 1 and "| alive" not in caplog.text
    assert "| waits for ever" in caplog.text


def test_the_worker_says_each_minute_that_it_is_alive(app: Flask, capsys: CaptureFixture[str]) -> None:
    huey = app.extensions["queue"].huey
    say_alive(huey)
    [task] = [one for one in huey.read_periodic(datetime.now(UTC)) if one.name == "say_alive"]
    huey.execute(task)
    assert capsys.readouterr().out == "alive\n" and "worker" in PATIENCE


def test_pauses_grow_to_a_minute_and_are_short_again_after_it_ran_well() -> None:
    failures, pauses = 0, []
    for ran in (0.1, 2, 59, 0.1, 0.1, 0.1, 0.1, 0.1, 60, 0.1):
        failures = next_failures(failures, ran)
        pauses.append(pause_after(failures))
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 1, 2]
    assert pause_after(100_000) == 60


def test_what_does_not_end_when_asked_is_killed_with_all_that_it_started() -> None:
    stubborn = (
        "import signal, subprocess; signal.signal(signal.SIGTERM, signal.SIG_IGN); subprocess.run(['sleep', '60'])"
    )
    program = Program("stubborn", [sys.executable, "-c", stubborn])
    program.start()
    until(lambda: program._process is not None, 5)
    assert program._process
    number = program._process.pid
    child = Path(f"/proc/{number}/task/{number}/children")
    until(lambda: child.read_text() != "", 10)
    sleeping = int(child.read_text())
    program.ask_to_end()
    program.end(0.2)
    until(lambda: not is_running(number) and not is_running(sleeping), 5)


def test_a_worker_of_which_all_threads_hang_is_replaced(app: Flask, folder: Path) -> None:
    server = Hanging(app, folder).start()
    release()
    hanging = [socket.create_connection(("127.0.0.1", server.port), timeout=30) for _number in range(4)]
    try:
        before = server._workers()
        for one in hanging[:3]:
            one.sendall(b"GET /hang HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(6)
        assert server._workers() == before and server.visitor().get("/healthz").status == 200, "one thread is free"
        hanging[3].sendall(b"GET /hang HTTP/1.1\r\nHost: localhost\r\n\r\n")
        until(lambda: not before & server._workers() and len(server._workers()) == 1, 15)
        assert server.visitor().get("/healthz").status == 200
    finally:
        for one in hanging:
            one.close()
        server.stop()
