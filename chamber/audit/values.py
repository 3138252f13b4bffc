"""What was written before and after, in words: fields and choices by their labels, moments as the page has them."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from ..cases.words import CHANNEL_LABELS
from ..dates import full_date, local_time
from ..events.models import EventKind, EventState, RegistrationState
from ..members import industry
from ..members.models import Duty, MemberKind, MemberStatus, Office, Size
from ..notifications.models import Service
from ..rights import ROLE_LABELS
from .words import VALUES, field_label, kind_label

_CHOICES: dict[str, Mapping[Any, object]] = {
    "kind": {**MemberKind.labels(), **EventKind.labels()},
    "state": {**EventState.labels(), **RegistrationState.labels()},
    "channel": CHANNEL_LABELS,
    "status": MemberStatus.labels(),
    "size": Size.labels(),
    "office": Office.labels(),
    "duty": Duty.labels(),
    "roles": ROLE_LABELS,
    "service": Service.labels(),
}
_TECHNICAL = frozenset(
    {"session", "invitation", "contact", "form_key", "registration", "registrations", "for", "note", "sha256"}
)
"""Numbers of rows and the like, which say nothing to a person."""


def pairs(values: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(field, before, after) of a row's values, for reading."""
    before, after = values.get("before") or {}, values.get("after") or {}
    names = [name for name in dict.fromkeys([*before, *after]) if name not in _TECHNICAL]
    return [(_label(name), said(name, before.get(name)), said(name, after.get(name))) for name in names]


def _label(name: str) -> str:
    of_contact = re.fullmatch(r"contact(\d+)(?:\.(\w+))?", name)
    if not of_contact:
        return field_label(name)
    number, field = of_contact.groups()
    about = _("Contact %(number)s", number=number)
    return f"{about} · {field_label(field)}" if field else about


def said(name: str, value: object) -> str:
    """One value of the field with this name."""
    field = name.rpartition(".")[2]
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, list):
        parts = [said(name, one) for one in value]
        return "\n".join(parts) if any(isinstance(one, list | dict) for one in value) else _(", ").join(parts)
    if isinstance(value, dict):
        return " · ".join(part for part in (said(key, one) for key, one in value.items()) if part)
    if field == "member" and isinstance(value, int):
        return reference(f"member:{value}")
    text = str(value)
    if field == "industry":
        return f"{text} {industry.name(text)}".strip()
    return str(_CHOICES.get(field, VALUES).get(text, "")) or _moment(text)


def _moment(text: str) -> str:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return full_date(date.fromisoformat(text))
        if re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", text):
            return local_time(datetime.fromisoformat(text))
    except ValueError:
        pass
    return text


def reference(text: str) -> str:
    """A thing that a row names by kind and number (`import:5`), in words; another text stays."""
    named = re.fullmatch(r"([a-z]+):(\d+)", text)
    if not named or kind_label(named[1]) == named[1]:
        return text
    return _("%(kind)s no. %(number)s", kind=kind_label(named[1]), number=named[2])
