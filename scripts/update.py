"""`make update`: fetch, backup, migrate, start again; what fails on the way leaves everything as it was."""

import os
import shutil
import subprocess
import sys
import time

from chamber.config import Settings
from scripts.run import refuse_taken_port

NEW = "@{upstream}"
SERVICE, COMMAND = "chamber.service", "/usr/local/bin/chamber"
"""As `make install-service` names them."""
PATIENCE, PAUSE = 60, 5
"""Seconds until all must be well again after the start, and between two looks."""


def runs_as_service() -> bool:
    """Whether systemd runs it on this machine."""
    if not shutil.which("systemctl"):
        return False
    return subprocess.run(["systemctl", "is-enabled", "--quiet", SERVICE], check=False).returncode == 0


def succeeds(*words: str) -> bool:
    """Run a program that prints for itself."""
    sys.stdout.flush()
    return subprocess.run(words, check=False).returncode == 0


def commit(name: str = "HEAD") -> str:
    """The state of the program that is here, or the one that was fetched."""
    return subprocess.run(["git", "rev-parse", name], check=True, capture_output=True, text=True).stdout.strip()


def install() -> bool:
    """Bring the libraries to what this state of the program needs, and compile it: the service cannot."""
    make, python = os.environ.get("MAKE", "make"), sys.executable
    return succeeds(make, "--silent", ".venv/.runtime") and succeeds(python, "-m", "scripts.compiling")


def update(flask: tuple[str, ...]) -> str:
    """Take over what was fetched, while nobody is at work; gives what was in the way, empty where nothing was."""
    if not succeeds(*flask, "backup", "--before-update"):
        return "no backup could be made"
    old = commit()
    if succeeds("git", "merge", "--ff-only", "--quiet", NEW) and install() and succeeds(*flask, "update"):
        print(f"Updated from {old[:9]} to {commit()[:9]}.")
        return ""
    succeeds("git", "reset", "--quiet", "--keep", old)
    install()
    return "the new state does not fit, or its migration failed; program and database are as before"


def is_well(flask: tuple[str, ...]) -> bool:
    """Whether `flask doctor` finds everything well within a minute."""
    for _look in range(PATIENCE // PAUSE - 1):
        if subprocess.run([*flask, "doctor"], check=False, capture_output=True).returncode == 0:
            break
        time.sleep(PAUSE)
    return succeeds(*flask, "doctor")


def main() -> None:
    """Update what is here, as a service or started by hand."""
    if not succeeds("git", "fetch", "--quiet"):
        sys.exit("Not done: the new state could not be fetched.")
    if commit() == commit(NEW):
        print("There is no newer state.")
        return
    service = runs_as_service()
    flask = (COMMAND,) if service else (sys.executable, "-m", "flask", "--app", "wsgi")
    if service and not succeeds("systemctl", "stop", SERVICE):
        sys.exit("The service cannot be stopped: run this as root.")
    if not service:
        refuse_taken_port(Settings.from_environment())
    trouble = update(flask)
    if service and not (succeeds("systemctl", "start", SERVICE) and is_well(flask)):
        trouble = trouble or "it was updated, but not all is well: see above"
    if trouble:
        sys.exit(f"Not done: {trouble}.")
    if not service:
        print("Start it again: make run")


if __name__ == "__main__":
    main()
