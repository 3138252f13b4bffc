"""Restoring: into an empty instance only, checked, with what was erased since erased again."""

import io
import json
import tarfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pyrage
import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from chamber.accounts.models import Account
from chamber.audit import services as audit
from chamber.audit.models import AuditRow, AuditValue
from chamber.backup import services
from chamber.backup.restoring import put_back, restore
from chamber.config import settings
from chamber.errors import DomainError
from chamber.extensions import unit_of_work
from chamber.files.models import StoredFile
from chamber.files.services import PreparedFile, discard, path_of, store
from chamber.rights import Actor
from chamber.settings.services import Typed, change, group_of
from tests.client import Client
from tests.conftest import Clock
from tests.database import make_app
from tests.factories.accounts import Cast, actor_as

Empty = Callable[..., Flask]


def count(db: SQLAlchemy, model: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0  # type: ignore[arg-type]


def changed(made: Path, name: str, content: Callable[[bytes], bytes]) -> Path:
    """The archive with one part changed."""
    target = made.with_name(f"changed-{made.name}")
    with tarfile.open(made) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            file = old.extractfile(member)
            assert file
            data = content(file.read()) if member.name == name else file.read()
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))
    return target


def test_a_restored_chamber_works_as_the_old_one(
    place: Path, cast: Cast, keeper: Actor, db: SQLAlchemy, empty: Empty, tmp_path: Path
) -> None:
    row = store(PreparedFile("paper.txt", "text/plain", b"words", "0" * 64), actor=keeper)
    db.session.commit()
    token, accounts = row.token, count(db, Account)
    made = services.back_up()
    other = empty(secret_key="")
    with other.app_context():
        assert "the log is whole" in restore(made)[-1]
        assert count(db, Account) == accounts
        assert path_of(token).read_bytes() == b"words"
        assert path_of(token).stat().st_mode & 0o777 == 0o600
        assert (Path(other.instance_path) / "secret_key").read_text() == "only-for-tests"
        assert not [file for file in tmp_path.glob("empty.sqlite3*") if file.stat().st_mode & 0o077]
    assert Client(other).sign_in(cast.secretary).get("/members/").status_code == 200


def test_settings_and_their_secrets_come_back_with_the_key_of_the_archive(
    place: Path, cast: Cast, db: SQLAlchemy, empty: Empty
) -> None:
    actor = actor_as(cast.admin)
    given = {"mail_host": "smtp.example.cn", "mail_security": "tls", "mail_user": "u", "mail_password": "known to few"}
    change(group_of("mail", actor=actor), Typed(given, 0), actor=actor)
    db.session.commit()
    made = services.back_up()
    other, before = empty(secret_key=""), settings().smtp_url
    with other.app_context():
        restore(made)
    # As the next start finds it.
    with make_app(Path(other.instance_path), other.config["SQLALCHEMY_DATABASE_URI"], secret_key="").app_context():
        assert settings().smtp_url == before == "smtps://u:known%20to%20few@smtp.example.cn:465"


def test_nothing_is_restored_over_what_is_there(app: Flask, place: Path, cast: Cast, empty: Empty) -> None:
    made = services.back_up()
    with pytest.raises(DomainError, match="not empty"):
        restore(made)
    other = empty()
    with other.app_context():
        path_of("a" * 30).parent.mkdir(parents=True)
        path_of("a" * 30).write_bytes(b"somebody's")
        with pytest.raises(DomainError, match="not empty"):
            restore(made)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("secret_key", lambda data: b"another", "damaged"),
        ("manifest.json", lambda data: data[:-5], "no whole archive"),
        (
            "manifest.json",
            lambda data: json.dumps({**json.loads(data), "revision": "9999"}).encode(),
            "newer version",
        ),
        (
            "manifest.json",
            lambda data: json.dumps({**json.loads(data), "database": "other"}).encode(),
            "was made on other",
        ),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_written(
    place: Path, cast: Cast, empty: Empty, name: str, content: Callable[[bytes], bytes], says: str
) -> None:
    made = changed(services.back_up(), name, content)
    other = empty(secret_key="")
    before = (Path(other.instance_path) / "secret_key").read_text()
    with other.app_context():
        with pytest.raises(DomainError, match=says):
            restore(made)
        assert services.database().is_empty()
        assert (Path(other.instance_path) / "secret_key").read_text() == before


