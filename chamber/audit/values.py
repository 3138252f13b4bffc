"""Logged values (before, after) as the page shows them: fields and choices by label, times in the page's format."""

import re
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from .. import registry
from ..language.dates import full_date, local_time
from ..messages import Manner
from .words import field_label, kind_label

_TECHNICAL = frozenset(
    {
        "session",
        "invitation",
        "contact",
        "form_key",
        "registration",
        "registrations",
        "members",
        "for",
        "note",
        "sha256",
    }
)
"""Numbers of rows and the like, which say nothing to a person."""


def pairs(kind: str, values: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(field, before, after) of a row's values, for reading; `kind` of what the row is about."""
    before, after = values.get("before") or {}, values.get("after") or {}
    names = [name for name in dict.fromkeys([*before, *after]) if name not in _TECHNICAL]
    return [
        (_label(kind, name), value_text(kind, name, before.get(name)), value_text(kind, name, after.get(name)))
        for name in names
    ]


def _label(kind: str, name: str) -> str:
    of_contact = re.fullmatch(r"contact(\d+)(?:\.(\w+))?", name)
    if not of_contact:
        return field_label(kind, name)
    number, field = of_contact.groups()
    about = _("Contact %(number)s", number=number)
    return f"{about} · {field_label(kind, field)}" if field else about


def value_text(kind: str, name: str, value: object) -> str:
    """One value of the field with this name."""
    field = name.rpartition(".")[2]
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, list):
        parts = [value_text(kind, name, one) for one in value]
        return "\n".join(parts) if any(isinstance(one, list | dict) for one in value) else _(", ").join(parts)
    if isinstance(value, dict):
        said = (value_text(kind, key, one) for key, one in value.items() if key not in _TECHNICAL)
        return " · ".join(part for part in said if part)
    if field == "member" and isinstance(value, int):
        return reference(f"member:{value}")
    text = str(value)
    if field.startswith("told_"):
        return str(Manner.labels().get(text, text))
    subject = registry.subjects().get(kind)
    label_of = subject.choices.get(field) if subject else None
    return str(label_of(text) or "" if label_of else "") or _moment(text)


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
    """The kind of a thing that a row names by kind and number (`import:5`); another text stays."""
    named = re.fullmatch(r"([a-z]+):\d+", text)
    return kind_label(named[1]) if named else text
