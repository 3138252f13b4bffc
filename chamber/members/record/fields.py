"""The fields of members and contacts, and how each is read and validated: for forms, import, export and log."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ... import clock
from ...errors import DomainError, at_field
from ...language import codes, phones, text
from ...tables.cells import as_date, as_int, as_name, as_text
from ...tables.reading import Cell
from .. import industry, words
from ..models import MemberKind, MemberStatus

MAX_EMPLOYEES = 1_000_000
LONG_TEXT = 5000

Reader = Callable[[Cell], Any]


@dataclass(frozen=True)
class Field:
    """A field: column name, label, and the function that turns text into a stored value or raises DomainError."""

    name: str
    label: LazyString
    read: Reader


def _line(most: int) -> Reader:
    return lambda value: text.short_enough(as_text(value), most)


def _since(most: int) -> Reader:
    def read(value: Cell) -> str:
        typed = text.short_enough(as_text(value), most)
        if any(int(year) > clock.today().year for year in re.findall(r"(?<!\d)\d{4}(?!\d)", typed)):
            raise DomainError(_("The year cannot be in the future."))
        return typed

    return read


def _lines(most: int) -> Reader:
    return lambda value: text.short_enough(as_text(value, lines=True), most)


def _firm(most: int) -> Reader:
    # A line break in a cell is not part of a Chinese name; a space may be.
    whole = re.compile(r"(?<=[^\x00-\x7f])[^\S\r\n]*[\r\n]+\s*(?=[^\x00-\x7f])")

    def read(value: Cell) -> str:
        # What is longer is no name, and the expression would take hours over a hundred thousand spaces.
        is_short = isinstance(value, str) and len(value) <= 10 * most
        return text.short_enough(as_text(whole.sub("", str(value)) if is_short else value), most)

    return read


def _name(most: int) -> Reader:
    return lambda value: text.short_enough(as_name(value), most)


def _choice(name: str) -> Reader:
    return lambda value: words.choice(name, as_text(value))


def _code(value: Cell) -> str | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 10**15:
        raise codes.damaged_code()
    typed = as_text(value)
    return codes.uscc(typed) if typed else None


def _phone(value: Cell) -> str:
    typed = as_text(value)
    number = phones.phone(typed) if typed else ""
    if number and not number.startswith("+"):
        # A hotline is not a person's number.
        return phones.mobile(typed)
    if len(number) > 20:
        raise DomainError(_("This number is too long: leave its extension out."))
    return number


def _count(value: Cell) -> int | None:
    number = as_int(value)
    if number is not None and not 0 <= number <= MAX_EMPLOYEES:
        raise DomainError(_("Please enter a number from 0 to %(most)s.", most=MAX_EMPLOYEES))
    return number


def past_day(value: Cell) -> date | None:
    """A day from 1949 up to today; None for empty text, else DomainError."""
    day = as_date(value)
    if day is not None and day > clock.today():
        raise DomainError(_("The date cannot be in the future."))
    if day is not None and day.year < 1949:
        raise DomainError(_("This day is too long ago."))
    return day


def required_day(value: Cell, field: str) -> date:
    """The same where one must be given; DomainError at `field`."""
    with at_field(field):
        day = past_day(value)
        if day is None:
            raise DomainError(_("Please enter the date."))
    return day


def _website(value: Cell) -> str:
    typed = text.short_enough(as_text(value), 190)
    if not typed:
        return ""
    address = typed if re.match(r"https?://", typed, re.IGNORECASE) else f"http://{typed}"
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    if not re.fullmatch(r"[^\s<>\"'\\]+", address) or "." not in host.strip("."):
        raise DomainError(_("Write the address like www.example.com."))
    return address


def _email(value: Cell) -> str:
    typed = text.short_enough(text.fold(as_text(value)), 120)
    if typed and not re.fullmatch(r"[^\s@<>\"',;]+@[^\s@<>\"',;]+\.[^\s@<>\"',;.]+", typed):
        raise DomainError(_("Write one e-mail address, such as name@example.com."))
    return typed


def _tags(value: Cell) -> str:
    return text.short_enough(" ".join(dict.fromkeys(re.split(r"[\s,，、;；]+", as_text(value)))).strip(), 200)


MEMBER_FIELDS = {
    field.name: field
    for field in (
        Field("name", _l("Name of the member"), _firm(120)),
        Field("short_name", _l("Short name"), _firm(40)),
        Field("kind", _l("Kind of member"), _choice("kind")),
        Field("uscc", _l("Unified social credit code"), _code),
        Field("legal_representative", _l("Legal representative"), _name(60)),
        Field("industry", _l("Industry"), lambda value: industry.parse(as_text(value))),
        Field("size", _l("Size of the firm"), _choice("size")),
        Field("ownership", _l("Ownership"), _line(40)),
        Field("employees", _l("Employees"), _count),
        Field("address", _l("Address of the firm"), _line(200)),
        Field("community", _l("Community"), _line(60)),
        Field("scope", _l("Business scope"), _lines(LONG_TEXT)),
        Field("tags", _l("Tags"), _tags),
        Field("introduction", _l("Introduction"), _lines(LONG_TEXT)),
        Field("website", _l("Website"), _website),
        Field("party_since", _l("Party organisation since"), _since(60)),
        Field("union_since", _l("Trade union since"), _since(60)),
        Field("joined_on", _l("Joined on"), past_day),
        Field("status", _l("Membership"), _choice("status")),
    )
}
CONTACT_FIELDS = {
    field.name: field
    for field in (
        Field("name", _l("Contact"), _name(60)),
        Field("title", _l("Title of the contact"), _name(60)),
        Field("mobile", _l("Phone of the contact"), _phone),
        Field("email", _l("E-mail of the contact"), _email),
        Field("wechat", _l("WeChat of the contact"), _line(60)),
        Field("duty", _l("Duty of the contact"), _choice("duty")),
    )
}


def read_all(fields: Mapping[str, Field], typed: Mapping[str, Cell]) -> tuple[dict[str, Any], dict[str, str]]:
    """Read every field in `typed`: (values to store, problems); a problem is a sentence by field name."""
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, field in fields.items():
        if name not in typed:
            continue
        try:
            values[name] = field.read(typed[name])
        except DomainError as error:
            problems[name] = str(error)
    return values, problems


def member_values(typed: Mapping[str, Cell], *, is_new: bool) -> tuple[dict[str, Any], dict[str, str]]:
    """(values to store, problems by field) of a member.

    A new member needs a name, and an enterprise also its credit code (GB 32100-2015).
    """
    values, problems = read_all(MEMBER_FIELDS, typed)
    if not values.get("name") and "name" not in problems and (is_new or "name" in typed):
        problems["name"] = _("Please write the name.")
    if is_new:
        values["kind"] = values.get("kind") or MemberKind.ENTERPRISE.value
        values["status"] = values.get("status") or MemberStatus.ACTIVE.value
    needs_code = values.get("kind") == MemberKind.ENTERPRISE and (is_new or "uscc" in typed)
    if needs_code and not values.get("uscc") and "uscc" not in problems:
        problems["uscc"] = _("An enterprise needs its 18-character code, as on the business licence.")
    return values, problems


def contact_values(typed: Mapping[str, Cell]) -> tuple[dict[str, Any], dict[str, str]]:
    """(values to store, problems by field) of a contact."""
    values, problems = read_all(CONTACT_FIELDS, typed)
    if "name" in typed and not values.get("name") and "name" not in problems:
        problems["name"] = _("Please write the name of the person.")
    return values, problems


def log_value(value: Any) -> Any:
    """A stored value as JSON for the log."""
    return value.isoformat() if isinstance(value, date) else value


def masked(name: str, value: Any) -> Any:
    """A stored value of a contact with phone, e-mail and WeChat masked."""
    if value and name == "mobile":
        return phones.mask_phone(value)
    return "***" if value and name in ("email", "wechat") else value


def shown(name: str, value: Any) -> str:
    """A stored value of a member or contact as text for a page; "" if empty."""
    if value is None or value == "":
        return ""
    if name in words.CHOICES:
        return words.labels()[name].get(value, value)
    if name == "industry":
        return f"{value} {industry.name(value)}".strip()
    if name == "mobile":
        return phones.show_phone(value)
    return str(log_value(value))
