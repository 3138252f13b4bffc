"""The maintained lists behind the forms: categories of each kind, and other paths that a firm can take."""

from sqlalchemy import select

from ..directory.models import Department
from ..extensions import db
from .models import CaseCategory, NextPath


def categories(kind: str) -> list[tuple[int, str]]:
    """The categories that the form of this kind offers."""
    query = select(CaseCategory.id, CaseCategory.name).where(CaseCategory.kind == kind, CaseCategory.retired.is_(False))
    return [(row.id, row.name) for row in db.session.execute(query.order_by(CaseCategory.position, CaseCategory.id))]


def next_paths() -> list[str]:
    """Other paths, as sentences that a member understands."""
    query = select(NextPath.text).where(NextPath.retired.is_(False))
    return list(db.session.scalars(query.order_by(NextPath.position, NextPath.id)))


def departments() -> list[tuple[int, str]]:
    """The departments to choose from, in the order of the directory."""
    query = select(Department.id, Department.name).order_by(Department.position, Department.id)
    return [(row.id, row.name) for row in db.session.execute(query)]
