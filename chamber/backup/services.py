"""Making a backup: copied, checked by opening it, encrypted where there is a key, and only then named."""

import errno
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pyrage
from flask import current_app
from flask_babel import gettext as _

from .. import clock
from ..config import settings
from ..errors import DomainError
from ..files import services as files
from . import archive, folders, sealing
from .archive import Manifest
from .databases import Facts, database


def last_good() -> datetime | None:
    """When the newest archive was made that was checked; None where there is none."""
    return next(iter(folders.archives(folders.folder()).values()), None)


def back_up(plain_copy: Path | None = None) -> Path:
    """Make an archive and remove those that are not kept any more; gives where it is.

    Uses no session: others write meanwhile. `plain_copy` gets it as it is before it is encrypted. DomainError says what
    was in the way; then there is no new archive.
    """
    moment, key = clock.now(), settings().backup_key
    target = folders.folder() / folders.name_of(moment, encrypted=bool(key))
    with _saying_what_is_in_the_way(), folders.at_work() as work, files.all_stay():
        part = folders.part_of(target)
        manifest = _write_checked(part if not key else work / "plain", work, moment)
        if plain_copy:
            shutil.copyfile(part if not key else work / "plain", plain_copy)
            plain_copy.chmod(0o600)
        if key:
            sealing.encrypt(work / "plain", part, key)
        part.chmod(0o600)
        folders.add_erasures(manifest.erased)
        folders.publish(part, target)
        folders.remove_old(folders.folder())
    _copy_to_second()
    return target


def _write_checked(target: Path, work: Path, moment: datetime) -> Manifest:
    members, facts, missing = _collected(work)
    kind, dump = database().kind, database().dump

    def describe(digests: Mapping[str, str]) -> Manifest:
        return Manifest(
            made_at=moment.isoformat(),
            database=kind,
            dump=dump,
            revision=facts.revision,
            tables=facts.tables,
            seal=facts.seal,
            erased=facts.erased,
            digests=digests,
            missing=missing,
        )

    archive.write(target, members, describe)
    opened = work / "opened"
    manifest = archive.read(target, opened, files=False)
    database().check(opened / dump, manifest.tables)
    return manifest


def _collected(work: Path) -> tuple[dict[str, Path], Facts, list[str]]:
    """The parts by their names in the archive, what is in the database, and which files are missing."""
    key, dump = work / archive.KEY, work / database().dump
    key.write_text(current_app.config["SECRET_KEY"])
    facts = database().copy(dump)
    stored = {token: files.path_of(token) for token in facts.files}
    members = {dump.name: dump, archive.KEY: key}
    members |= {f"files/{token[:2]}/{token}": path for token, path in stored.items() if path.exists()}
    return members, facts, [token for token, path in stored.items() if not path.exists()]


def _copy_to_second() -> None:
    second = settings().backup_second
    if second is None:
        return
    try:
        folders.copy_to(second, settings().backup_key)
    except (OSError, pyrage.EncryptError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DomainError(
            _("The backup was made, but not copied to the second folder: %(reason)s.", reason=reason)
        ) from error


@contextmanager
def _saying_what_is_in_the_way() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DomainError(_("No backup was made: the disk is full.")) from error
        raise DomainError(_("No backup was made: %(reason)s.", reason=error.strerror)) from error
    except (pyrage.EncryptError, subprocess.SubprocessError) as error:
        raise DomainError(_("No backup was made: %(reason)s.", reason=error)) from error


def back_up_each_day() -> str:
    """Each day: make a backup, unless there is one of today; returns a line to print, or ""."""
    done = last_good()
    if done and clock.local(done).date() == clock.today():
        _copy_to_second()
        return ""
    return f"backed up to {back_up().name}"
