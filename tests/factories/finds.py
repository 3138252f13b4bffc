"""What the index of the search has."""

import re

from sqlalchemy import select

from chamber.extensions import db
from chamber.search.models import Find, number


def found_by(kind: str, subject_id: int) -> set[str]:
    """The tokens by which something can be found."""
    doc = select(Find.doc).where(Find.id == number(kind, subject_id))
    return set(re.findall(r"[^\s']+", db.session.scalar(doc) or ""))
