"""Putting an archive back: into an empty instance, with all checks, or its database alone into this one."""

import json
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app
from flask_babel import gettext as _
from flask_migrate import upgrade
from sqlalchemy import select, text

from .. import registry
from ..audit.erasing import erase
from ..audit.models import AuditSeal
from ..audit.verify import problems
from ..config import ROOT, settings
from ..errors import DomainError
from ..extensions import db, reading, unit_of_work
from ..files import services as files
from . import archive, folders, sealing
from .archive import Manifest
from .databases import database

_log = logging.getLogger(__name__)


def restore(given: Path, private_key: Path | None = None) -> list[str]:
    """Restore an archive into this empty instance; gives sentences that say what was done.

    Everything is read and checked before anything is written. DomainError says what does not fit.
    """
    _demand_empty()
    with _opened(given, private_key) as (folder, manifest):
        _demand_known(manifest)
        known = _erasures(given, manifest, private_key)
        said = [*_put_key(folder), *_put_files(folder, manifest)]
        _put_database(folder, manifest)
    _demand_same(manifest)
    upgrade()
    with unit_of_work():
        erased = erase(sorted(known))
        nameless = sum(one.erase_again(known) for one in registry.features() if one.erase_again)
    folders.folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    folders.add_erasures(known)
    _demand_whole_log()
    said.append(_("%(count)s rows, counted; the log is whole.", count=sum(manifest.tables.values())))
    if erased:
        said.append(_("Erased again, as since the backup: %(count)s entries of the log.", count=erased))
    if nameless:
        said.append(_("Erased again, as since the backup: the identity of %(count)s cases.", count=nameless))
    return said


def before_update() -> Path:
    """Where what was there before an update is kept, unencrypted as the instance itself, until the update is done."""
    return Path(current_app.instance_path) / "before-update.tar.gz"


def migrate_or_put_back() -> bool:
    """Bring the database up to date, or put it back as it was before the update; whether it is up to date."""
    try:
        upgrade()
    except (Exception, SystemExit):
        # Flask-Migrate ends the process where a migration raises what it knows.
        _log.exception("the migration failed")
        put_back(before_update())
        return False
    finally:
        before_update().unlink(missing_ok=True)
    return True


def put_back(plain: Path) -> None:
    """Replace the database of this instance by that of an archive of it; stored files stay as they are."""
    with _opened(plain, None) as (folder, manifest):
        _put_database(folder, manifest)


@contextmanager
def _opened(given: Path, private_key: Path | None) -> Iterator[tuple[Path, Manifest]]:
    """The parts of an archive, checked, in a folder of this instance."""
    with folders.at_work() as work:
        plain = work / "plain" if given.suffix == ".age" else given
        try:
            if given.suffix == ".age":
                sealing.decrypt(given, plain, private_key)
            manifest = archive.read(plain, work / "opened", files=True)
        except OSError as error:
            raise DomainError(_("The archive cannot be read: %(reason)s.", reason=error.strerror)) from error
        if database().kind != manifest.database:
            raise DomainError(
                _("This archive was made on %(kind)s: DATABASE_URL must name such a database.", kind=manifest.database)
            )
        database().check(work / "opened" / manifest.dump, manifest.tables)
        yield work / "opened", manifest


def _demand_empty() -> None:
    stored = Path(current_app.instance_path) / "files"
    if not database().is_empty() or next(stored.glob("??/*"), None):
        raise DomainError(
            _(
                "This instance is not empty, and nothing is ever restored over what is there: set INSTANCE_PATH to a "
                "new folder (and DATABASE_URL to an empty database)."
            )
        )


def _demand_known(manifest: Manifest) -> None:
    try:
        ScriptDirectory(str(ROOT / "chamber" / "migrations")).get_revision(manifest.revision)
    except CommandError:
        raise DomainError(_("This archive was made by a newer version of the program: update first.")) from None


def _open_erasures(sealed: Path, plain: Path, private_key: Path) -> None:
    try:
        sealing.decrypt(sealed, plain, private_key)
    except DomainError:
        # It is renewed each night: of an older archive it is encrypted to the key of now.
        raise DomainError(
            _(
                "The list of erasures beside the archive is encrypted to another key: put that private key into the "
                "same file, on a line of its own."
            )
        ) from None


def _erasures(given: Path, manifest: Manifest, private_key: Path | None) -> set[str]:
    """What was erased until the newest backup of which something is known here, not only until this one."""
    known = set(manifest.erased)
    try:
        if private_key and (sealed := given.parent / folders.SEALED_ERASURES).exists():
            with tempfile.TemporaryDirectory() as opened:
                _open_erasures(sealed, Path(opened) / folders.ERASURES, private_key)
                known |= folders.erasures(Path(opened))
        return known | folders.erasures(given.parent) | folders.erasures(folders.folder())
    except (OSError, json.JSONDecodeError):
        raise DomainError(_("The list of erasures beside the archive cannot be read.")) from None


def _put_key(folder: Path) -> list[str]:
    given = settings().secret_key
    if not given:
        (folder / archive.KEY).replace(Path(current_app.instance_path) / archive.KEY)
    elif given != (folder / archive.KEY).read_text():
        return [_("SECRET_KEY is another one than then: group bots and the mail password are to be entered again.")]
    return []


def _put_files(folder: Path, manifest: Manifest) -> list[str]:
    for path in (folder / "files").glob("??/*"):
        target = files.path_of(path.name)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.replace(target)
    missing = len(manifest.missing)
    return [_("Stored files that were missing at the time of the backup: %(count)s.", count=missing)] if missing else []


def _put_database(folder: Path, manifest: Manifest) -> None:
    # A transaction of this process would hold up the one that replaces the tables.
    db.session.rollback()
    database().put_back(folder / manifest.dump)
    db.engine.dispose()


def _demand_same(manifest: Manifest) -> None:
    with reading():
        differing = [name for name, number in manifest.tables.items() if _count(name) != number]
        seal = db.session.scalar(select(AuditSeal.hash).order_by(AuditSeal.id.desc()).limit(1))
    if (seal or "") != manifest.seal:
        differing.append(AuditSeal.__tablename__)
    if differing:
        raise DomainError(_("What was restored is not what was backed up: %(tables)s.", tables=", ".join(differing)))


def _count(table: str) -> int:
    return int(db.session.scalar(text(f'SELECT count(*) FROM "{table}"')) or 0)  # noqa: S608


def _demand_whole_log() -> None:
    with reading():
        first = next(problems(), None)
    if first:
        raise DomainError(_("The log is not whole: %(problem)s.", problem=first))
