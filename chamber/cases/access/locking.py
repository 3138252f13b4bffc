"""Locking what an account brought in confidence, when somebody else may have come into that account.

Whoever issues a sign-in link can use it. So the cases of before stay closed to the account until somebody shows the
receipt code, which only the author was given, or the supervisor has called the author (`opening`).
"""

import hmac
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, and_, exists, or_, select, update

from ... import clock
from ...accounts.acting import ActingAs, actor_for
from ...accounts.models import Account, Invitation
from ...accounts.signals import access_passed, accounts_merged
from ...audit.models import AuditRow
from ...errors import DomainError
from ...extensions import db
from ...members.models import Contact
from ...notifications import services as notifications
from ...rights import Actor, Role
from ..doing.desk import note
from ..models import Case, CaseColleague, CaseRecusal
from ..models_authors import CaseSuccession
from ..rules.acts import Act, Audience
from ..rules.hand import load
from .visibility import denied, is_kept_from_others, visible_to

CODE_DIGITS = 16


@cache
def needs_key() -> ColumnElement[bool]:
    """`visibility.is_kept_from_others` as SQL."""
    return or_(Case.confidential, Case.supervisor_runs, Case.open_since.is_not(None))


def brought_by(account_id: int | None, contact_ids: Sequence[int] | frozenset[int]) -> ColumnElement[bool]:
    """Whose author an account is, locked or not; without an account those that were entered for a contact alone."""
    for_contact = and_(Case.author_account_id.is_(None), Case.author_contact_id.in_(contact_ids))
    return for_contact if account_id is None else or_(Case.author_account_id == account_id, for_contact)


def came_by_link(contact: Contact) -> bool:
    """Whether somebody else gave this contact the account: by a link, or as administrator; or has yet to."""
    used = exists().where(_links_of(contact), Invitation.used_at.is_not(None))
    linked = exists().where(AuditRow.subject == f"account:{contact.account_id}", AuditRow.act == "account.linked")
    return contact.account_id is None or bool(db.session.scalar(select(or_(used, linked))))


def _links_of(contact: Contact) -> ColumnElement[bool]:
    return or_(Invitation.contact_id == contact.id, Invitation.account_id == (contact.account_id or 0))


def colleague_code(row: CaseColleague) -> str:
    """The code by which a named colleague opens a case; whoever named them passes it on, outside the program.

    A sentence "make sure that it is your colleague who uses this account" would rest on the author's care alone: the
    secretariat writes the roster, issues the links, and the account looks like any other. What only the author and the
    colleague have said to each other is no part of that. Nothing is stored: it is made of this server's key.
    """
    key, since = str(current_app.config["SECRET_KEY"]).encode(), int(row.named_at.timestamp())
    number = int.from_bytes(hmac.digest(key, f"colleague {row.case_id} {row.contact_id} {since}".encode(), "sha256"))
    return str(number % 10**CODE_DIGITS).zfill(CODE_DIGITS)


def waits_for_code() -> ColumnElement[bool]:
    """Whether a named colleague has yet to open it: nothing else has closed it to them since they were named."""
    return CaseColleague.locked_at == CaseColleague.named_at


@access_passed.connect
def lock(
    _sender: object, *, account_id: int | None, contact_ids: Sequence[int], by_id: int | None, is_first: bool
) -> None:
    """Close to an account, or to whoever has these contacts, what was brought or shared in confidence so far.

    With it goes what is kept from whoever made the link in the secretariat; at a first joining nothing that they read.
    What was locked before is locked anew: a call that the author asked for meanwhile may reach somebody else's screen.
    """
    by = db.session.scalar(select(Account.name).where(Account.id == by_id)) if by_id else None
    which, office = needs_key(), _in_office(by_id)
    if office is not None:
        which = or_(which, denied(office))
        which = and_(which, ~visible_to(office)) if is_first else which
    # What was passed on while they were away does not come back to whoever may sit in the account now.
    passed = update(CaseSuccession).where(CaseSuccession.account_id == (account_id or 0)).values(was_locked=True)
    db.session.execute(passed.execution_options(synchronize_session=False))
    own = _lock_own(account_id, contact_ids, by or "", which)
    shared = _lock_shared(contact_ids, by or "", which)
    if account_id is not None:
        notifications.withdraw(account_id, [f"case:{case_id}" for case_id in (*own, *shared)])


