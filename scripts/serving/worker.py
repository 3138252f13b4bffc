"""gunicorn's worker with waitress as its input and output: one loop reads and sends for all, threads only work.

gunicorn preloads, watches and renews; its own threads would each wait for one slow phone. The application gets a
request once all of it is here, and is done with an answer once it is written, however slowly it is taken.
"""

import logging
import os
import resource
import time
from collections.abc import Callable
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.task import ThreadedTaskDispatcher

from .channel import Server
from .limits import Limits

KEPT_IN_MEMORY = 2**18
"""Bytes of a body; beyond it lies in a nameless temporary file."""
HELD_BACK = 2**30
"""Bytes of an answer that nobody takes before its thread waits; beyond a mebibyte they lie in a temporary file."""
BODY = 60 * 2**20
"""For an application that has no limit of its own."""
OPEN_FILES = 8192
UNHEARD = 2
"""Seconds that a worker which ends waits for a request on a connection that was just made."""


class Wakeup(wasyncore.file_dispatcher):
    """The pipe into which a signal writes: the loop sees it at once."""

    def writable(self) -> bool:
        """Nothing is sent here."""
        return False

    def handle_read(self) -> None:
        """Only that something came counts."""
        self.recv(4096)


class Loop:
    """What one worker listens to and answers, until it is asked to end."""

    def __init__(self, app: Any, sockets: list[Any], limits: Limits, *, threads: int, connections: int) -> None:
        self.channels: dict[int, Any] = {}
        self._pool = ThreadedTaskDispatcher()
        self._pool.set_thread_count(threads)
        self._adjustments = Adjustments(
            sockets=[],
            threads=threads,
            connection_limit=connections,
            cleanup_interval=1,
            asyncore_use_poll=True,
            # Who goes away while the answer is worked on is seen: what waits is dropped, and slow work can ask.
            channel_request_lookahead=1,
            max_request_header_size=limits.header_bytes,
            max_request_body_size=limits.dropped,
            inbuf_overflow=KEPT_IN_MEMORY,
            outbuf_high_watermark=HELD_BACK,
            recv_bytes=2**16,
            ident=None,
            # What a request without a Host is taken to mean.
            server_name="localhost",
            log_socket_errors=False,
            # The application decides which proxy it believes.
            clear_untrusted_proxy_headers=False,
        )
        self._adjustments.limits, self._adjustments.is_ending, self._adjustments.answered = limits, False, 0
        self._answered = 0
        self._servers = [
            Server(
                app,
                self.channels,
                _sock=listening,
                dispatcher=self._pool,
                adj=self._adjustments,
                bind_socket=False,
                sockinfo=(listening.family, listening.type, 0, listening.getsockname()),
            )
            for listening in sockets
        ]

    def turn(self, seconds: float = 1) -> None:
        """Read and send whatever can be, once; wait at most so long for anything."""
        wasyncore.loop(seconds, True, self.channels, 1)

    @property
    def goes_on(self) -> bool:
        """Whether a thread is free, or has become free since this was last asked."""
        before, self._answered = self._answered, self._adjustments.answered
        return self._answered != before or self._pool.active_count < len(self._pool.threads)

    def announce_end(self) -> None:
        """Say with each answer from now on that its connection is closed."""
        self._adjustments.is_ending = True

    def stop_listening(self) -> None:
        """Take who knocked already, and nobody else."""
        for server in self._servers:
            before = -1
            while len(server.active_channels) > before:
                before = len(server.active_channels)
                server.handle_accept()
            server.del_channel(self.channels)
            # Who knocks now is told at once that nobody is here, or comes to the next worker.
            server.socket.close()

    @property
    def is_busy(self) -> bool:
        """Whether a request or an answer is under way."""
        return any(channel.is_busy for channel in self._connections())

    @property
    def is_due(self) -> bool:
        """Whether one is, or is about to come on a connection that was just made."""
        return any(channel.is_due for channel in self._connections())

    def _connections(self) -> list[Any]:
        return [channel for server in self._servers for channel in server.active_channels.values()]

    def end(self) -> None:
        """Let the threads end with what they work on."""
        self._pool.set_thread_count(0)


class BufferedWorker(Worker):
    """The worker class that gunicorn is told of."""

    def run(self) -> None:
        """Serve until the master asks to end or has gone; then bring to an end what is under way."""
        # It says how many wait at each request.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        limits = Limits(body=self.wsgi.config["MAX_CONTENT_LENGTH"] or BODY)
        connections = min(self.cfg.worker_connections, _room_for_files() // 3)
        sockets = [held.sock for held in self.sockets]
        loop = Loop(self.wsgi, sockets, limits, threads=self.cfg.threads, connections=connections)
        Wakeup(self.PIPE[0], loop.channels)
        while self.alive and os.getppid() == self.ppid:
            # The master ends a worker that it has not heard of for its timeout, also one whose threads all hang.
            if loop.goes_on:
                self.notify()
            loop.turn()
        self._finish(loop)

    def _finish(self, loop: Loop) -> None:
        loop.announce_end()
        # The master still holds the socket that people knock at, and a browser may be sending on what it believes is
        # open: for a moment all of them are answered.
        self._turn_until(loop, lambda spent: spent > 0.5)
        loop.stop_listening()
        # Who knocked last may not have been heard yet; a browser also opens connections that it never uses.
        self._turn_until(loop, lambda spent: not loop.is_due or spent > UNHEARD)
        # A little less than the master waits for.
        self._turn_until(loop, lambda spent: not loop.is_busy or spent > self.cfg.graceful_timeout - UNHEARD - 0.8)
        loop.end()

    def _turn_until(self, loop: Loop, is_over: Callable[[float], bool]) -> None:
        began = time.monotonic()
        while not is_over(time.monotonic() - began):
            self.notify()
            loop.turn(0.05)


def _room_for_files() -> int:
    """Open files that this process may have, after asking for enough."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return OPEN_FILES if soft == resource.RLIM_INFINITY else soft
