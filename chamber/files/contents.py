"""What stands in a file, also where its pages do not show it: for a rule that must know before others get the file."""

from dataclasses import dataclass
from pathlib import Path

from flask_babel import gettext as _

from ..errors import DomainError
from ..isolated import process
from .inside import MAX_TEXT
from .services import PreparedFile

_SCRIPT = Path(__file__).with_name("inside.py")


@dataclass(frozen=True)
class ReadFile:
    """A checked file and all text in it, properties and comments too; of a PDF only these, of a picture nothing."""

    file: PreparedFile
    text: str


def read_through(prepared: PreparedFile) -> ReadFile:
    """Look into a file; slow, so call it outside the transaction. DomainError where that cannot be done."""
    return ReadFile(prepared, _text(prepared))


def _text(prepared: PreparedFile) -> str:
    kind = "office" if prepared.data.startswith(b"PK\x03\x04") else prepared.media_type.rpartition("/")[2]
    if kind == "plain":
        text = prepared.data.decode("utf-8", "ignore")
        if len(text) > MAX_TEXT:
            raise _too_much()
        return text
    if kind not in ("office", "pdf"):
        return ""
    try:
        return process.run(_SCRIPT, kind, data=prepared.data, mebibytes=512, seconds=3).decode()
    except (process.Stopped, process.Failed):
        raise _too_much() from None


def _too_much() -> DomainError:
    return DomainError(
        _(
            "Nobody can say whether this file names somebody: too much stands in it, or it is damaged. Please make it "
            "smaller, or print it and upload a scan."
        )
    )
