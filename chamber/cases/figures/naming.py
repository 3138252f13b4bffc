"""What kinds, categories, departments and communities are called, for the form and the tables of figures."""

from typing import Any

from sqlalchemy import select

from ...extensions import db
from ...language.catalogue import translated_labels
from ...members.models import Member
from ...rights import Actor
from ..lists import tallies
from ..lists.holders import DESK, LABELS
from ..models_lists import CaseCategory
from ..words import Kind
from .asking import Asked, kinds_for


def choices(actor: Actor, wanted: Asked) -> dict[str, list[tuple[str, str]]]:
    """What the form offers of each choice: values and words."""
    found = {"kind": [(str(kind), translated_labels(Kind)[kind]) for kind in kinds_for(actor)]}
    if "category" in wanted.offered:
        found["category"] = [(key, name) for key, name in names_of("category", wanted.kind).items()]
        found["department"] = [(key, name) for key, name in names_of("department").items()]
        found["community"] = [(key, name) for key, name in names_of("community").items()]
    return found


def names_of(dimension: str, kind: str = "") -> dict[str, str]:
    """What the values of a dimension are called, in their order; one query at most."""
    match dimension:
        case "kind":
            return {str(key): str(label) for key, label in translated_labels(Kind).items()}
        case "category":
            query: Any = select(CaseCategory.id, CaseCategory.name)
            query = query.where(CaseCategory.kind == kind) if kind else query
            rows = db.session.execute(query.order_by(CaseCategory.kind, CaseCategory.position, CaseCategory.id))
            return {str(row.id): row.name for row in rows}
        case "department":
            return {DESK: str(LABELS[DESK]), **tallies.all_departments()}
    query = select(Member.community).where(Member.community != "").distinct().order_by(Member.community)
    return {name: name for name in db.session.scalars(query)}
