"""Where archives lie: their names, how long they are kept, the second folder, and the list of erasures beside them."""

import fcntl
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _

from .. import clock
from ..config import settings
from ..errors import Conflict
from . import sealing

_NAME = re.compile(r"chamber-(\d{8}T\d{6}Z)\.tar\.gz(\.age)?")
_STAMP = "%Y%m%dT%H%M%SZ"
ERASURES = "erasures.json"
SEALED_ERASURES = f"{ERASURES}.age"
"""The same in the second folder: whatever leaves this machine is encrypted."""
_PERIODS: tuple[Callable[[datetime], object], ...] = (
    lambda moment: moment.date(),
    lambda moment: moment.isocalendar()[:2],
    lambda moment: (moment.year, moment.month),
)
"""Days, weeks and months: of so many as the settings say the newest archive is kept."""


def folder() -> Path:
    """Where the archives of this machine are kept."""
    return settings().backup_path or Path(current_app.instance_path) / "backups"


def name_of(moment: datetime, *, encrypted: bool) -> str:
    """The name of an archive made at this moment."""
    return f"chamber-{moment.astimezone(UTC):{_STAMP}}.tar.gz{'.age' if encrypted else ''}"


def moment_of(archive: Path) -> datetime | None:
    """When an archive was made; None for what is none."""
    found = _NAME.fullmatch(archive.name)
    return datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC) if found else None


def archives(place: Path) -> dict[Path, datetime]:
    """The archives of a folder, newest first: what was checked alone has such a name."""
    dated = {path: moment_of(path) for path in place.iterdir()} if place.is_dir() else {}
    return dict(sorted(((path, at) for path, at in dated.items() if at), key=lambda pair: pair[1], reverse=True))


def kept(dated: dict[Path, datetime]) -> set[Path]:
    """Which of these, newest first, are kept: of so many days, weeks and months in which there is one."""
    own, chosen = settings(), set[Path]()
    for number, period in zip((own.backup_days, own.backup_weeks, own.backup_months), _PERIODS, strict=True):
        newest: dict[object, Path] = {}
        for path, at in dated.items():
            newest.setdefault(period(clock.local(at)), path)
        chosen.update(list(newest.values())[:number])
    return chosen


def remove_old(place: Path) -> None:
    """Remove the archives of a folder that are not kept any more."""
    dated = archives(place)
    for path in dated.keys() - kept(dated):
        path.unlink(missing_ok=True)


def publish(part: Path, target: Path) -> None:
    """Give a whole file its name, so that it is there also after a power cut."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copy_to(second: Path, key: str) -> None:
    """Copy the encrypted archives that are kept to a second folder, with the list of erasures, encrypted to this key.

    What is not kept any more is removed there, and so is a list that is not encrypted.
    """
    second.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in sorted(kept(archives(folder()))):
        if path.suffix == ".age" and not (second / path.name).exists():
            _put(second / path.name, partial(shutil.copyfile, path))
    _put(second / SEALED_ERASURES, lambda part: sealing.encrypt(folder() / ERASURES, part, key))
    (second / ERASURES).unlink(missing_ok=True)
    remove_old(second)


def _put(target: Path, write: Callable[[Path], object]) -> None:
    part = part_of(target)
    write(part)
    part.chmod(0o600)
    publish(part, target)


def part_of(target: Path) -> Path:
    """Under which name a file is written."""
    return target.with_name(f".{target.name}.part")


def erasures(place: Path) -> set[str]:
    """The rows of the log whose values were erased, by their hashes, as the list in this folder has them."""
    path = place / ERASURES
    return set(json.loads(path.read_text())) if path.exists() else set()


def add_erasures(more: Iterable[str]) -> None:
    """Put these on the list, which only grows: an older archive still has what was erased since."""
    known = json.dumps(sorted(erasures(folder()).union(more)))
    _put(folder() / ERASURES, lambda part: part.write_text(known))


@contextmanager
def at_work() -> Iterator[Path]:
    """An empty folder for the parts of one backup, beside the stored files; Conflict while another one is made.

    What a killed one left is removed first; it has no name of an archive.
    """
    instance = Path(current_app.instance_path)
    handle = os.open(instance / "backup.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict(_("A backup is being made already.")) from None
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in (*instance.glob(".backup-*"), *folder().glob(".*.part*")):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        work = Path(tempfile.mkdtemp(prefix=".backup-", dir=instance))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
            for part in folder().glob(".*.part*"):
                part.unlink()
    finally:
        os.close(handle)
