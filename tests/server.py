"""The real web server on a test's database, and people who talk to it over HTTP."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from chamber.accounts.models import Account
from chamber.config import ROOT
from tests.client import HTMX, PASSWORD, release
from tests.page import Page
from tests.postgres import end_with_parent


class Reply:
    """What the server answered."""

    def __init__(self, response: http.client.HTTPResponse, path: str) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()
        self.path = path

    @property
    def page(self) -> Page:
        """The answer as a page."""
        return Page(self.body.decode(), self.path)


class Visitor:
    """A person with own cookies, over HTTP. Use one per thread."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = str(parts.hostname), int(parts.port or 80)
        self.cookies: dict[str, str] = {}
        self._token = ""

    def open(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """One request on a new connection. In a thread nobody calls `release`: do it before the threads start."""
        release()
        connection = http.client.HTTPConnection(self._host, self._port, timeout=60)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            connection.request(method, path, body, {**({"Cookie": cookies} if cookies else {}), **dict(headers or {})})
            reply = Reply(connection.getresponse(), path)
        finally:
            connection.close()
        for line in reply.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                if morsel.value:
                    self.cookies[name] = morsel.value
                else:
                    self.cookies.pop(name, None)
        return reply

    def get(self, path: str, follow: bool = True, htmx: bool = False) -> Reply:
        """Open an address, going where redirects lead."""
        reply = self.open("GET", path, headers=HTMX if htmx else None)
        return self._follow(reply) if follow else reply

    def post(self, path: str, data: Mapping[str, object], follow: bool = False, htmx: bool = False) -> Reply:
        """Send data with a CSRF token of this session; pairs (stream, name) go as files."""
        if not self._token:
            page = self.get("/account" if self.cookies else "/login").page
            self._token = page.css("[name=csrf_token]")[0].attributes["value"] or ""
        return self.send(path, {"csrf_token": self._token, **data}, follow, htmx)

    def post_form(
        self,
        source: Reply | str,
        values: Mapping[str, object] | None = None,
        *,
        action: str | None = None,
        press: str | None = None,
        follow: bool = True,
        htmx: bool = False,
    ) -> Reply:
        """Fill in a form of a reply or address and send it, as `tests.client.Client.post_form`."""
        page = (self.get(source) if isinstance(source, str) else source).page
        values = dict(values or {})
        _method, path, data = page.form(*values, action=action, press=press).send(values, press)
        return self.send(path, data, follow, htmx)

    def send(self, path: str, data: Mapping[str, object], follow: bool = False, htmx: bool = False) -> Reply:
        """POST data as they are."""
        lists = {name: value if isinstance(value, list) else [value] for name, value in data.items()}
        if any(isinstance(one, tuple) for values in lists.values() for one in values):
            parts = {
                name: [FileStorage(*one) if isinstance(one, tuple) else one for one in values]
                for name, values in lists.items()
            }
            boundary, body = encode_multipart(parts)
            kind = f"multipart/form-data; boundary={boundary}"
        else:
            body, kind = urlencode(lists, doseq=True).encode(), "application/x-www-form-urlencoded"
        reply = self.open("POST", path, body, {"Content-Type": kind, **(HTMX if htmx else {})})
        return self._follow(reply) if follow else reply

    def _follow(self, reply: Reply) -> Reply:
        for _hop in range(5):
            if reply.status not in (301, 302, 303, 307, 308):
                return reply
            parts = urlsplit(urljoin(reply.path, reply.headers["Location"]))
            reply = self.open("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
        raise AssertionError(f"redirects without end at {reply.path}")

    def sign_in(self, account: Account) -> "Visitor":
        """Sign in through the real form."""
        values = {"username": account.username, "password": PASSWORD}
        reply = self.post_form("/login", values, follow=False)
        assert reply.status == 303, f"{values['username']} could not sign in: {reply.status} {reply.page.text}"
        self._token = ""
        return self


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody answers at this port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Server:
    """gunicorn with two workers, as in production."""

    command: tuple[str, ...] = ("gunicorn", "wsgi:app")

    def __init__(self, app: Flask, folder: Path, **environment: str) -> None:
        self.app = app
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / f"server-{self.port}.log"
        self._environment = {
            **{name: value for name, value in os.environ.items() if name not in ("PUBLIC_URL", "HTMX_URL")},
            "DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
            "INSTANCE_PATH": str(folder / "instance"),
            "SECRET_KEY": "only-for-tests",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Server":
        """Start, where it does not run, and wait until it answers."""
        if self._process and self._process.poll() is None:
            return self
        release()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *self.command],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        until = time.monotonic() + 30
        while time.monotonic() < until and self._process.poll() is None:
            try:
                if Visitor(self.url).open("GET", "/healthz").status == 200:
                    return self
            except OSError:
                time.sleep(0.05)
        self.kill()
        raise AssertionError(f"the server did not start:\n{self.log()}")

    def log(self) -> str:
        """What it printed so far."""
        return self._log.read_text()

    def kill(self) -> None:
        """kill -9 the master and all workers, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in order."""
        self._end(signal.SIGTERM)

    def renew(self) -> None:
        """Other workers, forked from the same master, after the old ones have ended what they do."""
        old = self._workers()
        if old and self._process:
            self._process.send_signal(signal.SIGHUP)
            self._wait_without(old)

    def drop(self) -> None:
        """Other workers at once: nothing stays in memory of what the old ones were asked.

        In order they would go on listening for half a second.
        """
        self._wait_without(self._workers(), signal.SIGQUIT)

    def _wait_without(self, old: set[str], number: signal.Signals | None = None) -> None:
        """Until these workers are gone, who are sent this signal."""
        until = time.monotonic() + 30
        again = 0.0
        while there := self._workers() & old:
            assert time.monotonic() < until, f"old workers stay:\n{self.log()}"
            if number and time.monotonic() > again:
                # One that was just forked does not hear it yet.
                for worker in there:
                    with suppress(ProcessLookupError):
                        os.kill(int(worker), number)
                again = time.monotonic() + 0.5
            time.sleep(0.01)

    def _workers(self) -> set[str]:
        """The numbers of the workers; none where the server does not run."""
        if not self._process or self._process.poll() is not None:
            return set()
        number = self._process.pid
        return set(Path(f"/proc/{number}/task/{number}/children").read_text().split())

    def _end(self, number: signal.Signals) -> None:
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, number)
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
            # The master is gone before the last of its workers.
            while listens(self.port):
                time.sleep(0.01)

    def visitor(self, account: Account | None = None) -> Visitor:
        """A person at this server, signed in with the account."""
        visitor = Visitor(self.url)
        return visitor.sign_in(account) if account else visitor


@pytest.fixture
def make_server(app: Flask, folder: Path) -> Iterator[Callable[..., Server]]:
    """make_server(**environment) -> Server, not started: for a server with settings of its own."""
    made: list[Server] = []

    def make(**environment: str) -> Server:
        made.append(Server(app, folder, **environment))
        return made[-1]

    yield make
    for server in made:
        server.kill()


@pytest.fixture(scope="session")
def shared_server(house: Flask, folder: Path) -> Iterator[Server]:
    """One gunicorn master shared by all tests of this process: to start it costs more than most tests."""
    kept = Server(house, folder)
    yield kept
    kept.kill()


@pytest.fixture
def server(app: Flask, shared_server: Server) -> Iterator[Server]:
    """The real server on this test's database, started."""
    yield shared_server.start()
    shared_server.drop()
