"""Uploads: checked and re-encoded before the transaction, stored with it, removed when it is rolled back."""

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from .. import clock
from ..config import settings
from ..errors import DomainError, TooLarge, at_field
from ..extensions import db, reading
from ..language.text import clean
from ..rights import Actor
from .kinds import ALLOWED, KINDS, PICTURES, Kind, decoded, kind_of
from .models import StoredFile
from .pictures import reencoded

MAX_NAME_LENGTH = 150
ORPHAN_AGE = timedelta(days=1)
"""The age at which a file without a row is removed: longer than any transaction."""
_WRITTEN, _DISCARDED = "files_written", "files_discarded"
_STAY = "all-stay"
"""The name of the mark by which discarded files stay."""
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\x00-\x1f]+')
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,40}")


@dataclass(frozen=True)
class PreparedFile:
    """A file that was checked and may be stored."""

    name: str
    media_type: str
    data: bytes
    sha256: str

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)


def prepare(
    upload: FileStorage,
    *,
    allow: frozenset[str] = ALLOWED,
    field: str | None = None,
    is_gone: Callable[[], bool] = lambda: False,
) -> PreparedFile:
    """Check an uploaded file, and re-encode pictures; slow, so call it outside the transaction.

    `is_gone` says whether the sender still waits: of who does not, no picture is worked on.
    The kind is found from the bytes; a name that claims another kind is refused. Plain text becomes UTF-8.
    DomainError (at the form field `field`) or TooLarge says what to do instead.
    """
    with at_field(field):
        return _prepared(upload, allow, is_gone)


def _prepared(upload: FileStorage, allow: frozenset[str], is_gone: Callable[[], bool]) -> PreparedFile:
    if not upload or not upload.filename:
        raise DomainError(_("Please choose a file."))
    most = settings().max_upload
    data = upload.stream.read(most + 1)
    if not data:
        raise DomainError(_("This file is empty."))
    if len(data) > most:
        raise TooLarge(_("This file is too large: at most %(count)s MB.", count=most // 1024**2))
    kind = kind_of(data, allow)
    name = file_name(upload.filename, kind)
    if kind.suffix in PICTURES:
        data = reencoded(data, kind.suffix, is_gone)
    elif kind.suffix == "txt":
        data = (decoded(data) or "").encode()
    return PreparedFile(name, kind.media_type, data, hashlib.sha256(data).hexdigest())


def file_name(typed: str, kind: Kind) -> str:
    """A name that every system can save: no path, no special characters, at most 150, the suffix of its kind.

    DomainError where the suffix claims another kind; for pictures it is corrected, as phones mix them up.
    """
    last = re.split(r"[/\\]", clean(typed))[-1]
    last = clean(_NOT_IN_NAMES.sub(" ", last)).rstrip(". ")
    stem, dot, suffix = last.rpartition(".")
    if not dot:
        stem, suffix = last, ""
    if suffix.lower() not in kind.suffixes:
        if suffix.lower() in KINDS or re.fullmatch(r"[A-Za-z0-9]{2,5}", suffix):
            raise DomainError(
                _(
                    "The name ends with .%(suffix)s, but the content is of another type (%(kind)s). Save it as "
                    "%(kind)s and upload it again.",
                    suffix=suffix,
                    kind=kind.suffix.upper(),
                )
            )
        stem = last
    ending = kind.suffix if kind.suffix in PICTURES or suffix.lower() not in kind.suffixes else suffix.lower()
    stem = stem[: MAX_NAME_LENGTH - len(ending) - 1].strip(". ") or _("file")
    return f"{stem}.{ending}"


def generated_xlsx(data: bytes, name: str) -> PreparedFile:
    """An xlsx file that the product generated, ready to be stored."""
    return PreparedFile(f"{name}.xlsx", KINDS["xlsx"].media_type, data, hashlib.sha256(data).hexdigest())


def store(prepared: PreparedFile, *, actor: Actor | None, name: str | None = None) -> StoredFile:
    """Store a prepared file under a random name and add its row; the caller links it to a thing and guards it.

    `name` replaces the uploaded one (a member's own words in a confidential case); its ending stays. The file is on the
    disk when this returns, and is taken away again if the transaction is rolled back.
    """
    token = secrets.token_urlsafe(24)
    written = path_of(token)
    written.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    db.session().info.setdefault(_WRITTEN, []).append(written)
    handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(prepared.data)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(written.parent)
    suffix = prepared.name.rpartition(".")[2]
    row = StoredFile(
        token=token,
        name=f"{clean(name)[:MAX_NAME_LENGTH]}.{suffix}" if name else prepared.name,
        media_type=prepared.media_type,
        size=prepared.size,
        sha256=prepared.sha256,
        uploaded_by_id=actor.account_id if actor else None,
        uploaded_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def read_back(stored: StoredFile) -> PreparedFile:
    """A stored file as it was prepared; the caller has checked the right to it."""
    return PreparedFile(stored.name, stored.media_type, path(stored).read_bytes(), stored.sha256)


def discard(stored: StoredFile) -> None:
    """Delete a file that nothing refers to any more: its row now, its bytes after the commit."""
    db.session().info.setdefault(_DISCARDED, []).append(path(stored))
    db.session.delete(stored)


def path(stored: StoredFile) -> Path:
    """Where the bytes lie; the caller has checked the right to them."""
    return path_of(stored.token)


def path_of(token: str) -> Path:
    """Where the bytes of a file with this random name lie; the caller has checked the right to them."""
    if not _TOKEN.fullmatch(token):
        raise ValueError("not the name of a stored file")
    return _folder() / token[:2] / token


def _folder() -> Path:
    return Path(current_app.instance_path) / "files"


@contextmanager
def all_stay() -> Iterator[None]:
    """Let files that are discarded within the block stay on the disk; the daily pass removes them as orphans.

    The mark is there before the block looks at the database: whose row it sees, that one's bytes it finds.
    """
    mark = _folder() / _STAY
    mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark.touch()
    try:
        yield
    finally:
        mark.unlink(missing_ok=True)


def remove_orphans() -> int:
    """Remove files older than a day that no row refers to; returns how many. Harmless when repeated.

    A power cut between the writing of a file and the commit leaves such a one. Where there are more of them than rows,
    this is not the database that these files belong to: then all stay.
    """
    limit = (clock.now() - ORPHAN_AGE).timestamp()
    old = {
        file.name: file
        for file in _folder().glob("??/*")
        if _TOKEN.fullmatch(file.name) and file.is_file() and file.stat().st_mtime < limit
    }
    with reading():
        known = set(db.session.scalars(select(StoredFile.token)))
    lost = old.keys() - known
    if len(lost) > len(known):
        return 0
    for token in lost:
        old[token].unlink(missing_ok=True)
    return len(lost)


def remove_orphans_each_day() -> str:
    """Each day: remove orphaned files; returns a line to print, or ""."""
    lost = remove_orphans()
    return f"removed {lost} files that no row refers to" if lost else ""


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@event.listens_for(Session, "after_commit")
def _keep_written(session: Session) -> None:
    session.info.pop(_WRITTEN, None)
    for discarded in session.info.pop(_DISCARDED, []):
        if not (discarded.parent.parent / _STAY).exists():
            discarded.unlink(missing_ok=True)


@event.listens_for(Session, "after_rollback")
def _remove_written(session: Session) -> None:
    session.info.pop(_DISCARDED, None)
    for written in session.info.pop(_WRITTEN, []):
        with suppress(FileNotFoundError):
            written.unlink()
