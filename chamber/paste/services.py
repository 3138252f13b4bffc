"""Analyse pasted text for the secretariat; nothing is stored or logged."""

from dataclasses import dataclass

from flask_babel import gettext as _

from .. import clock, extensions
from ..language.masking import mask
from ..language.text import checked_text
from ..members import rights as member_rights
from ..notices import rights as notice_rights
from ..rights import Actor
from . import firms, reading

MAX_LENGTH = 20_000
"""Characters; as many as a notice."""


@dataclass(frozen=True)
class Pasted:
    """What was found in a text, and the members that it may concern."""

    reading: reading.Reading
    firms: list[firms.FirmMatch]
    case_title: str
    """The title if it names nobody, as departments read it."""
    is_past: bool
    """Whether the start is past."""


def analyse(typed: str, q: str, *, actor: Actor) -> Pasted:
    """What a text says, and its members, with those that `q` finds. DomainError at `text` if it is empty.

    Forbidden for those who may not write notices; members only for those who may edit the roster.
    """
    notice_rights.RUN.demand(actor)
    text = checked_text(typed, MAX_LENGTH, "text", _("Please paste a text."), lines=True)
    found = reading.read(text)
    begins = found.starts_at
    matches: list[firms.FirmMatch] = []
    names: set[str] = set(found.speakers)
    if member_rights.EDIT.allows(actor):
        # This reads the whole roster, so it must not block writers.
        with extensions.reading():
            matches, names_in_text = firms.find_firms(found.text, found.phones, found.speakers, q, actor=actor)
        names |= names_in_text
    case_title = "" if mask(found.title, names)[1] else found.title
    return Pasted(found, matches, case_title, begins is not None and begins < clock.now())
