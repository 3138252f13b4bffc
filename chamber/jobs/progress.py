"""The progress of a running job and requests to cancel it, stored in the queue, outside of any transaction."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app

UPDATE_INTERVAL = 0.2
"""Seconds between two updates of the progress and checks for cancellation."""


class Cancelled(Exception):
    """The job was cancelled: everything it did is rolled back."""


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
            _store().put(_figures_key(self._job_id), (done, total))
            self._next_look = time.monotonic() + UPDATE_INTERVAL

    def stop_if_cancelled(self) -> None:
        """Raise Cancelled where that was requested."""
        if is_cancel_requested(self._job_id):
            raise Cancelled


def _store() -> Any:
    return current_app.extensions["queue"].huey


def _figures_key(job_id: int) -> str:
    return f"job {job_id}: figures"


def _cancel_key(job_id: int) -> str:
    return f"job {job_id}: unwanted"


def figures(job_id: int) -> Figures:
    """The progress of a running job; 0 of 0 before its first update."""
    return Figures(*(_store().get(_figures_key(job_id), peek=True) or ()))


def request_cancel(job_id: int) -> None:
    """Ask a running job to stop."""
    _store().put(_cancel_key(job_id), True)


def is_cancel_requested(job_id: int) -> bool:
    """Whether the job was asked to stop."""
    return _store().get(_cancel_key(job_id), peek=True) is not None


def clear(job_id: int) -> None:
    """Delete the progress of a job and requests to cancel it."""
    for key in (_figures_key(job_id), _cancel_key(job_id)):
        _store().delete(key)


@contextmanager
def runner_lock() -> Iterator[bool]:
    """Try to take the lock under which jobs run; yields whether it succeeded. It ends with the process.

    So a job in state `running` while the lock is free was left by a worker that died.
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
