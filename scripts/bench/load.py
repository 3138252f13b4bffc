"""Clients that send requests as fast as answers come, each on one connection: a process of the bench.

Reads JSON: host, port, requests (whole HTTP requests as text), seconds, most, once, at_once. Writes the result as JSON.
"""

import json
import re
import socket
import sys
import threading
import time
from itertools import count, cycle
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


class Clients:
    """All at once; they take the requests in turn."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._job = job
        self._requests = [one.encode() for one in job["requests"]]
        self._next = count()
        self._until = 0.0
        self.times: list[float] = []
        self.statuses: dict[int, int] = {}
        self.queries = self.size = 0
        self.errors: list[BaseException] = []

    def run(self) -> float:
        """Ask for the given seconds, or until nothing is left that may be asked once; how long it took."""
        threads = [threading.Thread(target=self._one) for _number in range(self._job["at_once"])]
        began = time.perf_counter()
        self._until = began + self._job["seconds"]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        if self.errors:
            raise self.errors[0]
        return time.perf_counter() - began

    def warm_up(self) -> int:
        """Ask for everything once, and for a tenth of the time; how many requests that were."""
        connection, asked = Connection(self._job["host"], self._job["port"]), 0
        until = time.perf_counter() + self._job["seconds"] / 10
        for one in cycle(self._requests):
            if asked >= len(self._requests) and time.perf_counter() > until:
                return asked
            connection.ask(one)
            asked += 1
        return asked

    def _one(self) -> None:
        connection = Connection(self._job["host"], self._job["port"])
        try:
            while (number := next(self._next)) < self._job["most"] and (before := time.perf_counter()) < self._until:
                if self._job["once"] and number >= len(self._requests):
                    return
                status, head, length = connection.ask(self._requests[number % len(self._requests)])
                self.times.append(time.perf_counter() - before)
                self.statuses[status] = self.statuses.get(status, 0) + 1
                self.size = max(self.size, length)
                if timing := _TIMING.search(head):
                    self.queries = max(self.queries, int(timing[3]))
        except (OSError, ConnectionError) as error:
            self.errors.append(error)


def run(job: dict[str, Any]) -> dict[str, Any]:
    """What was measured."""
    clients = Clients(job)
    asked_before = 0 if job["once"] else clients.warm_up()
    spent = clients.run()
    times = sorted(clients.times)
    return {
        "asked": asked_before + len(times),
        "rate": len(times) / spent,
        "p50": times[len(times) // 2] * 1000,
        "p95": times[min(len(times) - 1, int(len(times) * 0.95))] * 1000,
        "longest": times[-1] * 1000,
        "queries": clients.queries,
        "size": clients.size,
        "statuses": clients.statuses,
    }


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
