"""One connection, and the server that holds all of a worker: who is too slow or promises too much is cut off."""

import socket
import struct
import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from .limits import Limits, Pace
from .parser import Parser

_BYTES_ACKED = 120
"""Where `struct tcp_info` of Linux has `tcpi_bytes_acked`."""


class Channel(HTTPChannel):
    """A connection. Threads of the application see it only once a request is here as a whole."""

    parser_class = Parser

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        # As much of a stored file is read for each piece that is sent; else it would be what the system buffers.
        self.sendbuf_len = 2**16
        limits: Limits = self.adj.limits
        self._limits, self._coming, self._going = limits, Pace(limits), Pace(limits)
        self._since: float | None = time.time()
        """Since when a request is awaited that has begun, as the first one has with the connection."""

    def service(self) -> None:
        """Work on what came in, in a thread."""
        super().service()
        self.adj.answered += 1

    def received(self, data: bytes) -> Any:
        """Take bytes that came in."""
        is_fresh, taken = self.request is None, super().received(data)
        if is_fresh or self.request is None:
            self._since = time.time() if self.request else None
            self._coming.begin()
        return taken

    @property
    def is_busy(self) -> bool:
        """Whether a request or its answer is under way."""
        return bool(self.requests or self.request or self.total_outbufs_len)

    @property
    def is_due(self) -> bool:
        """Whether a request is under way or has yet to come whole, as the first of a connection that was just made."""
        return self.is_busy or self._since is not None

    def awaited(self) -> int:
        """Bytes of bodies that are kept for this connection, or will be."""
        return sum(one.awaited() for one in (self.request, *self.requests) if one)

    def is_too_slow(self, now: float, head: float) -> bool:
        """Whether the other side lets us wait too long: with headers, a body, or in taking an answer."""
        if self.total_outbufs_len >= self.adj.send_bytes or (self.total_outbufs_len and not self.requests):
            return self._going.is_too_slow(now, self._acked())
        self._going.begin()
        if self.requests:
            return False
        if self._since is None:
            return bool(now - self.last_activity > self._limits.idle)
        if self.request is None or not self.request.headers_finished:
            return now - self._since > head
        return self._coming.is_too_slow(now, self.request.body_bytes_received)

    def _acked(self) -> int:
        """Bytes that the other side has really got; what the system took from us may lie in its buffers for hours."""
        told = self.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _BYTES_ACKED + 8)
        return int(struct.unpack_from("Q", told, _BYTES_ACKED)[0])

    def cut(self) -> None:
        """Close it now, with what the system still holds of the answer."""
        if self.total_outbufs_len:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.handle_close()


class Server(TcpWSGIServer):
    """All connections of one listening socket in one worker."""

    channel_class = Channel

    def accept_connections(self) -> None:
        """Begin; gunicorn's master listens already."""
        self.accepting = True

    def maintenance(self, now: float) -> None:
        """Each second: cut off who is too slow, and the last who promise more than there is room for."""
        limits: Limits = self.adj.limits
        is_crowded = len(self.active_channels) >= self.adj.connection_limit / 2
        head, promised = limits.hurried_head if is_crowded else limits.head, 0
        for channel in list(self.active_channels.values()):
            promised += channel.awaited()
            if channel.is_too_slow(now, head) or promised > max(limits.promised, 2 * limits.body):
                promised -= channel.awaited()
                channel.cut()
