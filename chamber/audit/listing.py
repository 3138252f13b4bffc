"""Reading the log: filters, and rows as the page shows them, all through `services.visible_to`."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from .. import clock, registry
from ..extensions import db
from ..language.text import clean
from ..rights import Actor, Role
from . import rights, subjects, words
from .models import AuditRow, AuditSeal, AuditValue
from .services import visible_to
from .subjects import Named
from .values import pairs, reference

MAX_COUNTED = 1000


@dataclass(frozen=True)
class Filter:
    """What the log is filtered by; "" and None filter nothing."""

    query: str = ""
    who: str = ""
    act: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Line:
    """A row of the log as a person reads it."""

    at: datetime
    who: str
    role: str
    act: str
    kind: str
    subject: Named
    reason: str
    values: list[tuple[str, str, str]]
    """(field, before, after)"""


def rows(wanted: Filter, *, actor: Actor) -> Select[Any]:
    """The rows that this person may read and that fit, for paging by `at` and `hash`."""
    rights.READ.demand(actor)
    query = select(AuditRow).where(visible_to(actor))
    if clean(wanted.query):
        query = query.where(subjects.matching(actor, wanted.query))
    if clean(wanted.who):
        query = query.where(_by(wanted.who))
    if wanted.act:
        query = query.where(AuditRow.act == wanted.act)
    if wanted.kind:
        query = query.where(AuditRow.kind == wanted.kind)
    if wanted.first and wanted.first > date.min:
        query = query.where(AuditRow.at >= clock.midnight(wanted.first))
    if wanted.last and wanted.last < date.max:
        query = query.where(AuditRow.at < clock.midnight(wanted.last + timedelta(days=1)))
    return query


def _by(who: str) -> ColumnElement[bool]:
    people = select(_account().model.id).where(subjects.name_matches(_account(), who))
    # Found by a member's name, the rows of a case would say whose case it is.
    return AuditRow.actor_id.in_(people) & ~_is_author()


def _account() -> registry.Subject:
    return registry.subjects()["account"]


def _is_author() -> ColumnElement[bool]:
    return (AuditRow.kind == "case") & (AuditRow.role == Role.MEMBER)


def count(query: Select[Any]) -> int:
    """How many rows fit, at most `MAX_COUNTED`: a log only grows."""
    inner = query.with_only_columns(AuditRow.id).limit(MAX_COUNTED).subquery()
    return db.session.scalar(select(func.count()).select_from(inner)) or 0


def lines(page: list[AuditRow], *, actor: Actor) -> list[Line]:
    """The rows in words, as far as this person may know them."""
    rights.READ.demand(actor)
    about = subjects.labels(actor, {row.subject for row in page})
    numbers = {row.actor_id for row in page if row.actor_id}
    accounts = select(_account().model.id, _account().name).where(_account().model.id.in_(numbers))
    people = {row.id: row.name for row in db.session.execute(accounts)}
    open_ids = [row.id for row in page if subjects.sees_values(actor, row.kind)]
    stored = db.session.scalars(select(AuditValue).where(AuditValue.row_id.in_(open_ids)))
    values = {value.row_id: value.values for value in stored}
    return [_line(row, about[row.subject], people, values.get(row.id, {})) for row in page]


def _line(row: AuditRow, subject: Named, people: dict[int, str], values: dict[str, Any]) -> Line:
    author = row.kind == "case" and row.role == Role.MEMBER
    self_made = row.actor_id is None and row.act in ("account.signed_in", "account.joined")
    who = subject.label if self_made else people.get(row.actor_id or 0, "")
    return Line(
        at=row.at,
        who="" if author else who,
        role=str(Role(row.role).label) if row.role in Role.__members__.values() else "",
        act=words.act_label(row.act),
        kind=words.kind_label(row.kind),
        subject=subject,
        reason="" if row.kind == "case" else reference(row.reason),
        values=pairs(row.kind, values),
    )


def seals(*, actor: Actor, limit: int = 10) -> list[AuditSeal] | None:
    """The newest seals, for the supervisor to compare with the copy that went out with the backup; None for others."""
    if rights.READ.demand(actor) is not rights.SEALED:
        return None
    return _newest(limit)


def _newest(limit: int) -> list[AuditSeal]:
    return list(db.session.scalars(select(AuditSeal).order_by(AuditSeal.id.desc()).limit(limit)))


def newest_seal(_actor: Actor) -> AuditSeal | None:
    """The last seal; for homes."""
    return next(iter(_newest(1)), None)
