"""Filling templates: in a process of its own, as what comes in may be made to eat memory or time."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from .. import clock
from ..config import settings
from ..errors import DomainError
from ..isolated import process
from ..language.dates import full_date
from ..language.text import clean
from ..registry.papers import Paper

MAX_MEMORY = 512
MAX_SECONDS = 3
"""Of the processor's time; a paper takes a fifth of one, more than half of it to load the library."""
MAX_ROWS = 200
_SCRIPT = Path(__file__).with_name("filler.py")
_PARAGRAPH = "\a"
"""What the library makes a new paragraph of, in the format of the one that it stands in."""
_STRANGE = "\n“<w:p>&'\" {{ x }} {% x %}"


class Misfit(Exception):
    """A template that cannot be filled; the argument says why, as a part of a sentence's end."""


def filled(paper: Paper, values: Mapping[str, Any], template: bytes) -> bytes:
    """A paper as .docx: this template with these values, by the names of the paper's placeholders.

    KeyError where one is missing; DomainError where the template does not fit any more.
    """
    try:
        return _run(paper, template, [values])[1]
    except Misfit as misfit:
        message = _("The template of this paper can't be filled: %(problem)s", problem=misfit)
        raise DomainError(message) from None


def check(paper: Paper, template: bytes) -> list[str]:
    """The placeholders of the paper that a template does not use; DomainError where it must not come into force.

    It is tried with the made-up values, and with the strangest that people may write.
    """
    common = {**common_values(), "number": "1", **paper.sample}
    strange: dict[str, Any] = {name: f"{common[name]}{_STRANGE}" for name in paper.all_fields}
    for name, columns in paper.tables.items():
        strange[name] = [dict.fromkeys(columns, _STRANGE)] * MAX_ROWS
    try:
        used, _data = _run(paper, template, [common, strange])
    except Misfit as misfit:
        raise DomainError(_("The template stays as it was: %(problem)s", problem=misfit)) from None
    return sorted({*paper.all_fields, *paper.tables} - set(used))


def common_values() -> dict[str, str]:
    """What stands on every paper: the chamber's name and this day; a number only where one was given."""
    return {"chamber": settings().chamber_name, "day": full_date(clock.today()), "number": ""}


def _run(paper: Paper, template: bytes, sets: list[Mapping[str, Any]]) -> tuple[list[str], bytes]:
    asked = {
        "fields": list(paper.all_fields),
        "tables": {name: list(columns) for name, columns in paper.tables.items()},
        "values": [_texts(paper, values) for values in sets],
        "at": clock.now().isoformat(),
    }
    data = json.dumps(asked).encode() + b"\n" + template
    try:
        printed = process.run(_SCRIPT, data=data, mebibytes=MAX_MEMORY, seconds=MAX_SECONDS)
    except (process.Stopped, process.Failed):
        raise Misfit(_problem("large", "")) from None
    head, _line, made = printed.partition(b"\n")
    said = json.loads(head)
    if "problem" in said:
        raise Misfit(_problem(said["problem"], said["word"]))
    return said["used"], made


def _texts(paper: Paper, values: Mapping[str, Any]) -> dict[str, Any]:
    rows = {
        name: [{column: _text(row[column]) for column in columns} for row in values[name][:MAX_ROWS]]
        for name, columns in paper.tables.items()
    }
    return {**{name: _text(values[name]) for name in paper.all_fields}, **rows}


def _text(value: object) -> str:
    return clean(str(value), lines=True).replace("\t", " ").replace("\n", _PARAGRAPH)


def _problem(problem: str, word: str) -> str:
    if problem == "unknown":
        return _("this paper has no placeholder “%(word)s”. Those it has are listed on this page.", word=word)
    if problem == "more":
        return _("only placeholders may stand in it, and rows where the paper has some; not “%(word)s”.", word=word)
    if problem == "open":
        return _("a placeholder is not closed, at “%(word)s”. It has to begin and end in one paragraph.", word=word)
    if problem == "wide":
        return _("“%(word)s” has full-width brackets. Placeholders are written with half-width ones.", word=word)
    if problem == "outside":
        return _("it loads something from outside when it is opened: “%(word)s”.", word=word)
    if problem == "large":
        return _("it is too large or too intricate for a paper.")
    return _("it is damaged, or its rows cut through a paragraph or a table. Save it again in Word or WPS.")
