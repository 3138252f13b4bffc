"""What the index of the search has."""

import re

from sqlalchemy import select

from chamber import registry
from chamber.extensions import db
from chamber.search.models import Find, number


def found_by(kind: str, subject_id: int) -> set[str]:
    """The tokens by which something can be found."""
    doc = select(Find.doc).where(Find.id == number(kind, subject_id))
    return set(re.findall(r"[^\s']+", db.session.scalar(doc) or ""))


def unlike_anew() -> list[tuple[str, int]]:
    """What is found by other words than if the index were made anew, by its kind and number."""
    made = [one for feature in registry.features() for one in feature.finds if one.docs]
    docs = {one.kind: one.docs(db.session.scalars(select(one.key)).all()) for one in made if one.docs}
    every = ((kind, number, doc) for kind, some in docs.items() for number, doc in some.items())
    return [(kind, number) for kind, number, doc in every if found_by(kind, number) != set(doc.split())]
