"""Notices: who sees which; create and edit drafts, and their files."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, false, select, true

from .. import clock
from ..accounts.linking import in_turn
from ..audit import services as audit
from ..errors import Conflict, DomainError, at_field
from ..extensions import db, find_one
from ..files import services as files
from ..files.holding import Held, take
from ..files.models import StoredFile
from ..files.services import PreparedFile
from ..rights import ALL, OPEN, OWN, Actor
from . import rights
from .indexed import put
from .models import EVER_PUBLISHED, Notice, NoticeFile, NoticeFirm, NoticeState, Receipt
from .writing import audience as audiences
from .writing import fields as form_fields
from .writing.details import NoticeDetails, snapshot, validated

UNPUBLISHED = (NoticeState.DRAFT, NoticeState.SCHEDULED)
"""States that only the secretariat has seen."""
MAX_FILES = 10


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Condition: notices that this person may read (all, published ones, or those to the own firm)."""
    reach = rights.READ.of(actor)
    is_out = Notice.state.in_(EVER_PUBLISHED)
    if reach is ALL:
        return true()
    if reach is OPEN:
        return is_out
    if reach is OWN:
        return is_out & Notice.id.in_(select(NoticeFirm.notice_id).where(NoticeFirm.member_id == actor.member_id))
    return false()


def runs_notices(actor: Actor) -> bool:
    """Whether this person manages notices: the secretariat."""
    return rights.RUN.allows(actor)


def find(notice_id: int, actor: Actor) -> Notice:
    """A notice; NotFound if this person may not see it."""
    return find_one(select(Notice).where(Notice.id == notice_id, visible_to(actor)), _("Notice not found."))


def may_read(notice: Notice, actor: Actor) -> bool:
    """Whether this person may see the notice."""
    return db.session.scalar(select(Notice.id).where(Notice.id == notice.id, visible_to(actor))) is not None


def lock(notice_id: int, actor: Actor) -> Notice:
    """A notice for the secretariat, locked until the transaction ends and read again."""
    rights.RUN.demand(actor)
    return lock_where(Notice.id == notice_id, visible_to(actor))


def lock_where(*which: ColumnElement[bool]) -> Notice:
    """The notice that meets the conditions, locked and read again; NotFound if there is none."""
    return find_one(select(Notice).where(*which), _("Notice not found."), lock=True)


def create(
    details: NoticeDetails, uploads: Sequence[PreparedFile | Held] = (), *, actor: Actor, form_key: str | None = None
) -> Notice:
    """Create a draft with its files. A second call with the same `form_key` returns the same notice.

    DomainError at a wrong field; Forbidden for all but the secretariat.
    """
    rights.RUN.demand(actor)
    in_turn(actor)
    made = db.session.scalars(select(Notice).where(Notice.form_key == form_key)).first() if form_key else None
    if made is not None and made.created_by_id == actor.account_id:
        return made
    notice = Notice(
        state=NoticeState.DRAFT,
        created_by_id=actor.account_id,
        created_at=clock.now(),
        form_key=None if made else form_key,
        **validated(details, audiences.to_json(details.audience, actor)),
    )
    form_fields.replace_fields(notice, _fields(details))
    db.session.add(notice)
    db.session.flush()
    attach(notice, uploads, (), actor)
    put(notice.id)
    audit.record("notice.created", "notice", notice.id, actor=actor, after=snapshot(notice))
    return notice


def edit(
    notice_id: int,
    details: NoticeDetails,
    uploads: Sequence[PreparedFile | Held] = (),
    removed: Sequence[int] = (),
    *,
    version: int,
    actor: Actor,
) -> Notice:
    """Change an unpublished notice; `version` is the one that the form was filled from.

    `removed` are ids of its files. Conflict if somebody changed it meanwhile or it is published, DomainError at a wrong
    field.
    """
    notice = lock_version(notice_id, version, actor)
    require_unpublished(notice)
    before = snapshot(notice)
    assign(notice, validated(details, audiences.to_json(details.audience, actor)))
    form_fields.replace_fields(notice, _fields(details))
    require_time_to_answer(notice, notice.publish_at)
    attach(notice, uploads, removed, actor)
    earlier, later = audit.changes(before, snapshot(notice))
    if later:
        # A change of files alone would not increase the version.
        notice.version = version + 1
        db.session.flush()
        put(notice.id)
        audit.record("notice.edited", "notice", notice.id, actor=actor, before=earlier, after=later)
    return notice


