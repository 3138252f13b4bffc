"""Files that are made to cost as much as they can."""

import io
import resource
import time
import zipfile
from collections.abc import Callable, Mapping

from tests import once

MEBIBYTE = 1024**2


def packed(parts: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts, by their names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def _cpu_seconds() -> float:
    """Seconds of the processor's time that this process and those it started have taken: the same on a busy machine."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def is_done_in(seconds: float, work: Callable[[], object]) -> bool:
    """Whether so many seconds of the processor's time, children's included, are enough at one of three tries.

    Beside other work the same instructions take up to twice as long: the cores share caches and execution units.
    """

    def took() -> float:
        once.forget()
        began = _cpu_seconds()
        work()
        return _cpu_seconds() - began

    return any(took() < seconds for _try in range(3))
