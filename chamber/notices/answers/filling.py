"""A firm's reply to a notice's form: parse, validate, save; it can be changed until the deadline."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock
from ...audit import services as audit
from ...errors import Conflict, DomainError
from ...extensions import db, find_one
from ...files import services as files
from ...files.models import StoredFile
from ...files.services import PreparedFile
from ...language.dates import full_date
from ...language.text import checked_text, fold
from ...rights import Actor
from ..models import FieldKind, Notice, NoticeAnswer, NoticeField, NoticeFirm, NoticeState, Receipt
from ..services import find as find_notice
from ..services import runs_notices
from ..writing.fields import asks_for_people
from .receiving import can_receive, mark_opened, receiving_firm

MAX_ANSWER_LENGTH = 1_000
_NUMBER = re.compile(r"(\d{1,9})(?:\.(\d{1,2}))?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEARS = range(1900, 2100)


@dataclass(frozen=True)
class Reply:
    """A submitted reply; keys are field ids."""

    typed: Mapping[int, str]
    """As typed, numbers and dates too."""
    uploads: Mapping[int, PreparedFile]
    removed: Collection[int] = ()
    """Fields whose file is removed."""
    version: int = 0
    """`NoticeFirm.answer_version` when the form was filled."""


PREFIX = "field"


def input_name(field_id: int) -> str:
    """The name of a field's input, also in errors."""
    return f"{PREFIX}{field_id}"


def is_open(notice: Notice) -> bool:
    """Whether firms can still fill in the form."""
    is_asked = notice.receipt == Receipt.FORM and notice.state == NoticeState.PUBLISHED
    return is_asked and notice.answer_until is not None and clock.now() <= notice.answer_until


def takes_late_answers(notice: Notice) -> bool:
    """Whether the secretariat can enter a firm's answers: also after the deadline, then marked late."""
    return notice.receipt == Receipt.FORM and notice.state == NoticeState.PUBLISHED


def is_late(notice: Notice, answered_at: datetime | None) -> bool:
    """Whether answers came after the deadline."""
    return bool(answered_at and notice.answer_until and answered_at > notice.answer_until)


def parse(field: NoticeField, typed: str) -> str:
    """Typed text as it is stored, "" if empty; DomainError at the field."""
    name, missing = input_name(field.id), _("Please fill in this field.") if field.is_required else ""
    text = checked_text(typed, MAX_ANSWER_LENGTH, name, missing, lines=field.kind == FieldKind.TEXT)
    if not text:
        return ""
    match field.kind:
        case FieldKind.NUMBER:
            return _number(text, name, is_whole=asks_for_people(field))
        case FieldKind.DATE:
            return _day(text, name)
        case FieldKind.CHOICE if text not in field.choices:
            raise DomainError(_("Please choose from the list."), field=name)
    return text


def _number(text: str, name: str, *, is_whole: bool) -> str:
    found = _NUMBER.fullmatch(re.sub(r"[, ]", "", fold(text)))
    rest = (found[2] or "").rstrip("0") if found else ""
    if is_whole and (not found or rest):
        raise DomainError(_("Please enter a whole number, such as 12: it counts people."), field=name)
    if not found:
        raise DomainError(_("Please enter a number that is not negative, such as 12 or 12.5."), field=name)
    whole = int(found[1])
    return f"{whole}.{rest}" if rest else str(whole)


def _day(text: str, name: str) -> str:
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        raise DomainError(_("Please enter a valid date, such as 2026-11-27."), field=name)
    return text


def hundredths(field: NoticeField, text: str) -> int | None:
    """A parsed number × 100; None for other fields and empty text."""
    if field.kind != FieldKind.NUMBER or not text:
        return None
    whole, _point, rest = text.partition(".")
    return int(whole) * 100 + int(rest.ljust(2, "0"))


def shown(field: NoticeField, text: str) -> str:
    """An answer as text for a page."""
    return full_date(date.fromisoformat(text)) if field.kind == FieldKind.DATE and text else text


def own_answers(notice: Notice, actor: Actor) -> dict[int, NoticeAnswer]:
    """The answers of the reader's firm by field id."""
    return answers_of(notice, actor.member_id) if can_receive(actor) else {}


def answers_of(notice: Notice, member_id: int | None) -> dict[int, NoticeAnswer]:
    """The answers of a firm by field id."""
    query = (
        select(NoticeAnswer)
        .join(NoticeField, NoticeField.id == NoticeAnswer.field_id)
        .where(NoticeField.notice_id == notice.id, NoticeAnswer.member_id == member_id)
    )
    rows = db.session.scalars(query.execution_options(populate_existing=True))
    return {row.field_id: row for row in rows}


