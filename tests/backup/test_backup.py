"""Backups: what is in one, that only a checked one has a name, how long they are kept, and the second folder."""

import errno
import json
import os
import signal
import stat
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from chamber.audit import services as audit
from chamber.audit.models import AuditRow, AuditValue
from chamber.backup import archive, folders, services
from chamber.backup.databases import SQLite, database
from chamber.config import Settings
from chamber.errors import Conflict, DomainError
from chamber.extensions import unit_of_work
from chamber.files import services as files
from chamber.files.models import StoredFile
from chamber.files.services import PreparedFile, path_of, store
from chamber.rights import Actor
from tests.conftest import Clock


@pytest.fixture
def paper(db: SQLAlchemy, keeper: Actor) -> StoredFile:
    """A stored file."""
    row = store(PreparedFile("paper.txt", "text/plain", b"words", "0" * 64), actor=keeper)
    db.session.commit()
    return row


def names(made: Path) -> set[str]:
    with tarfile.open(made) as tar:
        return set(tar.getnames())


def manifest(made: Path) -> dict[str, object]:
    with tarfile.open(made) as tar:
        file = tar.extractfile("manifest.json")
        assert file
        found: dict[str, object] = json.load(file)
        return found


def test_an_archive_holds_database_files_and_key(place: Path, paper: StoredFile, app: Flask) -> None:
    made = services.back_up()
    assert {database().dump, "secret_key", f"files/{paper.token[:2]}/{paper.token}"} <= names(made)
    says = manifest(made)
    assert says["tables"]["stored_files"] == 1  # type: ignore[index]
    assert says["database"] == database().kind
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert [path.name for path in place.iterdir() if path.name.startswith(".")] == []
    assert list(Path(app.instance_path).glob(".backup-*")) == []


def test_the_newest_seal_of_the_log_stands_in_it(place: Path, db: SQLAlchemy, keeper: Actor) -> None:
    with unit_of_work():
        audit.record("member.edited", "member", 1, actor=keeper)
    with unit_of_work():
        seal = audit.seal()
        assert seal
        wanted = seal.hash
    assert manifest(services.back_up())["seal"] == wanted


def test_it_is_known_when_the_last_good_one_was_made(place: Path, clock: Clock) -> None:
    assert services.last_good() is None
    services.back_up()
    assert services.last_good() == clock.now
    (place / "chamber-99999999T000000Z.tar.gz.part").write_bytes(b"")
    assert services.last_good() == clock.now


def test_a_file_discarded_meanwhile_stays_until_the_daily_pass(
    app: Flask, place: Path, paper: StoredFile, db: SQLAlchemy, clock: Clock
) -> None:
    path, folder = path_of(paper.token), Path(app.instance_path) / "files"
    with files.all_stay():
        files.discard(paper)
        db.session.commit()
        assert path.exists()
    assert [one.name for one in folder.iterdir() if one.is_file()] == []


def test_a_file_that_is_gone_holds_up_no_backup(place: Path, paper: StoredFile) -> None:
    path_of(paper.token).unlink()
    assert manifest(services.back_up())["missing"] == [paper.token]


def test_the_daily_pass_makes_one_a_day(app: Flask, place: Path, clock: Clock) -> None:
    daily = app.test_cli_runner().invoke
    assert "backed up to chamber-" in daily(args=["daily"]).output
    assert "backed up" not in daily(args=["daily"]).output
    clock.advance(days=1)
    assert "backed up to chamber-" in daily(args=["daily"]).output


