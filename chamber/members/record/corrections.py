"""What a firm says is wrong on its page, until the secretariat has looked after it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from ... import clock
from ...accounts.models import Account, AccountRole
from ...audit import services as audit
from ...errors import Conflict, NotFound
from ...extensions import db, find_one
from ...language.text import checked_text
from ...registry.homes import waiting_row
from ...rights import Actor, Role
from .. import rights
from ..models import Correction, Member
from ..services import find as find_member
from . import indexed

MAX_LENGTH, MAX_ANSWER = 1000, 500
DOUBLE_CLICK_WINDOW = timedelta(minutes=10)
"""The same words by the same person within this time are a button pressed twice."""


@dataclass(frozen=True)
class SeenCorrection:
    """What somebody of a firm said, and what became of it; `done_at` is empty while the secretariat has it."""

    id: int
    member_id: int
    member: str
    text: str
    at: datetime
    by: str
    done_at: datetime | None
    done_by: str
    answer: str


def whom_to_ask() -> list[str]:
    """The names of the people of the secretariat."""
    query = (
        select(Account.name)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role == Role.SECRETARIAT, Account.disabled_at.is_(None))
    )
    return list(db.session.scalars(query.order_by(Account.id)))


def ask(member_id: int, text: str, *, actor: Actor) -> Correction:
    """Say what is wrong on the own firm's page. DomainError where nothing is said, NotFound for another firm."""
    rights.CORRECT.demand(actor)
    if member_id != actor.member_id:
        raise NotFound(_("Member not found."))
    member = find_member(member_id, actor, lock=True)
    text = checked_text(text, MAX_LENGTH, "text", _("Please write what is wrong, and how it should be."), lines=True)
    last = db.session.scalars(
        select(Correction).where(Correction.member_id == member.id).order_by(Correction.id.desc()).limit(1)
    ).first()
    if last and (last.text, last.by_id) == (text, actor.account_id) and last.at > clock.now() - DOUBLE_CLICK_WINDOW:
        return last
    row = Correction(member_id=member.id, text=text, at=clock.now(), by_id=actor.account_id)
    db.session.add(row)
    db.session.flush()
    indexed.put([member.id])
    audit.record("correction.asked", "correction", row.id, actor=actor)
    return row


def find(correction_id: int, *, actor: Actor, lock: bool = False) -> Correction:
    """One of them, for the secretariat; NotFound if there is none."""
    rights.EDIT.demand(actor)
    return find_one(select(Correction).where(Correction.id == correction_id), _("Not found."), lock=lock)


def settle(correction_id: int, answer: str, *, actor: Actor) -> Correction:
    """Note that this was looked after, with a word for the firm where one is needed. Conflict if it was already."""
    row = find(correction_id, actor=actor, lock=True)
    if row.done_at is not None:
        raise Conflict(_("Someone has already dealt with this."))
    row.answer = checked_text(answer, MAX_ANSWER, "answer", lines=True)
    row.done_at, row.done_by_id = clock.now(), actor.account_id
    db.session.flush()
    indexed.put([row.member_id])
    audit.record("correction.settled", "correction", row.id, actor=actor)
    return row


def of_firm(member_id: int, *, actor: Actor) -> list[SeenCorrection]:
    """What this firm said about its page, the newest first, for the firm itself and the secretariat; else nothing."""
    is_own = rights.CORRECT.allows(actor) and actor.member_id == member_id
    if not (is_own or rights.EDIT.allows(actor)):
        return []
    query = _rows().where(Correction.member_id == member_id)
    return _seen(query.order_by(Correction.done_at.is_not(None), Correction.id.desc()).limit(indexed.SHOWN))


def open_ones(*, actor: Actor) -> list[SeenCorrection]:
    """What the secretariat has not looked after yet, the longest waiting first."""
    rights.EDIT.demand(actor)
    return _seen(_rows().where(Correction.done_at.is_(None)).order_by(Correction.id).limit(100))


def waiting(_actor: Actor) -> Select[Any]:
    """What the secretariat has not looked after yet; for the list that gets empty."""
    row = waiting_row(key=Member.id, title=Member.name, who=func.substr(Correction.text, 1, 120), since=Correction.at)
    return row.join_from(Correction, Member, Member.id == Correction.member_id).where(Correction.done_at.is_(None))


def _rows() -> Select[Correction, str, str, str]:
    asker, settler = aliased(Account), aliased(Account)
    return (
        select(Correction, Member.name, asker.name, settler.name)
        .join(Member, Member.id == Correction.member_id)
        .join(asker, asker.id == Correction.by_id)
        .outerjoin(settler, settler.id == Correction.done_by_id)
    )


def _seen(query: Select[Correction, str, str, str]) -> list[SeenCorrection]:
    return [
        SeenCorrection(row.id, row.member_id, member, row.text, row.at, by, row.done_at, done_by or "", row.answer)
        for row, member, by, done_by in db.session.execute(query)
    ]
