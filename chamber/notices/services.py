"""Notices themselves: who sees which, drafting them, and their files."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, false, select, true

from .. import clock
from ..audit import services as audit
from ..errors import Conflict, DomainError, NotFound
from ..extensions import db
from ..files import services as files
from ..files.models import StoredFile
from ..files.services import PreparedFile
from ..rights import ALL, OPEN, OWN, Actor
from . import rights
from .models import Notice, NoticeFile, NoticeFirm, NoticeState, Receipt
from .writing import audience as audiences
from .writing import fields as asked
from .writing.details import NoticeDetails, checked, snapshot

OUT = (NoticeState.PUBLISHED, NoticeState.WITHDRAWN)
"""What has reached its readers."""
IN_HAND = (NoticeState.DRAFT, NoticeState.SCHEDULED)
"""What nobody but the secretariat has seen."""
MOST_FILES = 10


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition that picks the notices this person may read: all, those that are out, or those to the own firm."""
    reach = rights.READ.of(actor)
    is_out = Notice.state.in_(OUT)
    if reach is ALL:
        return true()
    if reach is OPEN:
        return is_out
    if reach is OWN:
        return is_out & Notice.id.in_(select(NoticeFirm.notice_id).where(NoticeFirm.member_id == actor.member_id))
    return false()


def runs_notices(actor: Actor) -> bool:
    """Whether this person writes notices and sees who has read them: the secretariat."""
    return rights.RUN.allows(actor)


def find(notice_id: int, actor: Actor) -> Notice:
    """One notice; NotFound where it is not there for this person."""
    notice = db.session.scalars(select(Notice).where(Notice.id == notice_id, visible_to(actor))).first()
    if notice is None:
        raise NotFound(_("This notice is not here."))
    return notice


def lock(notice_id: int, actor: Actor) -> Notice:
    """One notice for the secretariat, locked until the transaction ends and read anew."""
    rights.RUN.demand(actor)
    return locked(Notice.id == notice_id, visible_to(actor))


def locked(*which: ColumnElement[bool]) -> Notice:
    """The notice that fits, locked until the transaction ends and read anew; NotFound where there is none."""
    query = select(Notice).where(*which).with_for_update().execution_options(populate_existing=True)
    notice = db.session.scalars(query).first()
    if notice is None:
        raise NotFound(_("This notice is not here."))
    return notice


def create(
    details: NoticeDetails, uploads: Sequence[PreparedFile] = (), *, actor: Actor, form_key: str | None = None
) -> Notice:
    """A new draft with its files. `form_key` names the form that was sent: sent twice, it gives the same notice.

    Raises DomainError at the field that is wrong, Forbidden for all but the secretariat.
    """
    rights.RUN.demand(actor)
    made = db.session.scalars(select(Notice).where(Notice.form_key == form_key)).first() if form_key else None
    if made is not None and made.created_by_id == actor.account_id:
        return made
    notice = Notice(
        state=NoticeState.DRAFT,
        created_by_id=actor.account_id,
        created_at=clock.now(),
        form_key=None if made else form_key,
        **checked(details, audiences.stored(details.audience, actor)),
    )
    asked.put(notice, _fields(details))
    db.session.add(notice)
    db.session.flush()
    attach(notice, uploads, (), actor)
    audit.record("notice.created", "notice", notice.id, actor=actor, after=snapshot(notice))
    return notice


def edit(
    notice_id: int,
    details: NoticeDetails,
    uploads: Sequence[PreparedFile] = (),
    removed: Sequence[int] = (),
    *,
    version: int,
    actor: Actor,
) -> Notice:
    """Change a notice that is not published yet. `version` is the one that the form was filled from.

    `removed` are ids of its files. Raises Conflict where somebody changed it meanwhile or it is out, DomainError at the
    field that is wrong.
    """
    notice = unchanged(notice_id, version, actor)
    must_be_in_hand(notice)
    before = snapshot(notice)
    take(notice, checked(details, audiences.stored(details.audience, actor)))
    asked.put(notice, _fields(details))
    must_leave_time(notice, notice.publish_at)
    attach(notice, uploads, removed, actor)
    earlier, later = audit.changes(before, snapshot(notice))
    if later:
        # Files alone would not count the version up.
        notice.version = version + 1
        db.session.flush()
        audit.record("notice.edited", "notice", notice.id, actor=actor, before=earlier, after=later)
    return notice


