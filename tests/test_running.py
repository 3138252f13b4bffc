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
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask, current_app
from pytest import MonkeyPatch

import scripts.run
from chamber import clock
from chamber.accounts.models import Account
from chamber.config import ROOT, Settings
from chamber.demo import seed
from chamber.demo.building import marked, remove_half_built
from chamber.demo.seed import SeedSummary
from chamber.errors import Conflict
from chamber.extensions import db
from chamber.network.hosts import bracketed, own_address
from scripts.bench.servers import Server
from tests.client import Client
from tests.database import make_app
from tests.factories.accounts import Cast
from tests.server import free_port
from tests.test_migrations import empty_app
from tests.workers import fork

SignIn = Callable[[Account], Client]

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


def test_ctrl_c_while_the_demo_is_built_says_one_sentence_and_leaves_a_mark(tmp_path: Path) -> None:
    command = [sys.executable, "-u", "-m", "scripts.run"]
    environment = surroundings(tmp_path)
    run = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert run.stdout
    assert run.stdout.readline() == "Building the demo chamber ...\n"
    time.sleep(0.5)
    run.send_signal(signal.SIGINT)
    assert run.wait(10) == 130
    assert run.stdout.read() == "\nStopped. What was begun is put in order at the next start.\n"
    assert (tmp_path / "instance" / "demo_half_built").exists()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "eighty", "PORT must be a number from 1 to 65535, but is 'eighty'."),
        ("PORT", "70000", "PORT must be a number"),
        ("MAX_UPLOAD_MB", "20MB", "MAX_UPLOAD_MB must be a number"),
        ("SMTP_URL", "root:secret@mail.example:25", "SMTP_URL must look like smtp://"),
        ("SMTP_URL", "smtp://root:secret@mail.example:port", "SMTP_URL must look like smtp://"),
        ("INSTANCE_PATH", "/proc/chamber", "INSTANCE_PATH cannot be used: No such file or directory: /proc/chamber"),
        ("PUBLIC_URL", "shanghui.example", "PUBLIC_URL must begin with http:// or https:// and name a host"),
        ("REDIS_URL", "localhost:6379", "REDIS_URL cannot be used: Redis URL must specify"),
        ("REDIS_URL", "redis://root:secret@127.0.0.1:1/0", "REDIS_URL cannot be used: Error 111 connecting"),
        ("DATABASE_URL", "mysql://root:secret@host/x", "DATABASE_URL must look like postgresql+psycopg://"),
        ("DATABASE_URL", "postgresql://root:secret@host:port/x", "DATABASE_URL must look like postgresql+psycopg://"),
        ("DATABASE_URL", "postgresql://root:secret@127.0.0.1:1/x", "The database cannot be used: connection"),
    ],
)
def test_a_setting_that_cannot_be_is_said_in_one_sentence(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    log = tmp_path / "said"
    run = fork(scripts.run.main, surroundings(tmp_path, **{name: value}), log)
    run.join(60)
    # A setting that is taken would serve for ever.
    run.kill()
    assert run.exitcode == 1
    assert log.read_text().startswith(sentence)
    assert "Traceback" not in log.read_text() and "secret" not in log.read_text()


WRONG_ADDRESSES = (
    *("shanghui.example", "shanghui.example:8000", "ftp://shanghui.example", "https:/shanghui.example", "https://"),
    *("https://shanghui.example/chamber", "https://shanghui.example?x=1", "https://shanghui.example#x", "https://:443"),
    *(
        "https://shanghui.example:port",
        "https://user:secret@shanghui.example",
        "https://shang hui.example",
        "https://[",
    ),
)


@pytest.mark.parametrize("address", WRONG_ADDRESSES)
def test_a_public_address_without_scheme_or_host_or_with_more_is_refused(
    monkeypatch: MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("PUBLIC_URL", address)
    with pytest.raises(SystemExit, match=r"^PUBLIC_URL must begin with http:// or https://") as refusal:
        Settings.from_environment()
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://shanghui.example", "https://shanghui.example"),
        ("HTTPS://Shanghui.Example/", "https://shanghui.example"),
        ("http://192.168.1.5:8000", "http://192.168.1.5:8000"),
        ("https://[2001:db8::1]:8443/", "https://[2001:db8::1]:8443"),
        ("https://商会.example", "https://商会.example"),
        ("", ""),
    ],
)
def test_a_public_address_is_kept_in_one_spelling(
    tmp_path: Path, monkeypatch: MonkeyPatch, given: str, kept: str
) -> None:
    monkeypatch.setenv("PUBLIC_URL", given)
    monkeypatch.setenv("INSTANCE_PATH", str(tmp_path))
    settings = Settings.from_environment()
    assert settings.public_url == kept
    assert settings.flask_config()["SESSION_COOKIE_SECURE"] == kept.startswith("https://")


