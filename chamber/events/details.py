"""The details of an event as a form gives them: validate, compare with the stored event, take over."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _

from .. import clock
from ..errors import DomainError
from ..language.text import checked_text, clean
from ..members.audience import choosing
from ..members.audience.choosing import Audience
from . import circle
from .models import Event, EventKind, EventPolicy

EARLIEST_YEAR = 2000
LATEST = timedelta(days=5 * 366)
"""How far ahead an event may be."""
MAX_SEATS, MAX_PER_MEMBER, MAX_POLICIES = 10_000, 1_000, 30
MAX_TEXT_LENGTH = 20_000


@dataclass(frozen=True)
class PolicyDetails:
    """A law or policy that is studied, as typed."""

    title: str
    number: str = ""
    link: str = ""
    text: str = ""


@dataclass(frozen=True)
class EventDetails:
    """What a form says of an event. Times are aware; `capacity` None means unlimited."""

    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    host: str = ""
    speakers: str = ""
    agenda: str = ""
    capacity: int | None = None
    seats_per_member: int = 2
    registration_opens_at: datetime | None = None
    registration_closes_at: datetime | None = None
    waiting_list: bool = True
    audience: Audience = field(default_factory=Audience)
    is_open: bool = False
    """Whether others than those invited see it; they always do where all are."""
    policies: tuple[PolicyDetails, ...] = field(default=())


FIELDS = tuple(one.name for one in fields(EventDetails) if one.name not in ("policies", "audience"))
TEXTS = {"title": 120, "place": 120, "link": 300, "host": 120, "speakers": 200, "agenda": MAX_TEXT_LENGTH}
"""Text field → maximum length in characters."""
POLICY_TEXTS = {"title": 200, "number": 80, "link": 300, "text": MAX_TEXT_LENGTH}


def snapshot(event: Event) -> dict[str, Any]:
    """The event's fields as JSON values, for the log and for comparing."""
    values = {name: _plain(getattr(event, name)) for name in FIELDS}
    values["policies"] = [{name: getattr(policy, name) for name in POLICY_TEXTS} for policy in event.policies]
    return values | {"audience": event.audience}


def details_of(event: Event) -> EventDetails:
    """The stored details."""
    policies = [PolicyDetails(**{name: getattr(policy, name) for name in POLICY_TEXTS}) for policy in event.policies]
    stored = {name: getattr(event, name) for name in FIELDS}
    return EventDetails(**stored, audience=stored_audience(event), policies=tuple(policies))


def differences(event: Event, details: EventDetails) -> list[tuple[str, str, str]]:
    """Where typed details differ from the stored event: (field, stored, typed) as text."""
    now, typed = _in_words(details_of(event)), _in_words(details)
    return [(name, now[name], typed[name]) for name in now if now[name] != typed[name]]


def _in_words(details: EventDetails) -> dict[str, str]:
    values = {name: _shown(getattr(details, name)) for name in FIELDS}
    lines = [[getattr(policy, name) for name in POLICY_TEXTS] for policy in details.policies]
    return values | {
        "kind": EventKind.label_of(details.kind),
        "is_open": _shown(details.is_open and details.audience.whom != "all"),
        "whom": circle.shown(details.audience),
        "policies": "\n".join(" · ".join(filter(None, line)) for line in lines),
    }


def stored_audience(event: Event) -> Audience:
    """The choice of whom it is for, as a form shows it."""
    return Audience(**choosing.typed_again(event.audience))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{clock.local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else clean(str(value), lines=True)


def validated(details: EventDetails) -> dict[str, Any]:
    """The cleaned columns; DomainError at the first wrong field."""
    for problem in problems(details):
        raise problem
    values: dict[str, Any] = {name: getattr(details, name) for name in FIELDS}
    values |= {name: clean(values[name], lines=name == "agenda") for name in TEXTS}
    values["audience"] = circle.to_json(details.audience, details.kind)
    values["is_open"] = details.is_open or values["audience"]["whom"] == "all"
    return values


def problems(details: EventDetails) -> Iterator[DomainError]:
    """All problems of the details, so that a form can show them together; dates may be missing."""
    for name, most in TEXTS.items():
        yield from _too_long(getattr(details, name), most, name, lines=name == "agenda")
    if not clean(details.title):
        yield DomainError(_("Please give the event a title."), field="title")
    if details.kind not in set(EventKind):
        yield DomainError(_("Please choose what kind of event it is."), field="kind")
    yield from _bad_address(clean(details.link), "link")
    yield from _wrong_times(details)
    yield from _wrong_number(details.capacity, MAX_SEATS, "capacity")
    yield from _wrong_number(details.seats_per_member, MAX_PER_MEMBER, "seats_per_member")
    try:
        circle.to_json(details.audience, details.kind)
    except DomainError as error:
        yield error


def _wrong_times(details: EventDetails) -> Iterator[DomainError]:
    latest = clock.now() + LATEST
    for name in ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at"):
        moment = getattr(details, name)
        if moment is not None and (moment.year < EARLIEST_YEAR or moment > latest):
            yield DomainError(_("This date is too far away. Please check the year."), field=name)
    starts, ends = details.starts_at, details.ends_at
    if not starts or not ends:
        return
    if ends <= starts:
        yield DomainError(_("The end must be after the start."), field="ends_at")
    opens, closes = details.registration_opens_at, details.registration_closes_at
    if opens is not None and opens >= (closes or starts):
        yield DomainError(_("Registration must open before it closes."), field="registration_opens_at")
    if closes is not None and closes > ends:
        yield DomainError(_("Registration must close before the event ends."), field="registration_closes_at")


def _wrong_number(value: int | None, most: int, name: str) -> Iterator[DomainError]:
    if value is not None and not 1 <= value <= most:
        yield DomainError(_("Please enter a whole number from 1 to %(most)s.", most=most), field=name)


def _too_long(value: str, most: int, name: str, *, lines: bool = False) -> Iterator[DomainError]:
    try:
        checked_text(value, most, name, lines=lines)
    except DomainError as error:
        yield error


def _bad_address(value: str, name: str) -> Iterator[DomainError]:
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if value and (parts.scheme not in ("http", "https") or not parts.netloc or " " in value):
        yield DomainError(_("Please enter a whole address that begins with https://"), field=name)


def policy_problems(policy: PolicyDetails) -> Iterator[DomainError]:
    """The problems of a typed policy, each at its field; none for an empty one."""
    values = _cleaned(policy)
    for name, most in POLICY_TEXTS.items():
        yield from _too_long(values[name], most, name, lines=name == "text")
    yield from _bad_address(values["link"], "link")
    if any(values.values()) and not values["title"]:
        yield DomainError(_("Please give each policy its title."), field="title")


def _cleaned(policy: PolicyDetails) -> dict[str, str]:
    return {name: clean(getattr(policy, name), lines=name == "text") for name in POLICY_TEXTS}


def replace_policies(event: Event, details: EventDetails) -> None:
    """Store the typed policies if they differ from the stored ones; DomainError at `policies` if one is wrong."""
    typed = []
    for policy in details.policies[:MAX_POLICIES]:
        values = _cleaned(policy)
        for problem in policy_problems(policy):
            raise DomainError(str(problem), field="policies")
        if any(values.values()):
            typed.append(values)
    stored = [{name: getattr(policy, name) for name in POLICY_TEXTS} for policy in event.policies]
    if typed != stored:
        event.policies = [EventPolicy(position=place, **values) for place, values in enumerate(typed)]
