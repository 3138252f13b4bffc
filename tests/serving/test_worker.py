"""Workers that end or are ended lose no request that they could still answer."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from chamber.accounts.models import Account
from tests.server import Server
from tests.serving.connections import until

pytestmark = [pytest.mark.server, pytest.mark.thorough]


@contextmanager
def visitors(server: Server, account: Account) -> Iterator[list[object]]:
    """Four people who open their home again and again; what each got: a status, or the error that cut them off."""
    everybody = [server.visitor(account) for _number in range(4)]
    got: list[object] = []
    ends = threading.Event()

    def go(visitor: object) -> None:
        while not ends.is_set():
            try:
                got.append(visitor.open("GET", "/").status)
            except OSError as error:
                got.append(error)

    threads = [threading.Thread(target=go, args=(visitor,)) for visitor in everybody]
    for thread in threads:
        thread.start()
    try:
        until(lambda: len(got) > 8, 60)
        yield got
        more = len(got) + 8
        until(lambda: len(got) > more, 60)
    finally:
        ends.set()
        for thread in threads:
            thread.join()


def test_workers_that_are_renewed_lose_nothing(server: Server, secretary: Account) -> None:
    with visitors(server, secretary) as got:
        server.renew()
    assert set(got) == {200}


def test_when_a_worker_is_killed_only_what_it_held_is_lost_and_another_takes_its_place(
    server: Server, secretary: Account
) -> None:
    with visitors(server, secretary) as got:
        before = server._workers()
        os.kill(int(min(before)), signal.SIGKILL)
        until(lambda: len(server._workers() - before) == 1, 60)
        answered = len(got)
        until(lambda: len(got) > answered + 20, 60)
    lost = [one for one in got if one != 200]
    assert len(lost) <= 4 and all(isinstance(one, ConnectionError) for one in lost)
    # Whoever was cut off may hear of it only when the new worker is there already.
    assert set(got[-8:]) == {200}


def test_a_request_under_way_is_answered_when_the_server_is_stopped(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as one:
        one.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
        time.sleep(0.5)
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        time.sleep(0.1)
        one.sendall(b"\r\n")
        answer = one.recv(2**16)
        stopping.join()
    assert answer.startswith(b"HTTP/1.1 200"), server.log()
    assert b"onnection: close" in answer


def test_the_server_ends_at_once_when_nothing_is_under_way(server: Server) -> None:
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 10
