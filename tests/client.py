"""A client that behaves like a browser and inspects every page that it gets."""

import contextvars
import io
import secrets
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask, Response, has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse, run_wsgi_app
from werkzeug.wsgi import get_current_url

from chamber import clock
from chamber.accounts.models import Account
from chamber.extensions import db
from tests.page import Page

PASSWORD = "wutong-2026"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Answer(Response):
    """What an address answered; `page` reads it as a browser would."""

    request: Any

    @property
    def page(self) -> Page:
        """The answer as a page."""
        return Page(self.get_data(as_text=True), self.request.path)

    @property
    def words(self) -> str:
        """All words of its main part."""
        return self.page.text


def release() -> None:
    """End the test's own transaction, so that what it wrote is seen by others and what it read is read anew."""
    if has_app_context():
        db.session.commit()
        db.session.expire_all()


class Client(FlaskClient):
    """One browser, with its own cookies.

    Each request runs in a fresh context: pytest-flask holds a request context open, on which Flask-Login would keep the
    first user for all later requests of the test. Only the clock is carried over.
    """

    inspect = True
    """Off for a page that is meant to be wrong."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app, Answer, use_cookies=True)

    def open(self, *args: Any, htmx: bool = False, follow: bool = False, **kwargs: Any) -> Any:
        """Ask for an address; `htmx` as htmx would, `follow` goes where a redirect leads."""
        release()
        if htmx:
            kwargs["headers"] = {**HTMX, **dict(kwargs.get("headers") or {})}
        if follow:
            kwargs["follow_redirects"] = True
        kwargs["buffered"] = True
        moment = clock._set_to.get()
        context = contextvars.Context()
        context.run(clock._set_to.set, moment)
        answer = context.run(super().open, *args, **kwargs)
        release()
        self._look_at(answer)
        return answer

    def run_wsgi_app(self, environ: dict[str, Any], buffered: bool = False) -> Any:
        """As werkzeug's, which reads the query twice for the cookies' sake: a long one takes as long as the answer."""
        here = {**environ, "QUERY_STRING": ""}
        self._add_cookies_to_wsgi(here)
        if "HTTP_COOKIE" in here:
            environ["HTTP_COOKIE"] = here["HTTP_COOKIE"]
        else:
            environ.pop("HTTP_COOKIE", None)
        answer = run_wsgi_app(self.application, environ, buffered=buffered)
        url = urlsplit(get_current_url(here))
        self._update_cookies_from_response(url.hostname or "localhost", url.path, answer[2].getlist("Set-Cookie"))
        return answer

    def _look_at(self, answer: TestResponse) -> None:
        if not self.inspect or answer.mimetype != "text/html" or answer.request.method == "HEAD":
            return
        if answer.status_code in (301, 302, 303, 307, 308) or not answer.data:
            return
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "default-src" in policy, f"{answer.request.path}: no content security policy"
        assert "unsafe" not in policy, policy
        assert "form-action" in policy, policy
        assert answer.headers.get("X-Content-Type-Options") == "nosniff", f"{answer.request.path}: no nosniff"
        problems = Page(answer.get_data(as_text=True), answer.request.path).problems()
        assert not problems, "\n".join(problems)

    def csrf(self) -> str:
        """A token that this browser's session accepts."""
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", secrets.token_hex(20))
        return str(URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(raw))

    def post(self, *args: Any, csrf: bool = True, **kwargs: Any) -> Any:
        """Send data to an address as they are, with a CSRF token unless `csrf` is off; see `post_form` for a person."""
        if csrf:
            data = kwargs.get("data") or {}
            assert isinstance(data, Mapping), "give a mapping, or csrf=False"
            kwargs["data"] = {**data, "csrf_token": self.csrf()}
        return super().post(*args, **kwargs)

    def post_form(
        self,
        source: "Answer | Page | str",
        values: Mapping[str, object] | None = None,
        *,
        action: str | None = None,
        press: str | None = None,
        follow: bool = True,
        htmx: bool = False,
    ) -> Any:
        """Fill in a form of a page and send it as a browser does, hidden fields and token included.

        `source` is an answer, a page or an address to open. The form is the one that has the fields of `values`, the
        button `press`, and an address that ends with `action`. See `tests.page.Form.send` for values.
        """
        if isinstance(source, str):
            source = self.get(source, follow=True)
        page = source if isinstance(source, Page) else source.page
        values = dict(values or {})
        method, path, data = page.form(*values, action=action, press=press).send(values, press)
        if method == "get":
            return self.get(path, query_string=data, follow=follow, htmx=htmx)
        return self.post(path, data=data, csrf=False, follow=follow, htmx=htmx)

    def sign_in(self, account: Account, password: str = PASSWORD) -> "Client":
        """Sign in through the real form; gives the client back."""
        answer = self.post("/login", data={"username": account.username, "password": password})
        assert answer.status_code == 303, f"{account.username} could not sign in: {answer.words}"
        return self

    def sign_out(self) -> None:
        """Sign out."""
        self.post("/logout")


def path_of(answer: TestResponse) -> str:
    """Where a redirect leads, without host and query."""
    return urlsplit(answer.headers["Location"]).path


def texts_of(answer: TestResponse) -> Iterator[str]:
    """Everything readable in an answer: headers, text, and what is packed in a workbook."""
    yield unquote("\n".join(f"{name}: {value}" for name, value in answer.headers.items()))
    data = answer.get_data()
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                # In a workbook every Chinese character is written as its number.
                yield unescape(packed.read(name).decode("utf-8", "replace"))
    else:
        yield unescape(unquote(data.decode("utf-8", "replace")))
