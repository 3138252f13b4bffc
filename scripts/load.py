"""One client that sends requests as fast as responses come, on one connection: a process of `scripts/bench.py`.

Reads JSON: host, port, requests (list of whole HTTP requests as text), seconds, most. Writes the result as JSON.
"""

import json
import re
import socket
import sys
import time
from typing import Any

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_TIMING = re.compile(rb'\r\nserver-timing: app;dur=([\d.]+), db;dur=([\d.]+);desc="(\d+) queries"', re.IGNORECASE)


class Connection:
    """A persistent connection that is opened again when the server closes it."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._socket: socket.socket | None = None

    def ask(self, request: bytes) -> tuple[int, bytes, int]:
        """Send one request; status, head and number of bytes of the answer's body."""
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._receive()
        head, got = data[:end], len(data) - end - 4
        found = _LENGTH.search(head)
        length = int(found[1]) if found else 0
        while got < length:
            got += len(self._receive())
        if b"\r\nconnection: close" in head.lower():
            self._socket.close()
            self._socket = None
        return int(head[9:12]), head, length

    def _receive(self) -> bytes:
        part = self._socket.recv(262144) if self._socket else b""
        if not part:
            raise ConnectionError("the server hung up")
        return part


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Ask for the given seconds, at most `most` times; before it a tenth as long, unless each may be sent once only."""
    requests = [one.encode() for one in job["requests"]]
    connection = Connection(job["host"], job["port"])
    asked_before = 0
    if not job["once"]:
        until = time.perf_counter() + job["seconds"] / 10
        while time.perf_counter() < until:
            connection.ask(requests[0])
            asked_before += 1
    times: list[float] = []
    statuses: dict[int, int] = {}
    queries = size = 0
    most = min(job["most"], len(requests)) if job["once"] else job["most"]
    began = time.perf_counter()
    until = began + job["seconds"]
    while len(times) < most:
        before = time.perf_counter()
        if before > until:
            break
        status, head, length = connection.ask(requests[len(times) % len(requests)])
        times.append(time.perf_counter() - before)
        statuses[status] = statuses.get(status, 0) + 1
        size = max(size, length)
        if timing := _TIMING.search(head):
            queries = max(queries, int(timing[3]))
    spent = time.perf_counter() - began
    times.sort()
    return {
        "asked": asked_before + len(times),
        "rate": len(times) / spent,
        "p50": times[len(times) // 2] * 1000,
        "p95": times[min(len(times) - 1, int(len(times) * 0.95))] * 1000,
        "queries": queries,
        "size": size,
        "statuses": statuses,
    }


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
