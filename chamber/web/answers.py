"""Responses of views, for htmx and for plain forms: after a POST, an invalid form, a service that refused."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from flask import Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from .. import clock
from ..errors import DomainError
from ..extensions import db
from ..language import dates
from ..web.application import SAFE


def is_htmx() -> bool:
    """Whether htmx asked (and not a history restore, which needs the whole page)."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def is_new_form() -> bool:
    """Whether a form for something new is asked for, empty or with words from a pasted text, and nothing submitted."""
    return request.method in SAFE or "prefill" in request.form


def prefill(form: FlaskForm, **named: str) -> bool:
    """Fill an empty form with what was found in a pasted text; whether there was any.

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


def cached_macro(template: str, name: str) -> Callable[..., Markup]:
    """A macro of a template whose results are cached: lists are requested again and again.

    The cache key is its arguments (hashable), the language and the day; it may depend on nothing else.
    """

    @lru_cache(maxsize=3000)
    def rendered(_locale: str, _day: date, *args: Any) -> Markup:
        macro: Callable[..., Markup] = getattr(current_app.jinja_env.get_template(template).module, name)
        return macro(*args)

    return lambda *args: rendered(dates.language(), clock.today(), *args)


def see_other(address: str) -> ResponseReturnValue:
    """After a successful POST whose result is another page."""
    if is_htmx():
        return Response(status=200, headers={"HX-Redirect": address})
    return redirect(address, 303)


def success(message: Any, endpoint: str, **values: Any) -> ResponseReturnValue:
    """After a successful POST whose result is another page, which says this."""
    flash(message, "success")
    return see_other(url_for(endpoint, **values))


def invalid(
    template: str, fragment: str | None = None, status: int | None = None, **context: Any
) -> ResponseReturnValue:
    """A form with all that was typed in it, for htmx as a fragment; 422 unless it is only asked for."""
    status = status or (200 if request.method in SAFE else 422)
    return make_response(render_template(fragment if fragment and is_htmx() else template, **context), status)


def attempt(form: FlaskForm, service: Callable[..., Any], /, *args: Any, **kwargs: Any) -> tuple[bool, Any]:
    """Call one service; a DomainError is shown at its form field (or on top) and rolls everything back.

    Returns (done, result or error). Errors about rights (403, 404) and too many tries (429) are raised.
    """
    try:
        return True, service(*args, **kwargs)
    except DomainError as error:
        if error.status in (403, 404, 429):
            raise
        db.session.rollback()
        for part in error.parts:
            known = form._fields.get(part.field) if part.field else None
            if known is not None:
                known.errors = [*known.errors, str(part)]
            else:
                form.form_errors.append(str(part))
        return False, error
