"""How far a running job is, and whether it shall stop: kept in the queue, which no transaction holds up."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from huey import Huey

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
            _store().put(_figures(self._job_id), (done, total))
            self._next_look = time.monotonic() + OFTEN

    def stop_if_cancelled(self) -> None:
        """Raise Cancelled where that was wished for."""
        if is_unwanted(self._job_id):
            raise Cancelled


def _store() -> Huey:
    store: Huey = current_app.extensions["queue"].huey
    return store


def _figures(job_id: int) -> str:
    return f"job {job_id}: figures"


def _unwanted(job_id: int) -> str:
    return f"job {job_id}: unwanted"


def figures(job_id: int) -> Figures:
    """How far a running job is; nothing of nothing where it has not said so yet."""
    return Figures(*(_store().get(_figures(job_id), peek=True) or ()))


def cancel(job_id: int) -> None:
    """Wish that a running job stops."""
    _store().put(_unwanted(job_id), True)


def is_unwanted(job_id: int) -> bool:
    """Whether somebody wished that the job stops."""
    return _store().get(_unwanted(job_id), peek=True) is not None


def forget(job_id: int) -> None:
    """Take away what stands here of a job."""
    for key in (_figures(job_id), _unwanted(job_id)):
        _store().delete(key)


@contextmanager
def only_runner() -> Iterator[bool]:
    """Whether this is the one who runs jobs now; the system ends that with the process, however it ends.

    So a job that counts as running while nobody else runs any was left behind by a worker that died.
    """
    handle = os.open(Path(current_app.instance_path) / "jobs-runner", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        mine = False
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            mine = True
        yield mine
    finally:
        os.close(handle)
