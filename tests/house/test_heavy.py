"""What the pages of a day do without is not loaded when the web server has started."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from chamber.config import ROOT

from .layers import HEAVY

STARTED = """
import sys
from chamber import create_app
app = create_app()
app.preload()
print(*sys.modules)
if "queue" in sys.argv:
    from chamber.notifications.sending import calling
    app.extensions["queue"].huey
    print(*sys.modules)
"""


def loaded(folder: Path, *words: str) -> list[set[str]]:
    """The libraries that a new process has loaded, by moment."""
    settings = {"INSTANCE_PATH": str(folder), "DATABASE_URL": "", "REDIS_URL": ""}
    command = [sys.executable, "-c", STARTED, *words]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=True)
    return [{name.partition(".")[0] for name in line.split()} for line in done.stdout.splitlines()]


@pytest.mark.static
def test_a_started_web_server_has_loaded_no_heavy_library(folder: Path) -> None:
    assert not loaded(folder)[0] & set(HEAVY)


@pytest.mark.static
def test_a_queue_in_a_file_loads_no_library_of_another_kind_of_queue(folder: Path) -> None:
    _started, used = loaded(folder, "queue")
    assert used & set(HEAVY) == {"huey", "apprise", "requests"}
