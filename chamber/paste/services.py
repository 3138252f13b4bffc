"""Reading what was pasted, for whoever may make something of it; nothing of it is kept or logged."""

from dataclasses import dataclass

from flask_babel import gettext as _

from .. import clock, extensions
from ..language.masking import mask
from ..language.text import written
from ..members import rights as member_rights
from ..notices import rights as notice_rights
from ..rights import Actor
from . import firms, reading

LONGEST = 20_000
"""Characters, as many as a notice takes."""


@dataclass(frozen=True)
class Pasted:
    """What a text says, and the members that it may be of."""

    reading: reading.Reading
    firms: list[firms.Found]
    case_title: str
    """The title where it names nobody: departments read it."""
    is_past: bool
    """Whether it took place already, as far as the text says."""


def look(typed: str, q: str, *, actor: Actor) -> Pasted:
    """What is recognised in a text, with the members that `q` finds besides; DomainError at `text` where none is there.

    Forbidden for whoever writes no notices; who does not keep the roster is told of no member.
    """
    notice_rights.RUN.demand(actor)
    text = written(typed, LONGEST, "text", _("Please paste a text."), lines=True)
    found = reading.read(text)
    begins = found.starts_at
    known: list[firms.Found] = []
    names: set[str] = set(found.speakers)
    if member_rights.EDIT.allows(actor):
        # The whole roster is gone through: nobody who writes should wait for that.
        with extensions.reading():
            known, called = firms.recognised(found.text, found.phones, found.speakers, q, actor=actor)
        names |= called
    case_title = "" if mask(found.title, names)[1] else found.title
    return Pasted(found, known, case_title, begins is not None and begins < clock.now())
