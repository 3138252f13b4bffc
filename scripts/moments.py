"""The days on which the tests must pass, and how programs run as if it were one of them.

libfaketime shifts the clock of every program that the tests start: gunicorn, the worker, Chromium, PostgreSQL. Time
goes on from there; what measures spans (the monotonic clock) and the times of files stay as they are. Redis keeps the
real time: it does not start under libfaketime, and the queue in it is asked for no moment.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from scripts.clock import LOCAL

DAYS = (
    "2026-12-31 23:40",  # the year ends while the tests run
    "2027-01-01 00:10",  # a year that no decree on holidays names yet
    "2027-02-28 10:00",
    "2028-02-29 17:58",
    "2026-11-30 10:00",  # a month's last day
    "2026-12-04 17:58",  # a Friday, when offices close
    "2026-10-01 10:00",  # National Day
    "2026-10-10 10:00",  # a Saturday on which people work instead of a day of the holiday
)


def of_this_day(today: date) -> tuple[str, str]:
    """Two of the days, by turns: four days in a row meet all eight."""
    first = today.toordinal() % 4 * 2
    return DAYS[first], DAYS[first + 1]


def library() -> Path | None:
    """libfaketime for programs with threads, None where it is not installed."""
    return next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)


def moment(text: str) -> datetime:
    """`2028-02-29 17:58`, in Shanghai."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL)


def here() -> int:
    """The seconds by which the clock of this process is shifted."""
    return int(os.environ.get("FAKETIME", 0))


def shifted(environment: Mapping[str, str], start: datetime) -> dict[str, str]:
    """An environment in which programs believe that it is this moment now."""
    seconds = here() + round((start - datetime.now(LOCAL)) / timedelta(seconds=1))
    return {
        **environment,
        "LD_PRELOAD": str(library()),
        "FAKETIME": f"{seconds:+}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_DISABLE_SHM": "1",
        # Else a thread that waits for another one, or for the interpreter, does not sleep but asks again and again.
        "FAKETIME_FORCE_MONOTONIC_FIX": "0",
        "NO_FAKE_STAT": "1",
    }


def unshifted(environment: Mapping[str, str]) -> dict[str, str]:
    """The same environment for a program that keeps the real time."""
    return {name: value for name, value in environment.items() if name != "LD_PRELOAD"}


if __name__ == "__main__":
    # A command as if it were that moment: python -m scripts.moments "2028-02-29 17:58" python -m pytest …
    if len(sys.argv) > 2:
        as_if = shifted(os.environ, moment(sys.argv[1]))
        sys.exit(subprocess.run(sys.argv[2:], env=as_if, check=False).returncode)
    print("\n".join(of_this_day(datetime.now(LOCAL).date())))
