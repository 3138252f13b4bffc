"""Addresses of our own pages: this one with other values (also as chips), and where to go after signing in."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import request, url_for
from werkzeug.datastructures import ImmutableMultiDict


def safe_next(target: str | None) -> str:
    """The address to go to after signing in: a path of our own, else home."""
    if (
        not target
        or not target.startswith("/")
        or any(char in target for char in "\\\r\n\t")
        or target.startswith("//")
    ):
        return url_for("dashboard.home")
    parts = urlsplit(target)
    return url_for("dashboard.home") if parts.scheme or parts.netloc else target


def here(**changes: Any) -> str:
    """This page's address with other query values; None drops one. Paging starts anew unless `after` is given."""
    args: dict[str, list[str]] = {key: values for key, values in request.args.lists() if key not in ("after", "lang")}
    for key, value in changes.items():
        if value is None or value == "":
            args.pop(key, None)
        else:
            args[key] = [str(value)]
    query = urlencode(args, doseq=True)
    return f"{request.path}?{query}" if query else request.path


def chips(
    name: str,
    labels: Mapping[str, object],
    chosen: str,
    counts: Mapping[str, int] | None = None,
    *,
    toggle: bool = False,
) -> list[dict[str, Any]]:
    """The values of the filter `name` as links to this page; with `toggle` the chosen one links to all."""
    return [
        {
            "label": label,
            "url": here(**{name: None if toggle and value == chosen else value}),
            "active": value == chosen,
            "count": None if counts is None else counts.get(value, 0),
        }
        for value, label in labels.items()
    ]


def arguments() -> ImmutableMultiDict[str, str]:
    """The query string, without what cannot stand in a database column (NUL, lone surrogates)."""
    usable = [(key, value) for key, value in request.args.items(multi=True) if "\0" not in value]
    return ImmutableMultiDict(
        (key, value.encode("utf-8", "ignore").decode()) for key, value in usable if len(value) <= 2000
    )
