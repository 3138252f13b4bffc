"""The maintained lists behind the forms: categories of each kind, and other paths that a firm can take."""

import tomllib

from sqlalchemy import exists, select

from ..directory.models import Department
from ..extensions import db
from .guidance import FIRST_LISTS
from .models import Case, CaseRespondent
from .models_lists import CaseCategory, NextPath


def ensure_lists() -> None:
    """Fill either list from `lists.toml` where the chamber has none yet; harmless when repeated."""
    first = tomllib.loads(FIRST_LISTS.read_text(encoding="utf-8"))
    if db.session.scalar(select(CaseCategory.id).limit(1)) is None:
        db.session.add_all(
            CaseCategory(kind=kind, name=name, position=place)
            for kind, names in first["categories"].items()
            for place, name in enumerate(names)
        )
    if db.session.scalar(select(NextPath.id).limit(1)) is None:
        db.session.add_all(NextPath(text=path, position=place) for place, path in enumerate(first["next_paths"]))
    db.session.flush()


def categories(kind: str) -> list[tuple[int, str]]:
    """The categories that the form of this kind offers."""
    query = select(CaseCategory.id, CaseCategory.name).where(CaseCategory.kind == kind, CaseCategory.retired.is_(False))
    return [(row.id, row.name) for row in db.session.execute(query.order_by(CaseCategory.position, CaseCategory.id))]


def next_paths() -> list[str]:
    """Other paths, as sentences that a member understands."""
    query = select(NextPath.text).where(NextPath.retired.is_(False))
    return list(db.session.scalars(query.order_by(NextPath.position, NextPath.id)))


def departments(not_about: Case | None = None) -> list[tuple[int, str]]:
    """The departments to choose from, in the order of the directory; without those that a case is about."""
    query = select(Department.id, Department.name).order_by(Department.position, Department.id)
    if not_about is not None:
        about = exists().where(CaseRespondent.case_id == not_about.id, CaseRespondent.department_id == Department.id)
        query = query.where(~about)
    return [(row.id, row.name) for row in db.session.execute(query)]
