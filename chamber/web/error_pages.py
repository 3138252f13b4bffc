"""Error handlers and the one error page: what happened and what to do next, as a fragment for htmx."""

import errno
import logging
from typing import Any

from flask import Flask, Response, flash, g, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from ..config import MEBIBYTE, settings
from ..errors import DomainError, TooMany
from ..extensions import db, login_manager
from ..machine_log import request_number
from ..rights import Role
from .answers import is_htmx

log = logging.getLogger(__name__)
DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""Error numbers of a full disk."""


def _words(status: int) -> tuple[str, str]:
    role = getattr(current_user, "role", None)
    words = {
        400: (_("This request could not be understood"), _("Please go back, reload the page and try once more.")),
        403: (
            _("This is not open to you"),
            _("If you need it, please ask the administrator.")
            if role == Role.SECRETARIAT
            else _("If you need it, please ask the secretariat."),
        ),
        404: (
            _("Page not found"),
            _("It may have moved, or it is not open to you. Please start from the home page."),
        ),
        405: (_("This address cannot be used like that"), _("Please go back and use the button on the page.")),
        409: (
            _("Please check the current state"),
            _("Please reload the page, check it, and repeat your step if it is still needed."),
        ),
        413: (
            _("This is too large"),
            _(
                "Everything together may have %(size)s MB at most. Please choose fewer or smaller files.",
                size=settings().max_upload // MEBIBYTE,
            ),
        ),
        422: (_("This was not submitted"), _("Please go back and correct it. Nothing was changed.")),
        429: (_("Too many attempts"), _("Please wait a little and try again.")),
        507: (
            _("The server's disk is full"),
            _("Nothing was changed. Please ask whoever runs the server to free disk space, then try again."),
        ),
        503: (_("Busy for a moment"), _("Please try again in a few seconds. Nothing was changed.")),
    }
    return words.get(status) or (_("Something went wrong on our side"), _advice_on_error(role))


def _advice_on_error(role: Role | None) -> str:
    if role in (Role.SECRETARIAT, Role.ADMIN):
        return _(
            "Nothing was changed. Please try again; if it happens again, "
            "tell whoever runs the server what you did and when."
        )
    return _("Nothing was changed. Please try again; if it happens again, tell the secretariat what you did.")


def error_page(
    status: int,
    message: str = "",
    words: tuple[str, str] | None = None,
    back: tuple[tuple[str, str], ...] = (),
) -> Response:
    """The answer for a status; `message` is the sentence of the rule that refused, `words` other title and advice.

    `back`: where else to go on, each a label and an address.
    """
    signed_out = _is_signed_out()
    title, advice = words or _words(status)
    if status in (413, 507) and is_htmx():
        return _toast(status, message or advice)
    links = [(_("Sign in"), url_for("accounts.login"))] if signed_out else [(_("Home"), url_for("dashboard.home"))]
    number = request_number.get() if status >= 500 else ""
    body = render_template(
        "errors/error.html",
        status=status,
        title=title,
        message=message,
        advice=[advice],
        number=number,
        links=[*back, *links],
    )
    response = make_response(body, status)
    if is_htmx():
        _aim(response, "#main", "innerHTML show:top", "#error")
    if status == 503:
        response.headers["Retry-After"] = "2"
    return response


def _toast(status: int, sentence: str) -> Response:
    """Only a toast for htmx, so that what was typed in the page's form stays."""
    flash(sentence, "error")
    response = make_response(render_template("components/_toasts.html"), status)
    _aim(response, "#toasts", "outerHTML", "#toasts")
    return response


def _aim(response: Response, target: str, swap: str, part: str) -> None:
    """Let htmx put this part of the answer into the target; the address stays."""
    response.headers.update({"HX-Retarget": target, "HX-Reswap": swap, "HX-Reselect": part, "HX-Push-Url": "false"})


def _is_signed_out() -> bool:
    try:
        return not current_user.is_authenticated
    except SQLAlchemyError:
        # The page must come even where the database cannot say who is there; whoever it is, the sign-in has not ended.
        g._login_user = login_manager.anonymous_user()
        return False


def domain_error(error: DomainError) -> Response:
    """The answer to what a rule refused."""
    # A thing that is not there and one that this person may not see look alike.
    if error.status == 404 and request.endpoint == "accounts.join":
        words = _("This link no longer works"), _("If you have set a password already, please sign in with it.")
        return error_page(404, str(error), words)
    waiting = (_("Too many attempts"), error.advice) if isinstance(error, TooMany) and error.advice else None
    response = error_page(int(error.status), "" if error.status == 404 else str(error), waiting)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    response = error_page(error.code)
    if error.code == 405:
        response.headers["Allow"] = ", ".join(getattr(error, "valid_methods", None) or ())
    return response


def _stale(_error: StaleDataError) -> Response:
    return error_page(409)


def _locked(error: OperationalError) -> Response:
    db.session.rollback()
    if any(word in str(error.orig) for word in ("locked", "busy", "deadlock detected", "could not serialize")):
        return error_page(503)
    # SQLite's words, and PostgreSQL's.
    is_full = any(word in str(error.orig) for word in ("disk is full", "No space left on device"))
    return _unexpected(error, 507 if is_full else 500)


def _disk(error: OSError) -> Response:
    return _unexpected(error, 507 if error.errno in DISK_FULL else 500)


def _unexpected(error: Exception, status: int = 500) -> Response:
    log.exception("unexpected error in %s", request.endpoint, exc_info=error)
    db.session.rollback()
    return error_page(status)


def _csrf(_error: CSRFError) -> Response:
    return error_page(400, _("This form was opened too long ago or in another sign-in."))


def init_app(app: Flask) -> None:
    """Answer every kind of error with the one page."""
    app.register_error_handler(DomainError, domain_error)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(OperationalError, _locked)
    app.register_error_handler(OSError, _disk)
    app.register_error_handler(Exception, _unexpected)