@pytest.mark.parametrize("moment", ["writing", "checking"])
def test_on_a_full_disk_nothing_counts_as_a_backup(place: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    def full(*_args: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(*((tarfile.TarFile, "add") if moment == "writing" else (archive, "_copied")), full)
    with pytest.raises(DomainError, match="the disk is full"):
        services.back_up()
    assert services.last_good() is None and list(place.iterdir()) == []


def test_what_does_not_open_is_no_backup(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = archive.write

    def cut(target: Path, *args: object) -> None:
        write(target, *args)  # type: ignore[arg-type]
        os.truncate(target, target.stat().st_size - 200)

    monkeypatch.setattr(archive, "write", cut)
    with pytest.raises(DomainError, match="no whole archive"):
        services.back_up()
    assert services.last_good() is None and list(place.iterdir()) == []


@pytest.mark.static
def test_a_damaged_copy_of_sqlite_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(b"SQLite format 3\0" + b"\1" * 5000)
    with pytest.raises(DomainError, match="damaged"):
        SQLite(tmp_path / "none").check(tmp_path / "copy", {})


def test_a_killed_one_leaves_nothing_that_counts(app: Flask, place: Path, database: object) -> None:
    place.mkdir()
    begun = (
        "import sys,time\nfrom pathlib import Path\nfrom chamber.backup import archive, folders, services\n"
        "from tests.database import make_app\n"
        "folders.folder = lambda: Path(sys.argv[3])\n"
        "def slow(target, *_):\n target.write_bytes(b'half'); print('now', flush=True); time.sleep(60)\n"
        "archive.write = slow\n"
        "with make_app(Path(sys.argv[1]), sys.argv[2]).app_context(): services.back_up()\n"
    )
    arguments = [app.instance_path, database.url, str(place)]  # type: ignore[attr-defined]
    other = subprocess.Popen([sys.executable, "-c", begun, *arguments], stdout=subprocess.PIPE)
    assert other.stdout and other.stdout.readline() == b"now\n"
    with pytest.raises(Conflict, match="already"):
        services.back_up()
    other.send_signal(signal.SIGKILL)
    other.wait(10)
    assert services.last_good() is None and len(list(place.iterdir())) == 1
    made = services.back_up()
    assert set(place.iterdir()) == {made, place / folders.ERASURES}
    assert list(Path(app.instance_path).glob(".backup-*")) == []


@pytest.mark.static
def test_fourteen_days_eight_weeks_and_twelve_months_are_kept(app: Flask) -> None:
    newest = datetime(2028, 3, 1, 16, 10, tzinfo=UTC)
    dated = {Path(str(day)): newest - timedelta(days=day) for day in range(800)}
    kept = {int(path.name) for path in folders.kept(dated)}
    assert set(range(14)) <= kept
    assert 14 + 6 + 11 >= len(kept) >= 14 + 6 + 9
    assert 300 < max(kept) < 370
    assert folders.kept({}) == set()


def test_old_ones_are_removed(place: Path, clock: Clock) -> None:
    made = services.back_up()
    clock.advance(hours=1)
    later = services.back_up()
    assert not made.exists() and later.exists()


def test_with_a_key_it_is_encrypted_and_goes_to_the_second_folder(
    app_with: Callable[..., Flask], place: Path, tmp_path: Path
) -> None:
    private, second = pyrage.x25519.Identity.generate(), tmp_path / "second"
    with app_with(backup_key=str(private.to_public()), backup_second=second).app_context():
        made = services.back_up()
        assert made.suffix == ".age" and not tarfile.is_tarfile(made)
        assert {path.name for path in second.iterdir()} == {made.name, folders.SEALED_ERASURES}
        assert stat.S_IMODE((second / made.name).stat().st_mode) == 0o600
        pyrage.decrypt_file(str(second / made.name), str(tmp_path / "opened"), [private])
        assert "secret_key" in names(tmp_path / "opened")
        (second / made.name).unlink()
        assert services.back_up_each_day() == ""
        assert (second / made.name).exists()


def test_plain_archives_stay_on_this_machine(
    app: Flask, app_with: Callable[..., Flask], place: Path, tmp_path: Path
) -> None:
    services.back_up()
    time.sleep(1)
    with app_with(
        backup_key=str(pyrage.x25519.Identity.generate().to_public()), backup_second=tmp_path / "second"
    ).app_context():
        services.back_up_each_day()
    assert [path.name for path in (tmp_path / "second").iterdir()] == [folders.SEALED_ERASURES]


def test_a_second_folder_out_of_reach_is_said_and_the_backup_stays(
    app_with: Callable[..., Flask], place: Path, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("")
    key = str(pyrage.x25519.Identity.generate().to_public())
    with app_with(backup_key=key, backup_second=tmp_path / "taken").app_context():
        with pytest.raises(DomainError, match="not copied to the second folder"):
            services.back_up()
        assert services.last_good()


def test_what_was_erased_stays_on_a_list(place: Path, db: SQLAlchemy, keeper: Actor) -> None:
    with unit_of_work():
        audit.record("member.edited", "member", 1, actor=keeper, before={"name": "A"}, after={"name": "B"})
        audit.record("member.edited", "member", 2, actor=keeper)
    services.back_up()
    assert folders.erasures(place) == set()
    with unit_of_work():
        db.session.execute(AuditValue.__table__.delete())
    erased = db.session.query(AuditRow.hash).filter(AuditRow.subject == "member:1").scalar()
    services.back_up()
    assert folders.erasures(place) == {erased}


def test_the_command_prints_where_it_is(app: Flask, place: Path) -> None:
    done = app.test_cli_runner().invoke(args=["backup"])
    assert Path(done.output.strip()).exists()


@pytest.mark.static
def test_a_pair_of_keys_fits(app: Flask) -> None:
    lines = app.test_cli_runner().invoke(args=["backup-key"]).output.splitlines()
    private = pyrage.x25519.Identity.from_str(lines[1])
    assert lines[3] == f"BACKUP_KEY={private.to_public()}"


@pytest.mark.static
def test_a_second_folder_without_a_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKUP_SECOND", "/mnt/elsewhere")
    with pytest.raises(SystemExit, match="BACKUP_SECOND needs BACKUP_KEY"):
        Settings.from_environment()
    monkeypatch.setenv("BACKUP_KEY", "age1short")
    with pytest.raises(SystemExit, match="BACKUP_KEY must look like age1"):
        Settings.from_environment()
    monkeypatch.setenv("BACKUP_KEY", str(pyrage.x25519.Identity.generate().to_public()))
    assert Settings.from_environment().backup_second == Path("/mnt/elsewhere")
