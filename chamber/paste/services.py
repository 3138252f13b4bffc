"""Analyse pasted text for the secretariat; nothing is stored or logged."""

from collections import Counter
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from .. import clock, extensions
from ..directory.models import Department
from ..extensions import db
from ..language.masking import mask
from ..language.phones import show_phone
from ..language.text import checked_text
from ..members import rights as member_rights
from ..notices import rights as notice_rights
from ..rights import Actor
from . import firms, reading, telephones

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


def analyse(typed: str, q: str, *, means_next: bool = False, actor: Actor) -> Pasted:
    """What a text says, and its members, with those that `q` finds. DomainError at `text` if it is empty.

    `means_next`: a day of "this week" that has passed is that of the next. Forbidden for those who may not write
    notices; members only for those who may edit the roster.
    """
    notice_rights.RUN.demand(actor)
    text = checked_text(typed, MAX_LENGTH, "text", _("Please paste a text."), lines=True)
    found = reading.read(text, means_next=means_next)
    if any(telephones.lacks_area(one) for one in found.phones):
        found = reading.read(text, area=_usual_area(), means_next=means_next)
    begins = found.starts_at
    matches: list[firms.FirmMatch] = []
    names: set[str] = set(found.speakers)
    if member_rights.EDIT.allows(actor):
        # This reads the whole roster, so it must not block writers.
        with extensions.reading():
            matches, names_in_text = firms.find_firms(found.text, found.phones, found.speakers, q, actor=actor)
        names |= names_in_text
    names |= {word for one in found.people for word in (one.name, one.firm) if word}
    case_title = "" if mask(found.title, names)[1] else found.title
    return Pasted(found, matches, case_title, begins is not None and begins < clock.now())


def _usual_area() -> str:
    """The area code that most departments' numbers have: what people here leave out; "" where none has one."""
    with extensions.reading():
        numbers = db.session.scalars(select(Department.phone).where(Department.phone.startswith("+86"))).all()
    areas = Counter(area for one in numbers if (area := show_phone(one).partition(" ")[0]).startswith("0"))
    return areas.most_common(1)[0][0].lstrip("0") if areas else ""
