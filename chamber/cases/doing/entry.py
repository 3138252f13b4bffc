"""What a new case must have: its words, its category, and a reference of its own."""

import secrets
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import select

from ...errors import DomainError
from ...extensions import db
from ...files.services import PreparedFile
from ...language.text import checked_text
from ..access.respondents import Respondent
from ..models import Case
from ..models_lists import CaseCategory
from ..words import PREFIXES, Kind

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
STORY_LONGEST = 5000
STORED = ("title", "story", "evidence", "wish", "category_id", "confidential", "show_name")
"""The words that a case stores under the same names."""


@dataclass(frozen=True)
class Words:
    """What the author writes, as the form brings it."""

    title: str
    story: str
    evidence: str = ""
    wish: str = ""
    category_id: int | None = None
    confidential: bool = False
    show_name: bool = False
    respondents: tuple[Respondent, ...] = ()
    files: tuple[PreparedFile, ...] = ()
    kept: tuple[PreparedFile, ...] = ()
    """Files that only those who run the case get."""
    about: str = ""
    """What it begins from, as `about.found` reads it; stored only where the person may see that."""


def checked_words(kind: Kind, words: Words) -> Words:
    """The words as they are stored: texts cleaned, and what the kind decides by itself.

    DomainError where a text is missing or too long.
    """
    return replace(
        words,
        title=checked_text(words.title, 60, "title", _("Please enter a short title.")),
        story=checked_text(words.story, STORY_LONGEST, "story", _("Please describe what happened."), lines=True),
        evidence=checked_text(words.evidence, STORY_LONGEST, "evidence", lines=True),
        wish=checked_text(words.wish, 200, "wish"),
        confidential=kind == Kind.RETALIATION or words.confidential,
        show_name=kind == Kind.SUGGESTION and words.show_name and not words.confidential,
    )


def check_category(kind: str, category_id: int | None) -> None:
    """Refuse a category that the form of this kind does not offer."""
    known = select(CaseCategory.id).where(CaseCategory.id == category_id, CaseCategory.kind == kind)
    if db.session.scalar(known.where(CaseCategory.retired.is_(False))) is None:
        raise DomainError(_("Please choose a category."), field="category")


def new_reference(kind: str, year: int) -> str:
    """A new reference such as `WQ-2026-7KQ4`: random, so that gaps say nothing, without characters that look alike."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _place in range(4))
        reference = f"{PREFIXES[Kind(kind)]}-{year}-{code}"
        if db.session.scalar(select(Case.id).where(Case.reference == reference)) is None:
            return reference