def fill_in(notice_id: int, reply: Reply, *, actor: Actor) -> Notice:
    """Save or change the reply of one's firm; nothing changes if repeated.

    DomainError at a wrong field; Conflict if the deadline has passed, the notice was withdrawn, or a colleague answered
    since `reply.version`.
    """
    member_id = receiving_firm(actor)
    notice = find_notice(notice_id, actor)
    if save_reply(notice, member_id, actor.member_name, reply, actor=actor):
        mark_opened(notice, member_id, actor)
    return notice


def save_reply(
    notice: Notice, member_id: int, name: str | None, reply: Reply, channel: str = "", *, actor: Actor
) -> bool:
    """Save a reply of the firm `name`; returns whether anything changed. Raises as `fill_in` does.

    `channel` is how the firm answered, if the secretariat enters it: that goes on after the deadline.
    """
    if not (takes_late_answers(notice) if channel else is_open(notice)):
        raise Conflict(_("The form is closed: answers can no longer be sent or changed. Please call the secretariat."))
    query = select(NoticeFirm).where(NoticeFirm.notice_id == notice.id, NoticeFirm.member_id == member_id)
    firm = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()
    mine = answers_of(notice, member_id)
    texts = {field.id: _answer_text(field, reply, mine.get(field.id)) for field in notice.fields}
    stored = {field_id: row.text for field_id, row in mine.items()}
    replaced = _new_files(notice, reply.uploads, mine)
    changed = [field for field in notice.fields if texts[field.id] != stored.get(field.id, "") or field.id in replaced]
    if not changed and firm.answered_at:
        return False
    if firm.answer_version != reply.version:
        raise Conflict(_("Someone from your firm has just answered. Compare, then send yours again."))
    for field in changed:
        _write(field, member_id, texts[field.id], replaced.get(field.id), mine.get(field.id), actor)
    is_first = firm.answered_at is None
    firm.answered_at, firm.answered_by_id, firm.answer_version = clock.now(), actor.account_id, reply.version + 1
    firm.channel = channel or None
    db.session.flush()
    before, after = ([f"{field.label}: {one.get(field.id, '')}" for field in changed] for one in (stored, texts))
    verb = "filled_in_for" if channel else "filled_in" if is_first else "refilled"
    audit.record(
        f"notice.{verb}",
        "notice",
        notice.id,
        actor=actor,
        before=None if is_first else {"answers": before},
        after={"member": name, "answers": after} | ({"channel": channel} if channel else {}),
    )
    return True


def _answer_text(field: NoticeField, reply: Reply, mine: NoticeAnswer | None) -> str:
    """The text to store for a field, for a file its name; DomainError at the field."""
    if field.kind != FieldKind.FILE:
        return parse(field, reply.typed.get(field.id, ""))
    if field.id in reply.uploads:
        return reply.uploads[field.id].name
    text = mine.text if mine and field.id not in reply.removed else ""
    if field.is_required and not text:
        raise DomainError(_("Please choose a file."), field=input_name(field.id))
    return text


def _new_files(
    notice: Notice, uploads: Mapping[int, PreparedFile], mine: Mapping[int, NoticeAnswer]
) -> dict[int, PreparedFile]:
    """The uploads for file fields, without files that are stored already."""
    wanted = [field.id for field in notice.fields if field.kind == FieldKind.FILE and field.id in uploads]
    if not wanted:
        return {}
    query = (
        select(NoticeAnswer.field_id, StoredFile.sha256)
        .join(StoredFile, StoredFile.id == NoticeAnswer.file_id)
        .where(NoticeAnswer.id.in_([row.id for row in mine.values()]))
    )
    stored = {row.field_id: row.sha256 for row in db.session.execute(query)}
    return {field_id: uploads[field_id] for field_id in wanted if stored.get(field_id) != uploads[field_id].sha256}


def _write(
    field: NoticeField, member_id: int, text: str, upload: PreparedFile | None, row: NoticeAnswer | None, actor: Actor
) -> None:
    if not text:
        if row:
            db.session.delete(row)
        return
    if row is None:
        row = NoticeAnswer(field_id=field.id, member_id=member_id)
        db.session.add(row)
    row.text, row.hundredths = text, hundredths(field, text)
    if upload:
        row.file_id = files.store(upload, actor=actor).id


def file_of(notice: Notice, answer_id: int, actor: Actor) -> StoredFile:
    """A file in a firm's reply, for people of that firm and the secretariat; else NotFound."""
    query = (
        select(StoredFile)
        .join(NoticeAnswer, NoticeAnswer.file_id == StoredFile.id)
        .join(NoticeField, NoticeField.id == NoticeAnswer.field_id)
        .where(NoticeAnswer.id == answer_id, NoticeField.notice_id == notice.id)
    )
    if not runs_notices(actor):
        query = query.where(NoticeAnswer.member_id == (actor.member_id if can_receive(actor) else None))
    return find_one(query, _("This file is no longer there."))
