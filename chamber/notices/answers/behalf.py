"""The secretariat enters what a firm without an account has told it: its answers to a form, or its confirmation."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock
from ...audit import services as audit
from ...cases.words import Channel
from ...errors import Conflict, DomainError, NotFound
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
"""How a firm tells the secretariat."""


@dataclass(frozen=True)
class Told:
    """A notice, one of the firms that it went to, and that firm's receipt."""

    notice: Notice
    name: str
    firm: NoticeFirm


def find(notice_id: int, member_id: int, *, actor: Actor) -> Told:
    """The receipt of one firm, read anew; NotFound where the notice did not go to it, Forbidden to all but the
    secretariat.
    """
    rights.RUN.demand(actor)
    notice = find_notice(notice_id, actor)
    query = (
        select(Member.name, NoticeFirm)
        .join(NoticeFirm, NoticeFirm.member_id == Member.id)
        .where(NoticeFirm.notice_id == notice.id, NoticeFirm.member_id == member_id)
    )
    row = db.session.execute(query.execution_options(populate_existing=True)).first()
    if row is None:
        raise NotFound(_("This notice did not go to this firm."))
    return Told(notice, row.name, row.NoticeFirm)


def takes(notice: Notice) -> bool:
    """Whether there is a receipt to be entered: a confirmation, or answers while the form is open."""
    confirms = notice.receipt == Receipt.CONFIRMED and notice.state == NoticeState.PUBLISHED
    return confirms or filling.is_open(notice)


def enter(notice_id: int, member_id: int, reply: Reply, channel: str, *, actor: Actor) -> Notice:
    """Keep the receipt of a firm as it was told by `channel`, one of `CHANNELS`; the same again changes nothing.

    DomainError at the field that is wrong; Conflict where no such receipt is wanted (any more), or the firm has
    answered since the form was filled from `reply.version`.
    """
    told = find(notice_id, member_id, actor=actor)
    if channel not in CHANNELS:
        raise DomainError(_("Please choose from the list."), field="channel")
    if told.notice.receipt == Receipt.FORM:
        filling.take_reply(told.notice, member_id, told.name, reply, channel, actor=actor)
    elif not takes(told.notice):
        raise Conflict(_("This notice asks for no confirmation (any more)."))
    elif told.firm.confirmed_at is None:
        told.firm.confirmed_at, told.firm.confirmed_by_id = clock.now(), actor.account_id
        told.firm.channel = channel
        db.session.flush()
        after = {"member": told.name, "channel": channel}
        audit.record("notice.confirmed_for", "notice", notice_id, actor=actor, after=after)
    return told.notice
