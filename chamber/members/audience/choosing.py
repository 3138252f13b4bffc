"""The choice of an audience: all firms, by features, or by name; typed, stored, and as text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ...errors import DomainError
from ...extensions import db
from ...language.text import clean
from .. import industry
from ..models import Member, Office, Size
from ..services import IN_DIRECTORY
from .naming import firms_by_name

WHOM = {
    "all": _l("All member firms"),
    "features": _l("Firms by office, industry, size, community or tag"),
    "firms": _l("Selected firms, by name"),
}
LABELS: dict[str, Callable[[Any], object]] = {
    "whom": WHOM.get,
    "office": Office.labels().get,
    "section": industry.name,
    "size": Size.labels().get,
}
"""For logged choices: the function that gives the label of a value."""
FEATURES = ("office", "section", "size", "community", "tag")


@dataclass(frozen=True)
class Audience:
    """A typed choice; only the fields for `whom` count."""

    whom: str = "all"
    office: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    community: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    firms: str = ""
    """Names, one per line."""


def to_json(audience: Audience, *, missing: str = "") -> dict[str, Any]:
    """The choice as it is stored; DomainError at a wrong field, with `missing` where nothing is chosen."""
    match audience.whom:
        case "all":
            return {"whom": "all"}
        case "features":
            return {"whom": "features", **_features(audience)}
        case "firms":
            return {"whom": "firms", "members": firms_by_name(audience.firms)}
    raise DomainError(missing or _("Please choose one."), field="whom")


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


def typed_again(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The stored choice as the fields of an `Audience`, for a form."""
    whom = stored.get("whom", "all")
    if whom == "features":
        return {"whom": whom, **{name: tuple(stored.get(name, ())) for name in FEATURES}}
    return {"whom": whom, "firms": "\n".join(_names(stored["members"])) if whom == "firms" else ""}


def shown(audience: Audience, label: str) -> str:
    """A choice as typed, in lines, to be compared with another; `label` is that of its `whom`."""
    chosen = {"features": [value for name in FEATURES for value in getattr(audience, name)]}
    chosen["firms"] = audience.firms.splitlines()
    return "\n".join([label, *map(clean, chosen.get(audience.whom, []))])


def _names(ids: list[int]) -> list[str]:
    return list(db.session.scalars(select(Member.name).where(Member.id.in_(ids)).order_by(Member.name_key)))


def describe(stored: Mapping[str, Any]) -> str:
    """The audience as text."""
    whom = stored.get("whom", "all")
    if whom == "features":
        ticked = ((label for value, label in labels.items() if value in values) for labels, values in _labelled(stored))
        return _("; ").join(map(_(", ").join, ticked))
    if whom == "firms":
        names = _names(stored["members"])
        more = _(" and %(number)s more", number=len(names) - 5) if len(names) > 5 else ""
        return _(", ").join(names[:5]) + more
    return str(WHOM["all"])


def _labelled(stored: Mapping[str, Any]) -> list[tuple[dict[str, str], list[str]]]:
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


def choices() -> dict[str, list[tuple[str, str]]]:
    """The choices of a form: the features that firms have."""
    rows = db.session.execute(
        select(Member.community, Member.tags).where(Member.status.in_(IN_DIRECTORY)).distinct()
    ).all()
    tags = sorted({tag for row in rows for tag in row.tags.split(" ")} - {""})
    return {
        "office": Office.choices(),
        "section": [(code, f"{code} {industry.name(code)}") for code in industry.SECTIONS],
        "size": Size.choices(),
        "community": [(name, name) for name in sorted({row.community for row in rows} - {""})],
        "tag": [(tag, tag) for tag in tags],
    }
