"""The Flask class: how a request runs, in a reading or a writing transaction, and the one place that commits."""

import copy
import logging
import secrets
import time
from collections.abc import MutableMapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qsl, urlsplit

from flask import Flask, Request, Response, g, request, session
from flask.sessions import SecureCookieSessionInterface
from flask.templating import Environment
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_translations
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import configure_mappers
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.formparser import FormDataParser

from .. import clock
from ..audit.services import add_reads, write_reads
from ..config import PLAIN_COOKIE, SECURE_COOKIE, settings
from ..extensions import db, writing
from ..language.dates import LANGUAGES, full_date
from ..language.ordinary import is_ordinary
from ..language.pinyin import pinyin
from ..language.variants import simplified
from ..machine_log import REQUESTS, request_number

_requests = logging.getLogger(REQUESTS)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TEMPLATE_OPTIONS = {"trim_blocks": True, "lstrip_blocks": True}


@dataclass
class QueryCount:
    """Queries of one request and the seconds spent in them."""

    queries: int = 0
    seconds: float = 0.0
    began: float = 0.0


query_count: ContextVar[QueryCount | None] = ContextVar("tally", default=None)


@event.listens_for(Engine, "before_cursor_execute")
def _query_begins(*_args: Any) -> None:
    if counted := query_count.get():
        counted.began = time.perf_counter()


@event.listens_for(Engine, "after_cursor_execute")
def _query_ended(_connection: Any, _cursor: Any, statement: str, *_args: Any) -> None:
    counted = query_count.get()
    if counted and not statement.startswith(("BEGIN", "PRAGMA")):
        counted.queries += 1
        counted.seconds += time.perf_counter() - counted.began


class FormParser(FormDataParser):
    """Werkzeug's parser, which keeps a lone surrogate in a form as the nine characters `%ED%A0%80`; here it is dropped.

    What comes in several parts has U+FFFD there, which `text.clean` leaves out.
    """

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        """The fields and files of a body."""
        if mimetype != "application/x-www-form-urlencoded":
            return super().parse(stream, mimetype, content_length, options)
        typed = stream.read().decode(errors="ignore")
        return stream, self.cls(parse_qsl(typed, keep_blank_values=True, errors="ignore")), self.cls()


class FormRequest(Request):
    """A request whose form is parsed by `FormParser`."""

    form_data_parser_class = FormParser


def _note(response: Response) -> None:
    """A line in the machine's log: the rule of the address, not the address; an account's number, not a name."""
    rule = request.url_rule.rule if request.url_rule else "-"
    account, spent = getattr(g.get("_login_user"), "account_id", "-"), (time.perf_counter() - g.began) * 1000
    _requests.info("%s %s %s %.0f ms account %s", request.method, rule, response.status_code, spent, account)


class LeanEnvironment(Environment):
    """Flask's environment, with plain dicts for the globals of templates."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One dict of globals; Jinja's own ChainMap is walked at each include and import."""
        return {**self.globals, **(d or {})}


class CompiledTemplates(FileSystemBytecodeCache):
    """A cache on disk of compiled templates: to compile all of them at each start takes a second.

    What was compiled of another text, by another Jinja or Python, or with other options, is compiled anew.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        super().__init__(str(folder))
        self._made_by = f"{version('jinja2')} {TEMPLATE_OPTIONS}"

    def get_source_checksum(self, source: str) -> str:
        """What tells whether a stored one still fits; Jinja itself looks at the text and at Python's version."""
        return super().get_source_checksum(self._made_by + source)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store one. A full disk costs time, not the page."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def load_templates(app: Flask) -> None:
    """Load all templates; what is not compiled yet is from now on, for all processes of this machine."""
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)


class Sessions(SecureCookieSessionInterface):
    """Cookies that travel encrypted alone, where the public address is of https.

    A public address that was only entered on the page of settings may be wrong: a plain request under another name of
    this machine then has a plain cookie, of another name, so that the administrator can still sign in there.
    """

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the cookie of this request is for encrypted connections alone."""
        if app.config["SESSION_COOKIE_SECURE"]:
            return True
        public = urlsplit(settings().public_url)
        return public.scheme == "https" and (request.is_secure or request.host == public.netloc)

    def get_cookie_name(self, app: Flask) -> str:
        """Its name, which says so too."""
        return SECURE_COOKIE if self.get_cookie_secure(app) else PLAIN_COOKIE


class Chamber(Flask):
    """Flask with one place that commits.

    Before a view runs, the account is found in a transaction that cannot write. A GET stays read-only to the end. A
    POST begins its writing transaction with the first statement of the view.
    """

    jinja_environment = LeanEnvironment
    request_class = FormRequest
    session_interface = Sessions()

    def create_jinja_environment(self) -> Environment:
        """The templates, which are compiled once on this machine."""
        compiled = CompiledTemplates(Path(self.instance_path) / "templates")
        self.jinja_options = {**TEMPLATE_OPTIONS, "bytecode_cache": compiled}
        return super().create_jinja_environment()

    def preload(self) -> None:
        """Load templates, table mappings, words and translations before workers are forked, which then share them."""
        load_templates(self)
        configure_mappers()
        is_ordinary(pinyin(simplified("any word")))
        for language, _name in LANGUAGES:
            with self.test_request_context(), force_locale(language):
                get_translations()
                full_date(clock.today())
        # Two processes on one connection would read each other's answers.
        with self.app_context():
            db.engine.dispose()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer a request, which gets a number that is short enough for the telephone."""
        request_number.set(secrets.token_hex(4))
        return super().__call__(environ, start_response)

    def full_dispatch_request(self) -> Response:
        g.began = time.perf_counter()
        counting = query_count.set(QueryCount())
        reading_only = writing.set(False)
        try:
            response = super().full_dispatch_request()
            _note(response)
            return response
        finally:
            writing.reset(reading_only)
            query_count.reset(counting)

    def log_exception(self, exc_info: Any) -> None:
        """What no error handler saw; Flask itself would name the address."""
        self.logger.error("unexpected error around %s", request.endpoint, exc_info=exc_info)

    def dispatch_request(self) -> ResponseReturnValue:
        writes = request.method not in SAFE
        session_before = copy.deepcopy(dict(session))
        if writes:
            db.session.rollback()
        mode = writing.set(writes)
        try:
            response = self.make_response(super().dispatch_request())
            if writes and response.status_code < 400:
                add_reads()
                db.session.commit()
            else:
                db.session.rollback()
                write_reads()
            return response
        except BaseException:
            db.session.rollback()
            was_modified = session.modified
            session.clear()
            session.update(session_before)
            session.modified = was_modified
            raise
        finally:
            writing.reset(mode)
