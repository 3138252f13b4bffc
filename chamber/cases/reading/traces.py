"""What reading a confidential case leaves behind: a row of the log, and from that the list of who has read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, literal, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ... import clock, registry
from ...accounts.models import Account
from ...audit import services as audit
from ...audit.models import AuditRow
from ...audit.signals import logged
from ...extensions import db
from ...language.text import search_key
from ...rights import Actor, Role
from ..access.visibility import wrote
from ..models import Case
from ..models_authors import CaseFinder

READ, FILE_READ, FOUND = "case.read", "case.file_read", "case.found"
SEARCH = "casesearch"
"""The subject of rows of the log about searches, with their day."""
REVEALED = "case.author_revealed"
TRACES = (READ, FILE_READ, FOUND, REVEALED, "case.exported")
"""The acts that make somebody a reader of a case."""


def note_reading(actor: Actor, case: Case, act: str = READ) -> None:
    """Note that somebody other than the author reads a confidential case; once a request, however often it is read."""
    if case.confidential and not (actor.role == Role.MEMBER and wrote(actor, case)):
        _note(actor, act, "case", case.id)


def note_found(actor: Actor, q: str, hits: Iterable[tuple[int, str]]) -> None:
    """Note confidential cases (id, reference) of others that a search found by words which no line of a list shows.

    Of such a case a line shows no searched word but the reference. One row of the log names all of a search.
    """
    words = search_key(q)
    found = [case_id for case_id, reference in hits if words not in search_key(reference)]
    if found:
        _note(actor, FOUND, SEARCH, clock.today().isoformat(), found)


def _note(actor: Actor, act: str, kind: str, key: int | str, numbers: Iterable[int] = ()) -> None:
    # A colleague's name stays out of the log: it would tell whose case it is.
    audit.record_read(act, kind, key, actor=actor, anonymous=actor.role == Role.MEMBER, numbers=numbers)


@logged.connect
def _count_finders(session: Session, written: Sequence[tuple[audit.Entry, int]]) -> None:
    """Keep of each case who found it, so that its page need not look through all searches."""
    rows = [
        {"case_id": number, "account_id": one.actor_id or 0, "role": one.role, "times": 1, "last_at": one.at}
        for one, _position in written
        if one.act == FOUND
        for number in sorted(audit.numbers_of(one))
    ]
    if rows:
        session.execute(_count(session.get_bind().dialect.name), rows)


@cache
def _count(dialect: str) -> Any:
    made = (postgresql if dialect == "postgresql" else sqlite).insert(CaseFinder.__table__)
    again = {"times": CaseFinder.times + 1, "last_at": made.excluded.last_at}
    return made.on_conflict_do_update(index_elements=["case_id", "account_id", "role"], set_=again)


@dataclass
class Reader:
    """Somebody who has read a confidential case, as its author and who runs it see it."""

    name: str
    role: str
    last_at: datetime
    did: dict[str, int] = field(default_factory=dict)
    """How often they did what, in the words of the log."""

    @property
    def times(self) -> int:
        """How often in all."""
        return sum(self.did.values())


def readers(case: Case, *, looking: Actor | None = None) -> list[Reader]:
    """Who has read the case but its author, newest first; the caller has checked that the person may know.

    `looking` has just revealed the author's number, which the log notes only when this request ends.
    """
    newest = func.max(AuditRow.at).label("last")
    log = select(AuditRow.actor_id, AuditRow.role, AuditRow.act, func.count().label("times"), newest)
    log = log.where(AuditRow.subject == f"case:{case.id}", AuditRow.act.in_(TRACES))
    log = log.group_by(AuditRow.actor_id, AuditRow.role, AuditRow.act)
    person, finder = func.nullif(CaseFinder.account_id, 0), CaseFinder
    searches = select(person, finder.role, literal(FOUND), finder.times, finder.last_at)
    every = union_all(log, searches.where(finder.case_id == case.id)).subquery()
    named = select(every, Account.name).outerjoin(Account, Account.id == every.c.actor_id)
    rows = db.session.execute(named.order_by(every.c.last.desc(), every.c.act, every.c.role, every.c.actor_id))
    found: dict[tuple[int | None, str], Reader] = {}
    for account_id, role, act, times, last, name in rows:
        reader = Reader(name or _("a colleague"), Role.label_of(role) or role, last)
        did = found.setdefault((account_id, role), reader).did
        label = str(registry.acts()[act].label)
        did[label] = did.get(label, 0) + times
    if looking is None:
        return list(found.values())
    own = found.pop((looking.account_id, looking.role), None) or Reader(
        looking.name, Role.label_of(looking.role) or looking.role, clock.now()
    )
    own.last_at, label = clock.now(), str(registry.acts()[REVEALED].label)
    own.did[label] = own.did.get(label, 0) + 1
    return [own, *found.values()]
