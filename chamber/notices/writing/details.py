"""The details of a notice as a form gives them: validate, compare with the stored notice."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from ... import clock
from ...errors import DomainError
from ...language.dates import local_time
from ...language.text import checked_text, clean
from ..models import Notice, NoticeKind, Receipt
from . import audience as audiences
from . import fields as form_fields
from .audience import Audience
from .fields import FieldDetails

MAX_TITLE_LENGTH, MAX_BODY_LENGTH, MAX_REASON_LENGTH, MAX_NOTE_LENGTH = 120, 20_000, 200, 500
EARLIEST, LATEST = date(2020, 1, 1), timedelta(days=2 * 366)
"""First date, and longest time from today, for pinning and scheduling."""


@dataclass(frozen=True)
class NoticeDetails:
    """What a form says of an unpublished notice."""

    title: str
    body: str
    kind: str = NoticeKind.NOTICE
    urgent_reason: str = ""
    receipt: str = Receipt.READ
    answer_until: datetime | None = None
    """Aware; only with a form."""
    fields: tuple[FieldDetails, ...] = ()
    pinned_until: date | None = None
    audience: Audience = field(default_factory=Audience)


COPIED = ("title", "body", "kind", "urgent_reason", "receipt", "answer_until", "pinned_until")
"""What form, details and notice hold alike."""


@dataclass(frozen=True)
class Correction:
    """What can be corrected in a published notice, and the note for its readers."""

    title: str
    body: str
    pinned_until: date | None
    note: str
    answer_until: datetime | None = None
    """Only with a form."""


def validated_texts(title: str, body: str, pinned_until: date | None) -> dict[str, Any]:
    """The cleaned columns that may also change after publication; DomainError at a wrong field."""
    title = checked_text(title, MAX_TITLE_LENGTH, "title", _("Please give the notice a title."))
    body = checked_text(body, MAX_BODY_LENGTH, "body", _("Please write what firms should know."), lines=True)
    if pinned_until and not EARLIEST <= pinned_until <= clock.today() + LATEST:
        raise DomainError(_("This date is too far away. Please check the year."), field="pinned_until")
    return {"title": title, "body": body, "pinned_until": pinned_until}


def validated(details: NoticeDetails, audience: dict[str, Any]) -> dict[str, Any]:
    """All cleaned columns, with this stored audience; DomainError at a wrong field."""
    values = validated_texts(details.title, details.body, details.pinned_until)
    if details.kind not in set(NoticeKind):
        raise DomainError(_("Please choose what kind of notice it is."), field="kind")
    if details.receipt not in set(Receipt):
        raise DomainError(_("Please choose whether a receipt is required."), field="receipt")
    until = validated_deadline(details.answer_until) if details.receipt == Receipt.FORM else None
    reason = checked_text(details.urgent_reason, MAX_REASON_LENGTH, "urgent_reason")
    if details.kind == NoticeKind.URGENT and not reason:
        message = _("Please say why it cannot wait: an urgent notice is sent at night and on days off too.")
        raise DomainError(message, field="urgent_reason")
    urgent_reason = reason if details.kind == NoticeKind.URGENT else ""
    return values | {
        "kind": details.kind,
        "receipt": details.receipt,
        "urgent_reason": urgent_reason,
        "answer_until": until,
        "audience": audience,
    }


def validated_deadline(until: datetime | None) -> datetime:
    """The deadline (aware) of a form; DomainError at `answer_until` if missing, past or too far away."""
    if until is None:
        raise DomainError(_("Please enter the deadline for replies."), field="answer_until")
    if until <= clock.now():
        raise DomainError(_("This time has passed. Please choose a later one."), field="answer_until")
    if until > clock.now() + LATEST:
        raise DomainError(_("This date is too far away. Please check the year."), field="answer_until")
    return until


def snapshot(notice: Notice) -> dict[str, Any]:
    """The notice's fields as JSON values, for the log and for comparing."""
    values = {name: getattr(notice, name) for name in (*COPIED, "audience")}
    values |= {name: value.isoformat() for name, value in values.items() if isinstance(value, date)}
    values["files"] = [file.name for file in notice.files]
    values["fields"] = [form_fields.describe(field) for field in form_fields.details_of(notice)]
    return values


def details_of(notice: Notice) -> NoticeDetails:
    """The stored details, for a form."""
    copied = {name: getattr(notice, name) for name in COPIED}
    return NoticeDetails(**copied, fields=form_fields.details_of(notice), audience=audiences.from_json(notice.audience))


def differences(notice: Notice, typed: NoticeDetails | Correction) -> list[tuple[str, str, str]]:
    """Where typed details differ from the stored notice: (field, stored, typed) as text."""
    if isinstance(typed, Correction):
        changed = {name: value for name, value in vars(typed).items() if name != "note"}
        typed = replace(details_of(notice), **changed)
    now, then = _shown(details_of(notice)), _shown(typed)
    return [(name, now[name], then[name]) for name in now if now[name] != then[name]]


def _shown(details: NoticeDetails) -> dict[str, str]:
    has_form = details.receipt == Receipt.FORM
    rows = [form_fields.describe(field) for field in details.fields if has_form and not field.is_empty()]
    return {
        "title": clean(details.title),
        "kind": NoticeKind.label_of(details.kind),
        "urgent_reason": clean(details.urgent_reason) if details.kind == NoticeKind.URGENT else "",
        "body": clean(details.body, lines=True),
        "receipt": Receipt.label_of(details.receipt),
        "answer_until": local_time(details.answer_until) if has_form else "",
        "fields": "\n".join(rows),
        "pinned_until": details.pinned_until.isoformat() if details.pinned_until else "",
        "whom": audiences.shown(details.audience),
    }
