"""Receipts that the secretariat enters for firms without an account: answers or a confirmation."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock
from ...audit import services as audit
from ...cases.words import Channel
from ...errors import Conflict, DomainError, found
from ...extensions import db
from ...members.models import Member
from ...rights import Actor
from .. import rights
from ..models import Notice, NoticeFirm, NoticeState, Receipt
from ..services import find as find_notice
from . import filling
from .filling import Reply

CHANNELS = {
    channel: channel.label
    for channel in (Channel.PHONE, Channel.WECHAT, Channel.LETTER, Channel.VISIT, Channel.VISIT_TO_FIRM)
}
"""How a firm answers the secretariat."""


@dataclass(frozen=True)
class NoticeToFirm:
    """A notice, a firm that it was sent to, and that firm's receipt."""

    notice: Notice
    name: str
    firm: NoticeFirm


def find(notice_id: int, member_id: int, *, actor: Actor) -> NoticeToFirm:
    """A firm's receipt, read again. NotFound if the notice did not go to it; Forbidden for all but the secretariat."""
    rights.RUN.demand(actor)
    notice = find_notice(notice_id, actor)
    query = (
        select(Member.name, NoticeFirm)
        .join(NoticeFirm, NoticeFirm.member_id == Member.id)
        .where(NoticeFirm.notice_id == notice.id, NoticeFirm.member_id == member_id)
    )
    rows = db.session.execute(query.execution_options(populate_existing=True))
    row = found(rows.first(), _("This notice was not sent to this firm."))
    return NoticeToFirm(notice, row.name, row.NoticeFirm)


def accepts_entry(notice: Notice) -> bool:
    """Whether a receipt can be entered: a confirmation, or the answers to a form, also after its deadline."""
    confirms = notice.receipt == Receipt.CONFIRMED and notice.state == NoticeState.PUBLISHED
    return confirms or filling.takes_late_answers(notice)


def enter(notice_id: int, member_id: int, reply: Reply, channel: str, *, actor: Actor) -> Notice:
    """Enter a firm's receipt that came by `channel` (in `CHANNELS`); nothing changes if repeated.

    DomainError at a wrong field; Conflict if no receipt is wanted (any more), or the firm has answered since
    `reply.version`.
    """
    entry = find(notice_id, member_id, actor=actor)
    if channel not in CHANNELS:
        raise DomainError(_("Please choose from the list."), field="channel")
    if entry.notice.receipt == Receipt.FORM:
        filling.save_reply(entry.notice, member_id, entry.name, reply, channel, actor=actor)
    elif not accepts_entry(entry.notice):
        raise Conflict(_("This notice asks for no confirmation (any more)."))
    elif entry.firm.confirmed_at is None:
        entry.firm.confirmed_at, entry.firm.confirmed_by_id = clock.now(), actor.account_id
        entry.firm.channel = channel
        db.session.flush()
        after = {"member": entry.name, "channel": channel}
        audit.record("notice.confirmed_for", "notice", notice_id, actor=actor, after=after)
    return entry.notice
