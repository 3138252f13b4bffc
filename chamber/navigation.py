"""The places of the side and bottom navigation, by role."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, g, request, session, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from .accounts.hats import acting_choices, who, worn_by
from .assets import Assets
from .clock import today
from .dates import LANGUAGES, full_date, language
from .permissions import Actor, Permission, Role, can
from .web import here, kept_macro, safe_next


@dataclass(frozen=True)
class Place:
    """One entry of the navigation as a page shows it."""

    label: str
    url: str
    icon: str
    active: bool
    count: int | None = None


_PLACES: tuple[tuple[str, dict[Role, LazyString], LazyString, str, Permission | None], ...] = (
    ("dashboard.home", {Role.SECRETARIAT: _l("Today")}, _l("Home"), "home", None),
    ("cases.index", {Role.MEMBER: _l("My cases")}, _l("Cases"), "case", Permission.CASES_READ),
    ("events.index", {}, _l("Events"), "event", Permission.EVENTS_READ),
    ("notices.index", {}, _l("Notices"), "notice", Permission.NOTICES_READ),
    ("suggestions.index", {}, _l("Suggestions"), "suggestion", Permission.SUGGESTIONS_READ),
    ("members.index", {}, _l("Members"), "member", Permission.MEMBERS_READ),
    ("directory.index", {}, _l("Directory"), "directory", Permission.DIRECTORY_READ),
    ("admin.accounts", {}, _l("Accounts"), "account", Permission.ADMINISTER),
    ("admin.calendar", {}, _l("Working days"), "calendar", Permission.ADMINISTER),
    ("audit.index", {}, _l("Log"), "log", Permission.LOG_READ),
)

_AT_WORK = {role: {"do": "open"} for role in (Role.SECRETARIAT, Role.HANDLER, Role.LEADER, Role.SUPERVISOR)}
_BEGINS: dict[str, dict[Role, dict[str, Any]]] = {"cases.index": _AT_WORK}
"""How a list opens: whoever works on cases sees first what is still open, the soonest due on top."""


_DRAWN = {name: kept_macro("components/_places.html", name) for name in ("side", "top_bell", "bar")}


def places(actor: Actor) -> tuple[Place, ...]:
    """Where this person can go, most used first; the phone shows the first four and the rest under *More*."""
    shown = []
    counts: dict[str, int] = g.get("nav_counts", {})
    for endpoint, by_role, label, icon, permission in _PLACES:
        if endpoint not in current_app.view_functions or (permission is not None and not can(actor, permission)):
            continue
        blueprint = endpoint.partition(".")[0]
        active = request.endpoint == endpoint if blueprint == "admin" else request.blueprint == blueprint
        url = url_for(endpoint, **_BEGINS.get(endpoint, {}).get(actor.role, {}))
        shown.append(Place(str(by_role.get(actor.role, label)), url, icon, active, counts.get(endpoint)))
    return tuple(shown)


def bell(actor: Actor) -> Place:
    """The place of what the product told this person, with the number of what is unread."""
    active = request.blueprint == "notifications"
    return Place(_("Messages"), url_for("notifications.index"), "bell", active, actor.unread)


def _choices(actor: Actor) -> list[dict[str, object]]:
    if len(actor.roles) < 2 and len(actor.contact_ids) < 2 and len(actor.department_ids) < 2:
        return []
    worn = worn_by(actor)
    return [
        {"value": hat.value, "label": hat.label, "current": hat.value == worn}
        for hat in acting_choices(actor.account_id)
    ]


def _in_language(code: str) -> str:
    """This page in another language; what answers a form without being a page itself leads back to where that stood."""
    if request.method == "GET":
        return here(lang=code)
    methods = request.url_rule.methods if request.url_rule else None
    back = "" if not methods or "GET" in methods else safe_next(urlsplit(request.referrer or "").path)
    return f"{back}?lang={code}"


def context(assets: Assets, chamber_name: str) -> dict[str, object]:
    """What `base.html` needs on every page."""
    actor = current_user._get_current_object() if current_user.is_authenticated else None
    locale = language()
    return {
        "actor": actor,
        "who": who(actor) if actor else "",
        "nav": places(actor) if actor else (),
        "bell": bell(actor) if actor else None,
        **_DRAWN,
        "chamber_name": chamber_name,
        "current_locale": locale,
        "acting_choices": _choices(actor) if actor else [],
        "large_text": actor.large_text if actor else bool(session.get("large_text")),
        "asset": assets.address,
        "htmx": assets.htmx(),
        "language_links": [(code, label, _in_language(code), code == locale) for code, label in LANGUAGES],
        "here": here,
        "print_date": full_date(today()),
    }
