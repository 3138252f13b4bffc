"""What reading a confidential case leaves behind: a row of the log, and from that the list of who has read it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from ... import clock, registry
from ...accounts.models import Account
from ...audit import services as audit
from ...audit.models import AuditRow
from ...extensions import db
from ...language.text import search_key
from ...rights import Actor, Role
from ..access.visibility import wrote
from ..models import Case

READ, FILE_READ, FOUND = "case.read", "case.file_read", "case.found"
REVEALED = "case.author_revealed"
TRACES = (READ, FILE_READ, FOUND, REVEALED, "case.exported")
"""The acts that make somebody a reader of a case."""


def note_reading(actor: Actor, case: Case, act: str = READ) -> None:
    """Note that somebody other than the author reads a confidential case; once a request, however often it is read."""
    if case.confidential and not (actor.role == Role.MEMBER and wrote(actor, case)):
        _note(actor, case.id, act)


def note_found(actor: Actor, q: str, hits: Iterable[tuple[int, str]]) -> None:
    """Note confidential cases (id, reference) of others that a search found by words which no line of a list shows.

    Of such a case a line shows no searched word but the reference.
    """
    words = search_key(q)
    for case_id, reference in hits:
        if words not in search_key(reference):
            _note(actor, case_id, FOUND)


def _note(actor: Actor, case_id: int, act: str) -> None:
    # A colleague's name stays out of the log: it would tell whose case it is.
    audit.record_read(act, "case", case_id, actor=actor, anonymous=actor.role == Role.MEMBER)


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
    newest = func.max(AuditRow.position)
    rows = db.session.execute(
        select(AuditRow.actor_id, AuditRow.role, Account.name, AuditRow.act, func.count(), func.max(AuditRow.at))
        .outerjoin(Account, Account.id == AuditRow.actor_id)
        .where(AuditRow.subject == f"case:{case.id}", AuditRow.act.in_(TRACES))
        .group_by(AuditRow.actor_id, AuditRow.role, Account.name, AuditRow.act)
        .order_by(newest.desc())
    )
    found: dict[tuple[int | None, str], Reader] = {}
    for account_id, role, name, act, times, last in rows:
        reader = Reader(name or _("a colleague"), Role.label_of(role) or role, last)
        found.setdefault((account_id, role), reader).did[str(registry.acts()[act].label)] = times
    if looking is None:
        return list(found.values())
    own = found.pop((looking.account_id, looking.role), None) or Reader(
        looking.name, Role.label_of(looking.role) or looking.role, clock.now()
    )
    own.last_at, label = clock.now(), str(registry.acts()[REVEALED].label)
    own.did[label] = own.did.get(label, 0) + 1
    return [own, *found.values()]
