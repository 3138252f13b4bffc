"""What `base.html` shows on every page: navigation by role, roles to switch to, languages."""

from dataclasses import dataclass

from flask import g, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from .. import registry
from ..accounts.acting import account_and_role, acting_as, acting_choices
from ..clock import today
from ..config import settings
from ..language.dates import LANGUAGES, full_date, language
from ..rights import Actor
from .addresses import came_from, here, safe_next
from .answers import cached_macro
from .assets import Assets


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation as a page shows it."""

    label: str
    url: str
    icon: str
    active: bool
    count: int | None = None


_CACHED_MACROS = {name: cached_macro("components/_places.html", name) for name in ("side", "top_bell", "bar")}


def places(actor: Actor) -> tuple[Entry, ...]:
    """Where this person can go, most used first; the phone shows the first four and the rest under *More*."""
    shown = []
    counts: dict[str, int] = g.get("nav_counts", {})
    for place in registry.places():
        if place.right is not None and not place.right.allows(actor):
            continue
        blueprint = place.endpoint.partition(".")[0]
        active = request.endpoint == place.endpoint if blueprint == "admin" else request.blueprint == blueprint
        url = url_for(place.endpoint, **place.opens.get(actor.role, {}))
        label = str(place.label_for.get(actor.role, place.label))
        shown.append(Entry(label, url, place.icon, active, counts.get(place.endpoint)))
    return tuple(shown)


def bell(actor: Actor) -> Entry:
    """The entry of the person's messages, with the number of unread ones."""
    active = request.blueprint == "notifications"
    return Entry(_("Messages"), url_for("notifications.index"), "bell", active, actor.unread)


def _choices(actor: Actor) -> list[dict[str, object]]:
    if len(actor.roles) < 2 and len(actor.contact_ids) < 2 and len(actor.department_ids) < 2:
        return []
    current = acting_as(actor)
    return [
        {
            "value": choice.value,
            "label": choice.label,
            "unit": choice.unit,
            "unit_first": f"{choice.short_unit} · {choice.role.label}" if choice.unit else choice.label,
            "is_firm": choice.contact_id is not None,
            "current": choice.value == current,
        }
        for choice in acting_choices(actor.account_id)
    ]


def _in_language(code: str) -> str:
    """This page in another language; what answers a form without being a page itself leads back to where that stood."""
    if request.method == "GET":
        return here(lang=code)
    methods = request.url_rule.methods if request.url_rule else None
    back = "" if not methods or "GET" in methods else safe_next(came_from())
    return f"{back}?lang={code}"


def context(assets: Assets) -> dict[str, object]:
    """What `base.html` needs on every page."""
    actor = current_user._get_current_object() if current_user.is_authenticated else None
    locale, own = language(), settings()
    return {
        "actor": actor,
        "who": account_and_role(actor) if actor else "",
        "nav": places(actor) if actor else (),
        "bell": bell(actor) if actor else None,
        "told_of_here": bool(actor and actor.unread and request.method == "GET")
        and registry.is_page_of_subject(request.path),
        **_CACHED_MACROS,
        "chamber_name": own.chamber_name,
        "chamber_phone": own.chamber_phone,
        "current_locale": locale,
        "acting_choices": _choices(actor) if actor else [],
        "large_text": actor.large_text if actor else bool(session.get("large_text")),
        "asset": assets.address,
        "htmx": assets.htmx(),
        "language_links": [(code, label, _in_language(code), code == locale) for code, label in LANGUAGES],
        "here": here,
        "print_date": full_date(today()),
    }
