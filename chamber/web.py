"""What all views share: closed by default, answers for htmx and plain forms, headers, errors, paging, filters."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from markupsafe import Markup
from sqlalchemy import Boolean, Date, Integer, Select, func, literal, tuple_
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import MethodNotAllowed
from wtforms import HiddenField

from . import clock, dates, registry
from .application import SAFE, tally
from .errors import DomainError
from .extensions import UtcDateTime, csrf, db
from .rights import Actor
from .text import show_phone
from .uploads import read_body
from .workdays import services as workdays

PAGE_ROWS = 30
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def current_actor() -> Actor:
    """Who acts in this request; only behind sign-in."""
    return current_user._get_current_object()


def is_htmx() -> bool:
    """Whether htmx asked (and not a history restore, which needs the whole page)."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def open_request() -> ResponseReturnValue | None:
    """Read the body, check the CSRF token, and send everyone without an account to sign in."""
    language = request.args.get("lang")
    if language in dict(dates.LANGUAGES) and session.get("lang") != language:
        session["lang"] = language
    if request.method not in SAFE:
        # The whole body first: a slow phone must not hold the write lock.
        read_body()
        if isinstance(request.routing_exception, MethodNotAllowed):
            # Nothing will run that a token could protect, and the answer says what would.
            return None
        csrf.protect()
    open_to_all = request.endpoint is None or request.endpoint == "static" or request.endpoint in registry.open_pages()
    if open_to_all or current_user.is_authenticated:
        return None
    came_from = request.full_path.rstrip("?") if request.method in SAFE else urlsplit(request.referrer or "").path
    if request.method not in SAFE:
        flash(_("Your sign-in had ended, so nothing was sent. Please sign in and do it once more."), "error")
    return see_other(url_for("accounts.login", next=None if is_htmx() else came_from or None))


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


def is_begun() -> bool:
    """Whether a form for something new is asked for, empty or with words from a pasted text, and nothing submitted."""
    return request.method in SAFE or "prefill" in request.form


def prefill(form: FlaskForm, **named: str) -> bool:
    """Put what a pasted text said into a form that was made empty; whether there was any.

    `named`: what is sent under another name than that of the field. Nothing is checked, and nothing saved before the
    form's own button is pressed.
    """
    if "prefill" not in request.form:
        return False
    for name, field in form._fields.items():
        words = request.form.getlist(named.get(name, name))
        if any(words) and not isinstance(field, HiddenField):
            field.process(MultiDict({field.name: words}))
    return True


def answer(fragment: str, address: str, **context: Any) -> ResponseReturnValue:
    """After a successful POST: the fragment for htmx, 303 to the page for a plain form."""
    if is_htmx():
        return make_response(render_template(fragment, **context))
    return redirect(address, 303)


def kept_macro(template: str, name: str) -> Callable[..., Markup]:
    """A macro of a template that remembers what it drew: a list is asked for again and again.

    It is told apart by its arguments (hashable), the language and the day, and may depend on nothing else.
    """

    @lru_cache(maxsize=3000)
    def drawn(_locale: str, _day: date, *args: Any) -> Markup:
        macro: Callable[..., Markup] = getattr(current_app.jinja_env.get_template(template).module, name)
        return macro(*args)

    return lambda *args: drawn(dates.language(), clock.today(), *args)


def see_other(address: str) -> ResponseReturnValue:
    """After a successful POST whose result is another page."""
    if is_htmx():
        return Response(status=200, headers={"HX-Redirect": address})
    return redirect(address, 303)


def invalid(template: str, fragment: str | None = None, status: int = 422, **context: Any) -> ResponseReturnValue:
    """A form that can't be taken: its fragment for htmx, else the page, with everything typed still in it."""
    return make_response(render_template(fragment if fragment and is_htmx() else template, **context), status)


def attempt(form: FlaskForm, service: Callable[..., Any], /, *args: Any, **kwargs: Any) -> tuple[bool, Any]:
    """Call one service; what it refuses lands at the form's field (or on top), nothing is written.

    Returns (done, result or the refusal). Errors about rights (403, 404) and too many tries (429) are raised on.
    """
    try:
        return True, service(*args, **kwargs)
    except DomainError as error:
        if error.status in (403, 404, 429):
            raise
        db.session.rollback()
        known = form._fields.get(error.field) if error.field else None
        if known is not None:
            known.errors = [*known.errors, str(error)]
        else:
            form.form_errors.append(str(error))
        return False, error


@dataclass(frozen=True)
class Page:
    """One screenful of a list, and the address of the next."""

    rows: list[Any]
    more_url: str | None


def keyset(query: Select[Any], keys: list[Any], *, descending: bool = False, scalars: bool = True) -> Page:
    """The page of a list after `?after=`; costs the same at any depth.

    `keys` are the columns of the order, the last one unique; their values travel in the address, parted by `~`. A time
    or day that is missing counts as later than all others, on both databases.
    """
    keys = [_never_null(key) for key in keys]
    order = [key.desc() for key in keys] if descending else list(keys)
    after = parse_after(request.args.get("after", ""), keys)
    if after is not None:
        left = tuple_(*keys)
        query = query.where(left < after if descending else left > after)
    result = db.session.execute(query.order_by(None).order_by(*order).limit(PAGE_ROWS + 1).add_columns(*keys)).all()
    more_url = None
    if len(result) > PAGE_ROWS:
        values = result[PAGE_ROWS - 1][-len(keys) :]
        more_url = here(after="~".join(v.isoformat() if isinstance(v, datetime) else str(v) for v in values))
    rows = [row[0] if scalars else row for row in result[:PAGE_ROWS]]
    return Page(rows, more_url)


def _never_null(key: Any) -> Any:
    if not getattr(key.expression, "nullable", False) or not isinstance(key.type, UtcDateTime | Date):
        return key
    return func.coalesce(key, literal(_NEVER.date() if isinstance(key.type, Date) else _NEVER, key.type))


def parse_after(text: str, keys: list[Any]) -> Any:
    """The typed values of `?after=`, or None where it is absent or not one of ours."""
    parts = text.rsplit("~", len(keys) - 1)
    if not text or len(parts) != len(keys):
        return None
    try:
        return tuple_(*(literal(_typed(key.type, part), key.type) for key, part in zip(keys, parts, strict=True)))
    except (ValueError, OverflowError, KeyError):
        return None


def _typed(kind: Any, part: str) -> Any:
    if isinstance(kind, UtcDateTime):
        moment = datetime.fromisoformat(part)
        if moment.tzinfo is None:
            raise ValueError(part)
        return moment.astimezone(UTC)
    if isinstance(kind, Date):
        return date.fromisoformat(part)
    if isinstance(kind, Boolean):
        return {"True": True, "False": False, "1": True, "0": False}[part]
    if isinstance(kind, Integer):
        number = int(part)
        if abs(number) > 2**31 - 1:
            raise ValueError(part)
        return number
    if "\0" in part or any("\ud800" <= char <= "\udfff" for char in part):
        raise ValueError(part)
    return part


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
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "private, no-store")
        response.vary.add("HX-Request")
        response.vary.add("Cookie")
    if current_app.config["SETTINGS"].public_url.startswith("https://"):
        headers["Strict-Transport-Security"] = "max-age=31536000"
    counted = tally.get()
    if current_app.config["SETTINGS"].server_timing and counted and "began" in g:
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
        localtime=dates.local_time,
        weekday=dates.weekday,
        monthname=dates.month_name,
        phone=show_phone,
    )
    app.jinja_env.tests["provisional"] = workdays.is_provisional
