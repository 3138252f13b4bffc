"""What a person decides about a notice: cleaned, checked, compared."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from ... import clock
from ...errors import DomainError
from ...language.dates import local_time
from ...language.pinyin import initials, pinyin
from ...language.text import clean, search_key, written
from ..models import Notice, NoticeKind, Receipt
from . import audience as audiences
from . import fields as asked
from .audience import Audience
from .fields import FieldDetails

LONGEST_TITLE, LONGEST_BODY, LONGEST_REASON, LONGEST_NOTE = 120, 20_000, 200, 500
EARLIEST, LATEST = date(2020, 1, 1), timedelta(days=2 * 366)
"""Between which a notice may be pinned or scheduled, the second one from today."""


@dataclass(frozen=True)
class NoticeDetails:
    """All that a person decides about a notice before it is published."""

    title: str
    body: str
    kind: str = NoticeKind.NOTICE
    urgent_reason: str = ""
    receipt: str = Receipt.READ
    answer_until: datetime | None = None
    """Aware; only a form has it, and fields."""
    fields: tuple[FieldDetails, ...] = ()
    pinned_until: date | None = None
    audience: Audience = field(default_factory=Audience)


@dataclass(frozen=True)
class Correction:
    """What can be put right in a published notice, and what its readers are told about that."""

    title: str
    body: str
    pinned_until: date | None
    note: str
    answer_until: datetime | None = None
    """Only where there is a form."""


def texts(title: str, body: str, pinned_until: date | None) -> dict[str, Any]:
    """The cleaned columns that may change after publication too; DomainError at the first field that is wrong."""
    title = written(title, LONGEST_TITLE, "title", _("Please give the notice a title."))
    body = written(body, LONGEST_BODY, "body", _("Please write what firms should know."), lines=True)
    if pinned_until and not EARLIEST <= pinned_until <= clock.today() + LATEST:
        raise DomainError(_("This date is too far away. Please check the year."), field="pinned_until")
    search = search_key(title, pinyin(title), initials(title), body)
    return {"title": title, "body": body, "pinned_until": pinned_until, "search": search}


def checked(details: NoticeDetails, audience: dict[str, Any]) -> dict[str, Any]:
    """The cleaned columns with this audience (from `audience.stored`); DomainError at the field that is wrong."""
    values = texts(details.title, details.body, details.pinned_until)
    if details.kind not in set(NoticeKind):
        raise DomainError(_("Please choose what kind of notice it is."), field="kind")
    if details.receipt not in set(Receipt):
        raise DomainError(_("Please choose whether firms should answer."), field="receipt")
    until = deadline(details.answer_until) if details.receipt == Receipt.FORM else None
    reason = written(details.urgent_reason, LONGEST_REASON, "urgent_reason")
    if details.kind == NoticeKind.URGENT and not reason:
        said = _("Please say why it cannot wait: an urgent notice is sent at night and on days off too.")
        raise DomainError(said, field="urgent_reason")
    urgent_reason = reason if details.kind == NoticeKind.URGENT else ""
    return values | {
        "kind": details.kind,
        "receipt": details.receipt,
        "urgent_reason": urgent_reason,
        "answer_until": until,
        "audience": audience,
    }


def deadline(until: datetime | None) -> datetime:
    """Until when (aware) firms may fill in a form; DomainError at `answer_until` where it is none, past or too far."""
    if until is None:
        raise DomainError(_("Please say until when firms can answer."), field="answer_until")
    if until <= clock.now():
        raise DomainError(_("This moment has passed. Please choose a later one."), field="answer_until")
    if until > clock.now() + LATEST:
        raise DomainError(_("This date is too far away. Please check the year."), field="answer_until")
    return until


def snapshot(notice: Notice) -> dict[str, Any]:
    """The notice's fields as JSON values, for the log and for comparing."""
    names = ("title", "body", "kind", "urgent_reason", "receipt", "audience")
    values = {name: getattr(notice, name) for name in names}
    values["pinned_until"] = notice.pinned_until.isoformat() if notice.pinned_until else None
    values["files"] = [file.name for file in notice.files]
    values["answer_until"] = notice.answer_until.isoformat() if notice.answer_until else None
    values["fields"] = [asked.described(field) for field in asked.details_of(notice)]
    return values


def details_of(notice: Notice) -> NoticeDetails:
    """What a form shows of a notice."""
    return NoticeDetails(
        notice.title,
        notice.body,
        notice.kind,
        notice.urgent_reason,
        notice.receipt,
        notice.answer_until,
        asked.details_of(notice),
        notice.pinned_until,
        audiences.chosen(notice.audience),
    )


def differences(notice: Notice, typed: NoticeDetails | Correction) -> list[tuple[str, str, str]]:
    """Where a form and the notice as it stands differ: (field, now, typed), as people write them."""
    if isinstance(typed, Correction):
        changed = {name: value for name, value in vars(typed).items() if name != "note"}
        typed = replace(details_of(notice), **changed)
    now, then = _shown(details_of(notice)), _shown(typed)
    return [(name, now[name], then[name]) for name in now if now[name] != then[name]]


def _shown(details: NoticeDetails) -> dict[str, str]:
    chosen, has_form = details.audience, details.receipt == Receipt.FORM
    rows = [asked.described(field) for field in details.fields if has_form and not field.is_empty()]
    whom = {"features": [*chosen.office, *chosen.section, *chosen.size, *chosen.community, *chosen.tag]}
    whom |= {"event": [chosen.event], "firms": chosen.firms.splitlines()}
    return {
        "title": clean(details.title),
        "kind": NoticeKind.label_of(details.kind),
        "urgent_reason": clean(details.urgent_reason) if details.kind == NoticeKind.URGENT else "",
        "body": clean(details.body, lines=True),
        "receipt": Receipt.label_of(details.receipt),
        "answer_until": local_time(details.answer_until) if has_form else "",
        "fields": "\n".join(rows),
        "pinned_until": details.pinned_until.isoformat() if details.pinned_until else "",
        "whom": "\n".join([str(audiences.WHOM.get(chosen.whom, "")), *map(clean, whom.get(chosen.whom, []))]),
    }
