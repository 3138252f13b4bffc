"""Runs `flask daily` at start and once a day, shortly after 00:05 in Shanghai."""

import subprocess
import sys
import time
from datetime import datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
DUE_AT = time_of_day(0, 5)
LOOK_EVERY = 30
RETRY_AFTER = 600


def next_due(done: datetime) -> datetime:
    """The first 00:05 in Shanghai after the moment (aware) when the daily pass was last done."""
    day = done.astimezone(LOCAL).date()
    due = datetime.combine(day, DUE_AT, LOCAL)
    return due if due > done else datetime.combine(day + timedelta(days=1), DUE_AT, LOCAL)


def main() -> None:
    """Check the wall clock every half minute instead of sleeping until it is due: the machine may be suspended."""
    due = datetime.now(LOCAL)
    while True:
        started = datetime.now(LOCAL)
        if started >= due:
            status = subprocess.run([sys.executable, "-m", "scripts.daily"], check=False).returncode
            due = next_due(started) if status == 0 else started + timedelta(seconds=RETRY_AFTER)
        time.sleep(LOOK_EVERY)


if __name__ == "__main__":
    main()
