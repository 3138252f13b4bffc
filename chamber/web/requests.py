"""What happens before and after each view: language, CSRF, sign-in required by default, security headers."""

import time

from babel import Locale
from flask import Flask, Response, current_app, flash, g, has_request_context, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import MethodNotAllowed

from .. import registry
from ..config import settings
from ..extensions import csrf
from ..language import dates
from ..language.phones import show_phone
from ..machine_log import request_number
from ..rights import Actor
from ..web.application import SAFE, query_count
from ..web.uploads import read_body
from ..workdays import services as workdays
from .addresses import came_from, is_ours
from .answers import is_htmx, see_other
from .error_pages import error_page

_LOCALES = {code: Locale.parse(code) for code, _name in dates.LANGUAGES}
"""Parsed once: Babel takes a quarter of a millisecond for it at each request."""


def current_actor() -> Actor:
    """Who acts in this request; only behind sign-in."""
    return current_user._get_current_object()


def actor_if_signed_in() -> Actor | None:
    """Who acts in this request, on a page that needs no account; None where nobody has signed in."""
    return current_actor() if current_user.is_authenticated else None


def chosen_locale() -> Locale:
    """The language of this request: as chosen here, else as the account has it, else Chinese; for Flask-Babel."""
    if not has_request_context():
        return _LOCALES["zh_CN"]
    chosen = session.get("lang") or (current_user.locale if current_user.is_authenticated else "") or "zh_CN"
    g.locale = chosen
    return _LOCALES.get(chosen) or _LOCALES["zh_CN"]


def open_request() -> ResponseReturnValue | None:
    """Refuse a Host that is not ours, read the body, check the CSRF token, and send strangers to sign in."""
    if not is_ours(request.host):
        return _not_ours()
    language = request.args.get("lang")
    if language in dict(dates.LANGUAGES) and session.get("lang") != language:
        session["lang"] = language
    if request.method not in SAFE:
        # The whole body first: a slow phone must not hold the write lock.
        read_body()
        if isinstance(request.routing_exception, MethodNotAllowed):
            # Nothing will run that a token could protect, and the answer says what would.
            return None
        if request.endpoint not in registry.open_posts():
            csrf.protect()
    open_to_all = request.endpoint is None or request.endpoint == "static" or request.endpoint in registry.open_pages()
    if open_to_all or current_user.is_authenticated:
        return None
    page = request.full_path.rstrip("?") if request.method in SAFE else came_from()
    if request.method not in SAFE:
        flash(_("Your session had ended, so nothing was sent. Please sign in and do it again."), "error")
    return see_other(url_for("accounts.login", next=None if is_htmx() else page or None))


def _not_ours() -> Response:
    address = settings().address()
    advice = _(
        "Please open %(address)s. If the other address is right too, whoever looks after the server can add it to "
        "ALLOWED_HOSTS.",
        address=address,
    )
    return error_page(400, words=(_("This address is not known here"), advice), back=((address, address),))


def add_headers(response: Response) -> Response:
    """The strict headers of every answer, and what the request cost."""
    source = current_app.extensions["assets"].script_source()
    headers = response.headers
    headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'none'; script-src 'self' {source}".rstrip() + "; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'",
    )
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["X-Frame-Options"] = "DENY"
    headers["X-Request-Id"] = request_number.get()
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "private, no-store")
        response.vary.add("HX-Request")
        response.vary.add("Cookie")
    if settings().public_url.startswith("https://"):
        headers["Strict-Transport-Security"] = "max-age=31536000"
    counted = query_count.get()
    if settings().server_timing and counted and "began" in g:
        spent = (time.perf_counter() - g.began) * 1000
        headers["Server-Timing"] = (
            f'app;dur={spent:.1f}, db;dur={counted.seconds * 1000:.1f};desc="{counted.queries} queries"'
        )
    return response


def init_app(app: Flask) -> None:
    """Hook the shared behaviour into the application."""
    app.before_request(open_request)
    app.after_request(add_headers)
    app.jinja_env.filters.update(
        localdate=dates.local_date,
        fulldate=dates.full_date,
        localtime=dates.local_time,
        weekday=dates.weekday,
        monthname=dates.month_name,
        phone=show_phone,
    )
    app.jinja_env.tests["provisional"] = workdays.is_provisional
