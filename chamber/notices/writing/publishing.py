"""Publish a notice (at once or scheduled), correct, withdraw, and share it by a public link."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, insert, literal, select

from ... import clock
from ...audit import services as audit
from ...errors import Conflict, DomainError
from ...extensions import NOW, db
from ...files.holding import Held
from ...files.services import PreparedFile
from ...language.text import checked_text, clean
from ...rights import Actor
from .. import services
from ..answers import receipts
from ..indexed import put
from ..models import EVER_PUBLISHED, Notice, NoticeFirm, NoticeKind, NoticeRecipient, NoticeState, NoticeVersion
from ..services import assign, attach, lock, lock_version, move, require_time_to_answer, require_unpublished
from . import audience as audiences
from .audience import Reach
from .details import LATEST, MAX_NOTE_LENGTH, Correction, snapshot, validated_deadline, validated_texts


def reach(notice: Notice) -> Reach:
    """Whom it reaches: before publication by the roster now, afterwards the firms of then, with who joined them."""
    return audiences.reach(notice.audience) if notice.state in services.UNPUBLISHED else _published_reach(notice)


def _published_reach(notice: Notice) -> Reach:
    people = receipts.everybody(notice).subquery()
    firms, persons, reachable = db.session.execute(
        select(
            select(func.count()).where(NoticeFirm.notice_id == notice.id).scalar_subquery(),
            select(func.count(people.c.account_id.distinct())).scalar_subquery(),
            select(func.count(people.c.member_id.distinct())).scalar_subquery(),
        )
    ).one()
    return Reach(firms, persons, firms - reachable)


def publish(notice_id: int, *, actor: Actor) -> Notice:
    """Publish a notice; its recipients are fixed now. Nothing changes if repeated.

    Conflict if withdrawn, DomainError if it would reach nobody or its deadline has passed.
    """
    notice = lock(notice_id, actor)
    if notice.state == NoticeState.PUBLISHED:
        return notice
    require_unpublished(notice, _("This notice was withdrawn; please write a new one."))
    _publish_now(notice, actor)
    return notice


def _publish_now(notice: Notice, actor: Actor | None) -> None:
    require_time_to_answer(notice, clock.now())
    firms, people = audiences.firms(notice.audience), audiences.people(notice.audience)
    db.session.execute(
        insert(NoticeFirm).from_select(
            ["notice_id", "member_id"], firms.with_only_columns(literal(notice.id), *firms.selected_columns)
        )
    )
    db.session.execute(
        insert(NoticeRecipient).from_select(
            ["notice_id", "account_id", "member_id"],
            people.with_only_columns(literal(notice.id), *people.selected_columns),
        )
    )
    reached = _published_reach(notice)
    if reached.firms == 0:
        raise DomainError(_("No firm would receive this notice. Please choose who it is for."))
    notice.published_at = clock.now()
    notice.versions.append(_version(notice, 1, "", actor))
    act = "notice.published_urgently" if notice.kind == NoticeKind.URGENT else "notice.published"
    after = {"firms": reached.firms, "people": reached.people}
    move(notice, act, actor=actor, reason=notice.urgent_reason, after=after)


def _version(notice: Notice, number: int, note: str, actor: Actor | None) -> NoticeVersion:
    return NoticeVersion(
        number=number,
        title=notice.title,
        body=notice.body,
        note=note,
        at=clock.now(),
        by_id=actor.account_id if actor else notice.created_by_id,
    )


def schedule(notice_id: int, at: datetime, *, actor: Actor) -> Notice:
    """Schedule (or reschedule) the publication at `at` (aware); the worker publishes it.

    DomainError at `publish_at` if past or too far away; also if the notice would reach nobody.
    """
    notice = lock(notice_id, actor)
    require_unpublished(notice, _("This notice is already published."))
    if at <= clock.now():
        raise DomainError(_("This time has passed. Please choose a later one."), field="publish_at")
    if at > clock.now() + LATEST:
        raise DomainError(_("This date is too far away. Please check the year."), field="publish_at")
    if audiences.reach(notice.audience).firms == 0:
        raise DomainError(_("No firm would receive this notice. Please choose who it is for."))
    require_time_to_answer(notice, at)
    if notice.publish_at != at:
        notice.publish_at = at
        move(notice, "notice.scheduled", actor=actor, after={"publish_at": at.isoformat()})
    return notice


def unschedule(notice_id: int, *, actor: Actor) -> Notice:
    """Make a scheduled notice a draft again; nothing changes if repeated. Conflict if published."""
    notice = lock(notice_id, actor)
    require_unpublished(notice, _("This notice is already published."))
    if notice.state == NoticeState.SCHEDULED:
        move(notice, "notice.unscheduled", actor=actor)
    return notice


def discard(notice_id: int, *, actor: Actor) -> Notice:
    """Delete a draft or scheduled notice; it can be restored. Conflict if published."""
    notice = lock(notice_id, actor)
    if notice.state != NoticeState.DISCARDED:
        require_unpublished(notice, _("This notice is published: it can be withdrawn, not deleted."))
        move(notice, "notice.discarded", actor=actor)
    return notice


def restore(notice_id: int, *, actor: Actor) -> Notice:
    """Restore a deleted draft; nothing changes for others."""
    notice = lock(notice_id, actor)
    if notice.state == NoticeState.DISCARDED:
        move(notice, "notice.restored", actor=actor)
    return notice


def publish_due() -> int:
    """Publish notices whose scheduled time has come; returns how many.

    A notice that would reach nobody, or whose deadline has passed, becomes a draft again; the secretariat is notified.
    """
    due = select(Notice.id).where(Notice.state == NoticeState.SCHEDULED, Notice.publish_at <= NOW)
    published = 0
    for notice_id in db.session.scalars(due.order_by(Notice.publish_at, Notice.id)).all():
        notice = services.lock_where(Notice.id == notice_id)
        if notice.state != NoticeState.SCHEDULED:
            continue
        if audiences.reach(notice.audience).firms == 0:
            move(notice, "notice.held_back", actor=None)
        elif notice.answer_until and notice.answer_until <= clock.now():
            move(notice, "notice.held_back_late", actor=None)
        else:
            _publish_now(notice, None)
            published += 1
    return published


def correct(
    notice_id: int,
    correction: Correction,
    uploads: Sequence[PreparedFile | Held] = (),
    removed: Sequence[int] = (),
    *,
    version: int,
    actor: Actor,
) -> Notice:
    """Correct a published notice; the old text stays readable, and all recipients are notified.

    Conflict if somebody changed it meanwhile or it is not published, DomainError at a wrong field.
    """
    notice = lock_version(notice_id, version, actor)
    if notice.state != NoticeState.PUBLISHED:
        raise Conflict(_("Only a published notice can be corrected."))
    values = validated_texts(correction.title, correction.body, correction.pinned_until)
    if notice.answer_until and correction.answer_until != notice.answer_until:
        values["answer_until"] = validated_deadline(correction.answer_until)
    note = checked_text(correction.note, MAX_NOTE_LENGTH, "note", _("Please say what changed: all recipients see it."))
    before = snapshot(notice)
    assign(notice, values)
    attach(notice, uploads, removed, actor)
    earlier, later = audit.changes(before, snapshot(notice))
    if later:
        number = db.session.scalar(select(func.count()).where(NoticeVersion.notice_id == notice.id)) or 0
        notice.versions.append(_version(notice, number + 1, note, actor))
        notice.version = version + 1
        db.session.flush()
        put(notice.id)
        audit.record("notice.corrected", "notice", notice.id, actor=actor, reason=note, before=earlier, after=later)
    return notice


def withdraw(notice_id: int, *, reason: str, actor: Actor) -> Notice:
    """Withdraw a published notice, with a reason for its readers; nothing changes if repeated."""
    notice = lock(notice_id, actor)
    if notice.state == NoticeState.WITHDRAWN:
        return notice
    if notice.state != NoticeState.PUBLISHED:
        raise Conflict(_("Only a published notice can be withdrawn."))
    reason = checked_text(reason, MAX_NOTE_LENGTH, "reason", _("Please give the reason: all recipients see it."))
    notice.withdrawn_at, notice.withdraw_reason, notice.pinned_until = clock.now(), reason, None
    move(notice, "notice.withdrawn", actor=actor, reason=reason)
    return notice


def set_public_link(notice_id: int, is_on: bool, *, actor: Actor) -> Notice:
    """Create or remove the public link of a published notice; a removed link never works again."""
    notice = lock(notice_id, actor)
    if is_on and notice.state != NoticeState.PUBLISHED:
        raise Conflict(_("Only a published notice can have a public link."))
    if not notice.switch_link(is_on):
        return notice
    db.session.flush()
    audit.record("notice.link_opened" if is_on else "notice.link_closed", "notice", notice.id, actor=actor)
    return notice


def by_link(token: str) -> Notice | None:
    """The notice of a public link, also a withdrawn one; None for an unknown token."""
    return db.session.scalars(
        select(Notice).where(Notice.public_token == clean(token), Notice.state.in_(EVER_PUBLISHED))
    ).first()
