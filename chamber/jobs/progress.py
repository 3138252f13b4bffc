"""How far a running job is, and whether it shall stop: small files beside the queue, which no transaction holds up.

The web and the worker share the instance folder, as they share the files that people send.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

OFTEN = 0.2
"""Seconds between two looks at what stands here."""


class Cancelled(Exception):
    """Whoever asked for the job wants it no more: nothing of it may stay."""


@dataclass(frozen=True)
class Figures:
    """How far a job is."""

    done: int = 0
    total: int = 0


class Progress:
    """The `Advance` of a running job."""

    def __init__(self, job_id: int) -> None:
        self._job_id = job_id
        self._next_look = 0.0

    def __call__(self, done: int, total: int) -> None:
        if done == total or time.monotonic() >= self._next_look:
            self.stop_if_cancelled()
            _write(_figures(self._job_id), f"{done} {total}")
            self._next_look = time.monotonic() + OFTEN

    def stop_if_cancelled(self) -> None:
        """Raise Cancelled where that was wished for."""
        if is_unwanted(self._job_id):
            raise Cancelled


def _folder() -> Path:
    folder = Path(current_app.instance_path) / "jobs"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _figures(job_id: int) -> Path:
    return _folder() / f"{job_id}.figures"


def _unwanted(job_id: int) -> Path:
    return _folder() / f"{job_id}.unwanted"


def _write(place: Path, text: str) -> None:
    draft = place.with_suffix(".draft")
    draft.write_text(text)
    draft.replace(place)


def figures(job_id: int) -> Figures:
    """How far a running job is; nothing of nothing where it has not said so yet."""
    try:
        done, total = _figures(job_id).read_text().split()
        return Figures(int(done), int(total))
    except (FileNotFoundError, ValueError):
        return Figures()


def cancel(job_id: int) -> None:
    """Wish that a running job stops."""
    _unwanted(job_id).touch(mode=0o600)


def is_unwanted(job_id: int) -> bool:
    """Whether somebody wished that the job stops."""
    return _unwanted(job_id).exists()


def forget(job_id: int) -> None:
    """Take away what stands here of a job."""
    for place in (_figures(job_id), _unwanted(job_id)):
        place.unlink(missing_ok=True)


@contextmanager
def only_runner() -> Iterator[bool]:
    """Whether this is the one who runs jobs now; the system ends that with the process, however it ends.

    So a job that counts as running while nobody else runs any was left behind by a worker that died.
    """
    handle = os.open(_folder() / "runner", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        mine = False
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            mine = True
        yield mine
    finally:
        os.close(handle)
