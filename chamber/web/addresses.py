"""Addresses: of our own pages with other values (also as chips), of this server, of whoever asks."""

import ipaddress
import socket
from collections.abc import Callable, Iterable, Mapping
from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from flask import request, url_for
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.middleware.proxy_fix import ProxyFix

from ..config import settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class BehindProxy:
    """Believes what a stated proxy says of its visitor; what anybody else says in such headers is their own claim."""

    def __init__(self, app: "WSGIApplication", trusted: Callable[[], Iterable[IPv4Network | IPv6Network]]) -> None:
        """`trusted`: which proxies are stated now."""
        self._app, self._trusted = app, trusted
        self._proxied = ProxyFix(app, x_for=1, x_proto=1, x_host=1)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        address = _ip_address(environ.get("REMOTE_ADDR", ""))
        believed = address is not None and any(address in network for network in self._trusted())
        return (self._proxied if believed else self._app)(environ, start_response)


def _ip_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address in a text; one of IPv4 that came in as IPv6 is the same."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_ours(host: str) -> bool:
    """Whether a Host header names this server: as the settings do, by this machine's name, or an address of it."""
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    machine = socket.gethostname().lower()
    public = urlsplit(settings().public_url).hostname
    if name in {settings().host.lower(), public, "localhost", machine, f"{machine}.local", *settings().allowed_hosts}:
        return bool(name)
    return _is_of_this_machine(name)


def _is_of_this_machine(name: str) -> bool:
    address = _ip_address(name)
    if address is None:
        return False
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            # Nothing is sent; only the system knows which addresses it has at this moment.
            probe.bind((str(address), 0))
    except OSError:
        return False
    return not address.is_multicast


def outside(path: str) -> str:
    """The whole address of one of our pages, for a link or a QR picture that is opened on another device."""
    return (settings().public_url or request.host_url.rstrip("/")) + path


def came_from() -> str:
    """The path of the page that led here; empty where the browser says none, or nonsense."""
    try:
        return urlsplit(request.referrer or "").path
    except ValueError:
        return ""


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
