"""A worker's loop in a thread of the test, with short limits, and connections to it that behave as they like."""

import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from scripts.serving.limits import Limits
from scripts.serving.worker import Loop

SHORT = Limits(body=1_000_000, head=0.8, hurried_head=0.3, idle=0.8, patience=0.8, rate=1000, dropped=5_000_000)
GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
LARGE, PIECE = 20_000_000, 500_000


def post(length: int, body: bytes = b"") -> bytes:
    """A request whose header promises a body of this length, and what of it is sent at once."""
    return b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % length + body


class Application:
    """Says what it was asked; `/large` is a large answer, `/wait` waits until the test lets it go on."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.go_on = threading.Event()
        self.gone: list[bool] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        """Answer."""
        path = environ["PATH_INFO"]
        self.asked.append(path)
        if path == "/wait":
            self.go_on.wait(10)
            self.gone.append(environ["waitress.client_disconnected"]())
        read = len(environ["wsgi.input"].read())
        answer = b"x" * LARGE if path == "/large" else f"{environ['REQUEST_METHOD']} {read}".encode()
        if path == "/host":
            answer = environ["SERVER_NAME"].encode()
        start_response("200 OK", [("Content-Length", str(len(answer)))])
        return [answer[begin : begin + PIECE] for begin in range(0, len(answer), PIECE)]


class Running:
    """The loop, running."""

    def __init__(self, *, threads: int = 2, connections: int = 100, **limits: Any) -> None:
        self.app = Application()
        listening = socket.create_server(("127.0.0.1", 0))
        self._address = listening.getsockname()
        self._limits = replace(SHORT, **limits)
        self.loop = Loop(self.app, [listening], self._limits, threads=threads, connections=connections)
        self._loop, self._alive = self.loop, True
        for server in self._loop._servers:
            server.adj.cleanup_interval = 0.05
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        while self._alive:
            self._loop.turn(0.05)

    def __enter__(self) -> "Running":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.app.go_on.set()
        self._alive = False
        self._thread.join()
        self._loop.end()
        for channel in list(self._loop.channels.values()):
            channel.close()

    def connect(self, sent: bytes = b"", *, buffer: int = 0) -> socket.socket:
        """A connection on which this was sent; `buffer` is how much of an answer the system takes unasked."""
        connection = socket.socket()
        if buffer:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        connection.settimeout(10)
        connection.connect(self._address)
        connection.sendall(sent)
        return connection

    def ask(self, sent: bytes = GET) -> bytes:
        """All that comes back for this, until the server closes or nothing more comes."""
        with self.connect(sent) as connection:
            return rest(connection)


def rest(connection: socket.socket) -> bytes:
    """What comes until the end of the answer, or of the connection."""
    data = b""
    try:
        while part := connection.recv(2**16):
            data += part
            head, found, body = data.partition(b"\r\n\r\n")
            length = next(
                (line[16:] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), b""
            )
            if found and length.strip() and len(body) >= int(length) and not head.startswith(b"HTTP/1.1 100"):
                break
    except ConnectionError:
        pass
    return data


def is_cut(connection: socket.socket, within: float) -> bool:
    """Whether the server closes this connection in so many seconds, without an answer."""
    connection.settimeout(within)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True


def until(what: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.01)