@accounts_merged.connect
def bring_along(_sender: object, *, account_id: int, into_id: int) -> None:
    """What an account brought goes on with another one of the same person, locked where it was; so does denial."""
    for table, column in ((Case, "author_account_id"), (CaseSuccession, "account_id"), (CaseColleague, "account_id")):
        mine = update(table).where(getattr(table, column) == account_id).values({column: into_id})
        db.session.execute(mine.execution_options(synchronize_session=False))
    known = select(CaseRecusal.case_id).where(CaseRecusal.account_id == into_id)
    refused = select(CaseRecusal).where(CaseRecusal.account_id == account_id, CaseRecusal.case_id.not_in(known))
    for row in db.session.scalars(refused).all():
        again = CaseRecusal(case_id=row.case_id, account_id=into_id, reason=row.reason, by_id=row.by_id, at=row.at)
        db.session.add(again)


def _in_office(account_id: int | None) -> Actor | None:
    try:
        return actor_for(account_id, ActingAs(Role.SECRETARIAT, "")) if account_id else None
    except DomainError:
        return None


def _lock_own(account_id: int | None, contact_ids: Sequence[int], by: str, which: ColumnElement[bool]) -> list[int]:
    query = select(Case).where(brought_by(account_id, contact_ids), which).order_by(Case.id)
    cases = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()
    for case in cases:
        case.locked_at, case.code_lost_at = clock.now(), None
        # The log says already who joined by which link, at this very second: a row here would say whose case it is.
        note(load(case, None), Act.LOCK, logged=False, by=by)
    return [case.id for case in cases]


def _lock_shared(contact_ids: Sequence[int], by: str, which: ColumnElement[bool]) -> list[int]:
    rows = db.session.execute(
        select(CaseColleague, Case, Contact.name)
        .join(Case, Case.id == CaseColleague.case_id)
        .join(Contact, Contact.id == CaseColleague.contact_id)
        .where(CaseColleague.contact_id.in_(contact_ids), CaseColleague.locked_at.is_(None), which)
        .order_by(Case.id)
    ).all()
    for colleague, case, name in rows:
        colleague.locked_at = clock.now()
        note(load(case, None), Act.LOCK, text=name, audience=Audience.AUTHOR, logged=False, by=by, colleague=True)
    return [case.id for _colleague, case, _name in rows]


def close_to_office(case: Case, *, by_author: bool) -> None:
    """Close a case that somebody of the secretariat has just lost sight of, or that others have, to their other ways.

    A colleague who was let in before needs the code from now on, but for those who opened it by one that the author
    passed on. An author does into whose account a link of somebody led who is kept out, unless it is the author who
    says whom it is about.
    """
    db.session.flush()
    query = select(CaseColleague).where(CaseColleague.case_id == case.id, CaseColleague.locked_at.is_(None))
    for row in db.session.scalars(query.order_by(CaseColleague.contact_id)).all():
        contact, shown = db.session.get_one(Contact, row.contact_id), row.by_author and row.opened_at is not None
        kept_out = is_kept_from_others(case) and came_by_link(contact)
        if not shown and (kept_out or _led_in(case, contact)):
            row.named_at = row.locked_at = clock.now()
            _close(case, contact.account_id, text=contact.name, audience=Audience.AUTHOR, colleague=True)
    author = db.session.get_one(Contact, case.author_contact_id)
    since = case.submitted_at if case.entered_by_id is None else None
    if not by_author and case.locked_at is None and (by := _led_in(case, author, since)):
        case.locked_at, case.code_lost_at = clock.now(), None
        _close(case, case.author_account_id or author.account_id, by=by)


def _close(case: Case, account_id: int | None, **said: Any) -> None:
    note(load(case, None), Act.LOCK, logged=False, **said)
    if account_id is not None:
        notifications.withdraw(account_id, [f"case:{case.id}"])


def _led_in(case: Case, contact: Contact, since: datetime | None = None) -> str:
    """Who of the secretariat must not read the case and made a link by which the contact was entered since then."""
    used = Invitation.used_at.is_not(None) if since is None else Invitation.used_at >= since
    query = select(Account.id, Account.name).join(Invitation, Invitation.issued_by_id == Account.id)
    for account_id, name in db.session.execute(query.where(_links_of(contact), used).distinct()).all():
        office = _in_office(account_id)
        if office is not None and db.session.scalar(select(Case.id).where(Case.id == case.id, denied(office))):
            return str(name)
    return ""
