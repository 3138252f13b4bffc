"""Opening locked cases again for their author: by the receipt code, or by the supervisor after a call."""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, delete, false, func, select, update

from ... import clock
from ...accounts import passwords
from ...accounts.guard import tries
from ...audit import services as audit
from ...errors import DomainError, NotFound
from ...extensions import NOW, db, reading
from ...language.text import checked_text, fold
from ...members.models import Contact, Member
from ...notifications import services as notifications
from ...registry.homes import waiting_row
from ...rights import Actor, Role
from .. import rights
from ..doing.desk import note
from ..models import Case, CaseColleague, CaseEvent
from ..models_authors import CaseReceipt
from ..rules import clocks
from ..rules.acts import Act, Audience
from ..rules.hand import load
from ..rules.workflow import BY_ACT
from .eligible import is_free_expression
from .locking import brought_by, colleague_code, waits_for_code
from .receipts import LOCATOR_DIGITS, SECRET_DIGITS
from .visibility import denied, is_author, still_sees, visible_to

WHAT = "receipt code"


def open_again(typed: str, *, actor: Actor, address: str) -> tuple[str, bool]:
    """Open the one case that this code belongs to; its reference, and whether the person sees it in the acting firm.

    `TooMany` after some tries. DomainError, with one sentence, for a wrong code and for one that never was.
    """
    rights.READ.demand(actor, rights.MINE)
    digits = re.sub(r"\D", "", fold(typed))
    if len(digits) != LOCATOR_DIGITS + SECRET_DIGITS:
        raise DomainError(_("A receipt code has 16 digits. Please check it."), field="code")
    locator, secret = digits[:LOCATOR_DIGITS], digits[LOCATOR_DIGITS:]
    tries.count_try(WHAT, actor=actor, address=address)
    with reading():
        query = select(Case.id, CaseReceipt.secret_hash).join(CaseReceipt, CaseReceipt.case_id == Case.id)
        found = db.session.execute(query.where(CaseReceipt.locator == locator, _own(actor))).first()
    case_id, known = found or (0, "")
    if not passwords.verify(known, secret):
        if (shared := _open_shared(digits, actor)) is not None:
            tries.forget_tries(WHAT, actor=actor)
            return shared.reference, still_sees(actor, shared)
        raise DomainError(_("This code does not open anything here. Please check it digit by digit."), field="code")
    tries.forget_tries(WHAT, actor=actor)
    case = db.session.get_one(Case, case_id, with_for_update=True, populate_existing=True)
    if case.locked_at is not None:
        _open(case, actor, "code")
    return case.reference, still_sees(actor, case)


def _open_shared(code: str, actor: Actor) -> Case | None:
    """The case that a colleague named this person for, with the code that they passed on."""
    named = (CaseColleague.contact_id.in_(actor.contact_ids), waits_for_code(), ~denied(actor))
    query = select(CaseColleague, Case).join(Case, Case.id == CaseColleague.case_id).where(*named)
    for row, case in db.session.execute(query.with_for_update().execution_options(populate_existing=True)).all():
        if hmac.compare_digest(colleague_code(row), code):
            row.locked_at, row.opened_at, row.account_id = None, clock.now(), actor.account_id
            notifications.give_back(actor.account_id, f"case:{case.id}")
            hand = load(case, actor)
            name = db.session.get_one(Contact, row.contact_id).name
            note(hand, Act.OPEN_AGAIN, text=name, audience=Audience.AUTHOR, logged=False, how="code", colleague=True)
            return case
    return None


def _own(actor: Actor) -> ColumnElement[bool]:
    return brought_by(actor.account_id, actor.contact_ids) & ~denied(actor)


def _open(case: Case, actor: Actor, how: str, reason: str = "") -> None:
    if case.locked_at is not None:
        clocks.resume_for_author(case, case.locked_at)
    case.locked_at = case.code_lost_at = None
    account_id = case.author_account_id or db.session.get_one(Contact, case.author_contact_id).account_id
    if account_id is not None:
        notifications.give_back(account_id, f"case:{case.id}")
    note(load(case, actor), Act.OPEN_AGAIN, text=reason, audience=Audience.AUTHOR, how=how)


def say_lost(*, actor: Actor) -> None:
    """Let the supervisor know that the author has lost a code; does the same where there is nothing to open."""
    rights.READ.demand(actor, rights.MINE)
    mine = update(Case).where(_own(actor), Case.locked_at.is_not(None), Case.code_lost_at.is_(None))
    db.session.execute(mine.values(code_lost_at=clock.now()).execution_options(synchronize_session=False))


@dataclass(frozen=True)
class Happened:
    """That a case was closed to the account, or opened again, as its author reads it."""

    reference: str
    at: datetime
    label: str
    by_link_of: str
    """Who had issued the link, of a closing."""
    by_code: bool


