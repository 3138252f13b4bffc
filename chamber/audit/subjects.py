"""Names and links of the subjects of log rows, as far as the reader may know them; searching by them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, String, and_, cast, false, func, literal, or_, select

from .. import clock, registry
from ..extensions import db
from ..language.text import fold, like_pattern
from ..rights import Actor
from .models import AuditRow
from .words import kind_label


@dataclass(frozen=True)
class Named:
    """A thing that log rows are about; `path` is empty where the reader has no page of it."""

    label: str
    path: str = ""
    says_kind: bool = False
    """Whether the label is the kind itself, as that of a thing whose name this reader may not know is."""


def sees_values(actor: Actor, kind: str) -> bool:
    """Whether the actor may read what was written before and after."""
    subject = registry.subjects().get(kind)
    return subject is not None and subject.log_shows_values(actor)


def labels(actor: Actor, subjects: Iterable[str]) -> dict[str, Named]:
    """Each subject (`member:3`) in words; one query for each kind among them."""
    found: dict[str, Named] = {}
    by_kind: dict[str, set[str]] = {}
    for text in subjects:
        kind, _colon, key = text.partition(":")
        by_kind.setdefault(kind, set()).add(key)
        found[text] = Named(kind_label(kind), says_kind=True)
    for kind, keys in by_kind.items():
        subject = registry.subjects().get(kind)
        if subject and subject.log_names_it(actor):
            found |= {f"{kind}:{key}": named for key, named in _named(subject, keys, actor).items()}
    return found


def _named(subject: registry.Subject, keys: set[str], actor: Actor) -> dict[str, Named]:
    path = subject.path if subject.page_right is None or subject.page_right.allows(actor) else ""
    if subject.words is not None:
        return {key: Named(label, path and path + key) for key in keys if (label := subject.words(key))}
    if subject.model is None:
        return {}
    ends = subject.model.id if subject.path_key is None else subject.path_key
    numbers = {int(key) for key in keys if key.isdigit() and len(key) < 10}
    rows = select(subject.model.id, subject.name.label("name"), ends.label("ends")).where(subject.model.id.in_(numbers))
    return {str(row.id): Named(row.name, path and f"{path}{row.ends}") for row in db.session.execute(rows)}


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None
    return day if date.min < day < date.max else None


def matching(actor: Actor, query: str) -> ColumnElement[bool]:
    """The rows whose subject fits: `member:3`, a case's reference, a day, or a name that the actor may know."""
    text = fold(query)
    found = [AuditRow.subject == text, AuditRow.subject == f"workday:{text}"]
    if day := _day(text):
        found.append((AuditRow.at >= clock.midnight(day)) & (AuditRow.at < clock.midnight(day + timedelta(days=1))))
    for kind, subject in registry.subjects().items():
        if subject.model is not None and subject.log_names_it(actor):
            wanted = select(literal(f"{kind}:") + cast(subject.model.id, String)).where(name_matches(subject, query))
            found.append(and_(AuditRow.kind == kind, AuditRow.subject.in_(wanted)))
    return or_(false(), *found)


def name_matches(subject: registry.Subject, query: str) -> ColumnElement[bool]:
    """The condition for subjects of this kind whose name contains what somebody typed."""
    if subject.finds is not None:
        return subject.finds(query)
    called: ColumnElement[bool] = func.lower(subject.name).like(like_pattern(query), escape="\\")
    return called
