"""One of our scripts at work on bytes that somebody sent: a process of its own, with limits.

What eats memory or time there, or trips a library, takes down that process and nothing else.
"""

import os
import resource
import runpy
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

MAX_SECONDS = 30
"""Until it is ended, whatever it waits for."""
_NO_MEMORY = 75


class Stopped(Exception):
    """It needed more memory or time than it may have."""


class Failed(Exception):
    """It ended with an error; the argument is its exit status."""


def run(script: Path, *words: str, data: bytes, mebibytes: int, seconds: int) -> bytes:
    """What the script prints when it is given these words and bytes; `seconds` of the processor's time."""
    limits = (str(mebibytes), str(seconds))
    command = [sys.executable, "-I", __file__, *limits, str(script), *words]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=MAX_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Stopped from None
    if done.returncode < 0 or done.returncode == _NO_MEMORY:
        raise Stopped
    if done.returncode:
        raise Failed(done.returncode)
    return done.stdout


def _limit(mebibytes: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (mebibytes << 20, mebibytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    # Enough for what Python compiles of a library. Its output is a pipe.
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
    # Pages go first, and where memory runs out this is what the system may end.
    os.nice(5)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


if __name__ == "__main__":
    _limit(int(sys.argv[1]), int(sys.argv[2]))
    del sys.argv[:3]
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
    except MemoryError:
        sys.exit(_NO_MEMORY)
