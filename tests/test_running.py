"""`make run` from its first line to its last: what it prints, what it leaves, and how it ends."""

import fcntl
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path

import pytest

from chamber.config import ROOT
from tests.server import free_port

pytestmark = pytest.mark.server


def surroundings(folder: Path, **given: str) -> dict[str, str]:
    """An environment with an instance folder and a port of its own."""
    own = ("PUBLIC_URL", "HTMX_URL", "DATABASE_URL", "DEMO_PASSWORD", "DEMO", "HOST")
    kept = {name: value for name, value in os.environ.items() if name not in own}
    return {**kept, "INSTANCE_PATH": str(folder / "instance"), "PORT": str(free_port()), **given}


def listens(port: str) -> bool:
    """Whether somebody answers there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(port))) == 0


def read_until(master: int, words: bytes) -> bytes:
    """What a terminal shows, up to these words."""
    seen = b""
    while words not in seen:
        part = os.read(master, 4096)
        assert part, seen.decode()
        seen += part
    return seen


def test_closing_the_terminal_ends_the_servers_and_frees_the_port(tmp_path: Path) -> None:
    master, terminal = pty.openpty()
    environment = surroundings(tmp_path)
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "scripts.serve"],
        cwd=ROOT,
        env=environment,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(terminal)
    seen = read_until(master, b"chamber answers on")
    assert listens(environment["PORT"])
    os.close(master)
    try:
        assert supervisor.wait(15) == 0
        until = time.monotonic() + 5
        while listens(environment["PORT"]) and time.monotonic() < until:
            time.sleep(0.05)
        assert not listens(environment["PORT"])
    finally:
        supervisor.kill()
        for number in re.findall(rb"started \(pid=(\d+)\)", seen):
            with suppress(ProcessLookupError):
                os.killpg(int(number), signal.SIGKILL)
