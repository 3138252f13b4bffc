"""The audience of a notice: all firms, by features, by event or by name; resolved at publication."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select

from ...accounts.models import Account
from ...errors import DomainError
from ...events import services as events
from ...events.attendees import LIVE
from ...events.models import Event, Registration
from ...extensions import db
from ...language.dates import local_date
from ...language.text import clean, number_in
from ...members import industry
from ...members.models import Contact, Member, Office, Size
from ...members.search import DIMENSIONS
from ...members.services import IN_DIRECTORY
from ...rights import Actor
from .. import rights
from .naming import firms_by_name

WHOM = {
    "all": _l("All member firms"),
    "features": _l("Firms by office, industry, size, community or tag"),
    "event": _l("People registered for an event"),
    "firms": _l("Selected firms, by name"),
}
FEATURES = ("office", "section", "size", "community", "tag")
LATEST_EVENTS = 60


@dataclass(frozen=True)
class Audience:
    """A typed choice; only the fields for `whom` count."""

    whom: str = "all"
    office: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    community: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    event: str = ""
    firms: str = ""
    """Names, one per line."""


@dataclass(frozen=True)
class Reach:
    """Number of firms and people reached, and of firms where nobody has an account."""

    firms: int = 0
    people: int = 0
    without_account: int = 0


def to_json(audience: Audience, actor: Actor) -> dict[str, Any]:
    """The choice as a notice stores it; DomainError at a wrong field."""
    match audience.whom:
        case "all":
            return {"whom": "all"}
        case "features":
            return {"whom": "features", **_features(audience)}
        case "event":
            return {"whom": "event", "event": _event(audience.event, actor)}
        case "firms":
            return {"whom": "firms", "members": firms_by_name(audience.firms)}
    raise DomainError(_("Please choose who the notice is for."), field="whom")


def _features(audience: Audience) -> dict[str, list[str]]:
    known: dict[str, set[str]] = {"office": set(Office), "section": set(industry.SECTIONS), "size": set(Size)}
    ticked: dict[str, list[str]] = {}
    for name in FEATURES:
        values = sorted({clean(value)[:60] for value in getattr(audience, name)} - {""})
        if not set(values) <= known.get(name, set(values)):
            raise DomainError(_("Please choose from the list."), field=name)
        if values:
            ticked[name] = values
    if not ticked:
        raise DomainError(_("Please tick at least one feature, or choose all firms."), field="whom")
    return ticked


def _event(typed: str, actor: Actor) -> int:
    number = number_in(typed)
    if db.session.scalar(select(Event.id).where(Event.id == number, events.visible_to(actor))) is None:
        raise DomainError(_("Please choose an event."), field="event")
    return number


def from_json(stored: dict[str, Any]) -> Audience:
    """The stored choice as a form shows it."""
    whom = stored.get("whom", "all")
    if whom == "features":
        ticked: dict[str, Any] = {name: tuple(stored.get(name, ())) for name in FEATURES}
        return Audience(whom, **ticked)
    if whom == "event":
        return Audience(whom, event=str(stored["event"]))
    return Audience(whom, firms="\n".join(_names(stored["members"])) if whom == "firms" else "")


def _names(ids: list[int]) -> list[str]:
    return list(db.session.scalars(select(Member.name).where(Member.id.in_(ids)).order_by(Member.name_key)))


def _attendees(stored: dict[str, Any]) -> ColumnElement[bool]:
    return and_(Registration.event_id == stored["event"], Registration.state.in_(LIVE))


def firms(stored: dict[str, Any]) -> Select[Any]:
    """Query of the ids of the firms in this audience now."""
    query = select(Member.id).where(Member.status.in_(IN_DIRECTORY))
    match stored.get("whom", "all"):
        case "features":
            columns = {**DIMENSIONS, "tag": None}
            return query.where(*(_matches_any(columns[name], stored[name]) for name in FEATURES if stored.get(name)))
        case "event":
            return query.where(Member.id.in_(select(Registration.member_id).where(_attendees(stored))))
        case "firms":
            return query.where(Member.id.in_(stored["members"]))
    return query


def _matches_any(column: Any, values: list[str]) -> ColumnElement[bool]:
    if column is not None:
        return column.in_(values)
    tags = literal(" ") + Member.tags + " "
    return or_(*(tags.contains(f" {value} ", autoescape=True) for value in values))


def people(stored: dict[str, Any]) -> Any:
    """Query of (account, firm) of the people reached; for an event only those registered."""
    found = (
        select(Contact.account_id, Contact.member_id)
        .join(Account, Account.id == Contact.account_id)
        .where(Contact.left_at.is_(None), Account.disabled_at.is_(None), Contact.member_id.in_(firms(stored)))
        .distinct()
    )
    if stored.get("whom") != "event":
        return found
    return found.where(Contact.id.in_(registered(stored)))


def registered(stored: dict[str, Any]) -> Select[Any]:
    """Query of the contacts who are registered for the event of this audience."""
    return select(Registration.contact_id).where(_attendees(stored))


def reach(stored: dict[str, Any]) -> Reach:
    """Whom this audience reaches now."""
    recipients = people(stored).subquery()
    counted = select(
        select(func.count()).select_from(firms(stored).subquery()).scalar_subquery(),
        select(func.count(recipients.c.account_id.distinct())).scalar_subquery(),
        select(func.count(recipients.c.member_id.distinct())).scalar_subquery(),
    )
    all_firms, persons, reachable = db.session.execute(counted).one()
    return Reach(all_firms, persons, all_firms - reachable)


def preview_reach(audience: Audience, actor: Actor) -> Reach | None:
    """Whom an unsaved choice would reach; None if it is incomplete."""
    rights.RUN.demand(actor)
    try:
        return reach(to_json(audience, actor))
    except DomainError:
        return None


def describe(stored: dict[str, Any]) -> str:
    """The audience as text."""
    whom = stored.get("whom", "all")
    if whom == "features":
        return _("; ").join(_(", ").join(labels[value] for value in values) for labels, values in _labelled(stored))
    if whom == "event":
        title = db.session.scalar(select(Event.title).where(Event.id == stored["event"]))
        return _("Registered for: %(title)s", title=title)
    if whom == "firms":
        names = _names(stored["members"])
        more = _(" and %(number)s more", number=len(names) - 5) if len(names) > 5 else ""
        return _(", ").join(names[:5]) + more
    return str(WHOM["all"])


def _labelled(stored: dict[str, Any]) -> list[tuple[dict[str, str], list[str]]]:
    words: dict[str, dict[str, str]] = {
        "office": {office.value: str(office.label) for office in Office},
        "section": {value: industry.name(value) for value in industry.SECTIONS},
        "size": {size.value: str(size.label) for size in Size},
    }
    return [
        (words.get(name, {value: value for value in stored[name]}), stored[name])
        for name in FEATURES
        if stored.get(name)
    ]


def choices(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """The choices of the form: features that firms have, and the latest events."""
    rights.RUN.demand(actor)
    rows = db.session.execute(
        select(Member.community, Member.tags).where(Member.status.in_(IN_DIRECTORY)).distinct()
    ).all()
    tags = sorted({tag for row in rows for tag in row.tags.split(" ")} - {""})
    latest = db.session.execute(
        select(Event.id, Event.title, Event.starts_at)
        .where(events.listed_to(actor))
        .order_by(Event.starts_at.desc(), Event.id.desc())
        .limit(LATEST_EVENTS)
    )
    return {
        "office": Office.choices(),
        "section": [(code, f"{code} {industry.name(code)}") for code in industry.SECTIONS],
        "size": Size.choices(),
        "community": [(name, name) for name in sorted({row.community for row in rows} - {""})],
        "tag": [(tag, tag) for tag in tags],
        "event": [(str(row.id), f"{local_date(row.starts_at)} {row.title}") for row in latest],
    }
