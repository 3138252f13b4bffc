"""Slow clients, until the standard input ends: dripping headers, slow uploads, slow downloads; a process of the bench.

Reads its job as one line of JSON: host, port, cookie, path (of a page that is taken slowly). Who is cut off comes back.
"""

import json
import selectors
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field

HEADERS, UPLOADS, DOWNLOADS = 200, 50, 50
PAUSE = 0.5
"""Between two pieces of each."""


@dataclass
class Slow:
    """One of them."""

    address: tuple[str, int]
    first: bytes
    piece: bytes = b""
    """Sent again and again; none: it reads a little instead."""
    connection: socket.socket = field(default_factory=socket.socket)

    def begin(self) -> None:
        """Connect anew."""
        self.connection.close()
        self.connection = socket.socket()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        self.connection.settimeout(1)
        self.connection.connect(self.address)
        self.connection.sendall(self.first)
        self.connection.setblocking(False)

    def go_on(self) -> None:
        """The next piece; anew where it was cut off or has ended."""
        try:
            if self.piece:
                self.connection.send(self.piece)
            elif not self.connection.recv(512):
                raise ConnectionError
        except BlockingIOError:
            pass
        except OSError:
            # Cut off; where it can't come back either, it tries again.
            with suppress(OSError):
                self.begin()


def all_of_them(job: dict[str, str], address: tuple[str, int]) -> list[Slow]:
    """Not connected yet."""
    head = f" HTTP/1.1\r\nHost: {address[0]}:{address[1]}\r\n"
    dripping = Slow(address, f"GET /login{head}".encode(), b"X: 1\r\n")
    typed = f"POST /login{head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 2000000\r\n\r\n"
    upload = Slow(address, typed.encode(), b"x" * 600)
    download = Slow(address, f"GET {job['path']}{head}Cookie: {job['cookie']}\r\n\r\n".encode())
    kinds = ((dripping, HEADERS), (upload, UPLOADS), (download, DOWNLOADS))
    return [Slow(address, one.first, one.piece) for one, number in kinds for _turn in range(number)]


def main() -> None:
    """Be slow."""
    job = json.loads(sys.stdin.readline())
    slow = all_of_them(job, (job["host"], job["port"]))
    for one in slow:
        one.begin()
    print("slow", flush=True)
    ended = selectors.DefaultSelector()
    ended.register(sys.stdin, selectors.EVENT_READ)
    while not ended.select(0):
        for one in slow:
            one.go_on()
        time.sleep(PAUSE)


if __name__ == "__main__":
    main()
