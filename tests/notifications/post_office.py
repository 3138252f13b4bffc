"""A real mail server for tests that receives mail, and fails on demand."""

import asyncio
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from threading import Lock
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.server import free_port

Fate = Callable[[], str]
"""What becomes of the next message: `ok`, `later` (451), `spam` (554), `stranger` (530), `drop` (the line
breaks), `drop after` (it breaks when the message is taken, before the answer), `hang`."""


class PostOffice:
    """Takes mail in; thread-safe."""

    def __init__(self) -> None:
        self.fate: Fate = lambda: "ok"
        self.taken: list[Message] = []
        self.acknowledged: Counter[str] = Counter()
        """How often each Message-ID was answered with 250."""
        self._lock = Lock()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """The address: refused where it is nobody's."""
        if "nobody" in address:
            return "550 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """The message."""
        message = message_from_bytes(envelope.content or b"")
        match self.fate():
            case "later":
                return "451 try again later"
            case "spam":
                return "554 looks like spam today"
            case "stranger":
                return "530 please sign in first"
            case "drop":
                _cut(server)
                return "250 never heard"
            case "drop after":
                self._take(message, acknowledged=False)
                _cut(server)
                return "250 never heard"
            case "hang":
                await asyncio.sleep(30)
                return "451 too late"
        self._take(message, acknowledged=True)
        return "250 OK"

    def _take(self, message: Message, *, acknowledged: bool) -> None:
        with self._lock:
            self.taken.append(message)
            if acknowledged:
                self.acknowledged[str(message["Message-ID"])] += 1

    def recipients(self) -> Counter[str]:
        """How many messages each address got."""
        return Counter(str(message["To"]) for message in self.taken)


def _cut(server: SMTP) -> None:
    transport: Any = server.transport
    transport.abort()


def at_random(seed: int) -> Fate:
    """A server on a bad day: two of five messages meet trouble."""
    dice = random.Random(seed)
    fates = ["ok"] * 60 + ["later"] * 14 + ["spam"] * 10 + ["drop"] * 8 + ["drop after"] * 6 + ["hang"] * 2
    return lambda: dice.choice(fates)


@contextmanager
def post_office() -> Iterator[tuple[PostOffice, str]]:
    """The server and its SMTP_URL."""
    office, port = PostOffice(), free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield office, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


def words(message: Message) -> str:
    """Everything that a reader of the message sees, headers too."""
    parts = [str(part.get_payload(decode=True), "utf-8") for part in message.walk() if not part.is_multipart()]
    return re.sub(r"\s+", " ", "\n".join([*(f"{name}: {value}" for name, value in message.items()), *parts]))
