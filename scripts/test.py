"""Runs everything that has to pass (`make test`), or the quick half of it (`--quick`, `make check`).

As root on Debian it installs what the tests need. Where something is missing, the rest runs, and the last lines say
what did not and why; with REQUIRE_ALL=1 that counts as a failure. With `--date "2028-02-29 17:58"` the tests run as if
it were that moment in Shanghai; the sources, which know no day, are not looked at again.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scripts import moments
from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
HTMX = ROOT / "static" / "vendor" / "htmx.min.js"
WORKERS = str(min(os.cpu_count() or 2, 8))


@dataclass(frozen=True)
class Need:
    """A Debian package, how to see that it is there, and the part of the tests that can't run without it."""

    package: str
    present: Callable[[], bool]
    part: str
    because: str


def chinese_fonts() -> bool:
    """Whether Chinese text would show as characters instead of boxes."""
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout.strip())


BROWSER = "tests in a browser"
POSTGRES = "tests on PostgreSQL"
SHELL = "chromium-headless-shell"
PRINTED = "papers as LibreOffice prints them"
REDIS = "tests with a queue in Redis"
SHIFT = Need(
    "libfaketime", lambda: moments.library() is not None, "tests on other days", "no clock can be shifted here"
)
NEEDS = [
    Need("postgresql", lambda: postgres.programs() is not None, POSTGRES, "there is no PostgreSQL server here"),
    Need(SHELL, lambda: shutil.which(SHELL) is not None, BROWSER, "there is no Chromium here"),
    Need("fonts-noto-cjk", chinese_fonts, BROWSER, "there is no Chinese font here"),
    Need("redis-server", lambda: shutil.which("redis-server") is not None, REDIS, "there is no Redis server here"),
    Need(
        "libreoffice-writer-nogui", lambda: shutil.which("soffice") is not None, PRINTED, "there is no LibreOffice here"
    ),
    Need("poppler-utils", lambda: shutil.which("pdftoppm") is not None, PRINTED, "there is no pdftoppm here"),
    Need("npm", lambda: HTMX.exists() or shutil.which("npm") is not None, BROWSER, "htmx can't be fetched without npm"),
    SHIFT,
]


def install(needs: list[Need]) -> None:
    """Get what is missing from Debian, where this is Debian and we are root."""
    missing = [need.package for need in needs if not need.present()]
    if not missing or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installing {', '.join(missing)} ...", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    for words in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
        done = subprocess.run([*apt, *words], env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"apt-get {words[0]} failed:\n{done.stderr.strip()[-2000:]}", flush=True)


def fetch_htmx() -> None:
    """Put htmx where the pages look for it first."""
    if not HTMX.exists() and shutil.which("npm"):
        subprocess.run(["make", "--no-print-directory", "vendor"], cwd=ROOT, check=False)


def not_run(needs: list[Need]) -> dict[str, str]:
    """Parts that can't run here, each with its line."""
    lines = {}
    for need in needs:
        if not need.present():
            lines[need.part] = f"not run: {need.part} because {need.because}, install {need.package}"
    if BROWSER in {need.part for need in needs} - set(lines) and not HTMX.exists():
        lines[BROWSER] = f"not run: {BROWSER} because htmx could not be fetched, install it with make vendor"
    return lines


def run(name: str, *words: str) -> str | None:
    """Run a tool of the virtual environment; its name comes back if it failed."""
    print(f"\n== {name}", flush=True)
    done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, check=False)
    return name if done.returncode else None


def options() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description="Run the tests.")
    parser.add_argument("--quick", action="store_true", help="only the quick half")
    parser.add_argument("--date", type=moments.moment, metavar="'YYYY-MM-DD HH:MM'", help="as if it were then")
    return parser.parse_args()


def sources() -> list[str | None]:
    """The checks of the sources."""
    return [
        run("layout of the sources", "ruff", "format", "--check", "."),
        run("lint of the sources", "ruff", "check", "."),
        run("types", "mypy", "-n", WORKERS),
        run("lint of the templates", "djlint", "--lint", "--quiet", "templates"),
    ]


def main() -> int:
    """Run all parts, also after one that failed. Returns the exit status."""
    asked = options()
    needs = NEEDS if not asked.quick else [SHIFT] if asked.date else []
    install(needs)
    if not asked.quick:
        fetch_htmx()
    left_out = not_run(needs)
    if asked.date and SHIFT.part in left_out:
        print(left_out[SHIFT.part])
        return 1
    failed = [] if asked.date else sources()
    if asked.date:
        print(f"\nFrom here on it is {asked.date:%A, %Y-%m-%d %H:%M} in Shanghai.", flush=True)
        os.environ.update(moments.shifted(os.environ, asked.date))
    quick = "not browser and not server and not thorough"
    chosen = quick if asked.quick else "not browser" if BROWSER in left_out else ""
    pytest = ["pytest", "-q", "-n", WORKERS, "--dist", "worksteal"]
    failed.append(run("tests on SQLite", *pytest, *(["-m", chosen] if chosen else [])))
    if not asked.quick and POSTGRES not in left_out:
        failed.append(run(POSTGRES, *pytest, "--postgres", "-m", "not browser and not static"))
    names = [name for name in failed if name]
    print()
    for name in names:
        print(f"failed: {name}")
    for line in left_out.values():
        print(line)
    return 1 if names or (left_out and os.environ.get("REQUIRE_ALL") == "1") else 0


if __name__ == "__main__":
    sys.exit(main())
