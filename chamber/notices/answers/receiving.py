"""Opening and confirming a notice as a recipient, for the firm."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from ... import clock
from ...accounts.models import Account
from ...accounts.signals import accounts_merged
from ...audit import services as audit
from ...errors import Conflict
from ...extensions import db
from ...rights import Actor
from .. import rights
from ..models import Notice, NoticeFirm, NoticeRecipient, NoticeState, Receipt
from ..services import find as find_notice


@dataclass(frozen=True)
class OwnReceipt:
    """The reader's own and the firm's receipt for a notice."""

    has_opened: bool
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""
    answer_version: int = 0
    channel: str | None = None
    """How the firm answered, if the secretariat entered it."""


def same_firm() -> ColumnElement[bool]:
    """Join condition between recipients and their firms."""
    return (NoticeRecipient.notice_id == NoticeFirm.notice_id) & (NoticeRecipient.member_id == NoticeFirm.member_id)


@accounts_merged.connect
def bring_along(_sender: object, *, account_id: int, into_id: int) -> None:
    """What an account has received goes on with another one of the same person."""
    other = aliased(NoticeRecipient)
    same = (other.notice_id == NoticeRecipient.notice_id, other.member_id == NoticeRecipient.member_id)
    is_there = exists().where(other.account_id == into_id, *same)
    mine = update(NoticeRecipient).where(NoticeRecipient.account_id == account_id, ~is_there)
    db.session.execute(mine.values(account_id=into_id).execution_options(synchronize_session=False))


def can_receive(actor: Actor) -> bool:
    """Whether this person receives notices for a firm."""
    return rights.RECEIVE.allows(actor)


def receiving_firm(actor: Actor) -> int:
    """The firm that this person receives notices for; Forbidden for others."""
    rights.RECEIVE.demand(actor)
    return actor.member_id or 0


def own_receipt(notice: Notice, actor: Actor) -> OwnReceipt | None:
    """The reader's and the firm's receipt; None for readers who are no recipients."""
    if not can_receive(actor):
        return None
    confirmer, answerer = aliased(Account), aliased(Account)
    row = db.session.execute(
        select(
            NoticeRecipient.opened_at.is_not(None),
            NoticeFirm.confirmed_at,
            func.coalesce(confirmer.name, ""),
            NoticeFirm.answered_at,
            func.coalesce(answerer.name, ""),
            NoticeFirm.answer_version,
            NoticeFirm.channel,
        )
        .select_from(NoticeFirm)
        .outerjoin(NoticeRecipient, same_firm() & (NoticeRecipient.account_id == actor.account_id))
        .outerjoin(confirmer, confirmer.id == NoticeFirm.confirmed_by_id)
        .outerjoin(answerer, answerer.id == NoticeFirm.answered_by_id)
        .where(NoticeFirm.notice_id == notice.id, NoticeFirm.member_id == actor.member_id)
    ).first()
    return OwnReceipt(*row) if row else None


def open_notice(notice_id: int, *, actor: Actor) -> Notice:
    """Mark a notice as opened by this person and its firm; nothing changes if repeated."""
    member_id = receiving_firm(actor)
    notice = find_notice(notice_id, actor)
    mark_opened(notice, member_id, actor)
    return notice


def mark_opened(notice: Notice, member_id: int, actor: Actor) -> None:
    """Mark the notice as opened by this person, and by the firm if it is the first of it."""
    key = {"notice_id": notice.id, "account_id": actor.account_id, "member_id": member_id}
    mine = [getattr(NoticeRecipient, name) == value for name, value in key.items()]
    if db.session.scalar(select(NoticeRecipient.opened_at).where(*mine)) is None:
        # Somebody who joined the firm after publication has no row yet, and may submit twice.
        dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
        opened = dialect.insert(NoticeRecipient.__table__).values(**key, opened_at=clock.now())
        db.session.execute(
            opened.on_conflict_do_update(index_elements=list(key), set_={"opened_at": opened.excluded.opened_at})
        )
    first = _update_firm(notice.id, member_id).where(NoticeFirm.opened_at.is_(None))
    db.session.execute(first.values(opened_at=clock.now(), opened_by_id=actor.account_id))


def _update_firm(notice_id: int, member_id: int) -> Any:
    return update(NoticeFirm).where(NoticeFirm.notice_id == notice_id, NoticeFirm.member_id == member_id)


def confirm(notice_id: int, *, actor: Actor) -> Notice:
    """Confirm a notice for the firm; only the first confirmation counts.

    Conflict if no confirmation is wanted or the notice was withdrawn.
    """
    member_id = receiving_firm(actor)
    notice = find_notice(notice_id, actor)
    if notice.receipt != Receipt.CONFIRMED or notice.state != NoticeState.PUBLISHED:
        raise Conflict(_("This notice asks for no confirmation (any more)."))
    mark_opened(notice, member_id, actor)
    first = _update_firm(notice.id, member_id).where(NoticeFirm.confirmed_at.is_(None))
    changed = first.values(confirmed_at=clock.now(), confirmed_by_id=actor.account_id).returning(NoticeFirm.member_id)
    if db.session.execute(changed).first():
        audit.record("notice.confirmed", "notice", notice.id, actor=actor, after={"member": actor.member_name})
    return notice
