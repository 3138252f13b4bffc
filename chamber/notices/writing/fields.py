"""The fields of a notice's form: validate, store, describe."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ...errors import DomainError
from ...language.text import checked_text, clean
from ..models import FieldKind, Notice, NoticeField

MAX_FIELDS, MAX_CHOICES = 10, 20
MAX_LABEL_LENGTH, MAX_CHOICE_LENGTH = 80, 60
SHORT_CHOICES = 6
"""Up to so many choices are radio buttons, more a select."""


_PEOPLE = re.compile(
    r"人数|人次|[几多]少?[人位名]|[员职]工数|名额|\b(?:people|persons|attendees|participants|staff|seats)\b",
    re.IGNORECASE,
)


def asks_for_people(field: NoticeField) -> bool:
    """Whether the answer is a number of people: that has no halves."""
    return field.kind == FieldKind.NUMBER and bool(_PEOPLE.search(field.label))


@dataclass(frozen=True)
class FieldDetails:
    """A field as typed; `choices` one per line."""

    label: str
    kind: str = FieldKind.TEXT
    is_required: bool = True
    choices: str = ""

    def is_empty(self) -> bool:
        """Whether the row is empty."""
        return not clean(self.label) and not clean(self.choices)


def validated_field(details: FieldDetails) -> dict[str, Any]:
    """The cleaned columns of a field; DomainError at `label`, `kind` or `choices`."""
    label = checked_text(details.label, MAX_LABEL_LENGTH, "label", _("Please say what firms should fill in here."))
    if details.kind not in set(FieldKind):
        raise DomainError(_("Please choose from the list."), field="kind")
    choices = _choices(details.choices) if details.kind == FieldKind.CHOICE else []
    return {"label": label, "kind": details.kind, "is_required": details.is_required, "choices": choices}


def _choices(typed: str) -> list[str]:
    choices = list(dict.fromkeys(line for line in map(clean, clean(typed, lines=True).split("\n")) if line))
    if not 2 <= len(choices) <= MAX_CHOICES:
        most = _("Please write 2 to %(most)s different choices, one per line.", most=MAX_CHOICES)
        raise DomainError(most, field="choices")
    for choice in choices:
        checked_text(choice, MAX_CHOICE_LENGTH, "choices")
    return choices


def validated(typed: Sequence[FieldDetails]) -> list[dict[str, Any]]:
    """The cleaned columns of all fields, without empty rows; DomainError at `fields`."""
    rows = []
    for details in typed:
        if details.is_empty():
            continue
        try:
            rows.append(validated_field(details))
        except DomainError as error:
            raise DomainError(f"{clean(details.label)[:20]}: {error}", field="fields") from None
    if not rows:
        raise DomainError(_("Please ask at least one thing in the form."), field="fields")
    if len(rows) > MAX_FIELDS:
        raise DomainError(_("A form can have at most %(most)s fields.", most=MAX_FIELDS), field="fields")
    return rows


def replace_fields(notice: Notice, rows: Sequence[dict[str, Any]]) -> None:
    """Store these fields (from `validated`) if they differ; for unpublished notices."""
    if list(rows) != [_columns(field) for field in notice.fields]:
        notice.fields = [NoticeField(position=place, **row) for place, row in enumerate(rows)]


def _columns(field: NoticeField) -> dict[str, Any]:
    return {name: getattr(field, name) for name in ("label", "kind", "is_required", "choices")}


def details_of(notice: Notice) -> tuple[FieldDetails, ...]:
    """The stored fields, for a form."""
    return tuple(
        FieldDetails(field.label, field.kind, field.is_required, "\n".join(field.choices)) for field in notice.fields
    )


def describe(details: FieldDetails) -> str:
    """A field as one line, for log and comparison."""
    choices = " / ".join(filter(None, map(clean, details.choices.split("\n"))))
    parts = [
        clean(details.label),
        FieldKind.label_of(details.kind),
        choices if details.kind == FieldKind.CHOICE else "",
    ]
    return " · ".join([part for part in parts if part] + ([] if details.is_required else [_("optional")]))
