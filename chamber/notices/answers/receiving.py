"""What a person of a firm does with a notice: open it and confirm it, for the firm too."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from ... import clock
from ...accounts.models import Account
from ...audit import services as audit
from ...errors import Conflict
from ...extensions import db
from ...rights import Actor
from .. import rights
from ..models import Notice, NoticeFirm, NoticeRecipient, NoticeState, Receipt
from ..services import find as find_notice


@dataclass(frozen=True)
class Own:
    """How the reader and the firm acted for stand with a notice."""

    has_opened: bool
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""
    answer_version: int = 0
    channel: str | None = None
    """How the firm told the secretariat, where that has entered this."""


def same_firm() -> ColumnElement[bool]:
    """The condition that joins the people of a notice to their firms."""
    return (NoticeRecipient.notice_id == NoticeFirm.notice_id) & (NoticeRecipient.member_id == NoticeFirm.member_id)


def can_receive(actor: Actor) -> bool:
    """Whether this person gets notices for a firm."""
    return rights.RECEIVE.allows(actor)


def receiving_firm(actor: Actor) -> int:
    """The firm that this person gets notices for; Forbidden to whoever gets none."""
    rights.RECEIVE.demand(actor)
    return actor.member_id or 0


def own(notice: Notice, actor: Actor) -> Own | None:
    """How the reader's own firm stands; None for who reads without receiving."""
    if not can_receive(actor):
        return None
    confirmer, answerer = aliased(Account), aliased(Account)
    row = db.session.execute(
        select(
            NoticeRecipient.opened_at, NoticeFirm, confirmer.name.label("confirmer"), answerer.name.label("answerer")
        )
        .select_from(NoticeFirm)
        .outerjoin(NoticeRecipient, same_firm() & (NoticeRecipient.account_id == actor.account_id))
        .outerjoin(confirmer, confirmer.id == NoticeFirm.confirmed_by_id)
        .outerjoin(answerer, answerer.id == NoticeFirm.answered_by_id)
        .where(NoticeFirm.notice_id == notice.id, NoticeFirm.member_id == actor.member_id)
    ).first()
    if row is None:
        return None
    firm = row.NoticeFirm
    return Own(
        row.opened_at is not None,
        firm.confirmed_at,
        row.confirmer or "",
        firm.answered_at,
        row.answerer or "",
        firm.answer_version,
        firm.channel,
    )


def open_notice(notice_id: int, *, actor: Actor) -> Notice:
    """Note that the reader has opened a notice, for the person and its firm; harmless when repeated."""
    member_id = receiving_firm(actor)
    notice = find_notice(notice_id, actor)
    note_opened(notice, member_id, actor)
    return notice


def note_opened(notice: Notice, member_id: int, actor: Actor) -> None:
    """Count the notice as read by this person, and by the firm where nobody else of it has opened it."""
    key = {"notice_id": notice.id, "account_id": actor.account_id, "member_id": member_id}
    mine = [getattr(NoticeRecipient, name) == value for name, value in key.items()]
    if db.session.scalar(select(NoticeRecipient.opened_at).where(*mine)) is None:
        # Who came to the firm after publication has no row yet, and may press twice.
        dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
        opened = dialect.insert(NoticeRecipient.__table__).values(**key, opened_at=clock.now())
        db.session.execute(
            opened.on_conflict_do_update(index_elements=list(key), set_={"opened_at": opened.excluded.opened_at})
        )
    first = _firm(notice.id, member_id).where(NoticeFirm.opened_at.is_(None))
    db.session.execute(first.values(opened_at=clock.now(), opened_by_id=actor.account_id))


def _firm(notice_id: int, member_id: int) -> Any:
    return update(NoticeFirm).where(NoticeFirm.notice_id == notice_id, NoticeFirm.member_id == member_id)


def confirm(notice_id: int, *, actor: Actor) -> Notice:
    """Confirm a notice for the firm; the first of its people who does so counts, whoever repeats it changes nothing.

    Conflict where no confirmation is wanted or the notice was withdrawn.
    """
    member_id = receiving_firm(actor)
    notice = find_notice(notice_id, actor)
    if notice.receipt != Receipt.CONFIRMED or notice.state != NoticeState.PUBLISHED:
        raise Conflict(_("This notice asks for no confirmation (any more)."))
    note_opened(notice, member_id, actor)
    first = _firm(notice.id, member_id).where(NoticeFirm.confirmed_at.is_(None))
    changed = first.values(confirmed_at=clock.now(), confirmed_by_id=actor.account_id).returning(NoticeFirm.member_id)
    if db.session.execute(changed).first():
        audit.record("notice.confirmed", "notice", notice.id, actor=actor, after={"member": actor.member_name})
    return notice
