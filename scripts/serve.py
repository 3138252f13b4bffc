"""Web server, worker and daily clock: each is started again when it ends or hangs, until Ctrl-C, SIGTERM or SIGHUP."""

import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO

PROGRAMS = {
    "web": ("-m", "gunicorn", "wsgi:app"),
    "worker": ("-m", "scripts.worker"),
    "clock": ("-m", "scripts.clock"),
}
FRUGAL = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072", "MALLOC_MMAP_THRESHOLD_": "131072"}
"""What the C library is told by the environment of all three: else each thread would keep a store of freed memory of
its own, and what was large once would not be given back."""
ALIVE = "alive"
"""The line by which a program says that it is; it goes into no log."""
PATIENCE = {"worker": 300}
"""Seconds without that line, after which a program hangs. The worker says so each minute, and is slow at times."""
LONGEST_PAUSE = 60
RAN_WELL = 60
"""Seconds after which an end counts as the first one again."""
GRACE = 5
"""Seconds that what a program leaves behind, or a program that was asked to end, still has."""
FILE_SIZE, FILES = 10 * 2**20, 50
"""Of the log: half a gigabyte at most, which is more than the six months that the law wants of a busy office."""
_log = logging.getLogger("serve")


def next_failures(failures: int, ran: float) -> int:
    """How many ends in a row this one is, of a program that ran so many seconds."""
    return 1 if ran >= RAN_WELL else failures + 1


def pause_after(failures: int) -> int:
    """Seconds to wait after so many ends in a row: 1, 2, 4 and so on."""
    return min(2 ** min(failures - 1, 10), LONGEST_PAUSE)


class Program(threading.Thread):
    """One program, started again whenever it ends, or when it was not heard of for `patience` seconds."""

    def __init__(self, name: str, words: Sequence[str], patience: float | None = None) -> None:
        super().__init__(name=name, daemon=True)
        self._patience, self._heard = patience, 0.0
        # Nothing goes on, and nothing holds the port, after this process was killed.
        ends_with_us = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
        self._words = [*ends_with_us, *words]
        self._ending = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Start it, wait for its end, pause, and so on."""
        failures = 0
        while process := self._start():
            began = self._heard = time.monotonic()
            output = threading.Thread(target=self._pass_on, args=(process.stdout,), daemon=True)
            output.start()
            status = self._status(process)
            output.join(GRACE)
            if output.is_alive():
                _kill_group(process)
            if self._ending.is_set():
                return
            failures = next_failures(failures, time.monotonic() - began)
            pause = pause_after(failures)
            _log.warning("%s ended (status %s) and is started again in %s s", self.name, status, pause)
            self._ending.wait(pause)

    def _start(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._ending.is_set():
                return None
            self._process = subprocess.Popen(
                self._words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
            )
        _log.info("%s started (pid=%s)", self.name, self._process.pid)
        return self._process

    def _status(self, process: subprocess.Popen[bytes]) -> int:
        """Wait for its end, which it is brought to where it hangs."""
        while self._patience is not None:
            left = self._heard + self._patience - time.monotonic()
            if left <= 0:
                _log.warning("%s has been silent for %s s and is killed: it hangs", self.name, self._patience)
                _kill_group(process)
                break
            with suppress(subprocess.TimeoutExpired):
                return process.wait(left)
        return process.wait()

    def _pass_on(self, output: IO[bytes]) -> None:
        for line in output:
            if line.strip() == ALIVE.encode():
                self._heard = time.monotonic()
                continue
            _log.info("%-6s | %s", self.name, line.decode(errors="replace").rstrip())

    def ask_to_end(self) -> None:
        """End it in order, and for good."""
        with self._lock:
            self._ending.set()
            if self._process:
                self._process.terminate()

    def end(self, patience: float) -> None:
        """Wait so long for its end, then kill it."""
        self.join(patience)
        if self.is_alive() and self._process:
            _kill_group(self._process)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def start_log(folder: Path | None) -> None:
    """Write lines to the output, and all of them into files of this folder; only this process does so for all three."""
    # A terminal that has gone and a disk that is full end nothing.
    logging.raiseExceptions = False
    output = logging.StreamHandler()
    output.addFilter(lambda record: " | request " not in record.getMessage())
    handlers: list[logging.Handler] = [output]
    if folder:
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        files = RotatingFileHandler(folder / "chamber.log", maxBytes=FILE_SIZE, backupCount=FILES, delay=True)
        handlers.append(files)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", handlers=handlers)


def main() -> None:
    """Keep all three running until asked to end."""
    start_log(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for number in signals:
        signal.signal(number, signal.default_int_handler)
    programs = [Program(name, (sys.executable, *words), PATIENCE.get(name)) for name, words in PROGRAMS.items()]
    try:
        for program in programs:
            program.start()
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        for number in signals:
            signal.signal(number, signal.SIG_IGN)
    for program in programs:
        program.ask_to_end()
    until = time.monotonic() + GRACE
    for program in programs:
        program.end(max(0, until - time.monotonic()))


if __name__ == "__main__":
    main()