def _fields(details: NoticeDetails) -> list[dict[str, Any]]:
    return form_fields.validated(details.fields) if details.receipt == Receipt.FORM else []


def require_time_to_answer(notice: Notice, out: datetime | None) -> None:
    """DomainError at `answer_until` if the form's deadline is not after the publication at `out` (aware)."""
    if out and notice.answer_until and notice.answer_until <= out:
        message = _("The deadline for replies must be after publication. Please change one of them.")
        raise DomainError(message, field="answer_until")


MOVES = {
    "notice.published": (UNPUBLISHED, NoticeState.PUBLISHED),
    "notice.published_urgently": (UNPUBLISHED, NoticeState.PUBLISHED),
    "notice.scheduled": (UNPUBLISHED, NoticeState.SCHEDULED),
    "notice.unscheduled": ((NoticeState.SCHEDULED,), NoticeState.DRAFT),
    "notice.held_back": ((NoticeState.SCHEDULED,), NoticeState.DRAFT),
    "notice.held_back_late": ((NoticeState.SCHEDULED,), NoticeState.DRAFT),
    "notice.discarded": (UNPUBLISHED, NoticeState.DISCARDED),
    "notice.restored": ((NoticeState.DISCARDED,), NoticeState.DRAFT),
    "notice.withdrawn": ((NoticeState.PUBLISHED,), NoticeState.WITHDRAWN),
}
"""Act in the log → (states before, state after)."""


def move(
    notice: Notice, act: str, *, actor: Actor | None, reason: str = "", after: dict[str, Any] | None = None
) -> None:
    """Set the state that the act leads to and log it; call it after writing everything else."""
    sources, target = MOVES[act]
    if notice.state not in sources:
        raise ValueError(f"{act} of a notice that is {notice.state}")
    notice.state = target
    if target in (NoticeState.DRAFT, NoticeState.DISCARDED):
        notice.publish_at = None
    db.session.flush()
    put(notice.id)
    audit.record(act, "notice", notice.id, actor=actor, reason=reason, after=after)


def require_unpublished(notice: Notice, message: str = "") -> None:
    """Conflict if the notice is deleted, or (with this message) published."""
    if notice.state == NoticeState.DISCARDED:
        raise Conflict(_("This draft was deleted. Please restore it first."))
    if notice.state not in UNPUBLISHED:
        published = _("This notice is published. Please correct it, so that its readers see what changed.")
        raise Conflict(message or published)


def lock_version(notice_id: int, version: int, actor: Actor) -> Notice:
    """The notice, locked; Conflict if it is not the version that the form was filled from."""
    notice = lock(notice_id, actor)
    if notice.version != version:
        raise Conflict(_("Someone else has just changed this notice."))
    return notice


def assign(notice: Notice, values: dict[str, object]) -> None:
    """Set these columns if they differ."""
    for name, value in values.items():
        if getattr(notice, name) != value:
            setattr(notice, name, value)


def attach(notice: Notice, uploads: Sequence[PreparedFile | Held], removed: Sequence[int], actor: Actor) -> None:
    """Add and remove files; DomainError at `files` if there are too many."""
    notice.files = [file for file in notice.files if file.id not in removed]
    if len(notice.files) + len(uploads) > MAX_FILES:
        raise DomainError(_("A notice can have at most %(most)s files.", most=MAX_FILES), field="files")
    for upload in uploads:
        with at_field("files"):
            stored = take(upload, actor=actor) if isinstance(upload, Held) else files.store(upload, actor=actor)
        is_picture = stored.media_type.startswith("image/")
        notice.files.append(NoticeFile(file_id=stored.id, name=stored.name, is_picture=is_picture))
    db.session.flush()


def file_of(notice: Notice, file_id: int) -> StoredFile:
    """A file of a notice; NotFound if it has none with this id. The caller has checked that the notice is readable."""
    query = select(StoredFile).join(NoticeFile, NoticeFile.file_id == StoredFile.id)
    query = query.where(NoticeFile.id == file_id, NoticeFile.notice_id == notice.id)
    return find_one(query, _("This file is no longer there."))
