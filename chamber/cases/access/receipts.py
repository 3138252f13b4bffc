"""Receipt codes: made for the author's own cases in confidence, shown once, kept as a hash."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, ScalarSelect, and_, func, select

from ... import clock
from ...accounts import passwords
from ...errors import TWICE, DomainError
from ...extensions import db, reading
from ...language.phones import phone
from ...language.text import clean
from ...rights import Actor
from .. import rights
from ..models import Case
from ..models_authors import CaseReceipt
from ..words import OPEN_STATES
from .locking import needs_key
from .visibility import visible_to

LOCATOR_DIGITS, SECRET_DIGITS = 6, 10
SHORTEST_ONCE = 20


@dataclass(frozen=True)
class Receipt:
    """What the author photographs or prints."""

    reference: str
    title: str
    submitted_at: datetime
    code: str
    asks_whom: bool
    """Whether the author is asked whom they mean."""


@dataclass(frozen=True)
class Waiting:
    """A case whose author has not yet taken the code."""

    id: int
    reference: str
    title: str
    submitted_at: datetime
    phone: str
    asks_whom: bool


def _entitled(actor: Actor) -> ColumnElement[bool]:
    """Cases that this account submitted itself; what was entered on behalf has no code."""
    own = and_(Case.author_account_id == actor.account_id, Case.entered_by_id.is_(None), Case.locked_at.is_(None))
    return and_(own, needs_key())


def _without() -> ColumnElement[bool]:
    return ~select(CaseReceipt.id).where(CaseReceipt.case_id == Case.id).exists()


def waiting(actor: Actor) -> list[Waiting]:
    """The cases of this person in the acting firm that have no code yet, the newest first."""
    rights.READ.demand(actor, rights.MINE)
    columns = (Case.id, Case.reference, Case.title, Case.submitted_at, Case.author_phone, _asks_whom())
    query = select(*columns).where(_entitled(actor), _without(), visible_to(actor))
    rows = db.session.execute(query.order_by(Case.submitted_at.desc(), Case.id.desc()))
    return [Waiting(*row) for row in rows]


def _asks_whom() -> ColumnElement[bool]:
    return and_(Case.question != "", Case.state.in_(OPEN_STATES))


def number_waiting(actor: Actor) -> ScalarSelect[int]:
    """How many of them there are, for homes."""
    query = select(func.count()).select_from(Case).where(_entitled(actor), _without(), visible_to(actor))
    return query.scalar_subquery()


def make(once: str, number: str, *, actor: Actor) -> list[Receipt]:
    """A code for each case that has none yet; the same ones where the button was pressed twice.

    `once` is the secret of the form that was sent: the codes are made from it, and nobody keeps it here. `number`: by
    which the author may be called if the code is lost; empty leaves the one that was stored with the case.
    """
    rights.READ.demand(actor, rights.MINE)
    if len(once) < SHORTEST_ONCE:
        raise DomainError(_("Please reload this page."))
    reachable = _reachable(number)
    with reading():
        ready = {one.id: passwords.hash_password(_secret(one.id, once)) for one in waiting(actor)}
    query = select(Case).where(Case.id.in_(ready), _entitled(actor)).order_by(Case.id)
    for case in db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).all():
        if db.session.scalar(select(CaseReceipt.id).where(CaseReceipt.case_id == case.id)) is None:
            case.author_phone = reachable or case.author_phone
            row = CaseReceipt(case_id=case.id, locator=_free_locator(), secret_hash=ready[case.id], made_at=clock.now())
            db.session.add(row)
            db.session.flush()
    return _just_made(once, actor)


def _reachable(number: str) -> str:
    try:
        return phone(number) if clean(number) else ""
    except DomainError as error:
        raise DomainError(error.message, field="number") from None


def _just_made(once: str, actor: Actor) -> list[Receipt]:
    """What this very form brought forth: pressed twice, it shows the same once more."""
    query = (
        select(
            Case.id,
            Case.reference,
            Case.title,
            Case.submitted_at,
            CaseReceipt.locator,
            CaseReceipt.secret_hash,
            _asks_whom().label("asks_whom"),
        )
        .join(CaseReceipt, CaseReceipt.case_id == Case.id)
        .where(_entitled(actor), visible_to(actor), CaseReceipt.made_at > clock.now() - TWICE)
        .order_by(Case.submitted_at.desc(), Case.id.desc())
    )
    found = []
    for row in db.session.execute(query).all():
        secret = _secret(row.id, once)
        if passwords.verify(row.secret_hash, secret):
            code = grouped(row.locator + secret)
            found.append(Receipt(row.reference, row.title, row.submitted_at, code, row.asks_whom))
    if not found:
        raise DomainError(_("The codes of your cases were shown already. They are shown once only."))
    return found


def _secret(case_id: int, once: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    number = int.from_bytes(hmac.digest(key, f"receipt {case_id} {once}".encode(), "sha256"))
    return str(number % 10**SECRET_DIGITS).zfill(SECRET_DIGITS)


def _free_locator() -> str:
    while True:
        made = str(secrets.randbelow(10**LOCATOR_DIGITS)).zfill(LOCATOR_DIGITS)
        if db.session.scalar(select(CaseReceipt.id).where(CaseReceipt.locator == made)) is None:
            return made


def grouped(code: str) -> str:
    """Sixteen digits as one reads them out: in fours."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
