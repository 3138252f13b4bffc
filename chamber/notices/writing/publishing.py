"""A notice goes out, at once or when its time comes; it is corrected, withdrawn, and opened to everybody by a link."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, insert, literal, select

from ... import clock
from ...audit import services as audit
from ...errors import Conflict, DomainError
from ...extensions import NOW, db
from ...files.services import PreparedFile
from ...language.text import clean, written
from ...rights import Actor
from ..models import Notice, NoticeFirm, NoticeKind, NoticeRecipient, NoticeState, NoticeVersion
from ..services import IN_HAND, OUT, attach, lock, locked, move, must_be_in_hand, must_leave_time, take, unchanged
from . import audience as audiences
from .audience import Reach
from .details import LATEST, LONGEST_NOTE, Correction, deadline, snapshot, texts


def reach(notice: Notice) -> Reach:
    """Whom it reaches: before publication by the roster as it stands, afterwards as it was fixed."""
    return audiences.reach(notice.audience) if notice.state in IN_HAND else _reached(notice)


def _reached(notice: Notice) -> Reach:
    recipients = select(NoticeRecipient.account_id, NoticeRecipient.member_id).where(
        NoticeRecipient.notice_id == notice.id
    )
    people = recipients.subquery()
    firms, persons, heard = db.session.execute(
        select(
            select(func.count()).where(NoticeFirm.notice_id == notice.id).scalar_subquery(),
            select(func.count(people.c.account_id.distinct())).scalar_subquery(),
            select(func.count(people.c.member_id.distinct())).scalar_subquery(),
        )
    ).one()
    return Reach(firms, persons, firms - heard)


def publish(notice_id: int, *, actor: Actor) -> Notice:
    """Bring a notice out now; harmless when done twice. Its firms and people are fixed by this.

    Conflict where it was withdrawn, DomainError where it would reach nobody or its deadline for answers has passed.
    """
    notice = lock(notice_id, actor)
    if notice.state == NoticeState.PUBLISHED:
        return notice
    must_be_in_hand(notice, _("This notice was withdrawn; please write a new one."))
    _go_out(notice, actor)
    return notice


def _go_out(notice: Notice, actor: Actor | None) -> None:
    must_leave_time(notice, clock.now())
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
    reached = _reached(notice)
    if reached.firms == 0:
        raise DomainError(_("This notice would reach no firm. Please choose whom it is for."))
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
    """Let a draft come out at this moment (aware), or at another one than was said; the worker does it.

    DomainError at `publish_at` where that is past or too far away, or where the notice reaches nobody as it stands.
    """
    notice = lock(notice_id, actor)
    must_be_in_hand(notice, _("This notice is out already."))
    if at <= clock.now():
        raise DomainError(_("This moment has passed. Please choose a later one."), field="publish_at")
    if at > clock.now() + LATEST:
        raise DomainError(_("This date is too far away. Please check the year."), field="publish_at")
    if audiences.reach(notice.audience).firms == 0:
        raise DomainError(_("This notice would reach no firm. Please choose whom it is for."))
    must_leave_time(notice, at)
    if notice.publish_at != at:
        notice.publish_at = at
        move(notice, "notice.scheduled", actor=actor, after={"publish_at": at.isoformat()})
    return notice


def unschedule(notice_id: int, *, actor: Actor) -> Notice:
    """Make a scheduled notice a draft again; harmless when repeated. Conflict where it is out already."""
    notice = lock(notice_id, actor)
    must_be_in_hand(notice, _("This notice is out already."))
    if notice.state == NoticeState.SCHEDULED:
        move(notice, "notice.unscheduled", actor=actor)
    return notice


def discard(notice_id: int, *, actor: Actor) -> Notice:
    """Put a draft away, also a scheduled one; harmless when repeated. Conflict where readers have it already."""
    notice = lock(notice_id, actor)
    if notice.state != NoticeState.DISCARDED:
        must_be_in_hand(notice, _("This notice is out: it can be withdrawn, not deleted."))
        move(notice, "notice.discarded", actor=actor)
    return notice


def restore(notice_id: int, *, actor: Actor) -> Notice:
    """Bring a draft back that was put away; harmless for all others."""
    notice = lock(notice_id, actor)
    if notice.state == NoticeState.DISCARDED:
        move(notice, "notice.restored", actor=actor)
    return notice


def publish_due() -> int:
    """Bring out what is scheduled for now or earlier; harmless when repeated. Returns how many came out.

    What would reach nobody any more, or nobody could answer in time, becomes a draft again, which the log tells the
    secretariat.
    """
    due = select(Notice.id).where(Notice.state == NoticeState.SCHEDULED, Notice.publish_at <= NOW)
    published = 0
    for notice_id in db.session.scalars(due.order_by(Notice.publish_at, Notice.id)).all():
        notice = locked(Notice.id == notice_id)
        if notice.state != NoticeState.SCHEDULED:
            continue
        if audiences.reach(notice.audience).firms == 0:
            move(notice, "notice.held_back", actor=None)
        elif notice.answer_until and notice.answer_until <= clock.now():
            move(notice, "notice.held_back_late", actor=None)
        else:
            _go_out(notice, None)
            published += 1
    return published


def correct(
    notice_id: int,
    correction: Correction,
    uploads: Sequence[PreparedFile] = (),
    removed: Sequence[int] = (),
    *,
    version: int,
    actor: Actor,
) -> Notice:
    """Put a published notice right; the old text stays readable, and everybody whom it reached is told.

    Raises Conflict where somebody changed it meanwhile or it is not out, DomainError at the field that is wrong.
    """
    notice = unchanged(notice_id, version, actor)
    if notice.state != NoticeState.PUBLISHED:
        raise Conflict(_("Only a published notice can be corrected."))
    values = texts(correction.title, correction.body, correction.pinned_until)
    if notice.answer_until and correction.answer_until != notice.answer_until:
        values["answer_until"] = deadline(correction.answer_until)
    note = written(correction.note, LONGEST_NOTE, "note", _("Please say what changed: every reader sees it."))
    before = snapshot(notice)
    take(notice, values)
    attach(notice, uploads, removed, actor)
    earlier, later = audit.changes(before, snapshot(notice))
    if later:
        number = db.session.scalar(select(func.count()).where(NoticeVersion.notice_id == notice.id)) or 0
        notice.versions.append(_version(notice, number + 1, note, actor))
        notice.version = version + 1
        db.session.flush()
        audit.record("notice.corrected", "notice", notice.id, actor=actor, reason=note, before=earlier, after=later)
    return notice


def withdraw(notice_id: int, *, reason: str, actor: Actor) -> Notice:
    """Take a published notice back with a reason that its readers see; harmless when done twice."""
    notice = lock(notice_id, actor)
    if notice.state == NoticeState.WITHDRAWN:
        return notice
    if notice.state != NoticeState.PUBLISHED:
        raise Conflict(_("Only a published notice can be withdrawn."))
    reason = written(reason, LONGEST_NOTE, "reason", _("Please give the reason: every reader sees it."))
    notice.withdrawn_at, notice.withdraw_reason, notice.pinned_until = clock.now(), reason, None
    move(notice, "notice.withdrawn", actor=actor, reason=reason)
    return notice


def open_link(notice_id: int, is_open: bool, *, actor: Actor) -> Notice:
    """Make a link by which anybody can read the published notice, or close it; a closed one never works again."""
    notice = lock(notice_id, actor)
    if is_open and notice.state != NoticeState.PUBLISHED:
        raise Conflict(_("Only a published notice can have a public link."))
    if is_open == (notice.public_token is not None):
        return notice
    notice.public_token = secrets.token_urlsafe(24) if is_open else None
    db.session.flush()
    audit.record("notice.link_opened" if is_open else "notice.link_closed", "notice", notice.id, actor=actor)
    return notice


def by_link(token: str) -> Notice | None:
    """The notice that this public link leads to, also a withdrawn one; None where no link has this secret."""
    return db.session.scalars(select(Notice).where(Notice.public_token == clean(token), Notice.state.in_(OUT))).first()
