"""Re-encoding pictures: one at a time on this machine, and never so many that they keep others waiting."""

import fcntl
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _

from ..errors import DomainError, Gone
from ..isolated import process

MAX_AT_ONCE = 3
"""Forms with pictures in one web process; it has a thread more for everybody else."""
MAX_OF_ONE = 2
"""Of these, forms of one account: a button pressed twice is not a fault."""
_TOO_MANY_PIXELS = 4
"""An exit status of `remake.py`, which is not imported: Pillow would lie in the memory of each web process."""
_PAUSE = 0.03
_SCRIPT = Path(__file__).with_name("remake.py")


class Busy(DomainError):
    """Too many wait for their pictures already."""


_waiting: Counter[int] = Counter()
_counting = threading.Lock()


def reencoded(data: bytes, suffix: str, is_gone: Callable[[], bool]) -> bytes:
    """The picture (`jpg` or `png`) encoded anew, upright, at most 4000 px a side, without any metadata.

    DomainError where it is damaged or has too many pixels; Gone where nobody waits for it any more.
    """
    try:
        with _turn(is_gone):
            return process.run(_SCRIPT, suffix, data=data, mebibytes=400, seconds=10)
    except process.Stopped:
        raise DomainError(_("This picture takes too long to open. Please make it smaller first.")) from None
    except process.Failed as failed:
        if failed.args == (_TOO_MANY_PIXELS,):
            raise DomainError(_("This picture has too many pixels. Please make it smaller first.")) from None
        raise DomainError(_("This picture is damaged and cannot be shown. Please take or save it again.")) from None


@contextmanager
def place(account_id: int) -> Iterator[None]:
    """A place among those whose pictures are worked on or wait for it; Busy where none is free."""
    with _counting:
        if _waiting[account_id] >= MAX_OF_ONE or _waiting.total() >= MAX_AT_ONCE:
            raise Busy(_("Other pictures are being prepared just now. Please wait half a minute and send it again."))
        _waiting[account_id] += 1
    try:
        yield
    finally:
        with _counting:
            _waiting[account_id] -= 1


@contextmanager
def _turn(is_gone: Callable[[], bool]) -> Iterator[None]:
    """Wait until no other picture is being worked on, in this or another process."""
    handle = os.open(Path(current_app.instance_path) / "pictures.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while not _is_ours(handle):
            if is_gone():
                break
            time.sleep(_PAUSE)
        if is_gone():
            raise Gone
        yield
    finally:
        os.close(handle)


def _is_ours(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
