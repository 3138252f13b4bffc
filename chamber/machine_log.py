"""What the processes write of their work into the log of the machine: no words of people, each line with its request.

Not the log of acts (`audit`), which people read. `scripts/serve.py` takes the lines from the output, into files.
"""

import copy
import logging
import sys
import traceback
from contextvars import ContextVar
from types import TracebackType

from sqlalchemy.exc import DBAPIError

ABOUT_THE_PROGRAM = (AttributeError, ImportError, NameError, TypeError)
"""Errors whose message names what is in the program; that of others may repeat what somebody typed."""
REQUESTS = "chamber.requests"
"""The logger of the lines that say what was asked for."""
request_number: ContextVar[str] = ContextVar("request_number", default="")
"""Of the request under way, which the error page shows; empty where there is none."""


class WordlessFormatter(logging.Formatter):
    """Each line with level and request, errors without what they repeat of somebody's words."""

    def format(self, record: logging.LogRecord) -> str:
        """The lines of a record."""
        record = copy.copy(record)
        # What another formatter may have made of the error.
        record.exc_text = None
        if record.name == "waitress":
            # It names the address.
            record.msg = str(record.msg).partition(" serving ")[0]
        head = "request" if record.name == REQUESTS else record.levelname.lower()
        return "\n".join(f"{head} {request_number.get() or '-'} {line}" for line in super().format(record).splitlines())

    def formatException(  # noqa: N802 - so it is called in logging
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Where it happened, through all errors that led to it, the first one first."""
        lines: list[str] = []
        error = ei[1]
        while error is not None and len(lines) < 200:
            at = traceback.extract_tb(error.__traceback__)
            frames = [f"  {frame.filename}:{frame.lineno} in {frame.name}: {frame.line}" for frame in at]
            lines[:0] = [*frames, f"{type(error).__qualname__}{_said(error)}"]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(lines)


def _said(error: BaseException) -> str:
    if isinstance(error, DBAPIError):
        # The lines after the first are the values of a row.
        return f": {str(error.orig).partition(chr(10))[0]} [{error.statement}]"
    if isinstance(error, OSError):
        # Its whole message names the file, or the address that was called.
        return f": {error.strerror}" if error.strerror else ""
    return f": {error}" if isinstance(error, ABOUT_THE_PROGRAM) else ""


def start() -> None:
    """Let this process write its lines, also that of the error that ends it, to its output."""
    output = logging.StreamHandler()
    output.setFormatter(WordlessFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[output])
    logging.getLogger(REQUESTS).setLevel(logging.INFO)
    sys.excepthook = lambda *error: logging.getLogger("chamber").critical("ended by an error", exc_info=error)
