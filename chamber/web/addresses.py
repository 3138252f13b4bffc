"""Addresses of our own pages: this one with other values, and where to go after signing in."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import (
    request,
    url_for,
)
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


def arguments() -> ImmutableMultiDict[str, str]:
    """The query string, without what cannot stand in a database column (NUL, lone surrogates)."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if "\0" not in value]
    return ImmutableMultiDict(
        (key, value.encode("utf-8", "ignore").decode()) for key, value in kept if len(value) <= 2000
    )
