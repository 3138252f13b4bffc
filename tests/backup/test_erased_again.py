"""What was erased after a backup is erased again where that is restored."""

from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from chamber.audit import services as audit
from chamber.audit.erasing import erase
from chamber.audit.models import AuditRow, AuditValue
from chamber.audit.verify import problems
from chamber.backup import folders, services
from chamber.backup.restoring import restore
from chamber.cases.models import Case
from chamber.cases.retention.erasing import erase_each_day as erase_identities
from chamber.errors import DomainError
from chamber.extensions import unit_of_work
from chamber.files.models import StoredFile
from chamber.rights import Actor
from tests.conftest import Clock
from tests.factories.cases import Drive

Empty = Callable[..., Flask]


def test_what_was_erased_after_the_backup_is_erased_again(
    place: Path, db: SQLAlchemy, keeper: Actor, empty: Empty, clock: Clock, tmp_path: Path
) -> None:
    with unit_of_work():
        for member in (1, 2):
            audit.record("member.edited", "member", member, actor=keeper, before={"name": "A"}, after={"name": "B"})
    older = services.back_up().rename(tmp_path / "older.tar.gz")
    erased = db.session.scalar(select(AuditRow.hash).where(AuditRow.subject == "member:1"))
    with unit_of_work():
        assert erase([str(erased)]) == 1
    clock.advance(days=1)
    services.back_up()
    with empty().app_context():
        assert "Erased again, as since the backup: 1 entries of the log." in restore(older)
        left = select(AuditRow.subject).join(AuditValue, AuditValue.row_id == AuditRow.id)
        assert list(db.session.scalars(left)) == ["member:2"]
        assert list(problems()) == []


def test_the_second_folder_alone_knows_what_was_erased_after_a_backup(
    app_with: Callable[..., Flask],
    place: Path,
    db: SQLAlchemy,
    keeper: Actor,
    empty: Empty,
    clock: Clock,
    tmp_path: Path,
) -> None:
    private, second = pyrage.x25519.Identity.generate(), tmp_path / "second"
    (tmp_path / "private").write_text(f"{private}\n")
    with unit_of_work():
        audit.record("member.edited", "member", 1, actor=keeper, before={"name": "A"}, after={"name": "B"})
    with app_with(backup_key=str(private.to_public()), backup_second=second).app_context():
        older = services.back_up()
        with unit_of_work():
            assert erase(db.session.scalars(select(AuditRow.hash).where(AuditRow.subject == "member:1")).all()) == 1
        clock.advance(days=1)
        services.back_up()
    (place / folders.ERASURES).unlink()
    newer = pyrage.x25519.Identity.generate()
    sealed = (second / folders.SEALED_ERASURES).read_bytes()
    with empty().app_context():
        pyrage.encrypt_file(__file__, str(second / folders.SEALED_ERASURES), [newer.to_public()])
        with pytest.raises(DomainError, match="encrypted to another key"):
            restore(second / older.name, tmp_path / "private")
        (second / folders.SEALED_ERASURES).write_bytes(sealed)
        said = restore(second / older.name, tmp_path / "private")
        assert "Erased again, as since the backup: 1 entries of the log." in said


def test_an_identity_that_was_erased_after_the_backup_is_erased_again(
    place: Path, db: SQLAlchemy, drive: Drive, empty: Empty, clock: Clock, tmp_path: Path
) -> None:
    drive.answered()
    drive.rate()
    clock.advance(days=3 * 365 - 20)
    older = services.back_up().rename(tmp_path / "older.tar.gz")
    clock.advance(days=30)
    erase_identities()
    services.back_up()
    clock.advance(days=-30)
    with empty().app_context():
        said = "Erased again, as since the backup: the identity of 1 cases."
        assert said in restore(older), "though by the clock it is not due here"
        case = db.session.scalars(select(Case)).one()
        assert (case.member_id, case.evidence) == (None, "")
        assert not list(db.session.scalars(select(StoredFile))) and list(problems()) == []
