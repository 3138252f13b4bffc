"""One archive: a tar with the copy of the database, the stored files, the key, and a list of what must be in it."""

import hashlib
import json
import os
import re
import tarfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from flask_babel import gettext as _

from ..errors import DomainError

MANIFEST, KEY = "manifest.json", "secret_key"
_NAME = re.compile(r"chamber\.(sqlite3|pgdump)|secret_key|files/[A-Za-z0-9_-]{2}/[A-Za-z0-9_-]{20,40}")
_DAMAGED = (tarfile.TarError, EOFError, zlib.error, KeyError, ValueError, TypeError)


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself; it stands last, so that none that was cut off has one."""

    made_at: str
    database: str
    """The kind: what SQLite wrote only SQLite reads."""
    dump: str
    revision: str
    tables: Mapping[str, int]
    seal: str
    erased: Sequence[str]
    digests: Mapping[str, str]
    missing: Sequence[str]
    """Files that rows name and that were not on the disk any more."""


def write(target: Path, members: Mapping[str, Path], describe: Callable[[Mapping[str, str]], Manifest]) -> None:
    """Write an archive of these files, and what `describe` says by their digests."""
    digests = {}
    with tarfile.open(target, "w:gz", compresslevel=6, dereference=True) as tar:
        for name, path in members.items():
            with path.open("rb") as file:
                digests[name] = hashlib.file_digest(file, "sha256").hexdigest()
            tar.add(path, name, filter=_plain)
        manifest = target.with_name(f"{target.name}.{MANIFEST}")
        manifest.write_text(json.dumps(asdict(describe(digests)), ensure_ascii=False))
        tar.add(manifest, MANIFEST, filter=_plain)
        manifest.unlink()


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def read(archive: Path, into: Path, *, files: bool) -> Manifest:
    """Read an archive to its end, compare every digest, and unpack it, the stored files only where they are wanted.

    DomainError where it is damaged or no archive of a chamber.
    """
    try:
        found, manifest = _unpacked(archive, into, files)
    except OSError as error:
        # What the disk says stays; a file that is no archive is said by the same class.
        if error.errno is not None:
            raise
        raise DomainError(_("This is no whole archive of a chamber.")) from error
    except _DAMAGED as error:
        raise DomainError(_("This is no whole archive of a chamber.")) from error
    if found != manifest.digests:
        raise DomainError(_("The archive is damaged: what is in it is not what was put into it."))
    return manifest


def _unpacked(archive: Path, into: Path, files: bool) -> tuple[dict[str, str], Manifest]:
    found: dict[str, str] = {}
    manifest = None
    with tarfile.open(archive, "r|gz") as tar:
        for member in tar:
            source = tar.extractfile(member)
            if source is None or manifest is not None:
                raise ValueError(member.name)
            if member.name == MANIFEST:
                manifest = Manifest(**json.load(source))
                continue
            if not _NAME.fullmatch(member.name):
                raise ValueError(member.name)
            target = into / member.name if files or not member.name.startswith("files/") else None
            found[member.name] = _copied(source, target)
    if manifest is None:
        raise EOFError
    return found, manifest


def _copied(source: IO[bytes], target: Path | None) -> str:
    """The digest of what was read, and written where there is a target."""
    seen = hashlib.sha256()
    if target:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") if target else None
    try:
        while part := source.read(1 << 20):
            seen.update(part)
            if file:
                file.write(part)
    finally:
        if file:
            file.close()
    return seen.hexdigest()