def test_other_counts_than_those_of_the_manifest_are_noticed(place: Path, cast: Cast, empty: Empty) -> None:
    def one_more(data: bytes) -> bytes:
        says = json.loads(data)
        says["tables"]["accounts"] += 1
        return json.dumps(says).encode()

    made = changed(services.back_up(), "manifest.json", one_more)
    with empty().app_context(), pytest.raises(DomainError, match="accounts"):
        restore(made)


def test_an_encrypted_archive_needs_its_private_key(
    app_with: Callable[..., Flask], place: Path, cast: Cast, empty: Empty, tmp_path: Path
) -> None:
    private, stranger = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    with app_with(backup_key=str(private.to_public())).app_context():
        made = services.back_up()
    (tmp_path / "wrong").write_text(f"{stranger}\n")
    (tmp_path / "right").write_text(f"# of the safe\n{private}\n")
    with empty().app_context():
        with pytest.raises(DomainError, match="is encrypted"):
            restore(made)
        with pytest.raises(DomainError, match="does not open"):
            restore(made, tmp_path / "wrong")
        assert restore(made, tmp_path / "right")


def test_a_log_that_was_changed_is_noticed(place: Path, db: SQLAlchemy, keeper: Actor, empty: Empty) -> None:
    with unit_of_work():
        audit.record("member.edited", "member", 1, actor=keeper, before={"name": "A"}, after={"name": "B"})
    with unit_of_work():
        db.session.scalars(select(AuditValue)).one().values = {"before": {"name": "C"}}
    made = services.back_up()
    with empty().app_context(), pytest.raises(DomainError, match="its values were changed"):
        restore(made)


def test_a_failed_change_of_the_tables_is_undone_by_putting_the_database_back(
    app: Flask, place: Path, cast: Cast, db: SQLAlchemy, empty: Empty, tmp_path: Path
) -> None:
    services.back_up(tmp_path / "plain")
    with empty().app_context():
        restore(tmp_path / "plain")
        with unit_of_work():
            db.session.execute(db.text("CREATE TABLE half_done (id INTEGER)"))
            db.session.execute(db.text("ALTER TABLE accounts ADD COLUMN half_done INTEGER"))
        put_back(tmp_path / "plain")
        assert "half_done" not in db.inspect(db.engine).get_table_names()
        assert "half_done" not in {column["name"] for column in db.inspect(db.engine).get_columns("accounts")}
        assert count(db, Account) > 0


def test_the_command_says_what_it_restored(app: Flask, place: Path, cast: Cast, empty: Empty) -> None:
    made = services.back_up()
    other = empty()
    with other.app_context():
        done = other.test_cli_runner().invoke(args=["restore", str(made)])
    assert "the log is whole" in done.output, done.output
    refused = app.test_cli_runner().invoke(args=["restore", str(made)])
    assert refused.exit_code == 1 and "not empty" in refused.output


@contextmanager
def writers(app: Flask, keeper: Actor, db: SQLAlchemy, number: int = 4):  # type: ignore[no-untyped-def]
    """People who store files, note it in the log and discard every third one, until the block ends."""
    done, failed = Event(), []

    def write() -> None:
        try:
            with app.app_context():
                turn = 0
                while not done.is_set():
                    turn += 1
                    with unit_of_work():
                        paper = PreparedFile("drill.txt", "text/plain", b"words" * 1000, "0" * 64)
                        row = store(paper, actor=keeper)
                        audit.record("member.edited", "member", turn, actor=keeper, after={"name": row.token})
                    if turn % 3 == 0:
                        with unit_of_work():
                            discard(db.session.get_one(StoredFile, row.id))
                            audit.record("member.edited", "member", turn, actor=keeper, before={"name": "x"})
        except Exception as error:
            failed.append(error)

    threads = [Thread(target=write) for _ in range(number)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert failed == []


def test_a_drill_while_people_write_restores_one_moment(
    app: Flask, place: Path, db: SQLAlchemy, keeper: Actor, empty: Empty, clock: Clock
) -> None:
    db.session.rollback()
    with writers(app, keeper, db):
        for _turn in range(3):
            clock.advance(seconds=1)
            made = services.back_up()
    with empty().app_context():
        assert len(restore(made)) == 1
        notes = db.session.scalars(select(AuditRow).where(AuditRow.act == "member.edited")).all()
        values = db.session.scalars(select(AuditValue.values)).all()
        stored = db.session.scalars(select(StoredFile.token)).all()
        added = [value["after"]["name"] for value in values if "after" in value]
        assert len(added) > 10 and len(notes) == len(values)
        assert len(stored) == 2 * len(added) - len(values) and set(stored) <= set(added)
        assert all(path_of(token).read_bytes() == b"words" * 1000 for token in stored)
