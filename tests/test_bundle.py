"""Without internet: `make bundle` holds all that `make run` installs, and `make vendor` says when to start again."""

import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from chamber.config import ROOT

pytestmark = pytest.mark.static
NPM = """#!/bin/sh
mkdir -p package/dist && cp "$CONTENT" package/dist/htmx.min.js
for last; do case $previous in --pack-destination) to=$last;; esac; previous=$last; done
tar -czf "$to/$last.tgz" package && mv "$to/$last.tgz" "$to/$(echo $last | tr @ -).tgz"
"""
PIP = '#!/bin/sh\nfor last; do :; done\ncase "$*" in *pip*wheel*) mkdir -p "$last"; touch "$last/one.whl";; esac\n'


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A state of the program with an npm and a Python that fetch nothing."""
    place = tmp_path / "chamber"
    (place / ".venv" / "bin").mkdir(parents=True)
    (place / "static").mkdir()
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, place / name)
    for path, text in ((tmp_path / "npm", NPM), (place / ".venv" / "bin" / "python", PIP)):
        path.write_text(text)
        path.chmod(0o755)
    (place / ".gitignore").write_text(".venv\nstatic/vendor\n*.tgz\npackage\n")
    (place / "static" / "page.css").write_text("")
    (tmp_path / "content").write_text("htmx")
    (place / ".venv" / ".made").touch()
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "now")):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.cn", *words], cwd=place, check=True)
    return place


def make(place: Path, *words: str) -> str:
    surroundings = {**os.environ, "PATH": f"{place.parent}:{os.environ['PATH']}", "CONTENT": f"{place.parent}/content"}
    return subprocess.run(
        ["make", *words], cwd=place, env=surroundings, check=True, capture_output=True, text=True
    ).stdout


def test_vendor_says_that_a_running_chamber_is_to_be_started_again(copy: Path) -> None:
    assert "Restart chamber" in make(copy, "vendor")
    again = make(copy, "vendor")
    assert "already" in again and "Restart" not in again
    (copy.parent / "content").write_text("newer")
    assert "Restart chamber" in make(copy, "vendor")


def test_a_bundle_holds_program_libraries_and_htmx(copy: Path) -> None:
    make(copy, "bundle")
    (made,) = copy.glob("*.tgz")
    with tarfile.open(made) as tar:
        names = {name.partition("/")[2] for name in tar.getnames()}
    assert {"Makefile", "static/page.css", "static/vendor/htmx.min.js", "wheels/one.whl"} <= names


def test_where_a_bundle_is_unpacked_nothing_is_fetched(copy: Path) -> None:
    install = make(copy, "-n", ".venv/.runtime")
    assert "--no-index" not in install
    (copy / "wheels").mkdir()
    assert "--no-index --find-links wheels" in make(copy, "-n", ".venv/.runtime")


def test_a_bundle_of_another_machine_says_so(copy: Path) -> None:
    (copy / "wheels").mkdir()
    (copy / ".venv" / "bin" / "python").write_text("#!/bin/sh\n[ $1 = --version ] && echo Python 3.12.1\n")
    with pytest.raises(subprocess.CalledProcessError) as failed:
        make(copy, ".venv/.runtime")
    assert "another Python or machine than Python 3.12.1" in failed.value.stderr