def test_other_users_of_the_machine_read_neither_database_nor_files(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o755)
    (folder / "chamber.sqlite3-wal").touch(mode=0o644)
    program = (
        "from chamber.config import Settings; import sqlite3; settings = Settings.from_environment();"
        "settings.restrict_permissions(); path = settings.instance_path / 'chamber.sqlite3';"
        "sqlite3.connect(path).execute('CREATE TABLE t (x)'); (settings.instance_path / 'files').mkdir()"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=surroundings(tmp_path), check=True)
    assert {path.name: path.stat().st_mode & 0o777 for path in [folder, *folder.iterdir()]} == {
        "instance": 0o700,
        "chamber.sqlite3": 0o600,
        "files": 0o700,
    } | {path.name: 0o600 for path in folder.glob("*-wal")}
    text = (ROOT / "gunicorn.conf.py").read_text() + (ROOT / "scripts" / "run.py").read_text()
    assert text.count("settings.restrict_permissions()") == 2


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_server_that_listens_everywhere_names_an_address_that_others_can_open(
    monkeypatch: MonkeyPatch, host: str
) -> None:
    address = Settings(host=host).address()
    assert host not in address.replace("[", "//").split("//")
    assert address == f"http://{bracketed(own_address())}:8000"
    monkeypatch.setattr("socket.socket.connect", no_network)
    assert Settings(host=host, port=81).address() == f"http://{socket.gethostname()}:81"
    assert Settings(host=host, public_url="https://chamber.example").address() == "https://chamber.example"


def no_network(*_address: object) -> None:
    """A machine without a way out."""
    raise OSError


@pytest.mark.parametrize("command", [["daily"], ["audit", "verify"], ["audit", "seal"], ["set-up-address"]])
def test_a_command_before_the_first_migration_says_one_sentence_and_leaves_no_file(
    tmp_path: Path, command: list[str]
) -> None:
    app = empty_app(tmp_path, "unmigrated")
    done = app.test_cli_runner().invoke(args=command)
    assert done.exit_code == 1
    assert done.output.startswith("Error: The database is not set up yet: start with `make run`")
    assert not list(tmp_path.glob("*.sqlite3*"))
    with app.app_context():
        db.engine.dispose()


def test_a_database_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    umask = os.umask(0o022)
    try:
        app = make_app(tmp_path, f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}")
        with app.app_context(), db.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE t (x)")
            found = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("elsewhere*")}
    finally:
        os.umask(umask)
    assert found["elsewhere.sqlite3"] == 0o600 and set(found.values()) == {0o600}
    with app.app_context():
        db.engine.dispose()


def test_a_demo_password_that_is_too_weak_is_refused_in_one_language(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'weak.sqlite3'}"
    app = make_app(tmp_path, url, translated=True, demo_password="short")
    done = app.test_cli_runner().invoke(args=["demo"])
    assert done.exit_code == 1
    assert "Error: DEMO_PASSWORD: Please choose a password of at least 8 characters.\n" in done.output
    with app.app_context():
        db.engine.dispose()


def begun(*_words: object, **_numbers: int) -> SeedSummary:
    """A seeding that is broken off after its first account."""
    db.session.add(Account(username="secretary", name="陈", created_at=clock.now()))
    db.session.commit()
    raise KeyboardInterrupt


def finished(*_words: object, **_numbers: int) -> SeedSummary:
    """A seeding that ends at once."""
    return SeedSummary(1, 2, 3, 4)


def test_a_demo_that_was_broken_off_is_removed_and_built_anew(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    app = empty_app(tmp_path, "running")
    runner = app.test_cli_runner()
    monkeypatch.setattr(seed, "seed", begun)
    assert runner.invoke(args=["demo"]).exit_code == 1
    monkeypatch.setattr(seed, "seed", finished)
    printed = runner.invoke(args=["demo"]).output
    assert "half built: it is removed and built anew" in printed
    assert "1 members, 3 events, 2 cases" in printed
    assert not (tmp_path / "demo_half_built").exists()
    with app.app_context():
        assert db.session.query(Account).count() == 0
        db.session.remove()
        db.engine.dispose()


def test_a_chamber_that_somebody_signed_in_to_is_never_removed(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.secretary)
    folder = Path(current_app.config["SETTINGS"].instance_path)
    (folder / "demo_half_built").touch()
    assert not remove_half_built()
    assert db.session.query(Account).count() == 10
    assert not (folder / "demo_half_built").exists()


def test_only_one_process_builds_the_demo(app: Flask) -> None:
    with app.app_context(), marked(), pytest.raises(Conflict, match="another process"):
        remove_half_built()


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


@pytest.mark.thorough
def test_the_bare_page_of_the_bench_starts_under_the_same_server(tmp_path: Path) -> None:
    Server("scripts.bench.bare:app", tmp_path, "", "/healthz").stop()