def _fields(details: NoticeDetails) -> list[dict[str, Any]]:
    return asked.checked(details.fields) if details.receipt == Receipt.FORM else []


def must_leave_time(notice: Notice, out: datetime | None) -> None:
    """DomainError at `answer_until` where a form's deadline is over when the notice comes out, at `out` (aware)."""
    if out and notice.answer_until and notice.answer_until <= out:
        said = _("The deadline for answers must lie after the notice comes out. Please move one of them.")
        raise DomainError(said, field="answer_until")


MOVES = {
    "notice.published": (IN_HAND, NoticeState.PUBLISHED),
    "notice.published_urgently": (IN_HAND, NoticeState.PUBLISHED),
    "notice.scheduled": (IN_HAND, NoticeState.SCHEDULED),
    "notice.unscheduled": ((NoticeState.SCHEDULED,), NoticeState.DRAFT),
    "notice.held_back": ((NoticeState.SCHEDULED,), NoticeState.DRAFT),
    "notice.held_back_late": ((NoticeState.SCHEDULED,), NoticeState.DRAFT),
    "notice.discarded": (IN_HAND, NoticeState.DISCARDED),
    "notice.restored": ((NoticeState.DISCARDED,), NoticeState.DRAFT),
    "notice.withdrawn": ((NoticeState.PUBLISHED,), NoticeState.WITHDRAWN),
}
"""From which states to which an act, as the log names it, carries a notice."""


def move(
    notice: Notice, act: str, *, actor: Actor | None, reason: str = "", after: dict[str, Any] | None = None
) -> None:
    """Let an act carry a notice to its state, once what it writes besides is written, and note it."""
    sources, target = MOVES[act]
    if notice.state not in sources:
        raise ValueError(f"{act} of a notice that is {notice.state}")
    notice.state = target
    if target in (NoticeState.DRAFT, NoticeState.DISCARDED):
        notice.publish_at = None
    db.session.flush()
    audit.record(act, "notice", notice.id, actor=actor, reason=reason, after=after)


def must_be_in_hand(notice: Notice, said: str = "") -> None:
    """Conflict where a notice is no draft any more: with the sentence `said` where that is because it is out."""
    if notice.state == NoticeState.DISCARDED:
        raise Conflict(_("This draft was deleted. Please bring it back first."))
    if notice.state not in IN_HAND:
        published = _("This notice is published. Please correct it, so that its readers see what changed.")
        raise Conflict(said or published)


def unchanged(notice_id: int, version: int, actor: Actor) -> Notice:
    """The notice, locked; Conflict where it is not the version that the form was filled from."""
    notice = lock(notice_id, actor)
    if notice.version != version:
        raise Conflict(_("Somebody else has changed this notice meanwhile."))
    return notice


def take(notice: Notice, values: dict[str, object]) -> None:
    """Put these columns into the notice where they differ."""
    for name, value in values.items():
        if getattr(notice, name) != value:
            setattr(notice, name, value)


def attach(notice: Notice, uploads: Sequence[PreparedFile], removed: Sequence[int], actor: Actor) -> None:
    """Add files to a notice and take some off it; DomainError where that makes too many."""
    notice.files = [file for file in notice.files if file.id not in removed]
    if len(notice.files) + len(uploads) > MOST_FILES:
        raise DomainError(_("A notice can have at most %(most)s files.", most=MOST_FILES), field="files")
    for upload in uploads:
        stored = files.store(upload, actor=actor)
        is_picture = stored.media_type.startswith("image/")
        notice.files.append(NoticeFile(file_id=stored.id, name=stored.name, is_picture=is_picture))
    db.session.flush()


def file_of(notice: Notice, file_id: int) -> StoredFile:
    """A file of a notice that the caller may read; NotFound where it has none with this id."""
    stored = db.session.scalars(
        select(StoredFile)
        .join(NoticeFile, NoticeFile.file_id == StoredFile.id)
        .where(NoticeFile.id == file_id, NoticeFile.notice_id == notice.id)
    ).first()
    if stored is None:
        raise NotFound(_("This file is no longer there."))
    return stored
