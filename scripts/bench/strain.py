"""What the bench asks of a server beside its pages: many at once, slow ones among them, and how much memory it has."""

import json
import subprocess
import sys
from itertools import cycle, islice
from typing import Any

from chamber.config import ROOT
from scripts.bench.pages import ROLES, Line, Pages, registrations
from scripts.bench.servers import PASSWORD, Server, measure, worker_memory
from scripts.bench.visitors import Visitor

VARIED = 1000
TEN, EIGHT = 10, 8
SIGN_INS = 60


def sign_ins(server: Server) -> dict[str, Any]:
    """Ten at once who sign in by password."""
    asked = []
    for role, _turn in zip(cycle(ROLES), range(SIGN_INS), strict=False):
        visitor = Visitor(server.port)
        typed = {"csrf_token": visitor.token("/login"), "username": role, "password": PASSWORD}
        asked.append(visitor.request("POST", "/login", typed))
    return measure(server, Line("sign-in by password", asked, status=303, once=True), 60, at_once=TEN)


def writers(server: Server, pages: Pages) -> dict[str, Any]:
    """Eight at once who write."""
    asked = registrations(pages.secretary, pages.newest, pages.contacts_of_eight)
    return measure(server, Line("eight write", asked, status=303, once=True), 60, at_once=EIGHT)


def slow_clients(server: Server, pages: Pages, seconds: float) -> tuple[dict[str, Any], dict[str, Any]]:
    """The home of a member before, and while others are slow."""
    home = Line("home", [one.request("GET", "/") for one in pages.members])
    before = measure(server, home, seconds)
    job = {"host": "127.0.0.1", "port": server.port, "cookie": pages.members[0].cookie, "path": "/events/"}
    words = [sys.executable, "-m", "scripts.bench.slow"]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as slow:
        if slow.stdin is None or slow.stdout is None:
            raise RuntimeError("no pipes")
        slow.stdin.write(json.dumps(job) + "\n")
        slow.stdin.flush()
        slow.stdout.readline()
        meanwhile = measure(server, home, seconds)
        slow.stdin.close()
    return before, meanwhile


def memory(server: Server, lines: list[Line]) -> float:
    """MiB of the web server after so many varied requests."""
    reading = [request for line in lines if not line.once for request in line.requests]
    by_turns = reading[:: max(1, len(reading) // 200)]
    asked = list(islice(cycle(by_turns), VARIED))
    # Over several connections, so that each of the workers gets its part.
    measure(server, Line("varied", asked, once=True), 120, at_once=EIGHT)
    return server.memory()


def all_of_it(server: Server, pages: Pages, seconds: float) -> dict[str, Any]:
    """What the report says of one server beside its memory, which is measured before."""
    before, meanwhile = slow_clients(server, pages, seconds)
    return {
        "sign_ins": sign_ins(server)["p95"],
        "longest_write": writers(server, pages)["longest"],
        "before_slow": before["p95"],
        "while_slow": meanwhile["p95"],
        "worker": worker_memory(server.environment),
    }