def happened(actor: Actor) -> list[Happened]:
    """What became of the cases that this person sees as their author, the newest first."""
    query = (
        select(Case.reference, CaseEvent.act, CaseEvent.at, CaseEvent.data)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(is_author(actor), visible_to(actor), CaseEvent.act.in_((Act.LOCK, Act.OPEN_AGAIN)))
        .order_by(CaseEvent.at.desc(), CaseEvent.id.desc())
    )
    return [
        Happened(
            row.reference, row.at, str(BY_ACT[row.act].label), row.data.get("by", ""), row.data.get("how") == "code"
        )
        for row in db.session.execute(query)
        if not row.data.get("colleague")
    ]


@dataclass(frozen=True)
class Caller:
    """Somebody who waits for a call: who it is, nothing of what they brought."""

    contact_id: int
    name: str
    firm: str
    asked_at: datetime


def waiting(actor: Actor) -> Select[Any]:
    """One row where somebody waits for a call; for the list that gets empty."""
    return waiting_row(key=0, number=number_of_callers(actor), since=NOW).where(number_of_callers(actor) > 0)


def number_of_callers(actor: Actor) -> ScalarSelect[int]:
    """How many people wait for a call, for homes."""
    # A sum, not the bare column: SQLite would read all cases in the order of their authors to count those few.
    authors = (Case.author_contact_id + 0).distinct()
    return select(func.count(authors)).where(_is_lost(actor)).scalar_subquery()


@dataclass(frozen=True)
class Call:
    """What whoever calls needs: the number, and what the person on the phone should be able to confirm."""

    caller: Caller
    numbers: tuple[str, ...]
    """E.164, as stored with the cases; an empty one where none was known."""
    links: tuple[tuple[str, datetime], ...]
    """Who had made it possible that the account was entered, and when that was."""


def callers(*, actor: Actor) -> list[Caller]:
    """Who says that a code is lost, as far as this person opens cases again; who waits longest first."""
    rights.OPEN_AGAIN.demand(actor)
    query = (
        select(Contact.id, Contact.name, Member.name.label("firm"), func.min(Case.code_lost_at).label("asked_at"))
        .join(Member, Member.id == Contact.member_id)
        .join(Case, Case.author_contact_id == Contact.id)
        .where(_is_lost(actor))
        .group_by(Contact.id, Contact.name, Member.name)
        .order_by("asked_at", Contact.id)
    )
    rows: Iterable[Any] = db.session.execute(query)
    return [Caller(*row) for row in rows]


def call(contact_id: int, *, actor: Actor) -> Call:
    """The number to call, for this act alone: each of the cases keeps who looked. NotFound where nobody waits."""
    caller = next((one for one in callers(actor=actor) if one.contact_id == contact_id), None)
    if caller is None:
        raise NotFound(_("This call is no longer needed."))
    cases = _lost(actor, contact_id)
    for case in cases:
        audit.record("case.number_shown", "case", case.id, actor=actor)
    locks = select(CaseEvent).where(CaseEvent.case_id.in_([case.id for case in cases]), CaseEvent.act == Act.LOCK)
    links = {
        # One link closes several cases, each a moment after the other.
        (str(one.data.get("by", "")), one.at.replace(second=0, microsecond=0))
        for one in db.session.scalars(locks)
        if not one.data.get("colleague")
    }
    numbers = dict.fromkeys(case.author_phone for case in cases)
    return Call(caller, tuple(numbers), tuple(sorted(links, key=lambda one: one[1])))


def open_after_call(contact_id: int, number: str, reason: str, *, actor: Actor) -> None:
    """Open what was stored with this number; the author gets new codes for it. NotFound where nobody waits any more."""
    rights.OPEN_AGAIN.demand(actor)
    why = checked_text(reason, 500, "reason", _("Please say who you spoke to and how you know that it is the author."))
    cases = [case for case in _lost(actor, contact_id, lock=True) if case.author_phone == number]
    if not cases:
        raise NotFound(_("This call is no longer needed."))
    db.session.execute(delete(CaseReceipt).where(CaseReceipt.case_id.in_([case.id for case in cases])))
    for case in cases:
        _open(case, actor, "call", why)


def _is_lost(actor: Actor) -> ColumnElement[bool]:
    """The cases that wait for a call that is this person's to make; nobody calls themselves."""
    waits = and_(Case.code_lost_at.is_not(None), Case.locked_at.is_not(None), ~denied(actor))
    others = and_(waits, Case.author_account_id.is_distinct_from(actor.account_id))
    reach = rights.OPEN_AGAIN.of(actor)
    if reach is rights.WITHOUT_SUPERVISOR:
        return and_(others, ~is_free_expression(Role.SUPERVISOR, but_author=True))
    return others if reach is rights.UNCONCERNED else false()


def _lost(actor: Actor, contact_id: int, *, lock: bool = False) -> list[Case]:
    query = select(Case).where(_is_lost(actor), Case.author_contact_id == contact_id)
    query = query.order_by(Case.code_lost_at, Case.id)
    return list(
        db.session.scalars(query.with_for_update().execution_options(populate_existing=True) if lock else query)
    )
