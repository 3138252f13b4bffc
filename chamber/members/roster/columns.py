"""The columns of a roster table, the same for import and export."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import LazyString, force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...language.dates import LANGUAGES
from .. import words
from ..record.fields import CONTACT_FIELDS, MEMBER_FIELDS

MAX_CONTACTS = 12
"""Contacts per row."""


@dataclass(frozen=True)
class RosterColumn:
    """A column: key, label, other headings that people use."""

    key: str
    label: LazyString
    aliases: tuple[str, ...]
    kind: str = "text"
    width: float = 16


_MORE_LABELS = {
    "office": _l("Office in the chamber"),
    "left_on": _l("Left on"),
    "left_reason": _l("Reason for leaving"),
}
_WIDTHS = {"name": 34, "uscc": 22, "address": 40, "scope": 40, "introduction": 40, "industry": 24, "email": 24}
_KINDS = {"employees": "number", "joined_on": "date", "left_on": "date"}

MEMBER_COLUMNS = tuple(
    RosterColumn(
        key,
        MEMBER_FIELDS[key].label if key in MEMBER_FIELDS else _MORE_LABELS[key],
        aliases,
        _KINDS.get(key, "text"),
        _WIDTHS.get(key, 16),
    )
    for key, aliases in words.COLUMN_NAMES.items()
)


def contact_key(number: int, field: str) -> str:
    """The key of a contact's column; `number` counts from 1."""
    return f"contact{number}.{field}"


def label_of(key: str) -> str:
    """The label of a column in the current language."""
    group, dot, field = key.partition(".")
    if not dot:
        return next(str(column.label) for column in MEMBER_COLUMNS if column.key == key)
    label, number = CONTACT_FIELDS[field].label, group.removeprefix("contact")
    return str(label) if number == "1" else _("%(label)s %(number)s", label=label, number=number)


def contact_columns(number: int) -> Iterator[RosterColumn]:
    """The columns of contact `number`."""
    for field, aliases in words.CONTACT_COLUMN_NAMES.items():
        key = contact_key(number, field)
        names = aliases if number == 1 else tuple(f"{alias}{number}" for alias in aliases)
        yield RosterColumn(key, CONTACT_FIELDS[field].label, names, "text", _WIDTHS.get(field, 16))


def known_names() -> dict[str, list[str]]:
    """Column key → every heading that is recognised, in all our languages; the current language first.

    A table may have been exported in another language than that of the importing page.
    """
    columns = [*MEMBER_COLUMNS, *(one for number in range(1, MAX_CONTACTS + 1) for one in contact_columns(number))]
    names = {column.key: [label_of(column.key), *column.aliases] for column in columns}
    for language, _name in LANGUAGES:
        with force_locale(language):
            for column in columns:
                names[column.key].append(label_of(column.key))
    return names
