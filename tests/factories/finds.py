"""What the index of the search has."""

import re

from sqlalchemy import Text, cast, select

from chamber.extensions import db
from chamber.search.models import Find


def found_by(kind: str, subject_id: int) -> set[str]:
    """The tokens by which something can be found."""
    doc = select(cast(Find.doc, Text)).where(Find.kind == kind, Find.subject_id == subject_id)
    return set(re.findall(r"[^\s']+", db.session.scalar(doc) or ""))
