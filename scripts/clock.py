"""Runs `flask daily` at start and once a day, shortly after 00:05 in Shanghai; one that hangs is ended."""

import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
DUE_AT = time_of_day(0, 5)
LOOK_EVERY = 30
RETRY_AFTER = 600
LONGEST = 2 * 3600
"""Seconds that a daily pass may take; the longest part is the backup."""


def next_due(done: datetime) -> datetime:
    """The first 00:05 in Shanghai after the moment (aware) when the daily pass was last done."""
    day = done.astimezone(LOCAL).date()
    due = datetime.combine(day, DUE_AT, LOCAL)
    return due if due > done else datetime.combine(day + timedelta(days=1), DUE_AT, LOCAL)


def succeeds(words: Sequence[str], longest: float) -> bool:
    """Run a program for so many seconds at most."""
    try:
        return subprocess.run(words, check=False, timeout=longest).returncode == 0
    except subprocess.TimeoutExpired:
        print(f"the daily pass was not done within {longest / 60:.0f} minutes and was ended: it hangs", flush=True)
        return False


def main() -> None:
    """Check the wall clock every half minute instead of sleeping until it is due: the machine may be suspended."""
    due = datetime.now(LOCAL)
    while True:
        started = datetime.now(LOCAL)
        if started >= due:
            is_done = succeeds([sys.executable, "-m", "scripts.daily"], LONGEST)
            due = next_due(started) if is_done else datetime.now(LOCAL) + timedelta(seconds=RETRY_AFTER)
        time.sleep(LOOK_EVERY)


if __name__ == "__main__":
    main()
