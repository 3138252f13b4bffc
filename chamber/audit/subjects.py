"""What log rows are about, in words, as far as the reader may know it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, String, and_, cast, false, func, literal, or_, select

from .. import clock
from ..accounts import rights as account_rights
from ..accounts.models import Account
from ..cases.models import Case
from ..cases.words import LIMIT_LABELS, LIST_LABELS
from ..directory.models import Department
from ..events import rights as event_rights
from ..events.models import Event
from ..extensions import db
from ..members import rights as member_rights
from ..members.models import Contact, Member, Term
from ..notices import rights as notice_rights
from ..notices.models import Notice
from ..notifications import rights as notification_rights
from ..notifications.models import Bot
from ..rights import ALL, Actor
from ..text import clean, fold, like_pattern
from .models import AuditRow
from .words import kind_label

_WORDS: dict[str, Mapping[str, object]] = {"caselimit": LIMIT_LABELS, "caselist": LIST_LABELS}
"""Kinds whose things have a word instead of a number."""
MASKED = (ALL, member_rights.MASKED)


@dataclass(frozen=True)
class Subject:
    """A thing that log rows are about; `path` is empty where the reader has no page of it."""

    label: str
    path: str = ""
    says_kind: bool = False
    """Whether the label names the kind itself, as that of a thing known by its number only does."""


def knows(actor: Actor, kind: str) -> bool:
    """Whether the actor may know which thing of this kind it is (of cases: which rows, `visible_to` has decided)."""
    reads_members = member_rights.READ.of(actor) in MASKED
    return {
        "member": reads_members,
        "contact": reads_members,
        "event": event_rights.READ.of(actor) is ALL,
        "notice": notice_rights.READ.of(actor) is ALL,
    }.get(kind, True)


def sees_values(actor: Actor, kind: str) -> bool:
    """Whether the actor may read what was written before and after; of cases nobody, of unknown kinds nobody."""
    reads_all = member_rights.READ.of(actor) is ALL
    return {
        "account": account_rights.ADMINISTER.allows(actor),
        "bot": True,
        "contact": reads_all,
        "directory": True,
        "event": event_rights.READ.of(actor) is ALL,
        "import": reads_all,
        "member": reads_all,
        "notice": notice_rights.READ.of(actor) is ALL,
        "term": True,
        "workday": True,
    }.get(kind, False)


def labels(actor: Actor, subjects: Iterable[str]) -> dict[str, Subject]:
    """Each subject (`member:3`) in words; one query for each kind among them."""
    found: dict[str, Subject] = {}
    by_kind: dict[str, set[str]] = {}
    for subject in subjects:
        kind, _colon, number = subject.partition(":")
        by_kind.setdefault(kind, set()).add(number)
        found[subject] = Subject(_plain(kind, number), says_kind=True)
    for kind, numbers in by_kind.items():
        look_up = _LOOK_UPS.get(kind)
        if look_up and knows(actor, kind):
            known = look_up({int(number) for number in numbers if number.isdigit() and len(number) < 10})
            found |= {f"{kind}:{number}": _reachable(actor, kind, subject) for number, subject in known.items()}
        elif kind == "workday":
            path = "/admin/calendar/" if account_rights.ADMINISTER.allows(actor) else ""
            found |= {f"workday:{day}": Subject(day, path and path + day) for day in numbers}
        elif kind in _WORDS:
            known_words = _WORDS[kind]
            found |= {f"{kind}:{key}": Subject(str(known_words[key])) for key in numbers if key in known_words}
    return found


def _plain(kind: str, number: str) -> str:
    if not number.isdigit():
        return kind_label(kind)
    return _("%(kind)s no. %(number)s", kind=kind_label(kind), number=number)


def _reachable(actor: Actor, kind: str, subject: Subject) -> Subject:
    needed = {"account": account_rights.ADMINISTER, "bot": notification_rights.RUN_BOTS}.get(kind)
    closed = needed is not None and not needed.allows(actor)
    return Subject(subject.label) if closed else subject


def _accounts(numbers: set[int]) -> dict[int, Subject]:
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(numbers)))
    return {row.id: Subject(row.name, f"/admin/accounts/{row.id}") for row in rows}


def _bots(numbers: set[int]) -> dict[int, Subject]:
    rows = db.session.execute(select(Bot.id, Bot.name).where(Bot.id.in_(numbers)))
    return {row.id: Subject(row.name, "/notifications/bots/") for row in rows}


def _cases(numbers: set[int]) -> dict[int, Subject]:
    rows = db.session.execute(select(Case.id, Case.reference).where(Case.id.in_(numbers)))
    return {row.id: Subject(row.reference, f"/cases/{row.reference}") for row in rows}


def _contacts(numbers: set[int]) -> dict[int, Subject]:
    query = (
        select(Contact.id, Contact.name, Contact.member_id, Member.name.label("firm"))
        .join(Member, Member.id == Contact.member_id)
        .where(Contact.id.in_(numbers))
    )
    rows = db.session.execute(query)
    return {row.id: Subject(f"{row.name} · {row.firm}", f"/members/{row.member_id}") for row in rows}


def _departments(numbers: set[int]) -> dict[int, Subject]:
    rows = db.session.execute(select(Department.id, Department.name).where(Department.id.in_(numbers)))
    return {row.id: Subject(row.name, f"/directory/{row.id}") for row in rows}


def _events(numbers: set[int]) -> dict[int, Subject]:
    rows = db.session.execute(select(Event.id, Event.title).where(Event.id.in_(numbers)))
    return {row.id: Subject(row.title, f"/events/{row.id}") for row in rows}


def _members(numbers: set[int]) -> dict[int, Subject]:
    rows = db.session.execute(select(Member.id, Member.name).where(Member.id.in_(numbers)))
    return {row.id: Subject(row.name, f"/members/{row.id}") for row in rows}


def _notices(numbers: set[int]) -> dict[int, Subject]:
    rows = db.session.execute(select(Notice.id, Notice.title).where(Notice.id.in_(numbers)))
    return {row.id: Subject(row.title, f"/notices/{row.id}") for row in rows}


def _terms(numbers: set[int]) -> dict[int, Subject]:
    rows = db.session.execute(select(Term.id, Term.name).where(Term.id.in_(numbers)))
    return {row.id: Subject(row.name) for row in rows}


_LOOK_UPS: dict[str, Callable[[set[int]], dict[int, Subject]]] = {
    "account": _accounts,
    "bot": _bots,
    "case": _cases,
    "contact": _contacts,
    "directory": _departments,
    "event": _events,
    "member": _members,
    "notice": _notices,
    "term": _terms,
}


def midnight(day: date) -> datetime:
    """When a day begins in Shanghai, in UTC."""
    return datetime.combine(day, time(), clock.LOCAL).astimezone(UTC)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None
    return day if date.min < day < date.max else None


def matching(actor: Actor, query: str) -> ColumnElement[bool]:
    """The rows whose subject fits: `member:3`, a case's reference, a day, or a name that the actor may know."""
    text = fold(query)
    pattern = like_pattern(query)
    members = select(Member.id).where(Member.search_directory.like(pattern, escape="\\"))
    names = {
        "account": select(Account.id).where(
            or_(func.lower(Account.name).like(pattern, escape="\\"), Account.username.like(pattern, escape="\\"))
        ),
        "bot": select(Bot.id).where(func.lower(Bot.name).like(pattern, escape="\\")),
        "case": select(Case.id).where(Case.reference == clean(query).upper()),
        "contact": select(Contact.id).where(
            or_(func.lower(Contact.name).like(pattern, escape="\\"), Contact.member_id.in_(members))
        ),
        "directory": select(Department.id).where(func.lower(Department.name).like(pattern, escape="\\")),
        "event": select(Event.id).where(func.lower(Event.title).like(pattern, escape="\\")),
        "member": members,
        "notice": select(Notice.id).where(func.lower(Notice.title).like(pattern, escape="\\")),
    }
    found = [AuditRow.subject == text, AuditRow.subject == f"workday:{text}"]
    if day := _day(text):
        found.append((AuditRow.at >= midnight(day)) & (AuditRow.at < midnight(day + timedelta(days=1))))
    for kind, numbers in names.items():
        if knows(actor, kind):
            column = numbers.selected_columns[0]
            wanted = numbers.with_only_columns(literal(f"{kind}:") + cast(column, String))
            found.append(and_(AuditRow.kind == kind, AuditRow.subject.in_(wanted)))
    return or_(false(), *found)
