"""`make update`, from the demo of an older state (migration 0020): all is migrated, or all is as before."""

import lzma
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

import scripts.update
from chamber.config import ROOT
from tests.server import free_port

pytestmark = [pytest.mark.static, pytest.mark.thorough]
PARTS = ("chamber", "scripts", "templates", "static", "translations", "wsgi.py", "Makefile", "requirements.txt")
AUTHOR = ("-c", "user.name=a", "-c", "user.email=a@example.cn")
HEAD = ScriptDirectory(str(ROOT / "chamber" / "migrations")).get_current_head()
FAILING = f'''"""One that commits half and then fails."""
from alembic import op
revision, down_revision, branch_labels, depends_on = "9999", "{HEAD}", None, None
def upgrade():
    op.execute("DROP TABLE notice_recipients")
    op.get_bind().exec_driver_sql("COMMIT")
    raise RuntimeError("half done")
'''


def git(place: Path, *words: str) -> str:
    return subprocess.run(["git", *AUTHOR, *words], cwd=place, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def upstream(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where new states are fetched from."""
    place = tmp_path_factory.mktemp("upstream")
    for name in PARTS:
        copy = (
            partial(shutil.copytree, ignore=shutil.ignore_patterns("*.mo")) if (ROOT / name).is_dir() else shutil.copy
        )
        copy(ROOT / name, place / name)
    (place / ".gitignore").write_text("__pycache__/\n.venv\ninstance/\n")
    git(place, "init", "--quiet")
    git(place, "add", ".")
    git(place, "commit", "--quiet", "--message", "now")
    return place


@pytest.fixture
def office(upstream: Path, tmp_path: Path) -> Path:
    """The machine of an office, with the demo of an older state."""
    git(tmp_path, "clone", "--quiet", str(upstream), "office")
    instance = tmp_path / "office" / "instance"
    instance.mkdir()
    with closing(sqlite3.connect(instance / "chamber.sqlite3")) as database:
        database.executescript(lzma.decompress((Path(__file__).parent / "demo_0020.sql.xz").read_bytes()).decode())
    return tmp_path / "office"


def run(office: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a module there; libraries are not installed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "INSTANCE"))}
    surroundings = {**kept, "MAKE": "true", "PORT": str(free_port())}
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, cwd=office, env=surroundings, capture_output=True, text=True, check=False)


def ask(office: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(office / "instance" / "chamber.sqlite3")) as database:
        return database.execute(query).fetchall()


def commit(upstream: Path, path: str, text: str) -> None:
    (upstream / path).write_text(text)
    git(upstream, "add", ".")
    git(upstream, "commit", "--quiet", "--message", path)


def test_an_older_state_is_brought_up_to_date(upstream: Path, office: Path) -> None:
    commit(upstream, "NEWS", "new\n")
    done = run(office, "scripts.update")
    assert done.returncode == 0 and "Start it again: make run" in done.stdout, done.stderr
    assert (office / "NEWS").exists()
    assert (office / "translations/zh_Hans_CN/LC_MESSAGES/messages.mo").exists()
    assert ask(office, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert ask(office, "SELECT count(*) FROM members") == [(120,)]
    instance = office / "instance"
    assert len(list((instance / "backups").glob("chamber-*.tar.gz"))) == 1
    assert not (instance / "before-update.tar.gz").exists()
    assert run(office, "flask", "--app", "wsgi", "audit", "verify").stdout == "The log is whole.\n"


def test_a_failed_migration_leaves_program_and_database_as_before(upstream: Path, office: Path) -> None:
    before, rows = git(office, "rev-parse", "HEAD"), ask(office, "SELECT count(*) FROM notice_recipients")
    commit(upstream, "chamber/migrations/versions/9999_failing.py", FAILING)
    done = run(office, "scripts.update")
    git(upstream, "rm", "--quiet", "chamber/migrations/versions/9999_failing.py")
    git(upstream, "commit", "--quiet", "--message", "gone")
    assert done.returncode == 1 and "as before" in done.stderr
    assert "half done" in done.stderr
    assert git(office, "rev-parse", "HEAD") == before
    assert ask(office, "SELECT version_num FROM alembic_version") == [("0020",)]
    assert ask(office, "SELECT count(*) FROM notice_recipients") == rows
    assert not (office / "instance" / "before-update.tar.gz").exists()


def test_what_cannot_be_fetched_changes_nothing(office: Path) -> None:
    git(office, "remote", "set-url", "origin", str(office / "nowhere"))
    done = run(office, "scripts.update")
    assert done.returncode == 1 and "could not be fetched" in done.stderr
    assert not (office / "instance" / "backups").exists()


def test_without_a_newer_state_nothing_is_stopped(office: Path) -> None:
    done = run(office, "scripts.update")
    assert done.returncode == 0 and done.stdout == "There is no newer state.\n", done.stderr
    assert not (office / "instance" / "backups").exists()


@pytest.mark.parametrize(("trouble", "ends"), [("", None), ("no backup could be made", "Not done: no backup")])
def test_a_service_is_stopped_before_and_started_again_whatever_happens(
    monkeypatch: pytest.MonkeyPatch, trouble: str, ends: str | None
) -> None:
    done: list[str] = []

    def note(*words: str) -> bool:
        done.append(" ".join(words))
        return True

    def take_over(flask: tuple[str, ...]) -> str:
        note(*flask, "…")
        return trouble

    for name, instead in {
        "succeeds": note,
        "commit": lambda name="HEAD": name,
        "runs_as_service": lambda: True,
        "update": take_over,
        "is_well": lambda flask: note(*flask, "doctor"),
    }.items():
        monkeypatch.setattr(scripts.update, name, instead)
    with pytest.raises(SystemExit, match=ends) if ends else nullcontext():
        scripts.update.main()
    stopped, started = (f"systemctl {word} chamber.service" for word in ("stop", "start"))
    command = "/usr/local/bin/chamber"
    assert done == ["git fetch --quiet", stopped, f"{command} …", started, f"{command} doctor"]
